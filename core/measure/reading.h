// A number, or the honest answer that there is none, in four bytes: a day's beats hold millions of them.
#pragma once

#include <cmath>
#include <limits>
#include <optional>

namespace triptych::measure {

// Empty until it is given a finite number; what is not finite is no reading.
class Reading {
public:
    constexpr Reading() = default;
    Reading(double value) : value_(std::isfinite(value) ? static_cast<float>(value) : kNone) {}
    Reading(std::optional<double> value) : Reading(value.value_or(std::numeric_limits<double>::quiet_NaN())) {}

    [[nodiscard]] bool has_value() const { return !std::isnan(value_); }
    explicit operator bool() const { return has_value(); }
    // Only where there is one.
    [[nodiscard]] double operator*() const { return double{value_}; }
    [[nodiscard]] std::optional<double> number() const {
        return has_value() ? std::optional<double>(value_) : std::nullopt;
    }

private:
    static constexpr float kNone = std::numeric_limits<float>::quiet_NaN();
    float value_ = kNone;
};

}  // namespace triptych::measure
