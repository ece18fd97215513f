// Medians and quantiles, as every part of this room means them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <span>
#include <type_traits>
#include <vector>

namespace triptych::beats {

// Of an even count, the mean of the two middle values. Reorders `values`; 0 when there are none. No value may be NaN.
template <class T>
[[nodiscard]] T medianInPlace(std::span<T> values) {
    if (values.empty()) return T{};
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2 == 1) return *middle;
    return (*std::max_element(values.begin(), middle) + *middle) / T{2};
}

// The value below which `fraction` (0..1) of `values` lies, nearest rank. Reorders `values`; 0 when there are none.
template <class T>
[[nodiscard]] T quantileInPlace(std::span<T> values, double fraction) {
    if (values.empty()) return T{};
    const auto last = static_cast<double>(values.size() - 1);
    const auto rank = static_cast<std::ptrdiff_t>(std::clamp(fraction, 0.0, 1.0) * last + 0.5);
    std::nth_element(values.begin(), values.begin() + rank, values.end());
    return values[static_cast<std::size_t>(rank)];
}

// The values of a window that slides over a list, kept in order: quantiles of neighbours without sorting anew.
template <class T>
class SlidingOrder {
public:
    void insert(T value) { values_.insert(std::upper_bound(values_.begin(), values_.end(), value), value); }
    // `value` must be in the window.
    void remove(T value) { values_.erase(std::lower_bound(values_.begin(), values_.end(), value)); }
    [[nodiscard]] std::size_t size() const { return values_.size(); }
    // Of those smaller than `limit`, the value that `fraction` of them lie below, nearest rank; 0 when there are none.
    [[nodiscard]] T quantileBelow(T limit, double fraction) const {
        const auto past = std::lower_bound(values_.begin(), values_.end(), limit);
        return at(fraction, static_cast<std::size_t>(past - values_.begin()));
    }
    [[nodiscard]] T quantile(double fraction) const { return at(fraction, values_.size()); }

private:
    [[nodiscard]] T at(double fraction, std::size_t count) const {
        if (count == 0) return T{};
        return values_[static_cast<std::size_t>(fraction * static_cast<double>(count - 1) + 0.5)];
    }
    std::vector<T> values_;
};

// For every item of a list the median (nearest rank) of `value` over those at most `reach` places from it, itself too;
// fewer at the ends.
template <class Item, class Value = std::identity>
[[nodiscard]] auto mediansAround(const std::vector<Item>& items, std::size_t reach, Value value = {}) {
    using T = std::remove_cvref_t<std::invoke_result_t<Value&, const Item&>>;
    std::vector<T> out;
    out.reserve(items.size());
    SlidingOrder<T> around;
    std::size_t first = 0, past = 0;
    for (std::size_t i = 0; i < items.size(); ++i) {
        for (; past < items.size() && past <= i + reach; ++past) around.insert(std::invoke(value, items[past]));
        for (; first + reach < i; ++first) around.remove(std::invoke(value, items[first]));
        out.push_back(around.quantile(0.5));
    }
    return out;
}

}  // namespace triptych::beats
