// How samples lie in the bytes of a WFDB signal file (signal(5)): one table row per storage format. Adding a format is
// one row and its decoder.
#pragma once

#include "core/domain/recording.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace triptych::formats {

// Samples of all signals of a file follow each other, frame by frame; sample n lies in group n / samples_per_group.
struct SignalFormat {
    int number;            // as the header names it: 212
    int bits;              // of a sample
    std::int32_t missing;  // the stored value that says "no sample here"; kMissingSample where there is none
    int samples_per_group;
    int bytes_per_group;
    std::array<std::int8_t, 3> bytes_needed;  // of a group, to have its 1st, 2nd, 3rd sample: the tail of a file
    bool differences;                         // samples are first differences (format 8): a sample needs all before it

    // out[i] = sample first + i·stride of the file, for the whole of `out`. `file` points at sample 0 and holds at
    // least the bytes of the last sample asked for; nothing behind bytesFor(last + 1) is touched.
    // nullptr: the file is a FLAC stream with a channel per signal (flac_file.h), and groups have no meaning.
    void (*decode)(const std::byte* file, std::int64_t first, std::int64_t stride, std::span<std::int32_t> out);

    // Samples that a file of so many bytes holds.
    [[nodiscard]] std::int64_t samplesIn(std::int64_t bytes) const;
    // Bytes that so many samples fill.
    [[nodiscard]] std::int64_t bytesFor(std::int64_t samples) const;
};

// nullptr for a number that is not in the table.
[[nodiscard]] const SignalFormat* findSignalFormat(int number);

// Stored values to physical ones, (stored − baseline) / gain, correctly rounded to float; `missing` becomes NaN.
// `wide` computes in double: for values, baselines (over 24 bits) or gains that float cannot hold exactly.
struct Scale {
    double gain = 200;
    double baseline = 0;
    std::int32_t missing = kMissingSample;
    bool wide = false;
};
void toPhysical(std::span<const std::int32_t> stored, const Scale& scale, float* out);

}  // namespace triptych::formats
