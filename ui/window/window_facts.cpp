#include "ui/window/window_facts.h"

namespace triptych::ui {
namespace {

struct IsSet {
    const WindowFacts& facts;
    bool operator()(std::monostate) const { return false; }
    bool operator()(PaperSpeed speed) const { return speed.mm_per_s == facts.speed_mm_per_s; }
    bool operator()(PaperGain gain) const { return gain.mm_per_mv == facts.gain_mm_per_mv; }
    bool operator()(DisplayFilter filter) const { return filter == facts.filter; }
    bool operator()(MainsFilter mains) const { return mains == facts.mains; }
    bool operator()(LeadLayout layout) const { return layout == facts.layout; }
    bool operator()(ThemeChoice theme) const { return theme == facts.theme; }
    bool operator()(const pipeline::ReviewBudget& budget) const { return budget == facts.budget; }
    bool operator()(const dsp::Wavelet& wavelet) const { return wavelet == facts.wavelet; }
    bool operator()(FrequencyRange range) const { return range == facts.frequencies; }
    bool operator()(ReadingMode mode) const { return mode == facts.reading_mode; }
    bool operator()(BeatOrigin origin) const { return origin == facts.beats; }
};

}  // namespace

bool isSet(const Choice& choice, const WindowFacts& facts) {
    return std::visit(IsSet{facts}, choice);
}

}  // namespace triptych::ui
