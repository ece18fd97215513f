#include "ui/window/explainer.h"

#include "core/pipeline/explain_beat.h"

#include <chrono>
#include <utility>

namespace triptych::ui {
namespace {

constexpr auto kRest = std::chrono::milliseconds(120);  // longer than the repeat of a held key

}  // namespace

Explainer::Explainer(QObject* parent)
    : QObject(parent), explanations_(*this, [this](auto result) { deliver(std::move(result)); }) {
    rest_.setSingleShot(true);
    rest_.setInterval(kRest);
    connect(&rest_, &QTimer::timeout, this, &Explainer::begin);
}

void Explainer::request(ExplainRequest request) {
    explanations_.cancel();
    waiting_ = std::move(request);
    rest_.start();
    Q_EMIT busyChanged();
}

void Explainer::cancel() {
    if (!isBusy()) return;
    rest_.stop();
    waiting_ = {};
    explanations_.cancel();
    Q_EMIT busyChanged();
}

void Explainer::begin() {
    explanations_.start([asked = std::move(waiting_)](const Job& job) { return std::optional(explain(asked, job)); });
    waiting_ = {};
}

Result<Explainer::Explained> Explainer::explain(const ExplainRequest& asked, const Job& job) {
    auto explanation =
        asked.at_s ? asked.model->explainRecording(*asked.analysis, *asked.at_s, asked.what, job)
                   : pipeline::explainBeat(*asked.model, *asked.analysis, *asked.beats, asked.beat, asked.what, job);
    if (!explanation) return std::unexpected(explanation.error());
    Explained out{std::make_shared<const Explanation>(std::move(*explanation)), nullptr};
    const BeatList none;
    const auto delineator = waves::shippedDelineator();
    auto why = pipeline::findWhy({asked.analysis.get(), asked.beats ? asked.beats.get() : &none, out.explanation.get(),
                                  asked.probability, delineator ? delineator->get() : nullptr},
                                 job);
    if (!why && why.error().code == ErrorCode::cancelled) return std::unexpected(why.error());
    if (why) out.why = std::make_shared<const pipeline::Why>(std::move(*why));
    return out;
}

void Explainer::deliver(std::optional<Result<Explained>> result) {
    if (!result) {
        Q_EMIT failed({ErrorCode::internal, "the explanation ended early", {}, "ask for it again"});
    } else if (*result) {
        Q_EMIT explained((*result)->explanation, (*result)->why);
    } else if (result->error().code != ErrorCode::cancelled) {
        Q_EMIT failed(result->error());
    }
    Q_EMIT busyChanged();
}

}  // namespace triptych::ui
