// What the window's actions go by: what there is, what is shown, what is set. Plain values, taken anew whenever one of
// them may have changed; the table of actions says which of them lets an action be, and which gives it its tick.
#pragma once

#include "core/domain/beat.h"
#include "core/dsp/wavelet.h"
#include "core/pipeline/review_queue.h"
#include "ui/window/settings.h"

#include <optional>
#include <variant>

namespace triptych::ui {

struct WindowFacts {
    // there
    bool reading = false;         // a recording is in view
    bool may_have_beats = false;  // it is an ECG in time
    bool has_beats = false;
    bool has_beat = false;  // selected
    bool has_reference = false;
    bool has_other_leads = false;  // that are no ECG
    bool in_a_project = false;     // that is not the reader's own
    bool can_explain = false;
    bool has_map = false;      // of an explanation, in view
    bool has_rhythm = false;   // a report on it
    bool has_episode = false;  // that the reader stands at
    bool can_undo = false, can_redo = false;
    bool works = false;  // something runs that can be stopped
    // shown
    bool all_leads = false, header_line = false, side_panels = false, full_screen = false;
    bool calipers = false, marches_out = false, waves = false, measurements = false, rhythm_page = false;
    bool signed_off = false;
    bool review_page = false, read_page = false, hour_page = false, explain_page = false, absolute_maps = false;
    bool ai_layer = false, reads_first = false, model_input = false, masking = false, shows_alike = false;
    bool has_band = false;  // chosen on the scalogram
    bool fine_voices = false, locks_colours = false, ridge = false, keeps_spectrum = false;
    dsp::Wavelet wavelet;
    bool cabrera = false, own_scales = false;
    bool follows_view = false, log_frequency = false, stacked = false;
    // set
    double speed_mm_per_s = 0;  // 0: a zoom has left the preset
    double gain_mm_per_mv = 0;
    DisplayFilter filter = DisplayFilter::monitor;
    MainsFilter mains = MainsFilter::off;
    LeadLayout layout = LeadLayout::stacked;
    FrequencyRange frequencies = FrequencyRange::usual;
    ThemeChoice theme = ThemeChoice::as_system;
    pipeline::ReviewBudget budget;
    ReadingMode reading_mode = ReadingMode::open;
    std::optional<BeatOrigin> beats;  // none: there are no beats
};

struct PaperSpeed {
    double mm_per_s = 0;
};
struct PaperGain {
    double mm_per_mv = 0;
};

// One of several that exclude each other: which kind it is says with which. Nothing: no choice.
using Choice = std::variant<std::monostate, PaperSpeed, PaperGain, DisplayFilter, MainsFilter, LeadLayout, ThemeChoice,
                            BeatOrigin, pipeline::ReviewBudget, dsp::Wavelet, ReadingMode, FrequencyRange>;

// The choice is what is set now.
[[nodiscard]] bool isSet(const Choice& choice, const WindowFacts& facts);

}  // namespace triptych::ui
