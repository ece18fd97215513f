#include "app/cli/console/numbers.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>

namespace triptych::cli {
namespace {

// Longest fixed form of a double: 309 digits, point, sign and what the tables ask for behind the point.
constexpr std::size_t kLongestNumber = 400;

template <class T>
std::string shortestOf(T value) {
    if (std::isnan(value)) return {};
    std::array<char, 64> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
    return {buffer.data(), end};
}

}  // namespace

std::string shortest(double value) {
    return shortestOf(value);
}
std::string shortest(float value) {
    return shortestOf(value);
}

std::string fixed(double value, int decimals) {
    if (std::isnan(value)) return "-";
    std::array<char, kLongestNumber> buffer{};
    const auto [end, error] =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed, decimals);
    return error == std::errc{} ? std::string(buffer.data(), end) : shortest(value);
}

std::string percent(double fraction, int decimals) {
    return std::isnan(fraction) ? "-" : fixed(fraction * 100, decimals) + " %";
}

std::string grouped(std::int64_t value) {
    std::string digits = std::to_string(value);
    const std::size_t first = value < 0 ? 1 : 0;
    for (std::size_t i = digits.size(); i > first + 3;) digits.insert(i -= 3, ",");
    return digits;
}

std::string clock(double seconds) {
    if (!std::isfinite(seconds)) return "-";
    const auto total_ms = std::llround(std::abs(seconds) * 1000);
    const auto padded = [](std::int64_t value, std::size_t width) {
        std::string text = std::to_string(value);
        return text.insert(0, width > text.size() ? width - text.size() : 0, '0');
    };
    return (seconds < 0 && total_ms > 0 ? "-" : "") + std::to_string(total_ms / 3'600'000) + ':' +
           padded(total_ms / 60'000 % 60, 2) + ':' + padded(total_ms / 1000 % 60, 2) + '.' + padded(total_ms % 1000, 3);
}

double exact(float value) {
    if (!std::isfinite(value)) return value;
    const std::string text = shortest(value);
    double wide = value;
    std::from_chars(text.data(), text.data() + text.size(), wide);
    return wide;
}

}  // namespace triptych::cli
