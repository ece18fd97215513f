#include "core/statistics/agreement.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>
#include <utility>
#include <vector>

namespace triptych::statistics {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kNormal95 = 1.959963984540054;  // the 97.5 % quantile of the normal distribution

Kappa withInterval(Kappa of, double standard_error) {
    of.low = std::max(-1.0, of.kappa - kNormal95 * standard_error);
    of.high = std::min(1.0, of.kappa + kNormal95 * standard_error);
    return of;
}

Kappa undefined(Kappa of) {
    of.kappa = of.low = of.high = kNaN;
    return of;
}

}  // namespace

Kappa cohensKappa(std::span<const std::int64_t> table, std::size_t classes) {
    Kappa out;
    if (table.size() != classes * classes) return undefined(out);
    for (const std::int64_t count : table) out.items += count;
    if (out.items <= 0) return undefined(out);

    const double n = static_cast<double>(out.items);
    std::vector<double> row(classes, 0), column(classes, 0);
    for (std::size_t i = 0; i < classes; ++i) {
        for (std::size_t j = 0; j < classes; ++j) {
            const double share = static_cast<double>(table[i * classes + j]) / n;
            row[i] += share;
            column[j] += share;
            if (i == j) out.observed += share;
        }
    }
    for (std::size_t i = 0; i < classes; ++i) out.expected += row[i] * column[i];
    const double room = 1 - out.expected;
    if (room <= 1e-12) return undefined(out);
    out.kappa = (out.observed - out.expected) / room;

    double variance = 0;
    for (std::size_t i = 0; i < classes; ++i) {
        for (std::size_t j = 0; j < classes; ++j) {
            const double share = static_cast<double>(table[i * classes + j]) / n;
            const double weight =
                i == j ? room - (row[i] + column[i]) * (1 - out.observed) : (column[i] + row[j]) * (1 - out.observed);
            variance += share * weight * weight;
        }
    }
    const double centre = out.observed * out.expected - 2 * out.expected + out.observed;
    variance = std::max(0.0, variance - centre * centre) / (n * std::pow(room, 4));
    return withInterval(out, std::sqrt(variance));
}

Kappa cohensKappaOfClass(std::span<const std::int64_t> table, std::size_t classes, std::size_t of_class) {
    if (table.size() != classes * classes || of_class >= classes) return undefined({});
    std::vector<std::int64_t> two(4, 0);
    for (std::size_t i = 0; i < classes; ++i) {
        for (std::size_t j = 0; j < classes; ++j) {
            two[(i == of_class ? 0U : 2U) + (j == of_class ? 0U : 1U)] += table[i * classes + j];
        }
    }
    return cohensKappa(two, 2);
}

Kappa fleissKappa(std::span<const std::int32_t> votes, std::size_t classes) {
    Kappa out;
    if (classes == 0 || votes.size() % classes != 0) return undefined(out);

    // Sums over items, so that leaving one out costs K steps and not all of them.
    struct Item {
        double agreement = 0;
        std::vector<double> shares;
    };
    std::vector<Item> items;
    for (std::size_t at = 0; at < votes.size(); at += classes) {
        double readers = 0, pairs = 0;
        for (std::size_t k = 0; k < classes; ++k) readers += votes[at + k];
        if (readers < 2) continue;
        Item item{0, std::vector<double>(classes)};
        for (std::size_t k = 0; k < classes; ++k) {
            const double called = votes[at + k];
            pairs += called * (called - 1);
            item.shares[k] = called / readers;
        }
        item.agreement = pairs / (readers * (readers - 1));
        items.push_back(std::move(item));
    }
    out.items = static_cast<std::int64_t>(items.size());
    if (items.empty()) return undefined(out);

    double agreement = 0;
    std::vector<double> share(classes, 0);
    for (const Item& item : items) {
        agreement += item.agreement;
        for (std::size_t k = 0; k < classes; ++k) share[k] += item.shares[k];
    }
    const auto kappaWithout = [&](const Item* left_out) {
        const double n = static_cast<double>(items.size()) - (left_out ? 1 : 0);
        const double observed = (agreement - (left_out ? left_out->agreement : 0)) / n;
        double expected = 0;
        for (std::size_t k = 0; k < classes; ++k) {
            const double p = (share[k] - (left_out ? left_out->shares[k] : 0)) / n;
            expected += p * p;
        }
        return std::pair{observed, expected};
    };
    std::tie(out.observed, out.expected) = kappaWithout(nullptr);
    if (1 - out.expected <= 1e-12) return undefined(out);
    out.kappa = (out.observed - out.expected) / (1 - out.expected);

    if (items.size() < 2) {
        out.low = -1;
        out.high = 1;
        return out;
    }
    std::vector<double> left;
    double mean = 0;
    for (const Item& item : items) {
        const auto [observed, expected] = kappaWithout(&item);
        left.push_back(1 - expected <= 1e-12 ? out.kappa : (observed - expected) / (1 - expected));
        mean += left.back() / static_cast<double>(items.size());
    }
    double squares = 0;
    for (const double kappa : left) squares += (kappa - mean) * (kappa - mean);
    const double n = static_cast<double>(items.size());
    return withInterval(out, std::sqrt(squares * (n - 1) / n));
}

}  // namespace triptych::statistics
