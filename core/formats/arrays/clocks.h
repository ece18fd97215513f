// When the samples of an array were taken, where another array says it ("t" beside "ecg"), or the first column of its
// own.
#pragma once

#include "core/text/said.h"

#include <optional>
#include <span>

namespace triptych::formats {

struct ArrayClock {
    double rate_hz = 0;
    text::Said said;  // what was taken for what, for the reader
};

// Of numbers that grow in steps of one size, as no signal does, twenty at least; nullopt for others, and for what
// counts the samples. `scale_s`: seconds of one unit, 0 where nothing states it: the longest of s, ms, us and ns that
// leaves two samples a second or more.
[[nodiscard]] std::optional<ArrayClock> clockOf(std::span<const double> times, double scale_s);

}  // namespace triptych::formats
