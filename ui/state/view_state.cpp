#include "ui/state/view_state.h"

#include "ui/state/navigation.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace triptych::ui {
namespace {

constexpr double kFirstSpan_s = 10;    // before any pane has told how wide its paper is
constexpr double kAroundBeat_s = 0.8;  // the product model's window: R ± 0.8 s
constexpr double kHighestFrequency_hz = 60;
constexpr double kLowestFrequency_hz = 0.5;
constexpr double kSpeedTolerance = 1e-6;  // relative; below it a span is the preset's

// Stores `value`; false when it was there already.
template <class T>
bool change(T& field, T value) {
    if (field == value) return false;
    field = std::move(value);
    return true;
}

}  // namespace

ViewState::ViewState(QObject* parent) : QObject(parent) {
    last_focus_ = focus();
    connect(this, &ViewState::selectedBeatChanged, this, [this] {
        const auto& in_hand = waves_.chosen();
        if (in_hand && in_hand->beat != selected_beat_) waves_.choose(std::nullopt);
    });
}

void ViewState::setRecording(RecordingPtr recording) {
    recording_ = std::move(recording);
    layers_.clear();
    analysis_lead_ = recording_ ? chooseAnalysisLead(*recording_).lead : 0;
    start_ = recording_ && recording_->start ? parseStart(*recording_->start) : std::nullopt;
    ecg_leads_.clear();
    shows_all_leads_ = false;
    gaps_.reset();
    cursor_ = {};
    selection_.reset();
    calipers_.reset();
    beats_.clear();
    selected_beat_.reset();
    classification_.reset();
    explanation_.reset();
    at_preset_speed_ = true;
    const double preset = presetSpan_s();
    viewport_ = clamped({0, preset > 0 ? preset : kFirstSpan_s});
    last_focus_ = focus();
    Q_EMIT recordingChanged();
    Q_EMIT analysisLeadChanged();
    Q_EMIT beatsChanged();
    Q_EMIT selectedBeatChanged();
    Q_EMIT selectionChanged();
    Q_EMIT calipersChanged();
    Q_EMIT classificationChanged();
    Q_EMIT explanationChanged();
    Q_EMIT cursorChanged();
    Q_EMIT viewportChanged();
    Q_EMIT focusChanged();
    emitBeatAiIfChanged();
}

void ViewState::setLayers(Layers layers) {
    layers_ = std::move(layers);
    Q_EMIT layersChanged();
}

void ViewState::setAnalysisLead(std::size_t lead) {
    if (!recording_ || lead >= recording_->leads.size() || !change(analysis_lead_, lead)) return;
    const bool had_gaps = std::exchange(gaps_, nullptr) != nullptr;
    const bool had_explanation = std::exchange(explanation_, nullptr) != nullptr;  // it was of another lead
    Q_EMIT analysisLeadChanged();
    if (had_gaps) Q_EMIT gapsChanged();
    if (had_explanation) Q_EMIT explanationChanged();
}

void ViewState::setEcgLeads(std::vector<bool> is_ecg) {
    if (!recording_ || is_ecg.size() != recording_->leads.size() || !change(ecg_leads_, std::move(is_ecg))) return;
    // Where all are electrocardiograms they are drawn as they were: panes would begin again for nothing.
    if (hasOtherLeads()) Q_EMIT shownLeadsChanged();
}

void ViewState::setShowsAllLeads(bool all) {
    if (change(shows_all_leads_, all)) Q_EMIT shownLeadsChanged();
}

bool ViewState::hasOtherLeads() const {
    const auto ecg = std::count(ecg_leads_.begin(), ecg_leads_.end(), true);
    return ecg > 0 && static_cast<std::size_t>(ecg) < ecg_leads_.size();
}

std::vector<std::size_t> ViewState::shownLeads() const {
    std::vector<std::size_t> shown;
    if (!recording_) return shown;
    const bool all = shows_all_leads_ || !hasOtherLeads();
    for (std::size_t lead = 0; lead < recording_->leads.size(); ++lead) {
        if (all || ecg_leads_[lead] || lead == analysis_lead_) shown.push_back(lead);
    }
    return shown;
}

void ViewState::setGaps(std::shared_ptr<const beats::SignalGaps> gaps) {
    if (change(gaps_, std::move(gaps))) Q_EMIT gapsChanged();
}

std::optional<double> ViewState::rrBefore_s(std::size_t beat) const {
    if (beat == 0 || beat >= beats_.size()) return std::nullopt;
    return beats::rrInterval_s(beats_[beat - 1].time_s, beats_[beat].time_s, gaps_.get());
}

double ViewState::presetSpan_s() const {
    return paper_width_px_ / (speed_mm_per_s_ * pixels_per_mm_);
}

double ViewState::actualSpeedMmPerS() const {
    if (at_preset_speed_ || paper_width_px_ <= 0) return speed_mm_per_s_;
    return paper_width_px_ / (viewport_.span_s * pixels_per_mm_);
}

