// How far readers agree beyond what chance would make: Cohen's κ of two, Fleiss' κ of many, each with its interval.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace triptych::statistics {

struct Kappa {
    double kappa = 0;          // 1: always, 0: as often as by chance; NaN where chance alone would always agree
    double low = 0, high = 0;  // 95 %, by the large-sample standard error; NaN where kappa is
    double observed = 0;       // share of agreement
    double expected = 0;       // by chance
    std::int64_t items = 0;    // that counted
};

// Cohen's κ of a table [K × K] row-major: items that the first reader calls the row's class and the second the
// column's. The interval is by the standard error of Fleiss, Cohen & Everitt (1969), eq. 13, which does not assume κ =
// 0.
[[nodiscard]] Kappa cohensKappa(std::span<const std::int64_t> table, std::size_t classes);

// The same of one class against all others: which kind of beat they quarrel over.
[[nodiscard]] Kappa cohensKappaOfClass(std::span<const std::int64_t> table, std::size_t classes, std::size_t of_class);

// Fleiss' κ of many readers: `votes` [items × K] row-major, how many readers called the item each class. Items that
// fewer than two readers have called do not count; items may have different numbers of readers: agreement is of pairs
// (Fleiss 1971; with unequal numbers, pairs within an item are averaged first). The interval is by the jackknife over
// items.
[[nodiscard]] Kappa fleissKappa(std::span<const std::int32_t> votes, std::size_t classes);

}  // namespace triptych::statistics
