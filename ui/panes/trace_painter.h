// One picture of the rhythm: paper, traces, calibration, labels, beats and the time ruler, painted from values alone so
// that the window, a screenshot and a bench draw the same.
#pragma once

#include "core/beats/signal_gaps.h"
#include "core/rhythm/episode.h"
#include "ui/panes/saliency.h"
#include "ui/panes/theme.h"
#include "ui/panes/trace_layout.h"
#include "ui/panes/wave_marks.h"

#include <QImage>
#include <QRectF>
#include <QStringList>

#include <optional>
#include <span>
#include <vector>

namespace triptych::ui {

class BeatTrend;
class TraceSink;
class TraceSource;
struct LeadSaliency;

// Where things stand in a rhythm pane of a size; logical pixels.
struct TraceGeometry {
    QRectF marks;  // beat letters
    QRectF paper;  // grid and traces, calibration gutter included
    QRectF plot;   // the time axis: paper without the gutter
    QRectF ruler;  // time and scale
};
[[nodiscard]] TraceGeometry traceGeometry(const QSizeF& size, double px_per_mm);
// Of the paper, before the time axis: for the calibration pulse.
[[nodiscard]] double traceGutter_mm();

struct TraceScene {
    const Recording* recording = nullptr;  // may be null: paper alone
    const Layers* layers = nullptr;        // of the recording's files
    TraceSource* source = nullptr;         // of that recording; prepared for the viewport
    TraceGeometry geometry;
    TraceLayout layout;
    Viewport viewport;
    double px_per_mm = 96 / 25.4;
    double mm_per_mv = 10;
    bool gain_fitted = false;     // lowered to the room
    bool own_scales = false;      // each lead fills its row, because the reader asked for it
    double mm_per_s = 25;         // what the viewport amounts to
    bool at_preset_speed = true;  // millimetre paper; else boxes of named times
    QString filter_text;
    std::size_t analysis_lead = 0;
    std::vector<bool> no_paper;      // of each lead: no ECG, and drawn without boxes unless it is the analysed one
    std::optional<StartTime> start;  // of the recording: the ruler shows the clock
    std::span<const LabelledBeat> beats;
    std::optional<std::size_t> selected_beat;
    std::optional<Stretch> selection;
    std::optional<Stretch> focus;  // shaded lightly: what the triptych below shows
    // For a view of so many beats that trends are drawn in place of traces.
    std::span<const rhythm::Episode> episodes;
    const beats::SignalGaps* gaps = nullptr;  // of the analysed lead; may be null
    const BeatTrend* trend = nullptr;         // of `beats` and `gaps`; null: made where it is needed
    std::span<const Stretch> noisy;
    bool ai_visible = true;
    const WaveState* waves = nullptr;          // may be null, or hide them
    const BeatSaliency* neighbours = nullptr;  // of the explanation in view; may be null
    const LeadSaliency* leads = nullptr;       // likewise
    double overlay_opacity = 0.6;
    MapInk map_ink;  // in which both are drawn
    Theme theme = Theme::light;
    bool on_page = false;  // which has its own ground: lines alone are drawn
};

// Paints over the whole of `image` (RGB32, its devicePixelRatio set), or of the scene's place on a page.
void paintTraces(QImage& image, const TraceScene& scene);
void paintTraces(TraceSink& sink, const TraceScene& scene);

// The waves' marks of one cell of the scene, which must outlive it; `recording` and `source` are there.
[[nodiscard]] WaveScene waveSceneOf(const TraceScene& scene, const TraceCell& cell);

// "25 mm/s · 10 mm/mV · 0.5–40 Hz", or what a zoom has made of it, with the length of its boxes; then the same with
// less and less for narrow panes.
[[nodiscard]] QStringList scaleWordings(const TraceScene& scene);

}  // namespace triptych::ui
