// The gain at which nothing is cut: what a resting ECG opens with.
#pragma once

#include "ui/panes/trace_layout.h"
#include "ui/panes/trace_raster.h"

#include <QRectF>

#include <array>
#include <cstddef>
#include <functional>
#include <optional>

namespace triptych::ui {

inline constexpr std::array kGains_mm_per_mv = {2.5, 5.0, 10.0, 20.0, 40.0};

struct FittingGainRequest {
    double wished_mm_per_mv = 10;  // and no more than that
    double px_per_mm = 96 / 25.4;
    QRectF paper;
    std::function<TraceLayout(double mm_per_mv)> layout_at;
    // What a lead sweeps where its cell shows it, in mV from where zero is drawn; nullopt: no voltage, or no samples.
    std::function<std::optional<ColumnRange>(const TraceCell& cell)> swing_mv;
};
// The largest customary gain at which every curve of the layout stays where it is drawn, or the one below it where
// curves run through those of the next row at the one and not at the other, if that is 5 mm/mV or more; the smallest
// where none does.
[[nodiscard]] double gainThatCutsNothing(const FittingGainRequest& request);

}  // namespace triptych::ui
