// The intervals that heart rate variability is made of: from one sinus beat to the next, and what was left out and why.
#pragma once

#include "core/beats/signal_gaps.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace triptych::rhythm {

// Why an interval between two neighbouring beats is no NN interval. The first that applies is counted.
enum class LeftOut : std::uint8_t {
    hole,        // samples are missing between the two
    unreadable,  // it reaches into a stretch that cannot be read
    ectopic,     // one of the two is no sinus beat
    rhythm,      // it reaches into an episode in which the sinus node does not lead (fibrillation, pacing)
    range        // shorter than kShortestNn_s or longer than kLongestNn_s: a false or a missed beat
};
inline constexpr std::size_t kLeftOutReasons = 5;
inline constexpr std::array<std::string_view, kLeftOutReasons> kLeftOutNames = {"hole", "unreadable", "ectopic",
                                                                                "rhythm", "range"};
inline constexpr double kShortestNn_s = 0.3, kLongestNn_s = 2.0;

struct Span {
    double from_s = 0, to_s = 0;
    friend bool operator==(const Span&, const Span&) = default;
};

struct NnInterval {
    double end_s = 0;     // time of its second beat
    double length_s = 0;  // end_s less the time of its first
    bool joined = false;  // the interval before it in the list ends where this one begins
};

struct NnSeries {
    std::vector<NnInterval> intervals;                    // by ascending time
    std::array<std::size_t, kLeftOutReasons> left_out{};  // intervals, by reason
    std::array<double, kLeftOutReasons> left_out_s{};     // and their seconds

    [[nodiscard]] double length_s() const;
};

// `beats_s` ascending; `sinus` as long, 1 for a beat of the sinus node. `unreadable` and `other_rhythm` ascending and
// apart. `gaps` may be null. Pure.
[[nodiscard]] NnSeries nnIntervals(std::span<const double> beats_s, std::span<const std::uint8_t> sinus,
                                   std::span<const Span> unreadable = {}, std::span<const Span> other_rhythm = {},
                                   const beats::SignalGaps* gaps = nullptr);

// Those that end in (from_s, to_s] and begin in it, too; nothing is left out of a part by itself.
[[nodiscard]] std::span<const NnInterval> within(std::span<const NnInterval> intervals, double from_s, double to_s);

}  // namespace triptych::rhythm
