#include "core/text/numbers.h"

#include <array>
#include <system_error>

namespace triptych::text {
namespace {

// The largest double has 309 digits before its point; nobody asks for more than some dozens behind it.
constexpr std::size_t kRoom = 512;

template <class T>
std::string shortestOf(T value) {
    if (std::isnan(value)) return "nan";  // whatever its sign
    std::array<char, 32> text{};
    return {text.data(), std::to_chars(text.data(), text.data() + text.size(), value).ptr};
}

std::string written(double value, std::chars_format format, int precision) {
    if (std::isnan(value)) return "nan";
    std::array<char, kRoom> text{};
    const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), value, format, precision);
    return error == std::errc{} ? std::string(text.data(), end) : shortestOf(value);
}

}  // namespace

std::string shortestText(double value) {
    return shortestOf(value);
}

std::string shortestText(float value) {
    return shortestOf(value);
}

std::string fixedText(double value, int decimals) {
    return written(value, std::chars_format::fixed, decimals);
}

std::string decimalText(double value, int decimals) {
    std::string text = fixedText(value, decimals);
    if (text.find('.') != std::string::npos) {
        while (text.back() == '0') text.pop_back();
        if (text.back() == '.') text.pop_back();
    }
    return text == "-0" ? "0" : text;
}

std::string generalText(double value, int digits) {
    return written(value, std::chars_format::general, digits);
}

}  // namespace triptych::text
