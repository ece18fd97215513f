// One lead of a stretch as the rules that place marks ask it: what the network says of an instant, where a mark is
// likeliest, and whether the lead has anything there.
#pragma once

#include "core/waves/stretch.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>

namespace triptych::waves {

// A bell that is wholly believed: the sum of its instants.
inline constexpr double kWholeBell = kBell_s * kAnswer_hz * 2.5066282746310002;  // √2π
inline constexpr float kStill = 0.01F;  // of a QRS: a lead that moves less around a beat has come off

struct Reach {
    Channel channel;
    int half;  // instants to either side of the likeliest one over which a mark's place is averaged
};
struct Mark {
    double at = std::numeric_limits<double>::quiet_NaN();  // instants from the stretch's first
    double mass = 0;                                       // how much of one mark is there, 0..1
    [[nodiscard]] bool found() const { return mass > 0; }
};

[[nodiscard]] constexpr double instants(double seconds) {
    return seconds * kAnswer_hz;
}

class LeadReader {
public:
    LeadReader(const LeadStretch& lead, double from_s) : lead_(lead), from_s_(from_s + lead.shift_s) {}

    [[nodiscard]] double instantOf(double time_s) const { return (time_s - from_s_) * kAnswer_hz; }
    [[nodiscard]] double timeOf(double instant) const { return from_s_ + instant / kAnswer_hz; }

    // The likeliest place in [low, high] of instants.
    [[nodiscard]] Mark likeliest(const Reach& mark, double low, double high) const {
        const auto instants = static_cast<std::ptrdiff_t>(lead_.answers.size() / kChannels);
        const auto first = std::max<std::ptrdiff_t>(static_cast<std::ptrdiff_t>(std::ceil(low)), 0);
        const auto past = std::min(static_cast<std::ptrdiff_t>(std::floor(high)) + 1, instants);
        if (past <= first) return {};
        std::ptrdiff_t best = first;
        double most = -1;
        for (std::ptrdiff_t i = first; i < past; ++i) {
            const double before = i > first ? at(i - 1, mark.channel) : 0;
            const double behind = i + 1 < past ? at(i + 1, mark.channel) : 0;
            const double value = 0.25 * before + 0.5 * at(i, mark.channel) + 0.25 * behind;
            if (value > most) {
                most = value;
                best = i;
            }
        }
        double sum = 0;
        double moment = 0;
        for (std::ptrdiff_t i = std::max(best - mark.half, first); i < std::min(best + mark.half + 1, past); ++i) {
            sum += at(i, mark.channel);
            moment += at(i, mark.channel) * static_cast<double>(i);
        }
        if (sum < 1e-6) return {};
        return {moment / sum, std::min(sum / kWholeBell, 1.0)};
    }

    // Of one instant, between instants along a straight line; 0 outside.
    [[nodiscard]] double belief(Channel channel, double instant) const {
        const auto before = static_cast<std::ptrdiff_t>(std::floor(instant));
        const auto instants = static_cast<std::ptrdiff_t>(lead_.answers.size() / kChannels);
        if (before < 0 || before + 1 >= instants) return 0;
        const double part = instant - static_cast<double>(before);
        return (1 - part) * at(before, channel) + part * at(before + 1, channel);
    }

    // The samples, kNetwork_hz / kAnswer_hz of them to an instant.
    [[nodiscard]] std::span<const float> signal() const { return lead_.signal; }

    // Mean probability of lying in a wave, `half` instants to either side.
    [[nodiscard]] double lies(Channel wave, double instant, int half) const {
        const auto middle = static_cast<std::ptrdiff_t>(std::lround(instant));
        const auto instants = static_cast<std::ptrdiff_t>(lead_.answers.size() / kChannels);
        double sum = 0;
        for (std::ptrdiff_t i = middle - half; i <= middle + half; ++i) {
            if (i >= 0 && i < instants) sum += at(i, wave);
        }
        return sum / (2 * half + 1);
    }

    [[nodiscard]] bool isMissing(double instant) const {
        const double tenth = std::floor(instant / kAnswer_hz * 10);
        return tenth < 0 || tenth >= static_cast<double>(lead_.missing.size()) ||
               lead_.missing[static_cast<std::size_t>(tenth)];
    }

    // Does the lead rest around an instant?
    [[nodiscard]] bool isStill(double instant) const {
        const double middle = instant / kAnswer_hz * kNetwork_hz;
        const auto size = static_cast<double>(lead_.signal.size());
        const auto first = static_cast<std::size_t>(std::clamp(middle - 50, 0.0, size));
        const auto past = static_cast<std::size_t>(std::clamp(middle + 50, 0.0, size));
        if (past <= first) return true;
        const auto [low, high] = std::ranges::minmax(std::span(lead_.signal).subspan(first, past - first));
        return high - low < kStill;
    }

private:
    [[nodiscard]] double at(std::ptrdiff_t instant, Channel channel) const {
        return static_cast<double>(lead_.answers[static_cast<std::size_t>(instant) * kChannels + channel]);
    }

    const LeadStretch& lead_;
    double from_s_;
};

}  // namespace triptych::waves
