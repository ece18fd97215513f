// Where each lead's trace stands on the paper: rows under one another, or the three by four of a printed 12-lead page
// with a rhythm lead below.
#pragma once

#include "core/domain/recording.h"
#include "ui/state/display_state.h"

#include <QRectF>

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace triptych::ui {

// One stretch of one lead on the paper. Columns of 3×4 share the one time axis: column k shows the k-th quarter of the
// view, as a printed page does, so that a moment has one x everywhere; of a view beyond the recording's end the part
// that holds the recording.
struct TraceCell {
    std::size_t lead = 0;
    QRectF rect;            // logical pixels; the trace may swing beyond its top and bottom, as on paper
    double baseline_y = 0;  // where zero stands; on a heavy grid line
    bool rhythm = false;    // the long lead under a 3×4
};

struct TraceLayout {
    std::vector<TraceCell> cells;
    LeadLayout layout = LeadLayout::stacked;  // what was laid out: stacked where 3×4+1 lacks a lead
    int rows = 0;
    int hidden_leads = 0;  // that do not fit: scroll
};

// I, aVR, V1, V4 / II, aVL, V2, V5 / III, aVF, V3, V6, row by row; nullopt unless all twelve are there.
[[nodiscard]] std::optional<std::array<std::size_t, 12>> standardTwelve(const Recording& recording);

struct TraceLayoutRequest {
    LeadLayout layout = LeadLayout::stacked;
    QRectF plot;                  // the time axis's area, logical pixels
    double heavy_px = 0;          // heavy grid lines stand this far apart from the plot's top on; 0: none to snap to
    std::size_t rhythm_lead = 0;  // fills the long row of 3×4+1
    int first_row = 0;            // scrolls a stack that has more leads than fit at 24 px each
    // For each lead how far below its row's middle zero should stand (px), so that a lead which swings upward has its
    // room above; empty: in the middle. A row gives way by a quarter of its height at most.
    std::span<const double> lift_px;
    // Of the plot, from its left, that hold samples: what the columns of 3×4 share; 0: all of it.
    double columns_px = 0;
    std::span<const std::size_t> shown = {};  // leads of a stack, in this order; empty: all
};
[[nodiscard]] TraceLayout layOutTraces(const Recording& recording, const TraceLayoutRequest& request);

}  // namespace triptych::ui
