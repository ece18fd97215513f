#include "app/cli/console/numbers.h"

#include "core/text/numbers.h"

#include <cmath>

namespace triptych::cli {

std::string shortest(double value) {
    return std::isnan(value) ? std::string() : text::shortestText(value);
}
std::string shortest(float value) {
    return std::isnan(value) ? std::string() : text::shortestText(value);
}

std::string fixed(double value, int decimals) {
    return std::isnan(value) ? "-" : text::fixedText(value, decimals);
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
    return text::wholeNumber<double>(text::shortestText(value)).value_or(value);
}

}  // namespace triptych::cli
