#include "ui/window/explanation_desk.h"

#include "core/pipeline/borderline.h"
#include "ui/state/why_state.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace triptych::ui {
namespace {

double probabilityOf(const std::string& class_name, const ModelInfo& model, std::span<const float> probabilities) {
    const auto found = std::ranges::find(model.classes, class_name);
    const auto at = static_cast<std::size_t>(found - model.classes.begin());
    return at < probabilities.size() ? static_cast<double>(probabilities[at]) : NAN;
}

}  // namespace

ExplanationDesk::ExplanationDesk(ViewState& state, std::function<Subject()> subject, QObject* parent)
    : QObject(parent), state_(state), subject_(std::move(subject)) {
    connect(&explainer_, &Explainer::explained, this, [this](const auto& explanation, const auto& why) {
        if (explanation->of_recording || state_.beats().selected() == explanation->beat) {
            state_.model().setExplanation(explanation);
            state_.why().setWhy(why);
            if (auto seen = subjectInView()) maps_.follow(std::move(*seen));
        }
    });
    connect(&explainer_, &Explainer::failed, this,
            [this](const Error& error) { Q_EMIT failed(QString::fromStdString(sentence(error))); });
    connect(&explainer_, &Explainer::busyChanged, this, &ExplanationDesk::busyChanged);
    connect(&maps_, &MapDesk::busyChanged, this, &ExplanationDesk::busyChanged);
    connect(&state_.beats(), &BeatState::selectedBeatChanged, this, [this] { explain(); });
    connect(&state_.view(), &ViewportState::viewportChanged, this, [this] {
        if (const Subject now = subject_(); now.answer) explainRecording(now, false);
    });
}

std::optional<WhatIfDesk::Subject> ExplanationDesk::maskedSubject() const {
    const Subject subject = subject_();
    const auto& why = state_.model().explanation();
    if (!subject.model || !subject.analysis || !why) return std::nullopt;
    if (why->of_recording) {
        const Attribution* leads = inputNamed(*why, "leads");
        if (leads == nullptr || leads->axes.empty() || leads->axes.back().values.empty()) return std::nullopt;
        return WhatIfDesk::Subject{subject.model, subject.analysis, subject.beats, 0,
                                   leads->axes.back().values.front()};
    }
    if (!subject.beats || why->beat >= subject.beats->beats.size()) return std::nullopt;
    return WhatIfDesk::Subject{subject.model, subject.analysis, subject.beats, why->beat, {}};
}

std::optional<MapDesk::Subject> ExplanationDesk::subjectInView() const {
    const Subject subject = subject_();
    const auto& why = state_.model().explanation();
    if (!subject.model || !subject.analysis || !why || !asked_) return std::nullopt;
    MapDesk::Subject out{
        {subject.model, subject.analysis, subject.beats, asked_->what}, why->beat, {}, nullptr, nullptr};
    if (why->of_recording) {
        if (!subject.answer || asked_->place >= subject.answer->window_start_s.size()) return std::nullopt;
        out.at_s = subject.answer->window_start_s[asked_->place];
        out.answer = subject.answer;
    } else {
        if (!subject.beats || why->beat >= subject.beats->beats.size()) return std::nullopt;
        out.said = state_.model().classification();
    }
    return out;
}

void ExplanationDesk::choose(const std::string& method, const std::string& class_name, const std::string& against) {
    request_.against = against;
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
    maps_.stop();
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
    maps_.stop();
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
    if (what.against == what.class_name) what.against.clear();
    if (!isNew({subject.model.get(), subject.beats.get(), *selected, what}, again)) return;
    explainer_.request({subject.model,
                        subject.analysis,
                        subject.beats,
                        *selected,
                        what,
                        {},
                        probabilityOf(what.class_name, said->model, said->predictions.fused(*selected))});
}

void ExplanationDesk::explainRecording(const Subject& subject, bool again) {
    if (!state_.model().aiVisible() || !subject.model) return forget();
    const RecordingAnswer& answer = *subject.answer;
    const Viewport& view = state_.view().viewport();
    const std::size_t window = answer.windowAt(view.start_s + view.span_s / 2);
    inference::ExplainRequest what = request_;
    what.class_name = label_.empty() ? answer.model.classes[answer.winner()] : label_;
    what.against.clear();  // of labels that may all be true, none is told from another
    if (!isNew({subject.model.get(), &answer, window, what}, again)) return;
    explainer_.request({subject.model, subject.analysis, subject.beats, 0, what, answer.window_start_s[window],
                        probabilityOf(what.class_name, answer.model, answer.window(window))});
}

}  // namespace triptych::ui
