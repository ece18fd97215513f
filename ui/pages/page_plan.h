// What stands where on the pages of a request: plain values in millimetres, before anything is drawn.
#pragma once

#include "core/domain/error.h"
#include "core/domain/recording.h"
#include "core/pages/page_request.h"
#include "ui/state/display_state.h"
#include "ui/state/viewport.h"

#include <QRectF>
#include <QSizeF>

#include <cstddef>
#include <vector>

namespace triptych::ui {

inline constexpr double kPageMargin_mm = 8, kPageHead_mm = 15, kPageFoot_mm = 10;
inline constexpr double kDisclosedLine_s = 60, kDisclosedLines = 60;

// A stretch of leads under one time axis.
struct PageSystem {
    Stretch stretch;
    QRectF place_mm;  // from the page's upper left corner; marks above the paper and the ruler below it included
    LeadLayout layout = LeadLayout::stacked;
    std::vector<std::size_t> leads;  // in this order; of the twelve those that are seen
};

struct PlannedPage {
    std::vector<PageSystem> systems;
    Stretch stretch;         // all of it
    bool discloses = false;  // lines of a minute in place of systems
};

struct PagePlan {
    QSizeF page_mm;  // as it is held
    std::vector<PlannedPage> pages;
    double mm_per_s = 25;
    bool at_preset_speed = true;
};

// Errors: wrong_use (a stretch that does not lie in the recording), out_of_range (a lead that there is not), empty (no
// leads).
[[nodiscard]] Result<PagePlan> planPages(const Recording& recording, const pages::PageRequest& request);

// The part of a page that systems and lines share.
[[nodiscard]] QRectF bodyOf(const QSizeF& page_mm);

}  // namespace triptych::ui
