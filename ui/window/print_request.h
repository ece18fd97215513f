// What the window has in view, as a request of pages.
#pragma once

#include "core/pages/page_request.h"
#include "ui/state/view_state.h"

#include <QString>

namespace triptych::ui {

enum class PrintedPart { page, two_pages, four_pages, screen, selection, day };

struct PrintChoices {
    PrintedPart part = PrintedPart::page;
    pages::PageSize size = pages::PageSize::a4;
    bool beats = true;
    bool patient_line = false;
};

// Whether there is such a part: pages of the twelve leads, a selection, an hour.
[[nodiscard]] bool canPrint(PrintedPart part, const ViewState& state);

// `model`: whose classes are on screen, name and hash; empty: no model's. A recording must be there.
[[nodiscard]] pages::PageRequest printRequest(const ViewState& state, const PrintChoices& choices,
                                              const QString& model);

}  // namespace triptych::ui
