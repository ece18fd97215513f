// Which test beat answers which reference beat: the pairing that every beat-by-beat figure of EC57 counts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace triptych::beats {

inline constexpr std::size_t kNoBeat = static_cast<std::size_t>(-1);

// Indices into the two lists; one of them is kNoBeat where a beat stands alone.
struct BeatPair {
    std::size_t reference = kNoBeat;
    std::size_t test = kNoBeat;
    [[nodiscard]] bool both() const { return reference != kNoBeat && test != kNoBeat; }
    friend bool operator==(const BeatPair&, const BeatPair&) = default;
};

// What counts, in samples: beats from `start` to `end`, paired when no more than `window` apart.
struct PairingRange {
    std::int64_t window = 0;
    std::int64_t start = 0;
    std::int64_t end = 0;
};

// Pairs two ascending lists of samples one to one, each beat with the nearest of the other list within the window
// (ANSI/AAMI EC57; ties go to the later beat, as in WFDB's bxb). In order of time.
[[nodiscard]] std::vector<BeatPair> pairBeats(std::span<const std::int64_t> reference,
                                              std::span<const std::int64_t> test, PairingRange range);

// Sample `time_s` at `rate_hz`, rounded down; times beyond all recordings give the largest sample there is.
[[nodiscard]] std::int64_t sampleAtTime(double time_s, double rate_hz);

}  // namespace triptych::beats
