#include "core/inference/studies/shares.h"

#include "core/text/numbers.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace triptych::inference::studies {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

struct OfClass {
    double right = 0, answered = 0, there = 0;
};

template <class Figure>
double meanOver(std::span<const std::int64_t> confusion, const Figure& figure) {
    const auto classes = static_cast<std::size_t>(std::lround(std::sqrt(static_cast<double>(confusion.size()))));
    double sum = 0;
    for (std::size_t k = 0; k < classes; ++k) {
        OfClass of;
        of.right = static_cast<double>(confusion[k * classes + k]);
        for (std::size_t j = 0; j < classes; ++j) {
            of.there += static_cast<double>(confusion[k * classes + j]);
            of.answered += static_cast<double>(confusion[j * classes + k]);
        }
        sum += figure(of);
    }
    return classes == 0 ? kNaN : sum / static_cast<double>(classes);
}

}  // namespace

double accuracyOf(std::span<const std::int64_t> confusion) {
    const auto classes = static_cast<std::size_t>(std::lround(std::sqrt(static_cast<double>(confusion.size()))));
    const auto all = std::accumulate(confusion.begin(), confusion.end(), std::int64_t{0});
    std::int64_t right = 0;
    for (std::size_t k = 0; k < classes; ++k) right += confusion[k * classes + k];
    return all == 0 ? kNaN : static_cast<double>(right) / static_cast<double>(all);
}

double precisionOf(std::span<const std::int64_t> confusion) {
    return meanOver(confusion, [](const OfClass& of) { return of.answered > 0 ? of.right / of.answered : 0; });
}

double recallOf(std::span<const std::int64_t> confusion) {
    return meanOver(confusion, [](const OfClass& of) { return of.there > 0 ? of.right / of.there : 0; });
}

double f1Of(std::span<const std::int64_t> confusion) {
    return meanOver(confusion, [](const OfClass& of) {
        return of.there + of.answered > 0 ? 2 * of.right / (of.there + of.answered) : 0;
    });
}

std::size_t bestOf(std::span<const float> probabilities) {
    return static_cast<std::size_t>(std::ranges::max_element(probabilities) - probabilities.begin());
}

Spread spreadOf(std::span<const double> values) {
    if (values.empty()) return {kNaN, kNaN};
    const auto n = static_cast<double>(values.size());
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
    double square = 0;
    for (const double value : values) square += (value - mean) * (value - mean);
    return {mean, values.size() < 2 ? kNaN : std::sqrt(square / (n - 1))};
}

std::string epochsInWords(int epochs) {
    if (epochs == 0) return {};
    return " Every network was trained for " + std::to_string(epochs) + (epochs == 1 ? " epoch" : " epochs") +
           " in place of its own number.";
}

std::string howSure(double probability) {
    const double sure = std::max(probability, 1 - probability);
    const std::string figure = " (P = " + text::fixedText(probability, 3) + ')';
    if (sure >= 0.99) return "sure" + figure;
    if (sure >= 0.95) return "nearly sure" + figure;
    return "not sure" + figure;
}

}  // namespace triptych::inference::studies
