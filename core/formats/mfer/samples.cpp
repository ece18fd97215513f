#include "core/formats/mfer/samples.h"

#include "core/domain/recording.h"
#include "core/formats/mfer/frames.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>

namespace triptych::formats {
namespace {

constexpr double kNoNumber = std::numeric_limits<double>::quiet_NaN();

constexpr std::int64_t kHalfOf32Bits = std::int64_t{1} << 31;

double numberOf(std::int64_t bits, int width) {
    if (width == 4) return static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(bits)));
    return std::bit_cast<double>(bits);
}

}  // namespace

std::optional<MferDataType> mferDataType(int code) {
    using Kind = MferDataType::Kind;
    constexpr std::array kTypes = {MferDataType{2, true, Kind::whole},    MferDataType{2, false, Kind::whole},
                                   MferDataType{4, true, Kind::whole},    MferDataType{1, false, Kind::whole},
                                   MferDataType{2, false, Kind::status},  MferDataType{1, true, Kind::whole},
                                   MferDataType{4, false, Kind::whole},   MferDataType{4, true, Kind::floating},
                                   MferDataType{8, true, Kind::floating}, MferDataType{1, true, Kind::difference}};
    if (code < 0 || code >= static_cast<int>(kTypes.size())) return std::nullopt;
    return kTypes[static_cast<std::size_t>(code)];
}

double mferNumber(std::string_view bytes, bool is_little_endian, const MferDataType& type) {
    const std::int64_t value = mferInteger(bytes, is_little_endian, true);
    if (type.kind != MferDataType::Kind::floating || bytes.size() != static_cast<std::size_t>(type.width)) {
        return static_cast<double>(value);
    }
    const double number = numberOf(value, type.width);
    return std::isfinite(number) ? number : 0;
}

void MferTrack::append(std::string_view bytes, std::size_t count, bool is_little_endian,
                       std::optional<std::int64_t> null_value) {
    using Kind = MferDataType::Kind;
    const auto width = static_cast<std::size_t>(type_.width);
    const std::uint64_t mask = ~std::uint64_t{0} >> (64 - 8 * width);
    const std::int64_t shift = width == 4 && !type_.is_signed ? kHalfOf32Bits : 0;
    for (std::size_t k = 0; k < count; ++k) {
        const std::int64_t value = mferInteger(bytes.substr(k * width, width), is_little_endian, type_.is_signed);
        // The mark's bits, whatever sign the samples have.
        const bool is_missing = null_value && (static_cast<std::uint64_t>(value ^ *null_value) & mask) == 0;
        switch (type_.kind) {
            case Kind::whole:
            case Kind::status:
                values_.push_back(is_missing ? kMissingSample : static_cast<std::int32_t>(value - shift));
                break;
            case Kind::floating:
                numbers_.push_back(is_missing ? kNoNumber : numberOf(value, type_.width));
                break;
            case Kind::difference:
                has_jump_mark_ = has_jump_mark_ || value == -128;
                sum_ = static_cast<std::int32_t>(std::clamp<std::int64_t>(sum_ + value, INT32_MIN + 1, INT32_MAX));
                values_.push_back(sum_);
        }
    }
}

void MferTrack::skip(std::size_t count) {
    if (type_.kind == MferDataType::Kind::floating) {
        numbers_.resize(numbers_.size() + count, kNoNumber);
    } else {
        values_.resize(values_.size() + count, kMissingSample);
    }
}

MferTrack::Stored MferTrack::take() {
    Stored stored;
    if (type_.kind != MferDataType::Kind::floating) {
        if (type_.width == 4 && !type_.is_signed) stored.zero = -static_cast<double>(kHalfOf32Bits);
        stored.values = std::move(values_);
        return stored;
    }
    double largest = 0;
    for (const double number : numbers_) {
        if (std::isfinite(number)) largest = std::max(largest, std::abs(number));
    }
    int exponent = 0;
    (void)std::frexp(largest, &exponent);  // largest < 2^exponent
    stored.step = std::ldexp(1.0, std::clamp(exponent - 30, -1000, 1000));
    stored.values.reserve(numbers_.size());
    for (const double number : numbers_) {
        stored.values.push_back(std::isfinite(number) ? static_cast<std::int32_t>(std::nearbyint(number / stored.step))
                                                      : kMissingSample);
    }
    return stored;
}

}  // namespace triptych::formats
