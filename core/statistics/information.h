// How much one series tells of another, in nats, and how much of that chance alone would tell. It is association: it
// says neither that one causes the other nor that an explanation is faithful (docs/methods.md §6).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace triptych::statistics {

// Pearson's correlation; NaN where the lengths differ, are below two, or a series does not vary.
[[nodiscard]] double pearson(std::span<const double> x, std::span<const double> y);

// Mutual information of two continuous series in pairs, by distances to the k nearest neighbours in the larger of the
// two coordinates' distances (Kraskov, Stögbauer & Grassberger 2004, their first estimator). Both are standardised
// first, and values that are equal are told apart by a noise of 1e-10 of a standard deviation, as they advise. May come
// out a little below 0. NaN where there are not more than k pairs, lengths differ, or a series does not vary.
[[nodiscard]] double neighbourInformation(std::span<const double> x, std::span<const double> y, int k = 3,
                                          std::uint64_t seed = 1);

// Mutual information of two series in equal-width bins over each one's own range, counts put in for probabilities, with
// the correction of Miller (1955) and Madow for bins that were hit by chance. A series that does not vary tells
// nothing: 0. NaN where there is no pair or a value is not finite.
[[nodiscard]] double binnedInformation(std::span<const double> x, std::span<const double> y, std::size_t bins = 16);

// What the figure is worth beside a null: the mean and deviation of the same figure where the pairing is broken.
struct AgainstChance {
    double value = 0;
    double null_mean = 0, null_sd = 0;
    double z = 0;  // (value − null_mean) / null_sd; NaN where the null does not vary
    double p = 1;  // (draws at least as large + 1) / (draws + 1)
    int draws = 0;
};

// The null pairs x with y in random orders: right where samples are independent (beats, recordings).
[[nodiscard]] AgainstChance neighbourInformationAgainstOrder(std::span<const double> x, std::span<const double> y,
                                                             int k = 3, int draws = 200, std::uint64_t seed = 1);
// The null shifts y along x in a circle by random lengths, so that each series keeps its own smoothness: right for
// signals, whose neighbouring samples are alike.
[[nodiscard]] AgainstChance binnedInformationAgainstShifts(std::span<const double> x, std::span<const double> y,
                                                           std::size_t bins = 16, int draws = 200,
                                                           std::uint64_t seed = 1);

}  // namespace triptych::statistics
