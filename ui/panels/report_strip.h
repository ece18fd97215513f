// A piece of a lead on paper, in true millimetres: grid, calibration pulse, trace, letters of the beats, time.
#pragma once

#include "core/domain/recording.h"
#include "core/dsp/filter.h"
#include "ui/state/beat_state.h"
#include "ui/state/viewport.h"

#include <QRectF>

#include <cstddef>
#include <span>

class QPainter;

namespace triptych::ui {

struct PaperStrip {
    const Recording& recording;
    std::size_t lead = 0;
    Stretch stretch;
    QRectF place_mm;  // from the painter's origin, which has 96 dots an inch
    double mm_per_s = 25;
    double mm_per_mv = 10;  // asked for; halved until the trace fits
    dsp::FilterSpec filter;
    std::span<const LabelledBeat> beats;
    bool says_gain = false;  // even where it is the one asked for
};

inline constexpr double kPxPerReportMm = 96 / 25.4;
inline constexpr double kStripGutter_mm = 10;  // before the time axis, for the calibration pulse

// The gain at which a lead fits into a strip `height_mm` high: `mm_per_mv`, halved until it does.
[[nodiscard]] double fittingGain(const Recording& recording, std::size_t lead, const Stretch& stretch,
                                 const dsp::FilterSpec& filter, double height_mm, double mm_per_mv);
// Returns the gain that was used.
double paintStrip(QPainter& painter, const PaperStrip& strip);

}  // namespace triptych::ui
