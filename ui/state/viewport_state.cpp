#include "ui/state/viewport_state.h"

#include "ui/state/change.h"
#include "ui/state/navigation.h"
#include "ui/state/resting.h"

#include <algorithm>
#include <cmath>

namespace triptych::ui {
namespace {

constexpr double kFirstSpan_s = 10;       // before any pane has told how wide its paper is
constexpr double kAroundBeat_s = 0.8;     // the product model's window: R ± 0.8 s
constexpr double kSpeedTolerance = 1e-6;  // relative; below it a span is the preset's

}  // namespace

ViewportState::ViewportState(const RecordState& record, const BeatState& beats, const DisplayState& display)
    : record_(record), beats_(beats), display_(display), last_focus_(focus()) {
    connect(&display_, &DisplayState::speedChosen, this, &ViewportState::followSpeed);
    connect(&display_, &DisplayState::millimetreChanged, this, &ViewportState::followPreset);
    connect(&display_, &DisplayState::scopeChanged, this, &ViewportState::emitFocusIfChanged);
}

void ViewportState::begin() {
    cursor_ = {};
    selection_.reset();
    calipers_.reset();
    const RecordingPtr& recording = record_.recording();
    page_s_ = recording && isRestingEcg(*recording) ? std::min(kPage_s, recording->duration_s) : 0;
    page_held_ = true;
    const double preset = presetSpan_s(), own = ownSpan_s();
    at_preset_speed_ = own == preset;
    viewport_ = clamped({0, preset > 0 ? own : kFirstSpan_s});
    last_focus_ = focus();
}

double ViewportState::presetSpan_s() const {
    return paper_width_px_ / (display_.speedMmPerS() * display_.pixelsPerMm());
}

double ViewportState::ownSpan_s() const {
    const double preset = presetSpan_s();
    return preset > 0 && page_held_ ? std::max(preset, page_s_) : preset;
}

double ViewportState::actualSpeedMmPerS() const {
    if (at_preset_speed_ || paper_width_px_ <= 0) return display_.speedMmPerS();
    return paper_width_px_ / (viewport_.span_s * display_.pixelsPerMm());
}

Viewport ViewportState::clamped(Viewport viewport) const {
    const double longest = std::max({record_.duration_s(), presetSpan_s(), kShortestSpan_s});
    viewport.span_s = std::clamp(viewport.span_s, kShortestSpan_s, longest);
    viewport.start_s = std::clamp(viewport.start_s, 0.0, std::max(0.0, record_.duration_s() - viewport.span_s));
    return viewport;
}

void ViewportState::applyViewport(Viewport viewport) {
    if (!change(viewport_, clamped(viewport))) return;
    Q_EMIT viewportChanged();
    emitFocusIfChanged();
}

void ViewportState::setViewport(Viewport viewport) {
    if (!std::isfinite(viewport.start_s) || !std::isfinite(viewport.span_s)) return;
    const double preset = presetSpan_s();
    const double span = clamped(viewport).span_s;
    const bool at_preset = preset <= 0 || std::abs(span - preset) <= kSpeedTolerance * preset;
    if (at_preset && preset > 0) viewport.span_s = preset;  // rounding must not creep in over many zooms
    if (viewport.span_s != viewport_.span_s) page_held_ = false;
    const bool left_or_met = change(at_preset_speed_, at_preset);
    applyViewport(viewport);
    if (left_or_met) Q_EMIT scaleChanged();
}

void ViewportState::goToPaper(double time_s) {
    const double preset = presetSpan_s(), span = preset > 0 ? preset : kFirstSpan_s;
    setViewport({time_s - span / 2, span});
}

void ViewportState::followPreset() {
    const double preset = presetSpan_s();
    if (at_preset_speed_ || (page_held_ && page_s_ > 0)) {
        if (preset <= 0) return;
        const double own = ownSpan_s();
        const bool left_or_met = change(at_preset_speed_, own == preset);
        applyViewport({viewport_.start_s, own});
        if (left_or_met || !at_preset_speed_) Q_EMIT scaleChanged();
        return;
    }
    applyViewport(viewport_);  // of a short record no more than the paper holds now
    Q_EMIT scaleChanged();
}

void ViewportState::followSpeed(bool is_new) {
    const bool returned = change(at_preset_speed_, true);
    page_held_ = false;
    if (!is_new && !returned) return;
    if (const double preset = presetSpan_s(); preset > 0) {
        const double centre = viewport_.start_s + viewport_.span_s / 2;
        applyViewport({centre - preset / 2, preset});
    }
    if (returned) Q_EMIT scaleChanged();
}

void ViewportState::setPaperWidthPx(double width_px) {
    if (!std::isfinite(width_px) || width_px < 0 || !change(paper_width_px_, width_px)) return;
    followPreset();
}

void ViewportState::bringIntoView(double time_s) {
    // A beat at the very edge shows half its shape: keep a beat's width, or a tenth of a short view, free.
    const double edge_s = std::min(kAroundBeat_s, viewport_.span_s / 10);
    if (time_s < viewport_.start_s + edge_s || time_s > viewport_.end_s() - edge_s) {
        applyViewport(centredOn(viewport_, time_s));
    }
}

void ViewportState::setCursor(Cursor cursor) {
    for (auto* place : {&cursor.time_s, &cursor.frequency_hz}) {
        if (*place && !std::isfinite(**place)) place->reset();
    }
    if (change(cursor_, cursor)) Q_EMIT cursorChanged();
}

void ViewportState::setSelection(std::optional<Stretch> selection) {
    if (selection) {
        if (!std::isfinite(selection->from_s) || !std::isfinite(selection->to_s)) return;
        const auto [from, to] = std::minmax(selection->from_s, selection->to_s);
        selection = Stretch{std::clamp(from, 0.0, record_.duration_s()), std::clamp(to, 0.0, record_.duration_s())};
        if (selection->length_s() <= 0) selection.reset();
    }
    if (!change(selection_, selection)) return;
    Q_EMIT selectionChanged();
    emitFocusIfChanged();
}

void ViewportState::setCalipers(std::optional<Stretch> calipers) {
    if (calipers) {
        const bool is_finite = std::isfinite(calipers->from_s) && std::isfinite(calipers->to_s);
        if (!record_.recording() || !is_finite) return;
        const auto [from, to] = std::minmax(calipers->from_s, calipers->to_s);
        calipers = Stretch{std::clamp(from, 0.0, record_.duration_s()), std::clamp(to, 0.0, record_.duration_s())};
    }
    if (change(calipers_, calipers)) Q_EMIT calipersChanged();
}

void ViewportState::setMarchesOut(bool marches_out) {
    if (change(marches_out_, marches_out)) Q_EMIT calipersChanged();
}

Stretch ViewportState::focus() const {
    Stretch stretch{viewport_.start_s, viewport_.end_s()};
    if (selection_) {
        stretch = *selection_;
    } else if (const auto beat = beats_.selected(); beat && display_.scope() == TriptychScope::selected_beat) {
        const double centre = beats_.all()[*beat].time_s;
        stretch = {centre - kAroundBeat_s, centre + kAroundBeat_s};
    }
    const double end = record_.duration_s();
    return {std::clamp(stretch.from_s, 0.0, end), std::clamp(stretch.to_s, 0.0, end)};
}

void ViewportState::emitFocusIfChanged() {
    if (change(last_focus_, focus())) Q_EMIT focusChanged();
}

}  // namespace triptych::ui
