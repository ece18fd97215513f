// How sure one may be of a score: bootstrap intervals by record, paired comparison of two models, and the Bayesian
// sign test on the beats that they judge differently (docs/methods.md §6).
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace triptych::statistics {

inline constexpr int kResamples = 10'000;

// A figure with its 95 % percentile interval (Efron & Tibshirani 1993, §13).
struct Interval {
    double value = 0;  // of all units as they are
    double low = 0, high = 0;
    int resamples = 0;  // those in which the figure was defined
};

// The difference first − second of a figure of two models on the same units.
struct PairedInterval {
    Interval difference;
    double p =
        1;  // two-sided: twice the smaller share of resamples on either side of zero, (count + 1)/(resamples + 1)
};

// What is resampled as a whole: a record's confusion matrix [K × K] (rows the truth), or anything that adds up.
using Counts = std::vector<std::int64_t>;
// A figure of summed counts; NaN where it is not defined.
using Statistic = std::function<double(std::span<const std::int64_t> sum)>;

// Draws as many units with replacement as there are. All units have as many counts; deterministic for a seed.
[[nodiscard]] Interval bootstrapByRecord(std::span<const Counts> records, const Statistic& statistic,
                                         std::uint64_t seed = 1, int resamples = kResamples);
// first[i] and second[i] are of the same record.
[[nodiscard]] PairedInterval pairedBootstrapByRecord(std::span<const Counts> first, std::span<const Counts> second,
                                                     const Statistic& statistic, std::uint64_t seed = 1,
                                                     int resamples = kResamples);

// Where there are no records: beats are drawn from one confusion matrix. Beats of one patient are alike, so these
// intervals are too narrow wherever several beats stand for one patient.
[[nodiscard]] Interval bootstrapByBeat(const Counts& confusion, const Statistic& statistic, std::uint64_t seed = 1,
                                       int resamples = kResamples);
// `joint` [K × K × K]: beats of truth t that the first model calls a and the second b stand at (t·K + a)·K + b.
[[nodiscard]] PairedInterval pairedBootstrapByBeat(const Counts& joint, std::size_t classes, const Statistic& statistic,
                                                   std::uint64_t seed = 1, int resamples = kResamples);

// P(θ > 1/2) for θ ~ Beta(1 + n10, 1 + n01): how sure the first model is the better one, where n10 beats are right in
// the first alone and n01 in the second alone. Exact: Beta tails of whole parameters are binomial sums.
[[nodiscard]] double probabilityFirstBetter(std::int64_t n10, std::int64_t n01);

}  // namespace triptych::statistics
