// Where a lead has no samples, and what that means for the rhythm: between two beats with a hole there may have been
// others, so their distance is no RR interval.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace triptych::beats {

struct SignalGaps {
    struct Gap {
        std::int64_t first, past;  // samples of the lead
        friend bool operator==(const Gap&, const Gap&) = default;
    };
    double rate_hz = 0;        // of the lead
    std::int64_t samples = 0;  // of the lead; beyond them, too, there is nothing
    std::vector<Gap> gaps;     // ascending, apart
};

// A hole of this length can swallow a QRS complex: less, and the detector sees what stands around it.
inline constexpr double kHidesBeat_s = 0.1;

// Seconds of [from_s, to_s) that have no samples, what lies before the lead's first and after its last included.
[[nodiscard]] double missing_s(const SignalGaps& gaps, double from_s, double to_s);

// The interval between two neighbouring beats; nothing where samples are missing for kHidesBeat_s or more between them,
// or where the two stand at one time or in the wrong order. `gaps` null: none are known (yet).
[[nodiscard]] std::optional<double> rrInterval_s(double from_s, double to_s, const SignalGaps* gaps);

// [bins] Of each of so many equal parts of [0, duration_s): 1 where half of it or more is missing.
[[nodiscard]] std::vector<std::uint8_t> missingBins(const SignalGaps& gaps, double duration_s, std::size_t bins);

}  // namespace triptych::beats
