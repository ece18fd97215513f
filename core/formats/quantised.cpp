#include "core/formats/quantised.h"

#include "core/domain/recording.h"

#include <algorithm>
#include <climits>
#include <cmath>

namespace triptych::formats {
namespace {

constexpr double kLargestStored = 2e9;
constexpr double kLargestNumber = 1e30;  // of any unit
constexpr int kMostDecimals = 9;
constexpr double kFar = 10'000;

bool isUsable(double value) {
    return std::abs(value) <= kLargestNumber;  // NaN is not
}

// Are all whole numbers after this factor, as far as their precision can tell? What is larger than `largest` does not
// count.
bool areWhole(std::span<const double> numbers, double largest, double factor, double precision) {
    return std::all_of(numbers.begin(), numbers.end(), [&](double number) {
        if (!(std::abs(number) <= largest)) return true;
        const double scaled = number * factor;
        return std::abs(scaled - std::nearbyint(scaled)) <= 4 * precision * std::abs(scaled);
    });
}

}  // namespace

void Magnitudes::add(double number) {
    if (!isUsable(number)) {
        if (std::isfinite(number)) ++absurd_;
        return;
    }
    const double size = std::abs(number);
    largest_ = std::max(largest_, size);
    const int power = size > 0 ? std::ilogb(size) : INT_MIN;
    if (last_ >= classes_.size() || classes_[last_].power != power) {
        auto found = std::lower_bound(classes_.begin(), classes_.end(), power,
                                      [](const Class& known, int wanted) { return known.power < wanted; });
        if (found == classes_.end() || found->power != power) found = classes_.insert(found, {power, 0, 0});
        last_ = static_cast<std::size_t>(found - classes_.begin());
    }
    ++classes_[last_].count;
    classes_[last_].largest = std::max(classes_[last_].largest, size);
}

double Magnitudes::meant() const {
    std::int64_t all = 0;
    for (const Class& each : classes_) all += each.count;
    std::int64_t above = 0;
    double meant = largest_;
    for (std::size_t i = classes_.size(); i-- > 1;) {
        above += classes_[i].count;
        // Zeros say nothing of how large a signal is.
        if (2 * above > all || classes_[i - 1].largest == 0) break;
        if (classes_[i].largest > kFar * classes_[i - 1].largest) meant = classes_[i - 1].largest;
    }
    return meant;
}

std::int64_t Magnitudes::beyond(double meant) const {
    std::int64_t count = absurd_;
    for (const Class& each : classes_) count += each.largest > meant ? each.count : 0;
    return count;
}

text::Said absurdSamples(std::int64_t count, std::string_view lead) {
    return text::sayCount(count, "{1} value of {2} is absurdly far from all others and shown as missing",
                          "{1} values of {2} are absurdly far from all others and shown as missing", lead);
}

Quantised quantised(std::span<const double> numbers, double precision) {
    constexpr double kTelling = 0.05;  // of a step: beyond it every number would pass for whole
    Magnitudes sizes;
    for (const double number : numbers) sizes.add(number);
    Quantised out;
    double largest = sizes.largest();
    bool found = false;
    const auto findGain = [&] {
        found = largest == 0;
        for (int decimals = 0; !found && decimals <= kMostDecimals; ++decimals) {
            const double factor = std::pow(10.0, decimals);
            if (largest * factor > kLargestStored || 4 * precision * largest * factor > kTelling) break;
            out.gain = factor;
            found = areWhole(numbers, largest, factor, precision);
        }
    };
    findGain();
    // Numbers that can all be kept exactly are, however far from each other.
    if (!found && sizes.meant() < largest) {
        largest = sizes.meant();
        findGain();
    }
    if (!found) out.gain = std::ldexp(1.0, 30 - std::ilogb(largest) - 1);
    out.absurd = sizes.beyond(largest);
    out.values.reserve(numbers.size());
    for (const double number : numbers) {
        out.values.push_back(std::abs(number) <= largest ? static_cast<std::int32_t>(std::llround(number * out.gain))
                                                         : kMissingSample);
    }
    return out;
}

}  // namespace triptych::formats
