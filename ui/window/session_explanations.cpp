// What the session has explained: the selected beat, or, by a model of whole recordings, the stretch in view.
#include "core/pipeline/borderline.h"
#include "core/pipeline/model_notices.h"
#include "ui/window/session.h"

#include <utility>

namespace triptych::ui {

void Session::chooseExplanation(const std::string& method, const std::string& class_name) {
    explanation_.method = method;
    explanation_.class_name = class_name;
    explain(false);
}

void Session::explainAgain() {
    explain(true);
}

void Session::explain(bool again) {
    if (answer_) return explainRecording(again);
    const auto selected = state_.beats().selected();
    const auto& said = state_.model().classification();
    if (!state_.model().beatAiVisible() || !selected || !said || !classifier_.model() || !beats_ ||
        !pipeline::isAnswered(said->predictions, *selected)) {
        asked_.reset();
        explainer_.cancel();
        return;
    }
    const std::size_t winner = said->predictions.winner(*selected);
    Asked asked{classifier_.model().get(), beats_.get(), *selected, explanation_};
    if (asked.what.class_name.empty()) asked.what.class_name = said->model.classes[winner];
    const bool waiting_or_there = explainer_.isBusy() || state_.model().explanation() != nullptr;
    if (!again && asked_ == asked && waiting_or_there) return;
    asked_ = asked;
    explainer_.request({classifier_.model(), analysis_, beats_, asked.beat, asked.what});
}

void Session::connectRecordingModel() {
    connect(&classifier_, &Classifier::judged, this, [this](const auto& answer) { takeAnswer(answer); });
    connect(&state_.view(), &ViewportState::viewportChanged, this, [this] {
        if (answer_) explainRecording(false);
    });
}

void Session::takeAnswer(std::shared_ptr<const RecordingAnswer> answer) {
    if (answer == answer_) return;
    answer_ = std::move(answer);
    explained_label_.clear();
    Q_EMIT recordingAnswerChanged();
    if (!answer_) return;
    std::vector<Warning> notices = pipeline::modelNotices(answer_->model, *state_.record().recording());
    notices.insert(notices.end(), answer_->warnings.begin(), answer_->warnings.end());
    std::vector<QString> sentences;
    for (const Warning& notice : notices) sentences.push_back(QString::fromStdString(sentence(notice)));
    say("model", Gravity::warning, sentences);
    explainRecording(false);
    Q_EMIT busyChanged();
}

void Session::chooseLabel(const std::string& label) {
    explained_label_ = label;
    if (answer_) explainRecording(false);
}

void Session::explainRecording(bool again) {
    if (!state_.model().aiVisible() || !classifier_.model()) {
        asked_.reset();
        explainer_.cancel();
        return;
    }
    const Viewport& view = state_.view().viewport();
    const std::size_t window = answer_->windowAt(view.start_s + view.span_s / 2);
    Asked asked{classifier_.model().get(), answer_.get(), window, explanation_};
    asked.what.class_name = explained_label_.empty() ? answer_->model.classes[answer_->winner()] : explained_label_;
    const bool waiting_or_there = explainer_.isBusy() || state_.model().explanation() != nullptr;
    if (!again && asked_ == asked && waiting_or_there) return;
    asked_ = asked;
    explainer_.request({classifier_.model(), analysis_, beats_, 0, asked.what, answer_->window_start_s[window]});
}

}  // namespace triptych::ui
