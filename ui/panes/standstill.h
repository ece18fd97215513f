// Where a lead as recorded stands still: at the amplifier's limit, or because nothing is connected. What a filter makes
// of either looks like a signal, so it is marked on the paper.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace triptych::ui {

struct Standstill {
    double from_s = 0, to_s = 0;
    bool at_limit = false;  // rests on its largest or smallest value, far from its middle; else a flat line
    friend bool operator==(const Standstill&, const Standstill&) = default;
};

// `samples` as recorded, from sample `first` on, in mV; missing ones are no standstill. At a limit for 40 ms or more,
// at least 1.5 mV from the median (no plateau of a QRS complex or of a calibration pulse); flat for two seconds or
// more.
[[nodiscard]] std::vector<Standstill> standstillsOf(std::span<const float> samples, std::int64_t first, double rate_hz);

}  // namespace triptych::ui
