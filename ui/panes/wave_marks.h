// The marks of waves over a trace: where P, QRS and T begin, peak and end, how sure that is, who said so, and which
// mark lies under the pointer. Drawn where beats have room, and nowhere else.
#pragma once

#include "ui/panes/theme.h"
#include "ui/state/beat_state.h"
#include "ui/state/viewport.h"
#include "ui/state/wave_state.h"

#include <QPointF>
#include <QRectF>
#include <QString>

#include <functional>
#include <optional>
#include <span>
#include <vector>

class QPainter;

namespace triptych::ui {

// Below this much of the time axis for a beat nothing is drawn of its waves, and below the second no letter; from the
// third on a mark can be taken hold of, in a large pane from the second on.
inline constexpr double kLeastBeat_px = 40, kLetteredBeat_px = 64, kGraspableBeat_px = 150;

// One lead's stretch of trace; the time axis runs over the width of `area` as `viewport` says.
struct WaveScene {
    QRectF area;  // logical pixels; marks stand in it
    Viewport viewport;
    std::span<const LabelledBeat> beats;  // of the recording
    const WaveState* waves = nullptr;
    std::size_t lead = 0;
    // Where the trace stands at a time, in pixels; nullopt: no samples there.
    std::function<std::optional<double>(double time_s)> y_of;
    std::optional<std::size_t> selected;  // beat whose marks stand out
    bool large = false;                   // lines over the whole height, with letters at the foot
    Theme theme = Theme::light;
    // Where letters stand, which no other may touch: shared by leads that are drawn one upon the other; null: this
    // lead's alone.
    std::vector<QRectF>* letters = nullptr;
};

// Mean room of the beats in view; the whole width where there is one alone, 0 where there is none.
[[nodiscard]] double roomOfBeats_px(std::span<const LabelledBeat> beats, const Viewport& viewport, double width_px);

// Uncertain marks are hollow and dashed, a reader's stand in a box (dotted until they are on the disk), the one in hand
// is filled with the accent. A letter that would touch another is left out.
void paintWaveMarks(QPainter& painter, const WaveScene& scene);

// The mark nearest to `point`, at most 5 px away along the time axis, and over a rhythm no farther from it than it is
// drawn; nullopt where there is none, or beats are too
// narrow to take hold of their marks. Of two at one place, the one of the selected beat.
[[nodiscard]] std::optional<WaveMark> waveMarkAt(const WaveScene& scene, const QPointF& point);

// "P onset", the time, how sure, and who placed it and why: for a tool tip.
[[nodiscard]] QString waveMarkText(const WaveState& waves, const WaveMark& mark, const QString& lead_name);
// What is there of each wave of a beat, for a reader who asks: "P: none seen, QRS: 92 ms, T: uncertain".
[[nodiscard]] QString beatWavesText(const LeadWaves& waves, std::size_t beat);

// Ink of P, QRS and T on paper, 4.5:1.
[[nodiscard]] QColor waveInk(review::WavePoint point, Theme theme);

}  // namespace triptych::ui
