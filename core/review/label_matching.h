// Which beat a reader's label belongs to, when the list of beats is not the one it was given on: a label made on a
// reference mark stays with its beat when the detector's beats are shown, and comes back with the file.
#pragma once

#include "core/review/label_journal.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>

namespace triptych::review {

// Marks of one beat by two annotators lie within this; two beats never do.
inline constexpr double kSameBeat_s = 0.050;

// A sample of one clock on another; as it is where either clock is not known.
[[nodiscard]] std::int64_t onClock(std::int64_t sample, double from_hz, double to_hz);

// The beat nearest to `sample`, the later of two equally near; nullopt where none lies within `tolerance_samples`.
[[nodiscard]] std::optional<std::size_t> nearestWithin(std::span<const std::int64_t> beat_samples, std::int64_t sample,
                                                       std::int64_t tolerance_samples);

// Beat index → the sample that its label is kept under. Each label goes to the one beat nearest to it (exactly on it,
// or within `tolerance_samples`), each beat takes the label nearest to it; labels near no beat are left out.
// `beat_samples` ascending.
[[nodiscard]] std::map<std::size_t, std::int64_t> matchLabels(const ReaderLabels& labels,
                                                              std::span<const std::int64_t> beat_samples,
                                                              std::int64_t tolerance_samples);
// The same of one beat, whichever labels lie far from it: the sample that its label is kept under, nullopt where it has
// none.
[[nodiscard]] std::optional<std::int64_t> labelOfBeat(const ReaderLabels& labels,
                                                      std::span<const std::int64_t> beat_samples, std::size_t beat,
                                                      std::int64_t tolerance_samples);

}  // namespace triptych::review
