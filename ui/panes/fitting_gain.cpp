#include "ui/panes/fitting_gain.h"

#include <algorithm>

namespace triptych::ui {
namespace {

bool cutsNothing(const FittingGainRequest& request, double mm_per_mv) {
    const double px_per_mv = mm_per_mv * request.px_per_mm;
    const TraceLayout layout = request.layout_at(mm_per_mv);
    return std::all_of(layout.cells.begin(), layout.cells.end(), [&](const TraceCell& cell) {
        const auto swing = request.swing_mv(cell);
        if (!swing) return true;
        const QRectF reach = curveReach(cell, request.paper);
        const double sign = cell.negated ? -1 : 1;
        const double one = cell.baseline_y - sign * static_cast<double>(swing->high) * px_per_mv;
        const double other = cell.baseline_y - sign * static_cast<double>(swing->low) * px_per_mv;
        return std::min(one, other) >= reach.top() && std::max(one, other) <= reach.bottom();
    });
}

}  // namespace

double gainThatCutsNothing(const FittingGainRequest& request) {
    for (auto gain = kGains_mm_per_mv.rbegin(); gain != kGains_mm_per_mv.rend(); ++gain) {
        if (*gain <= request.wished_mm_per_mv && cutsNothing(request, *gain)) return *gain;
    }
    return std::min(request.wished_mm_per_mv, kGains_mm_per_mv.front());
}

}  // namespace triptych::ui
