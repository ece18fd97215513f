#include "ui/window/alike_desk.h"

#include "core/inference/beat_index.h"
#include "ui/state/on_any.h"
#include "ui/state/why_state.h"

#include <utility>

namespace triptych::ui {
namespace {

constexpr std::size_t kNearest = 5;

QString inWords(const Error& error) {
    return error.code == ErrorCode::cancelled ? QString() : QString::fromStdString(sentence(error));
}

}  // namespace

AlikeDesk::AlikeDesk(ViewState& state, std::function<std::optional<Subject>()> subject, QObject* parent)
    : QObject(parent),
      state_(state),
      subject_(std::move(subject)),
      answers_(*this, [this](std::optional<Answer> answer) { deliver(std::move(answer)); }) {
    onAny(this, &AlikeDesk::ask, std::pair(&state_.model(), &ModelState::explanationChanged),
          std::pair(&state_.why().alike(), &AlikeState::wantedChanged));
}

void AlikeDesk::ask() {
    const auto subject = subject_();
    if (!state_.why().alike().wanted() || !subject || !subject->model) {
        answers_.cancel();
        state_.why().alike().forget();
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
    AlikeState& alike = state_.why().alike();
    if (answer->clusters)
        alike.setClusters(std::make_shared<const BeatClusters>(std::move(*answer->clusters)));
    else
        alike.setClusters(nullptr, inWords(answer->clusters.error()));
    if (answer->nearest)
        alike.setNearest(std::make_shared<const NearBeats>(std::move(*answer->nearest)));
    else
        alike.setNearest(nullptr, inWords(answer->nearest.error()));
}

}  // namespace triptych::ui
