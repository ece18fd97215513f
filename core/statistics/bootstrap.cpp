#include "core/statistics/bootstrap.h"

#include "core/statistics/order.h"

#include "core/statistics/random.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace triptych::statistics {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

Interval intervalOf(double value, std::vector<double> drawn) {
    std::erase_if(drawn, [](double figure) { return std::isnan(figure); });
    std::sort(drawn.begin(), drawn.end());
    return {value, quantile(drawn, 0.025), quantile(drawn, 0.975), static_cast<int>(drawn.size())};
}

PairedInterval pairedOf(double value, const std::vector<double>& drawn) {
    PairedInterval out{intervalOf(value, drawn), 1};
    const auto below = std::count_if(drawn.begin(), drawn.end(), [](double d) { return d <= 0; });
    const auto above = std::count_if(drawn.begin(), drawn.end(), [](double d) { return d >= 0; });
    if (out.difference.resamples > 0) {
        out.p = std::min(1.0, 2.0 * static_cast<double>(std::min(below, above) + 1) /
                                  static_cast<double>(out.difference.resamples + 1));
    }
    return out;
}

void add(Counts& into, const Counts& from) {
    for (std::size_t i = 0; i < into.size(); ++i) into[i] += from[i];
}

Counts sumOf(std::span<const Counts> records) {
    Counts sum(records.empty() ? 0 : records.front().size(), 0);
    for (const Counts& record : records) add(sum, record);
    return sum;
}

// Draws from Binomial(n, p): by counting where n is small, else by the normal approximation's place in the exact order
// being near enough for an interval (n·p·(1−p) > 100: error of a quantile below 1 %).
std::int64_t binomial(Random& random, std::int64_t n, double p) {
    if (n <= 0 || p <= 0) return 0;
    if (p >= 1) return n;
    const double mean = static_cast<double>(n) * p;
    const double variance = mean * (1 - p);
    if (variance > 100) {
        return std::clamp<std::int64_t>(std::llround(mean + std::sqrt(variance) * random.normal()), 0, n);
    }
    // Waiting times between successes of the rarer side are geometric (Devroye 1986, X.4).
    const double rare = std::min(p, 1 - p);
    const double scale = std::log1p(-rare);
    std::int64_t successes = 0;
    double at = 0;
    while (true) {
        at += std::floor(std::log(1 - random.uniform()) / scale) + 1;
        if (at > static_cast<double>(n)) break;
        ++successes;
    }
    return p <= 0.5 ? successes : n - successes;
}

// As many beats as `counts` holds, drawn with replacement: a multinomial draw as a chain of binomial ones.
Counts redrawn(Random& random, const Counts& counts) {
    Counts out(counts.size(), 0);
    std::int64_t left = std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
    std::int64_t behind = left;
    for (std::size_t i = 0; i < counts.size() && left > 0; ++i) {
        if (counts[i] == 0) continue;
        out[i] = binomial(random, left, static_cast<double>(counts[i]) / static_cast<double>(behind));
        left -= out[i];
        behind -= counts[i];
    }
    return out;
}

// The two models' own confusion matrices within a joint one.
std::pair<Counts, Counts> marginals(const Counts& joint, std::size_t classes) {
    Counts first(classes * classes, 0);
    Counts second(classes * classes, 0);
    for (std::size_t truth = 0; truth < classes; ++truth) {
        for (std::size_t a = 0; a < classes; ++a) {
            for (std::size_t b = 0; b < classes; ++b) {
                const std::int64_t beats = joint[(truth * classes + a) * classes + b];
                first[truth * classes + a] += beats;
                second[truth * classes + b] += beats;
            }
        }
    }
    return {std::move(first), std::move(second)};
}

}  // namespace

Interval bootstrapByRecord(std::span<const Counts> records, const Statistic& statistic, std::uint64_t seed,
                           int resamples) {
    if (records.empty()) return {kNaN, kNaN, kNaN, 0};
    Random random(seed);
    std::vector<double> drawn;
    Counts sum(records.front().size());
    for (int draw = 0; draw < resamples; ++draw) {
        std::fill(sum.begin(), sum.end(), 0);
        for (std::size_t i = 0; i < records.size(); ++i) add(sum, records[random.below(records.size())]);
        drawn.push_back(statistic(sum));
    }
    return intervalOf(statistic(sumOf(records)), std::move(drawn));
}

PairedInterval pairedBootstrapByRecord(std::span<const Counts> first, std::span<const Counts> second,
                                       const Statistic& statistic, std::uint64_t seed, int resamples) {
    const std::size_t records = std::min(first.size(), second.size());
    if (records == 0) return {{kNaN, kNaN, kNaN, 0}, 1};
    Random random(seed);
    std::vector<double> drawn;
    Counts sum_first(first.front().size());
    Counts sum_second(second.front().size());
    for (int draw = 0; draw < resamples; ++draw) {
        std::fill(sum_first.begin(), sum_first.end(), 0);
        std::fill(sum_second.begin(), sum_second.end(), 0);
        for (std::size_t i = 0; i < records; ++i) {
            const std::size_t at = random.below(records);
            add(sum_first, first[at]);
            add(sum_second, second[at]);
        }
        drawn.push_back(statistic(sum_first) - statistic(sum_second));
    }
    return pairedOf(statistic(sumOf(first.first(records))) - statistic(sumOf(second.first(records))), drawn);
}

Interval bootstrapByBeat(const Counts& confusion, const Statistic& statistic, std::uint64_t seed, int resamples) {
    Random random(seed);
    std::vector<double> drawn;
    for (int draw = 0; draw < resamples; ++draw) drawn.push_back(statistic(redrawn(random, confusion)));
    return intervalOf(statistic(confusion), std::move(drawn));
}

PairedInterval pairedBootstrapByBeat(const Counts& joint, std::size_t classes, const Statistic& statistic,
                                     std::uint64_t seed, int resamples) {
    const auto difference = [&](const Counts& counts) {
        const auto [first, second] = marginals(counts, classes);
        return statistic(first) - statistic(second);
    };
    Random random(seed);
    std::vector<double> drawn;
    for (int draw = 0; draw < resamples; ++draw) drawn.push_back(difference(redrawn(random, joint)));
    return pairedOf(difference(joint), drawn);
}

double probabilityFirstBetter(std::int64_t n10, std::int64_t n01) {
    // I_½(1 + n01, 1 + n10) = P(Binomial(n10 + n01 + 1, ½) ≤ n10); summed on its shorter side, in logarithms.
    const std::int64_t trials = n10 + n01 + 1;
    const bool lower = n10 <= n01;
    const std::int64_t last = lower ? n10 : n01;
    const double log_all = std::lgamma(static_cast<double>(trials + 1)) - static_cast<double>(trials) * std::log(2.0);
    double sum = 0;
    for (std::int64_t k = 0; k <= last; ++k) {
        sum += std::exp(log_all - std::lgamma(static_cast<double>(k + 1)) -
                        std::lgamma(static_cast<double>(trials - k + 1)));
    }
    return lower ? sum : 1 - sum;
}

}  // namespace triptych::statistics
