// Where each lead's trace stands on the paper: rows under one another, or the columns of a printed 12-lead page, with a
// rhythm lead below.
#pragma once

#include "core/domain/recording.h"
#include "ui/state/display_state.h"

#include <QRectF>

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

namespace triptych::ui {

// One stretch of one lead on the paper. Columns share the one time axis: column k shows the k-th part of the view, as a
// printed page does, so that a moment has one x everywhere.
struct TraceCell {
    std::size_t lead = 0;
    QRectF rect;            // logical pixels; the trace may swing beyond its top and bottom, as on paper
    double baseline_y = 0;  // where zero stands; on a heavy grid line
    bool rhythm = false;    // the long lead below the columns
    bool negated = false;   // −aVR of Cabrera
};

struct TraceLayout {
    std::vector<TraceCell> cells;
    LeadLayout layout = LeadLayout::stacked;  // what was laid out: stacked where one of the twelve is missing
    int rows = 0;
    int hidden_leads = 0;  // that do not fit: scroll
};

// Columns that a layout of the twelve leads has; 1 where they stand one below the other.
[[nodiscard]] int columnsOf(LeadLayout layout);

// How much of a view its columns share: a page of 10 s (columns of 2.5 s in 3×4), at any width of the window; as many
// whole pages as the view holds of the recording, and all of what it holds where that is less than a page.
[[nodiscard]] double sharedByColumns_s(double view_s);

struct LeadReach {
    double up_px = 0, down_px = 0;
};
// Of a lead whose values reach so far: with a little more, for they are those of 99 samples in a hundred, and with room
// for the pulse of 1 mV.
[[nodiscard]] inline LeadReach leadReach(double above, double below, double px_per_unit, double px_per_mv) {
    constexpr double kAir = 1.15;
    return {std::max(above * px_per_unit * kAir, px_per_mv), below * px_per_unit * kAir};
}

struct TraceLayoutRequest {
    LeadLayout layout = LeadLayout::stacked;
    QRectF plot;                  // the time axis's area, logical pixels
    double heavy_px = 0;          // heavy grid lines stand this far apart from the plot's top on; 0: none to snap to
    std::size_t rhythm_lead = 0;  // fills the long row of 3×4+1
    int first_row = 0;            // scrolls a stack that has more leads than fit at 24 px each
    // For each lead how far below its row's middle zero should stand (px), so that a lead which swings upward has its
    // room above; empty: in the middle. A row gives way by a quarter of its height at most.
    std::span<const double> lift_px;
    // For each lead how far it reaches above and below zero (px); nothing for those of another unit. Rows are of one
    // height unless that of one would not hold what its leads sweep: it gets that then, and the others share what is
    // left. Empty: of one height.
    std::span<const LeadReach> reach = {};
    // Of the plot, from its left, that the columns share; 0: all of it.
    double columns_px = 0;
    // Leads of a stack, in this order; of the twelve those that are seen, the rest leave their places free. Empty: all.
    std::span<const std::size_t> shown = {};
    bool cabrera = false;  // limb leads in the order of their axes
};
[[nodiscard]] TraceLayout layOutTraces(const Recording& recording, const TraceLayoutRequest& request);

// As on paper a large beat may reach into the neighbouring row, but no further: the part of `paper` that the cell's
// curve is drawn in.
[[nodiscard]] QRectF curveReach(const TraceCell& cell, const QRectF& paper);

}  // namespace triptych::ui
