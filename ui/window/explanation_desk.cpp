#include "ui/window/explanation_desk.h"

#include "core/pipeline/borderline.h"

#include <utility>

namespace triptych::ui {

ExplanationDesk::ExplanationDesk(ViewState& state, std::function<Subject()> subject, QObject* parent)
    : QObject(parent), state_(state), subject_(std::move(subject)) {
    connect(&explainer_, &Explainer::explained, this, [this](const auto& explanation) {
        if (explanation->of_recording || state_.beats().selected() == explanation->beat) {
            state_.model().setExplanation(explanation);
        }
    });
    connect(&explainer_, &Explainer::failed, this,
            [this](const Error& error) { Q_EMIT failed(QString::fromStdString(sentence(error))); });
    connect(&explainer_, &Explainer::busyChanged, this, &ExplanationDesk::busyChanged);
    connect(&state_.beats(), &BeatState::selectedBeatChanged, this, [this] { explain(); });
    connect(&state_.view(), &ViewportState::viewportChanged, this, [this] {
        if (const Subject now = subject_(); now.answer) explainRecording(now, false);
    });
}

void ExplanationDesk::choose(const std::string& method, const std::string& class_name) {
    request_.method = method;
    request_.class_name = class_name;
    explain();
}

void ExplanationDesk::chooseLabel(const std::string& label) {
    label_ = label;
    if (const Subject now = subject_(); now.answer) explainRecording(now, false);
}

void ExplanationDesk::forget() {
    asked_.reset();
    explainer_.cancel();
}

void ExplanationDesk::explain(bool again) {
    const Subject subject = subject_();
    if (subject.answer) {
        explainRecording(subject, again);
    } else {
        explainBeat(subject, again);
    }
}

bool ExplanationDesk::isNew(Asked asked, bool again) {
    const bool waiting_or_there = explainer_.isBusy() || state_.model().explanation() != nullptr;
    if (!again && asked_ == asked && waiting_or_there) return false;
    asked_ = std::move(asked);
    return true;
}

void ExplanationDesk::explainBeat(const Subject& subject, bool again) {
    const auto selected = state_.beats().selected();
    const auto& said = state_.model().classification();
    if (!state_.model().beatAiVisible() || !selected || !said || !subject.model || !subject.beats ||
        !pipeline::isAnswered(said->predictions, *selected)) {
        return forget();
    }
    inference::ExplainRequest what = request_;
    if (what.class_name.empty()) what.class_name = said->model.classes[said->predictions.winner(*selected)];
    if (!isNew({subject.model.get(), subject.beats.get(), *selected, what}, again)) return;
    explainer_.request({subject.model, subject.analysis, subject.beats, *selected, what});
}

void ExplanationDesk::explainRecording(const Subject& subject, bool again) {
    if (!state_.model().aiVisible() || !subject.model) return forget();
    const RecordingAnswer& answer = *subject.answer;
    const Viewport& view = state_.view().viewport();
    const std::size_t window = answer.windowAt(view.start_s + view.span_s / 2);
    inference::ExplainRequest what = request_;
    what.class_name = label_.empty() ? answer.model.classes[answer.winner()] : label_;
    if (!isNew({subject.model.get(), &answer, window, what}, again)) return;
    explainer_.request({subject.model, subject.analysis, subject.beats, 0, what, answer.window_start_s[window]});
}

}  // namespace triptych::ui
