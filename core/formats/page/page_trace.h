// From a page to one signal, the plain way of Oladunni & Wong 2025 (docs/methods.md §1): all traces of the page
// together, averaged from top to bottom. It is no digitiser: leads are not told apart, and it knows neither scale nor
// layout.
#pragma once

#include "core/domain/error.h"
#include "core/formats/page/page_image.h"

#include <cstddef>
#include <string>
#include <vector>

namespace triptych::formats {

inline constexpr std::size_t kPageSamples = 1000;

// A part of the page, in pixels; `right` and `bottom` are the first column and row beyond it.
struct PageBox {
    int left_px = 0, top_px = 0, right_px = 0, bottom_px = 0;
};

struct PageTrace {
    std::vector<double> samples;  // [kPageSamples], standard deviations above the mean
    PageBox box;                  // what was looked at
    bool found_grid = false;      // the box is the grid's; else the whole page, its printed words among the traces
    double empty_share = 0;       // of the columns that have no ink, and were bridged by a straight line
};

// Header and footer are left out where a grid shows where the paper is. Ink is what is darker than a threshold between
// the traces' lightness and all that is lighter (Otsu 1979); of each column the mean row of its ink, weighted by how
// dark it is; standardised, and averaged into kPageSamples. Errors: empty (a page without ink, or with nothing but a
// straight line), out_of_range (fewer than 100 pixels in a direction). `path` is for the errors alone.
[[nodiscard]] Result<PageTrace> traceOfPage(const PageImage& page, const std::string& path);

}  // namespace triptych::formats
