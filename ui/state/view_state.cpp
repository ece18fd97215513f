#include "ui/state/view_state.h"

#include "ui/state/change.h"
#include "ui/state/why_state.h"

#include <algorithm>
#include <utility>

namespace triptych::ui {
namespace {

constexpr double kHighestFrequency_hz = 60;
constexpr double kLowestFrequency_hz = 0.5;

}  // namespace

ViewState::ViewState() : why_(std::make_unique<WhyState>()) {
    QObject::connect(&beats_, &BeatState::selectedBeatChanged, &waves_, [this] {
        const auto& in_hand = waves_.chosen();
        if (in_hand && in_hand->beat != beats_.selected()) waves_.choose(std::nullopt);
    });
    QObject::connect(&model_, &ModelState::explanationChanged, why_.get(), &WhyState::forget);
}

ViewState::~ViewState() = default;

void ViewState::setRecording(RecordingPtr recording) {
    record_.take(std::move(recording));
    review_.forget();
    shapes_.forget();
    beats_.beats_.clear();
    beats_.selected_.reset();
    model_.classification_.reset();
    model_.explanation_.reset();
    view_.begin();
    Q_EMIT record_.recordingChanged();
    Q_EMIT record_.analysisLeadChanged();
    Q_EMIT beats_.beatsChanged();
    Q_EMIT beats_.selectedBeatChanged();
    Q_EMIT view_.selectionChanged();
    Q_EMIT view_.calipersChanged();
    Q_EMIT model_.classificationChanged();
    Q_EMIT model_.explanationChanged();
    Q_EMIT view_.cursorChanged();
    Q_EMIT view_.viewportChanged();
    Q_EMIT view_.scaleChanged();
    Q_EMIT view_.focusChanged();
    model_.emitBeatAiIfChanged();
}

void ViewState::setAnalysisLead(std::size_t lead) {
    const RecordingPtr& recording = record_.recording();
    if (!recording || lead >= recording->leads.size() || !change(record_.analysis_lead_, lead)) return;
    const bool had_gaps = std::exchange(record_.gaps_, nullptr) != nullptr;
    const bool had_explanation = std::exchange(model_.explanation_, nullptr) != nullptr;  // it was of another lead
    Q_EMIT record_.analysisLeadChanged();
    if (had_gaps) Q_EMIT record_.gapsChanged();
    if (had_explanation) Q_EMIT model_.explanationChanged();
}

void ViewState::setBeats(std::vector<LabelledBeat> beats, BeatOrigin origin) {
    // Other labels leave what is in hand there; other beats do not.
    const bool same = std::equal(beats.begin(), beats.end(), beats_.beats_.begin(), beats_.beats_.end(),
                                 [](const auto& a, const auto& b) { return a.sample == b.sample; });
    if (!same) {
        review_.forget();
        shapes_.forget();
    }
    std::optional<std::size_t> kept;
    if (beats_.selected_) {
        const std::int64_t sample = beats_.beats_[*beats_.selected_].sample;
        const auto found = std::lower_bound(beats.begin(), beats.end(), sample,
                                            [](const LabelledBeat& beat, std::int64_t at) { return beat.sample < at; });
        if (found != beats.end() && found->sample == sample) kept = static_cast<std::size_t>(found - beats.begin());
    }
    beats_.beats_ = std::move(beats);
    beats_.origin_ = origin;
    const bool lost = beats_.selected_ && !kept;
    const bool selection_moved = change(beats_.selected_, kept);
    const bool explanation_lost = lost && std::exchange(model_.explanation_, nullptr) != nullptr;
    Q_EMIT beats_.beatsChanged();
    if (selection_moved) Q_EMIT beats_.selectedBeatChanged();
    if (explanation_lost) Q_EMIT model_.explanationChanged();
    model_.emitBeatAiIfChanged();
    view_.emitFocusIfChanged();
}

void ViewState::updateBeat(std::size_t index, const LabelledBeat& beat) {
    if (index >= beats_.beats_.size()) return;
    beats_.beats_[index] = beat;
    Q_EMIT beats_.beatChanged(index);
    model_.emitBeatAiIfChanged();
    view_.emitFocusIfChanged();
}

void ViewState::selectBeat(std::optional<std::size_t> index, bool bring_into_view) {
    if (index && *index >= beats_.beats_.size()) index.reset();
    if (change(beats_.selected_, index)) {
        const bool explanation_lost = std::exchange(model_.explanation_, nullptr) != nullptr;
        const bool selection_lost = index && std::exchange(view_.selection_, std::nullopt).has_value();
        Q_EMIT beats_.selectedBeatChanged();
        if (explanation_lost) Q_EMIT model_.explanationChanged();
        if (selection_lost) Q_EMIT view_.selectionChanged();
        model_.emitBeatAiIfChanged();
    }
    // A listener may have selected another.
    if (index && index == beats_.selected_ && bring_into_view) view_.bringIntoView(beats_.beats_[*index].time_s);
    view_.emitFocusIfChanged();
}

FrequencyAxis frequencyAxis(const RecordState& record, const DisplayState& display) {
    double high_hz = kHighestFrequency_hz;
    const RecordingPtr& recording = record.recording();
    if (recording && record.analysisLead() < recording->leads.size()) {
        const double nyquist_hz = recording->leads[record.analysisLead()].rate_hz / 2;
        if (nyquist_hz > 2 * kLowestFrequency_hz) high_hz = std::min(high_hz, nyquist_hz);
    }
    return {display.logFrequency() ? kLowestFrequency_hz : 0.0, high_hz, display.logFrequency()};
}

}  // namespace triptych::ui
