#include "ui/window/explainer.h"

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
    explanations_.start([asked = std::move(waiting_)](const Job& job) {
        if (asked.at_s)
            return std::optional(asked.model->explainRecording(*asked.analysis, *asked.at_s, asked.what, job));
        return std::optional(asked.model->explain(*asked.analysis, *asked.beats, asked.beat, asked.what, job));
    });
    waiting_ = {};
}

void Explainer::deliver(std::optional<Result<Explanation>> result) {
    if (!result) {
        Q_EMIT failed({ErrorCode::internal, "the explanation ended early", {}, "ask for it again"});
    } else if (*result) {
        Q_EMIT explained(std::make_shared<const Explanation>(std::move(**result)));
    } else if (result->error().code != ErrorCode::cancelled) {
        Q_EMIT failed(result->error());
    }
    Q_EMIT busyChanged();
}

}  // namespace triptych::ui
