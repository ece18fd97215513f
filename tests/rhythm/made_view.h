// Beats made by hand, as this room looks at them.
#pragma once

#include "core/rhythm/view.h"

#include <cmath>
#include <string_view>
#include <vector>

namespace triptych::rhythm {

// Beats at times of one's choice and their classes by letter, on a lead of 250 Hz; the samples are silent.
class MadeView {
public:
    void beat(double rr_s, char letter = 'N') {
        now_s_ += rr_s;
        list_.beats.push_back({std::llround(now_s_ * 250), kNormal});
        classes_.push_back(*beatClassNamed(std::string_view(&letter, 1)));
    }
    void beats(int count, double rr_s, char letter = 'N') {
        for (int i = 0; i < count; ++i) beat(rr_s, letter);
    }
    [[nodiscard]] double now_s() const { return now_s_; }

    [[nodiscard]] RhythmView view() {
        list_.rate_hz = 250;
        samples_.assign(static_cast<std::size_t>((now_s_ + 1) * kView_hz), 0);
        RhythmView out;
        out.duration_s = now_s_ + 1;
        out.beats = &list_;
        out.classes = classes_;
        out.samples = samples_;
        out.unreadable = unreadable;
        return out;
    }
    std::vector<beats::UnreadableStretch> unreadable;

private:
    double now_s_ = 0;
    BeatList list_;
    std::vector<BeatClass> classes_;
    std::vector<float> samples_;
};

}  // namespace triptych::rhythm
