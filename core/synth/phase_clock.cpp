#include "core/synth/phase_clock.h"

#include <algorithm>
#include <numbers>

namespace triptych::synth {
namespace {

constexpr double kTwoPi = 2 * std::numbers::pi;

// A wave matters for so many deviations to both sides.
constexpr double kReach = 2.0;
// At high rates the waves of two beats meet; this part of the interval is the most that they may claim.
constexpr double kMostOfInterval = 0.92;

bool exists(const Wave& wave) {
    return std::any_of(wave.height_mv.begin(), wave.height_mv.end(), [](double mv) { return mv != 0; });
}

double angleBefore(const BeatShape& shape) {
    const Wave& first = exists(shape[kP]) ? shape[kP] : shape[kQ];
    return -(first.angle - kReach * first.width);
}

double angleBehind(const BeatShape& shape) {
    return shape[kT].angle + kReach * shape[kT].width;
}

}  // namespace

PhaseClock::PhaseClock(const std::vector<PlannedBeat>& beats, std::span<const BeatShape> shapes) {
    const auto shape = [&](std::size_t beat) -> const BeatShape& {
        return shapes[static_cast<std::size_t>(beats[beat].kind)];
    };
    knots_.push_back({beats[0].r_s, 0});
    for (std::size_t i = 0; i + 1 < beats.size(); ++i) {
        const double interval_s = beats[i + 1].r_s - beats[i].r_s;
        const double speed = kTwoPi / beats[i].sinus_rr_s;
        const double next_speed = kTwoPi / beats[i + 1].sinus_rr_s;
        double behind = angleBehind(shape(i));
        double before = angleBefore(shape(i + 1));
        const double claimed_s = behind / speed + before / next_speed;
        const double part =
            std::min({1.0, kMostOfInterval * interval_s / claimed_s, kMostOfInterval * kTwoPi / (behind + before)});
        behind *= part;
        before *= part;
        const double turns = kTwoPi * static_cast<double>(i);
        knots_.push_back({beats[i].r_s + behind / speed, turns + behind});
        knots_.push_back({beats[i + 1].r_s - before / next_speed, turns + kTwoPi - before});
        knots_.push_back({beats[i + 1].r_s, turns + kTwoPi});
    }
}

double PhaseClock::at(double time_s) {
    while (segment_ + 2 < knots_.size() && time_s >= knots_[segment_ + 1].time_s) ++segment_;
    const Knot& a = knots_[segment_];
    const Knot& b = knots_[segment_ + 1];
    return a.angle + (time_s - a.time_s) * ((b.angle - a.angle) / (b.time_s - a.time_s));
}

}  // namespace triptych::synth
