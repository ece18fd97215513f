#include "core/statistics/information.h"

#include "core/statistics/random.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <vector>

namespace triptych::statistics {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

struct Spread {
    double mean = 0, deviation = 0;
};

Spread spreadOf(std::span<const double> values) {
    Spread out;
    const double n = static_cast<double>(values.size());
    if (values.empty()) return out;
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    if (*low == *high) return {*low, 0};  // rounding would make a deviation of it
    for (const double value : values) out.mean += value / n;
    for (const double value : values) out.deviation += (value - out.mean) * (value - out.mean) / n;
    out.deviation = std::sqrt(out.deviation);
    return out;
}

// ψ of whole numbers from 1: −γ + Σ 1/i.
std::vector<double> digammas(std::size_t last) {
    std::vector<double> psi(last + 1, kNaN);
    double sum = -0.57721566490153286061;
    for (std::size_t n = 1; n <= last; ++n) {
        psi[n] = sum;
        sum += 1.0 / static_cast<double>(n);
    }
    return psi;
}

std::vector<double> standardised(std::span<const double> values, const Spread& spread, Random& random) {
    std::vector<double> out(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        out[i] = (values[i] - spread.mean) / spread.deviation + 1e-10 * random.normal();
    }
    return out;
}

// Values of `ascending` that are nearer to `centre` than `radius`, the centre's own among them.
std::size_t nearer(const std::vector<double>& ascending, double centre, double radius) {
    const auto from = std::upper_bound(ascending.begin(), ascending.end(), centre - radius);
    const auto to = std::lower_bound(from, ascending.end(), centre + radius);
    return static_cast<std::size_t>(to - from);
}

// x ascending, y beside it.
double informationOf(const std::vector<double>& x, const std::vector<double>& y, std::size_t k,
                     const std::vector<double>& psi) {
    std::vector<double> y_ascending = y;
    std::sort(y_ascending.begin(), y_ascending.end());
    const std::size_t n = x.size();
    double sum = 0;
    std::vector<double> nearest;  // the k smallest distances so far, ascending
    for (std::size_t i = 0; i < n; ++i) {
        nearest.clear();
        const auto reach = [&] {
            return nearest.size() < k ? std::numeric_limits<double>::infinity() : nearest.back();
        };
        const auto meet = [&](std::size_t j) {
            const double distance = std::max(std::abs(x[j] - x[i]), std::abs(y[j] - y[i]));
            if (distance >= reach()) return;
            if (nearest.size() == k) nearest.pop_back();
            nearest.insert(std::upper_bound(nearest.begin(), nearest.end(), distance), distance);
        };
        // Outward along x, until x alone is farther than the k-th.
        for (std::size_t step = 1; step < n; ++step) {
            const bool left = i >= step && x[i] - x[i - step] < reach();
            const bool right = i + step < n && x[i + step] - x[i] < reach();
            if (!left && !right) break;
            if (left) meet(i - step);
            if (right) meet(i + step);
        }
        // nearer() counts the point itself, which stands for the + 1 of the estimator.
        sum += psi[nearer(x, x[i], nearest.back())] + psi[nearer(y_ascending, y[i], nearest.back())];
    }
    return psi[k] + psi[n] - sum / static_cast<double>(n);
}

bool comparable(std::span<const double> x, std::span<const double> y) {
    const auto finite = [](double value) { return std::isfinite(value); };
    return x.size() == y.size() && std::all_of(x.begin(), x.end(), finite) && std::all_of(y.begin(), y.end(), finite);
}

struct Pairs {
    std::vector<double> x;  // ascending
    std::vector<double> y;
    std::vector<double> psi;
};

// Empty where there is nothing to estimate.
Pairs pairsOf(std::span<const double> x, std::span<const double> y, int k, Random& random) {
    if (!comparable(x, y) || k < 1 || x.size() <= static_cast<std::size_t>(k)) return {};
    const Spread of_x = spreadOf(x);
    const Spread of_y = spreadOf(y);
    if (of_x.deviation <= 0 || of_y.deviation <= 0) return {};
    const std::vector<double> first = standardised(x, of_x, random);
    const std::vector<double> second = standardised(y, of_y, random);
    std::vector<std::size_t> order(x.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return first[a] < first[b]; });
    Pairs out{{}, {}, digammas(x.size())};
    for (const std::size_t i : order) {
        out.x.push_back(first[i]);
        out.y.push_back(second[i]);
    }
    return out;
}