Viewport ViewState::clamped(Viewport viewport) const {
    const double longest = std::max({duration_s(), presetSpan_s(), kShortestSpan_s});
    viewport.span_s = std::clamp(viewport.span_s, kShortestSpan_s, longest);
    viewport.start_s = std::clamp(viewport.start_s, 0.0, std::max(0.0, duration_s() - viewport.span_s));
    return viewport;
}

void ViewState::applyViewport(Viewport viewport) {
    if (!change(viewport_, clamped(viewport))) return;
    Q_EMIT viewportChanged();
    emitFocusIfChanged();
}

void ViewState::setViewport(Viewport viewport) {
    if (!std::isfinite(viewport.start_s) || !std::isfinite(viewport.span_s)) return;
    const double preset = presetSpan_s();
    const double span = clamped(viewport).span_s;
    const bool at_preset = preset <= 0 || std::abs(span - preset) <= kSpeedTolerance * preset;
    if (at_preset && preset > 0) viewport.span_s = preset;  // rounding must not creep in over many zooms
    const bool left_or_met = change(at_preset_speed_, at_preset);
    applyViewport(viewport);
    if (left_or_met) Q_EMIT displayChanged();
}

void ViewState::followPreset() {
    const double preset = presetSpan_s();
    if (!at_preset_speed_ || preset <= 0) return;
    applyViewport({viewport_.start_s, preset});
}

void ViewState::setPaperWidthPx(double width_px) {
    if (!(width_px >= 0) || !change(paper_width_px_, width_px)) return;
    followPreset();
}

void ViewState::setCursor(Cursor cursor) {
    if (change(cursor_, cursor)) Q_EMIT cursorChanged();
}

void ViewState::setSelection(std::optional<Stretch> selection) {
    if (selection) {
        if (!std::isfinite(selection->from_s) || !std::isfinite(selection->to_s)) return;
        const auto [from, to] = std::minmax(selection->from_s, selection->to_s);
        selection = Stretch{std::clamp(from, 0.0, duration_s()), std::clamp(to, 0.0, duration_s())};
        if (selection->length_s() <= 0) selection.reset();
    }
    if (!change(selection_, selection)) return;
    Q_EMIT selectionChanged();
    emitFocusIfChanged();
}

void ViewState::setCalipers(std::optional<Stretch> calipers) {
    if (calipers) {
        if (!recording_ || !std::isfinite(calipers->from_s) || !std::isfinite(calipers->to_s)) return;
        const auto [from, to] = std::minmax(calipers->from_s, calipers->to_s);
        calipers = Stretch{std::clamp(from, 0.0, duration_s()), std::clamp(to, 0.0, duration_s())};
    }
    if (change(calipers_, calipers)) Q_EMIT calipersChanged();
}

void ViewState::setMarchesOut(bool marches_out) {
    if (change(marches_out_, marches_out)) Q_EMIT calipersChanged();
}

Stretch ViewState::focus() const {
    Stretch stretch{viewport_.start_s, viewport_.end_s()};
    if (selection_) {
        stretch = *selection_;
    } else if (scope_ == TriptychScope::selected_beat && selected_beat_) {
        const double centre = beats_[*selected_beat_].time_s;
        stretch = {centre - kAroundBeat_s, centre + kAroundBeat_s};
    }
    const double end = duration_s();
    return {std::clamp(stretch.from_s, 0.0, end), std::clamp(stretch.to_s, 0.0, end)};
}

void ViewState::emitFocusIfChanged() {
    if (change(last_focus_, focus())) Q_EMIT focusChanged();
}

void ViewState::setBeats(std::vector<LabelledBeat> beats) {
    std::optional<std::size_t> kept;
    if (selected_beat_) {
        const std::int64_t sample = beats_[*selected_beat_].sample;
        const auto found = std::lower_bound(beats.begin(), beats.end(), sample,
                                            [](const LabelledBeat& beat, std::int64_t at) { return beat.sample < at; });
        if (found != beats.end() && found->sample == sample) kept = static_cast<std::size_t>(found - beats.begin());
    }
    beats_ = std::move(beats);
    const bool lost = selected_beat_ && !kept;
    const bool selection_moved = change(selected_beat_, kept);
    const bool explanation_lost = lost && std::exchange(explanation_, nullptr) != nullptr;
    Q_EMIT beatsChanged();
    if (selection_moved) Q_EMIT selectedBeatChanged();
    if (explanation_lost) Q_EMIT explanationChanged();
    emitBeatAiIfChanged();
    emitFocusIfChanged();
}

void ViewState::updateBeat(std::size_t index, const LabelledBeat& beat) {
    if (index >= beats_.size()) return;
    beats_[index] = beat;
    Q_EMIT beatChanged(index);
    emitBeatAiIfChanged();
    emitFocusIfChanged();
}

