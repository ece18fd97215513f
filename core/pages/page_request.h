// What is printed of a recording: plain values, the same for the window's dialog and the command line's options.
#pragma once

#include "core/domain/recording.h"
#include "core/dsp/filter.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace triptych::pages {

// How the twelve leads stand on a page; where one of them is missing all leads stand one below the other. In the order
// of the window's layouts.
enum class PageLayout : std::uint8_t { stacked, three_by_four_plus_one, three_by_four, six_by_two, twelve_by_one };

enum class PageKind : std::uint8_t {
    standard,        // a stretch at the paper speed, in as many pages as it takes
    two_pages,       // of twelve leads: limb leads, chest leads, ten seconds each
    four_pages,      // of twelve leads: three leads a page, ten seconds each
    full_disclosure  // one lead, a minute a line, an hour a page
};

enum class PageSize : std::uint8_t { a4, letter };

// A beat as it stands above the trace.
struct PageBeat {
    double time_s = 0;
    std::uint8_t code = 0;   // WFDB's; 0: no class, and a tick
    bool by_reader = false;  // its letter: in a box, as on screen
};

// What the heart does from here to there: a band below the lines of a full disclosure.
struct PageEpisode {
    double from_s = 0, to_s = 0;
    std::string rhythm;  // by the name that core/rhythm/episode.h gives it
    bool by_reader = false;
};

struct PageRequest {
    PageKind kind = PageKind::standard;
    PageSize size = PageSize::a4;
    PageLayout layout = PageLayout::three_by_four_plus_one;
    bool cabrera = false;
    double mm_per_s = 25;
    // No more than that: a lower customary one is taken where a trace would be cut, and stands on the page.
    double mm_per_mv = 10;
    bool fits_gain = true;
    dsp::FilterSpec filter = dsp::kDiagnosticFilter;
    std::optional<double> from_s,
        to_s;  // of the recording; not given: its beginning, and a page (full disclosure: all)
    // The whole stretch on the width of one page, whatever speed that makes: what a zoomed screen shows.
    bool one_page = false;
    std::vector<std::size_t> leads;     // in this order; empty: all
    std::size_t rhythm_lead = 0;        // of 3×4+1 and of the full disclosure
    std::vector<PageBeat> beats;        // by ascending time
    std::vector<PageEpisode> episodes;  // of the full disclosure; empty: nobody looked
    std::string beats_by;               // who marked them, in words: "reference atr", "detector"; empty: nobody
    std::string model;                  // whose classes the letters are: name and hash; empty: no model's
    bool patient_line = false;          // name, age, sex, date: only when asked for
};

// Pages to a recording that is printed so; at least one.
struct PagesWritten {
    std::size_t pages = 0;
    double mm_per_mv = 10;  // that was taken
};

}  // namespace triptych::pages
