#include "ui/panes/fitting_gain.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace triptych::ui {
namespace {

// From where to where a cell's curve goes, as y.
struct Drawn {
    double top = 0, bottom = 0;
};

std::optional<Drawn> drawn(const FittingGainRequest& request, const TraceCell& cell, double px_per_mv) {
    const auto swing = request.swing_mv(cell);
    if (!swing) return std::nullopt;
    const double sign = cell.negated ? -1 : 1;
    const double one = cell.baseline_y - sign * static_cast<double>(swing->high) * px_per_mv;
    const double other = cell.baseline_y - sign * static_cast<double>(swing->low) * px_per_mv;
    return Drawn{std::min(one, other), std::max(one, other)};
}

constexpr double kTip_px = 2;  // of a stroke's end, which nobody misses

bool cutsNothing(const FittingGainRequest& request, double mm_per_mv) {
    const double px_per_mv = mm_per_mv * request.px_per_mm;
    const TraceLayout layout = request.layout_at(mm_per_mv);
    return std::all_of(layout.cells.begin(), layout.cells.end(), [&](const TraceCell& cell) {
        const auto at = drawn(request, cell, px_per_mv);
        const QRectF reach = curveReach(cell, request.paper);
        return !at || (at->top >= reach.top() - kTip_px && at->bottom <= reach.bottom() + kTip_px);
    });
}

constexpr double kLeastClear_mm_per_mv = 5;  // below it small waves go, which is worse than curves that meet
constexpr double kSlice_px = 3;              // so near to each other in time, two curves that change places cross

// Does the curve of one cell run through that of another where both are drawn? An S above and the R below it that
// comes some hundredths of a second earlier do not meet, though each has the height of the other.
bool crosses(const FittingGainRequest& request, TraceCell above, TraceCell below, double px_per_mv) {
    // The rhythm lead where it stands below that column.
    const double left = std::max(above.rect.left(), below.rect.left());
    const double right = std::min(above.rect.right(), below.rect.right());
    const auto within = [&](double from, double to) {
        for (TraceCell* cell : {&above, &below}) {
            cell->rect.setLeft(from);
            cell->rect.setRight(to);
        }
        const auto upper = drawn(request, above, px_per_mv);
        const auto lower = upper ? drawn(request, below, px_per_mv) : std::nullopt;
        return upper && lower && upper->bottom > lower->top;
    };
    if (right - left < 1 || !within(left, right)) return false;
    for (double x = left; x < right; x += kSlice_px) {
        if (within(x, std::min(x + kSlice_px, right))) return true;
    }
    return false;
}

// No curve runs through one of the row below.
bool keepsClear(const FittingGainRequest& request, double mm_per_mv) {
    const double px_per_mv = mm_per_mv * request.px_per_mm;
    const TraceLayout layout = request.layout_at(mm_per_mv);
    for (const TraceCell& above : layout.cells) {
        for (const TraceCell& below : layout.cells) {
            if (std::abs(below.rect.top() - above.rect.bottom()) > 1) continue;
            if (crosses(request, above, below, px_per_mv)) return false;
        }
    }
    return true;
}

}  // namespace

double gainThatCutsNothing(const FittingGainRequest& request) {
    for (auto gain = kGains_mm_per_mv.rbegin(); gain != kGains_mm_per_mv.rend(); ++gain) {
        if (*gain > request.wished_mm_per_mv || !cutsNothing(request, *gain)) continue;
        // One step for rows to keep clear of each other, and no more: an artefact makes no ECG small.
        const auto less = std::next(gain);
        const bool is_better = less != kGains_mm_per_mv.rend() && *less >= kLeastClear_mm_per_mv &&
                               !keepsClear(request, *gain) && keepsClear(request, *less);
        return is_better ? *less : *gain;
    }
    return std::min(request.wished_mm_per_mv, kGains_mm_per_mv.front());
}

}  // namespace triptych::ui