void ViewState::selectBeat(std::optional<std::size_t> index, bool bring_into_view) {
    if (index && *index >= beats_.size()) index.reset();
    if (change(selected_beat_, index)) {
        const bool explanation_lost = std::exchange(explanation_, nullptr) != nullptr;
        const bool selection_lost = index && std::exchange(selection_, std::nullopt).has_value();
        Q_EMIT selectedBeatChanged();
        if (explanation_lost) Q_EMIT explanationChanged();
        if (selection_lost) Q_EMIT selectionChanged();
        emitBeatAiIfChanged();
    }
    if (index && bring_into_view) {
        const double time_s = beats_[*index].time_s;
        // A beat at the very edge shows half its shape: keep a beat's width, or a tenth of a short view, free.
        const double edge_s = std::min(kAroundBeat_s, viewport_.span_s / 10);
        if (time_s < viewport_.start_s + edge_s || time_s > viewport_.end_s() - edge_s) {
            applyViewport(centredOn(viewport_, time_s));
        }
    }
    emitFocusIfChanged();
}

void ViewState::setClassification(std::shared_ptr<const Classification> classification) {
    if (change(classification_, std::move(classification))) Q_EMIT classificationChanged();
}

void ViewState::setExplanation(std::shared_ptr<const Explanation> explanation) {
    if (change(explanation_, std::move(explanation))) Q_EMIT explanationChanged();
}

void ViewState::setAiVisible(bool visible) {
    setAiLayer(visible ? AiLayer::shown : AiLayer::hidden);
}

void ViewState::setReadsFirst(bool reads_first) {
    if (reads_first != readsFirst()) setAiLayer(reads_first ? AiLayer::once_labelled : AiLayer::shown);
}

void ViewState::setAiLayer(AiLayer layer) {
    if (!change(ai_layer_, layer)) return;
    last_beat_ai_ = beatAiVisible();
    Q_EMIT aiLayerChanged();
}

bool ViewState::beatAiVisible() const {
    return aiVisible() || (readsFirst() && selected_beat_ && beats_[*selected_beat_].relabelled);
}

void ViewState::emitBeatAiIfChanged() {
    if (change(last_beat_ai_, beatAiVisible())) Q_EMIT aiLayerChanged();
}

void ViewState::setOverlayOpacity(double opacity) {
    if (std::isnan(opacity)) return;
    if (change(overlay_opacity_, std::clamp(opacity, 0.0, 1.0))) Q_EMIT aiLayerChanged();
}

void ViewState::setTheme(Theme theme) {
    if (change(theme_, theme)) Q_EMIT displayChanged();
}

void ViewState::setFilter(DisplayFilter filter) {
    if (change(filter_, filter)) Q_EMIT displayChanged();
}

void ViewState::setMains(MainsFilter mains) {
    if (change(mains_, mains)) Q_EMIT displayChanged();
}

void ViewState::setSpeedMmPerS(double speed) {
    if (!(speed > 0) || !std::isfinite(speed)) return;
    const bool returned = change(at_preset_speed_, true);
    if (!change(speed_mm_per_s_, speed) && !returned) return;
    if (const double preset = presetSpan_s(); preset > 0) {
        const double centre = viewport_.start_s + viewport_.span_s / 2;
        applyViewport({centre - preset / 2, preset});
    }
    Q_EMIT displayChanged();
}

void ViewState::setGainMmPerMv(double gain) {
    if (!(gain > 0) || !std::isfinite(gain)) return;
    if (change(gain_mm_per_mv_, gain)) Q_EMIT displayChanged();
}

void ViewState::setPixelsPerMm(double pixels_per_mm) {
    if (!(pixels_per_mm > 0) || !std::isfinite(pixels_per_mm)) return;
    if (!change(pixels_per_mm_, pixels_per_mm)) return;
    followPreset();
    Q_EMIT displayChanged();
}

void ViewState::setLayout(LeadLayout layout) {
    if (change(layout_, layout)) Q_EMIT displayChanged();
}

void ViewState::setScope(TriptychScope scope) {
    if (!change(scope_, scope)) return;
    Q_EMIT displayChanged();
    emitFocusIfChanged();
}

void ViewState::setScalogramContent(ScalogramContent content) {
    if (change(scalogram_content_, content)) Q_EMIT displayChanged();
}

void ViewState::setLogFrequency(bool log_frequency) {
    if (change(log_frequency_, log_frequency)) Q_EMIT displayChanged();
}

FrequencyAxis ViewState::frequencyAxis() const {
    double high_hz = kHighestFrequency_hz;
    if (recording_ && analysis_lead_ < recording_->leads.size()) {
        const double nyquist_hz = recording_->leads[analysis_lead_].rate_hz / 2;
        if (nyquist_hz > 2 * kLowestFrequency_hz) high_hz = std::min(high_hz, nyquist_hz);
    }
    return {log_frequency_ ? kLowestFrequency_hz : 0.0, high_hz, log_frequency_};
}

}  // namespace triptych::ui
