#include "ui/window/paper_habits.h"

#include "ui/state/resting.h"

namespace triptych::ui {
namespace {

constexpr double kUsualGain_mm_per_mv = 10;

}  // namespace

void PaperHabits::restore(const Settings& settings) {
    reading_ = {settings.layout, settings.filter, settings.gain_mm_per_mv};
    resting_ = {settings.resting_layout, settings.resting_filter, kUsualGain_mm_per_mv};
    is_resting_ = false;
    lay(reading_);
    display_.setCabrera(settings.cabrera);
}

void PaperHabits::remember(Settings& settings, std::optional<double> wished) {
    keep();
    if (wished && !is_resting_) reading_.gain_mm_per_mv = *wished;
    settings.layout = reading_.layout;
    settings.filter = reading_.filter;
    settings.gain_mm_per_mv = reading_.gain_mm_per_mv;
    settings.resting_layout = resting_.layout;
    settings.resting_filter = resting_.filter;
    settings.cabrera = display_.cabrera();
}

void PaperHabits::keep() {
    const DisplayState& display = display_;
    (is_resting_ ? resting_ : reading_) = {display.layout(), display.filter(), display.gainMmPerMv()};
}

void PaperHabits::lay(const Paper& paper) {
    display_.setLayout(paper.layout);
    display_.setFilter(paper.filter);
    display_.setGainMmPerMv(paper.gain_mm_per_mv);
}

bool PaperHabits::follow() {
    const RecordingPtr& recording = record_.recording();
    const bool is_resting = recording && isRestingEcg(*recording);
    if (is_resting != is_resting_) {
        keep();
        is_resting_ = is_resting;
        lay(is_resting ? resting_ : reading_);
    }
    // Each resting ECG gets the gain that fits it, and the next one is not drawn small because this one was large.
    if (is_resting) display_.setGainMmPerMv(kUsualGain_mm_per_mv);
    return is_resting;
}

}  // namespace triptych::ui
