// How the paper is set when another recording opens: a resting ECG as cardiologists read one, anything else as the
// reader left it; what the reader changes in one kind is kept for the next of that kind.
#pragma once

#include "ui/state/display_state.h"
#include "ui/state/record_state.h"
#include "ui/window/settings.h"

#include <optional>

namespace triptych::ui {

// GUI thread. The states must outlive it.
class PaperHabits {
public:
    PaperHabits(const RecordState& record, DisplayState& display) : record_(record), display_(display) {}

    void restore(const Settings& settings);
    // `wished`: what the gain in force was fitted from, where it was.
    void remember(Settings& settings, std::optional<double> wished);
    // The recording in view is another one. True: it is a resting ECG, whose gain has yet to be fitted to its leads.
    bool follow();

private:
    struct Paper {
        LeadLayout layout = LeadLayout::three_by_four_plus_one;
        DisplayFilter filter = DisplayFilter::monitor;
        double gain_mm_per_mv = 10;
    };
    void keep();
    void lay(const Paper& paper);

    const RecordState& record_;
    DisplayState& display_;
    Paper reading_, resting_;
    bool is_resting_ = false;
};

}  // namespace triptych::ui
