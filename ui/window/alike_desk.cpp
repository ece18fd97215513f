#include "ui/window/alike_desk.h"

#include "core/inference/beat_index.h"
#include "ui/state/on_any.h"

#include <utility>

namespace triptych::ui {
namespace {

constexpr std::size_t kNearest = 5;

QString inWords(const Error& error) {
    return error.code == ErrorCode::cancelled ? QString() : QString::fromStdString(sentence(error));
}

}  // namespace

AlikeDesk::AlikeDesk(const ModelState& model, AlikeState& alike, std::function<std::optional<Subject>()> subject,
                     QObject* parent)
    : QObject(parent),
      model_(model),
      alike_(alike),
      subject_(std::move(subject)),
      answers_(*this, [this](std::optional<Answer> answer) { deliver(std::move(answer)); }) {
    onAny(this, &AlikeDesk::ask, std::pair(&model_, &ModelState::explanationChanged),
          std::pair(&alike_, &AlikeState::wantedChanged));
}

void AlikeDesk::ask() {
    const auto subject = subject_();
    if (!alike_.wanted() || !subject || !subject->model) {
        answers_.cancel();
        alike_.forget();
        return;
    }
    answers_.start([of = *subject](const Job& job) {
        const auto index = inference::defaultBeatIndex(of.model->info().hash);
        return std::optional(Answer{of.model->clusters(*of.analysis, *of.beats, of.beat, job),
                                    of.model->nearest(*of.analysis, *of.beats, of.beat, index, kNearest, job)});
    });
}

void AlikeDesk::deliver(std::optional<Answer> answer) {
    if (!answer) return;
    if (answer->clusters)
        alike_.setClusters(std::make_shared<const BeatClusters>(std::move(*answer->clusters)));
    else
        alike_.setClusters(nullptr, inWords(answer->clusters.error()));
    if (answer->nearest)
        alike_.setNearest(std::make_shared<const NearBeats>(std::move(*answer->nearest)));
    else
        alike_.setNearest(nullptr, inWords(answer->nearest.error()));
}

}  // namespace triptych::ui