AgainstChance against(double value, int draws, const std::function<double()>& draw) {
    AgainstChance out;
    out.value = value;
    out.draws = draws;
    if (std::isnan(value) || draws < 1) {
        out.null_mean = out.null_sd = out.z = out.p = kNaN;
        return out;
    }
    std::vector<double> null;
    int as_large = 0;
    for (int i = 0; i < draws; ++i) {
        null.push_back(draw());
        as_large += null.back() >= value ? 1 : 0;
    }
    const Spread spread = spreadOf(null);
    out.null_mean = spread.mean;
    out.null_sd = draws < 2 ? 0 : spread.deviation * std::sqrt(static_cast<double>(draws) / (draws - 1));
    out.z = out.null_sd > 0 ? (value - out.null_mean) / out.null_sd : kNaN;
    out.p = static_cast<double>(as_large + 1) / (draws + 1);
    return out;
}

// In which of `bins` of equal width over the series' own range each value lies.
std::vector<std::size_t> binsOf(std::span<const double> values, std::size_t bins) {
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    const double width = (*high - *low) / static_cast<double>(bins);
    std::vector<std::size_t> out(values.size(), 0);
    if (width <= 0) return out;
    for (std::size_t i = 0; i < values.size(); ++i) {
        out[i] = std::min(bins - 1, static_cast<std::size_t>((values[i] - *low) / width));
    }
    return out;
}

double binnedInformationOf(const std::vector<std::size_t>& x, const std::vector<std::size_t>& y, std::size_t shift,
                           std::size_t bins) {
    std::vector<std::int64_t> joint(bins * bins, 0), of_x(bins, 0), of_y(bins, 0);
    const std::size_t n = x.size();
    for (std::size_t i = 0; i < n; ++i) {
        const std::size_t there = y[i + shift < n ? i + shift : i + shift - n];
        ++joint[x[i] * bins + there];
        ++of_x[x[i]];
        ++of_y[there];
    }
    // H(X) + H(Y) − H(X, Y), each with Miller and Madow's (hit bins − 1) / 2n.
    const auto entropy = [n](const std::vector<std::int64_t>& counts) {
        double sum = 0;
        std::size_t hit = 0;
        for (const std::int64_t count : counts) {
            if (count == 0) continue;
            ++hit;
            const double p = static_cast<double>(count) / static_cast<double>(n);
            sum -= p * std::log(p);
        }
        return sum + (static_cast<double>(hit) - 1) / (2 * static_cast<double>(n));
    };
    return entropy(of_x) + entropy(of_y) - entropy(joint);
}

}  // namespace

double pearson(std::span<const double> x, std::span<const double> y) {
    if (x.size() != y.size() || x.size() < 2) return kNaN;
    const Spread of_x = spreadOf(x);
    const Spread of_y = spreadOf(y);
    if (!(of_x.deviation > 0) || !(of_y.deviation > 0)) return kNaN;
    double sum = 0;
    for (std::size_t i = 0; i < x.size(); ++i) sum += (x[i] - of_x.mean) * (y[i] - of_y.mean);
    return sum / (static_cast<double>(x.size()) * of_x.deviation * of_y.deviation);
}

double neighbourInformation(std::span<const double> x, std::span<const double> y, int k, std::uint64_t seed) {
    Random random(seed);
    const Pairs pairs = pairsOf(x, y, k, random);
    return pairs.x.empty() ? kNaN : informationOf(pairs.x, pairs.y, static_cast<std::size_t>(k), pairs.psi);
}

double binnedInformation(std::span<const double> x, std::span<const double> y, std::size_t bins) {
    if (x.empty() || bins < 1 || !comparable(x, y)) return kNaN;
    return binnedInformationOf(binsOf(x, bins), binsOf(y, bins), 0, bins);
}

AgainstChance neighbourInformationAgainstOrder(std::span<const double> x, std::span<const double> y, int k, int draws,
                                               std::uint64_t seed) {
    Random random(seed);
    Pairs pairs = pairsOf(x, y, k, random);
    if (pairs.x.empty()) return against(kNaN, draws, {});
    const auto neighbours = static_cast<std::size_t>(k);
    const double value = informationOf(pairs.x, pairs.y, neighbours, pairs.psi);
    return against(value, draws, [&] {
        random.shuffle(pairs.y);
        return informationOf(pairs.x, pairs.y, neighbours, pairs.psi);
    });
}

AgainstChance binnedInformationAgainstShifts(std::span<const double> x, std::span<const double> y, std::size_t bins,
                                             int draws, std::uint64_t seed) {
    if (x.size() < 2 || bins < 1 || !comparable(x, y)) return against(kNaN, draws, {});
    Random random(seed);
    const auto first = binsOf(x, bins);
    const auto second = binsOf(y, bins);
    return against(binnedInformationOf(first, second, 0, bins), draws,
                   [&] { return binnedInformationOf(first, second, 1 + random.below(x.size() - 1), bins); });
}

}  // namespace triptych::statistics
