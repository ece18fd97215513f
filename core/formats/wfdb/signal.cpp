#include "core/formats/wfdb/signal.h"

#include "core/formats/wfdb/decode_212.h"

#include <bit>
#include <cmath>
#include <limits>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace triptych::formats {
namespace {

std::uint32_t byteAt(const std::byte* at) {
    return std::to_integer<std::uint32_t>(*at);
}

// Sign-extends the lowest `bits`.
template <int bits>
std::int32_t extended(std::uint32_t value) {
    return static_cast<std::int32_t>(value << (32 - bits)) >> (32 - bits);
}

std::uint32_t word16(const std::byte* at) {
    return byteAt(at) | byteAt(at + 1) << 8;
}

std::int32_t sample8(const std::byte* file, std::int64_t n) {
    return extended<8>(byteAt(file + n));
}
std::int32_t sample16(const std::byte* file, std::int64_t n) {
    return extended<16>(word16(file + 2 * n));
}
std::int32_t sample24(const std::byte* file, std::int64_t n) {
    return extended<24>(word16(file + 3 * n) | byteAt(file + 3 * n + 2) << 16);
}
std::int32_t sample32(const std::byte* file, std::int64_t n) {
    return static_cast<std::int32_t>(word16(file + 4 * n) | word16(file + 4 * n + 2) << 16);
}
std::int32_t sample61(const std::byte* file, std::int64_t n) {
    return extended<16>(byteAt(file + 2 * n) << 8 | byteAt(file + 2 * n + 1));
}
std::int32_t sample80(const std::byte* file, std::int64_t n) {
    return static_cast<std::int32_t>(byteAt(file + n)) - 128;
}
std::int32_t sample160(const std::byte* file, std::int64_t n) {
    return static_cast<std::int32_t>(word16(file + 2 * n)) - 32768;
}

// Two 16-bit words hold three samples: bits 1-10 of each word, and the upper five bits of both.
std::int32_t sample310(const std::byte* file, std::int64_t n) {
    const std::byte* const group = file + n / 3 * 4;
    switch (n % 3) {
        case 0:
            return extended<10>(word16(group) >> 1);
        case 1:
            return extended<10>(word16(group + 2) >> 1);
        default:
            return extended<10>(word16(group) >> 11 | (word16(group + 2) >> 11) << 5);
    }
}

// One 32-bit word holds three samples, lowest first; the two highest bits are unused. Bytes of a later sample are not
// touched: the file may end before them.
std::int32_t sample311(const std::byte* file, std::int64_t n) {
    const std::byte* const group = file + n / 3 * 4;
    switch (n % 3) {
        case 0:
            return extended<10>(word16(group));
        case 1:
            return extended<10>(word16(group + 1) >> 2);
        default:
            return extended<10>(word16(group + 2) >> 4);
    }
}

template <std::int32_t (*sampleAt)(const std::byte*, std::int64_t)>
void decodeEach(const std::byte* file, std::int64_t first, std::int64_t stride, std::span<std::int32_t> out) {
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = sampleAt(file, first + static_cast<std::int64_t>(i) * stride);
}

constexpr std::array kFormats = {
    //            no. bits  missing        group  needed       diff.  decoder
    SignalFormat{8, 8, kMissingSample, 1, 1, {1, 0, 0}, true, decodeEach<sample8>},
    SignalFormat{16, 16, -32768, 1, 2, {2, 0, 0}, false, decodeEach<sample16>},
    SignalFormat{24, 24, -8388608, 1, 3, {3, 0, 0}, false, decodeEach<sample24>},
    SignalFormat{32, 32, kMissingSample, 1, 4, {4, 0, 0}, false, decodeEach<sample32>},
    SignalFormat{61, 16, -32768, 1, 2, {2, 0, 0}, false, decodeEach<sample61>},
    SignalFormat{80, 8, -128, 1, 1, {1, 0, 0}, false, decodeEach<sample80>},
    SignalFormat{160, 16, -32768, 1, 2, {2, 0, 0}, false, decodeEach<sample160>},
    SignalFormat{212, 12, -2048, 2, 3, {2, 3, 0}, false, decode212},
    SignalFormat{310, 10, -512, 3, 4, {2, 4, 4}, false, decodeEach<sample310>},
    SignalFormat{311, 10, -512, 3, 4, {2, 3, 4}, false, decodeEach<sample311>},
    SignalFormat{508, 8, -128, 1, 1, {1, 0, 0}, false, nullptr},
    SignalFormat{516, 16, -32768, 1, 2, {2, 0, 0}, false, nullptr},
    SignalFormat{524, 24, -8388608, 1, 3, {3, 0, 0}, false, nullptr},
};

constexpr std::uint32_t kNaNBits = std::bit_cast<std::uint32_t>(std::numeric_limits<float>::quiet_NaN());

[[gnu::always_inline]] inline void scaleNarrow(const std::int32_t* stored, std::size_t count, const Scale& scale,
                                               float* out) {
    const auto gain = static_cast<float>(scale.gain);
    const auto baseline = static_cast<float>(scale.baseline);
    const std::int32_t missing = scale.missing;
    for (std::size_t i = 0; i < count; ++i) {
        // Chosen by masks: behind a condition the division, which may raise a flag, would not be vectorised.
        const std::uint32_t absent = stored[i] == missing ? 0xffffffffU : 0U;
        const float value = (static_cast<float>(stored[i]) - baseline) / gain;
        out[i] = std::bit_cast<float>((std::bit_cast<std::uint32_t>(value) & ~absent) | (kNaNBits & absent));
    }
}

#if defined(__x86_64__)
// The same values, without the division, which takes longer than all the rest. With y the float nearest to 1 / gain,
// two steps of Newton and Markstein (J.-M. Muller et al., Handbook of Floating-Point Arithmetic, correctly rounded
// division) turn value · y into the float nearest to value / gain: the first leaves less than a unit in the last place.
[[gnu::target("avx2,fma")]] void scaleNarrowAvx2(const std::int32_t* stored, std::size_t count, const Scale& scale,
                                                 float* out) {
    const __m256 gain = _mm256_set1_ps(static_cast<float>(scale.gain));
    const __m256 inverse = _mm256_div_ps(_mm256_set1_ps(1), gain);
    const __m256 baseline = _mm256_set1_ps(static_cast<float>(scale.baseline));
    const __m256 nothing = _mm256_set1_ps(std::numeric_limits<float>::quiet_NaN());
    const __m256i missing = _mm256_set1_epi32(scale.missing);
    std::size_t i = 0;
    for (; i + 8 <= count; i += 8) {
        const __m256i values = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(stored + i));
        const __m256 value = _mm256_sub_ps(_mm256_cvtepi32_ps(values), baseline);
        __m256 quotient = _mm256_mul_ps(value, inverse);
        quotient = _mm256_fmadd_ps(_mm256_fnmadd_ps(quotient, gain, value), inverse, quotient);
        quotient = _mm256_fmadd_ps(_mm256_fnmadd_ps(quotient, gain, value), inverse, quotient);
        const __m256 absent = _mm256_castsi256_ps(_mm256_cmpeq_epi32(values, missing));
        _mm256_storeu_ps(out + i, _mm256_blendv_ps(quotient, nothing, absent));
    }
    scaleNarrow(stored + i, count - i, scale, out + i);
}
#endif

}  // namespace

