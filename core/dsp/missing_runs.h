// Where samples are missing, gathered block by block, and how far a stretch is from the nearest of them: what a cone of
// influence is measured from. Private to this room.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace triptych::dsp {

class MissingRuns {
public:
    // Notes the non-finite ones among samples first, first + 1, ...; blocks come in ascending order and may overlap.
    void add(std::int64_t first, std::span<const float> samples);

    // Samples between [from, to] (in samples, fractions allowed) and the nearest missing sample; 0 when one lies
    // within, infinite when none is known.
    [[nodiscard]] double distance(double from, double to) const;

private:
    struct Run {
        std::int64_t first = 0, last = 0;  // both missing
    };
    std::vector<Run> runs_;  // ascending, apart
};

// The most samples in a row of which none is missing: a part of `samples`, empty where all are.
[[nodiscard]] std::span<const float> longestWhole(std::span<const float> samples);

}  // namespace triptych::dsp
