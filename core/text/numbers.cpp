#include "core/text/numbers.h"

#include <array>
#include <system_error>

namespace triptych::text {
namespace {

// The largest double has 309 digits before its point; nobody asks for more than some dozens behind it.
constexpr std::size_t kRoom = 512;

std::string written(double value, std::chars_format format, int precision) {
    if (std::isnan(value)) return "nan";
    std::array<char, kRoom> text{};
    const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), value, format, precision);
    return error == std::errc{} ? std::string(text.data(), end) : shortestText(value);
}

}  // namespace

std::string shortestText(double value) {
    std::array<char, 32> text{};
    return {text.data(), std::to_chars(text.data(), text.data() + text.size(), value).ptr};
}

std::string fixedText(double value, int decimals) {
    return written(value, std::chars_format::fixed, decimals);
}

std::string generalText(double value, int digits) {
    return written(value, std::chars_format::general, digits);
}

}  // namespace triptych::text