std::int64_t SignalFormat::samplesIn(std::int64_t bytes) const {
    std::int64_t samples = bytes / bytes_per_group * samples_per_group;
    const auto rest = bytes % bytes_per_group;
    for (std::size_t i = 0; i < static_cast<std::size_t>(samples_per_group) && rest >= bytes_needed[i]; ++i) ++samples;
    return samples;
}

std::int64_t SignalFormat::bytesFor(std::int64_t samples) const {
    const auto rest = static_cast<std::size_t>(samples % samples_per_group);
    return samples / samples_per_group * bytes_per_group + (rest == 0 ? 0 : bytes_needed[rest - 1]);
}

const SignalFormat* findSignalFormat(int number) {
    for (const SignalFormat& format : kFormats) {
        if (format.number == number) return &format;
    }
    return nullptr;
}

void toPhysical(std::span<const std::int32_t> stored, const Scale& scale, float* out) {
    if (scale.wide) {
        for (std::size_t i = 0; i < stored.size(); ++i) {
            out[i] = stored[i] == scale.missing ? std::numeric_limits<float>::quiet_NaN()
                                                : static_cast<float>((stored[i] - scale.baseline) / scale.gain);
        }
        return;
    }
#if defined(__x86_64__)
    static const bool has_avx2 = __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0;
    // Where a quotient or what is left of it could become subnormal, the division is the only exact way.
    const double gain = std::abs(scale.gain);
    if (has_avx2 && gain > 1e-12 && gain < 1e12) return scaleNarrowAvx2(stored.data(), stored.size(), scale, out);
#endif
    scaleNarrow(stored.data(), stored.size(), scale, out);
}

}  // namespace triptych::formats
