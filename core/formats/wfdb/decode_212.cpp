#include "core/formats/wfdb/decode_212.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace triptych::formats {
namespace {

std::int32_t extended12(std::uint32_t value) {
    return static_cast<std::int32_t>(value << 20) >> 20;
}

// The first sample of a group: byte 0, and the lower half of byte 1 above it.
std::int32_t even(const std::byte* group) {
    return extended12(std::to_integer<std::uint32_t>(group[0]) | std::to_integer<std::uint32_t>(group[1]) << 8);
}

// The second: byte 2, and the upper half of byte 1 above it.
std::int32_t odd(const std::byte* group) {
    return extended12(std::to_integer<std::uint32_t>(group[2]) | std::to_integer<std::uint32_t>(group[1]) >> 4 << 8);
}

#if defined(__x86_64__)

// One signal of two: `group` steps three bytes per sample. Returns how many samples were written; the last few are left
// to plain code, as a load takes more bytes than it uses and must not pass the end of the data.
template <bool is_odd>
[[gnu::target("avx2")]] std::size_t decodePairedAvx2(const std::byte* group, std::span<std::int32_t> out) {
    // Each 32-bit lane takes one sample's two bytes into its upper half: bytes (0, 1) for the first, (2, 1) for the
    // second. -1 gives zero.
    constexpr char kLow = is_odd ? 2 : 0;
    const __m256i spread =
        _mm256_setr_epi8(-1, -1, kLow, 1, -1, -1, kLow + 3, 4, -1, -1, kLow + 6, 7, -1, -1, kLow + 9, 10, -1, -1, kLow,
                         1, -1, -1, kLow + 3, 4, -1, -1, kLow + 6, 7, -1, -1, kLow + 9, 10);
    std::size_t i = 0;
    for (; i + 10 <= out.size(); i += 8, group += 24) {
        const __m128i low = _mm_loadu_si128(reinterpret_cast<const __m128i*>(group));
        const __m128i high = _mm_loadu_si128(reinterpret_cast<const __m128i*>(group + 12));
        const __m256i lanes =
            _mm256_shuffle_epi8(_mm256_inserti128_si256(_mm256_castsi128_si256(low), high, 1), spread);
        __m256i samples;
        if constexpr (is_odd) {
            const __m256i sign_and_top = _mm256_slli_epi32(_mm256_srai_epi32(lanes, 28), 8);
            const __m256i rest = _mm256_and_si256(_mm256_srli_epi32(lanes, 16), _mm256_set1_epi32(0xff));
            samples = _mm256_or_si256(sign_and_top, rest);
        } else {
            samples = _mm256_srai_epi32(_mm256_slli_epi32(lanes, 4), 20);
        }
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(out.data() + i), samples);
    }
    return i;
}

// Both halves of the groups in their order, from an even sample on: four samples of six bytes in each 128-bit half. The
// last fifteen are left, for the second load reads ten bytes beyond what it uses.
[[gnu::target("avx2")]] std::size_t decodeRowAvx2(const std::byte* group, std::span<std::int32_t> out) {
    const __m256i spread = _mm256_setr_epi8(-1, -1, 0, 1, -1, -1, 2, 1, -1, -1, 3, 4, -1, -1, 5, 4, -1, -1, 0, 1, -1,
                                            -1, 2, 1, -1, -1, 3, 4, -1, -1, 5, 4);
    std::size_t i = 0;
    for (; i + 15 <= out.size(); i += 8, group += 12) {
        const __m128i low = _mm_loadu_si128(reinterpret_cast<const __m128i*>(group));
        const __m128i high = _mm_loadu_si128(reinterpret_cast<const __m128i*>(group + 6));
        const __m256i lanes =
            _mm256_shuffle_epi8(_mm256_inserti128_si256(_mm256_castsi128_si256(low), high, 1), spread);
        const __m256i even_samples = _mm256_srai_epi32(_mm256_slli_epi32(lanes, 4), 20);
        const __m256i sign_and_top = _mm256_slli_epi32(_mm256_srai_epi32(lanes, 28), 8);
        const __m256i rest = _mm256_and_si256(_mm256_srli_epi32(lanes, 16), _mm256_set1_epi32(0xff));
        const __m256i samples = _mm256_blend_epi32(even_samples, _mm256_or_si256(sign_and_top, rest), 0xaa);
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(out.data() + i), samples);
    }
    return i;
}

// One signal of many: groups lie `step` bytes apart, and each is fetched with the byte behind it. The last sample is
// left, for behind its group the data may end.
template <bool is_odd>
[[gnu::target("avx2")]] std::size_t decodeSpreadAvx2(const std::byte* group, std::int64_t step,
                                                     std::span<std::int32_t> out) {
    const auto apart = static_cast<std::int32_t>(step);
    const __m256i places = _mm256_mullo_epi32(_mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7), _mm256_set1_epi32(apart));
    std::size_t i = 0;
    for (; i + 9 <= out.size(); i += 8, group += 8 * step) {
        const __m256i groups = _mm256_i32gather_epi32(reinterpret_cast<const int*>(group), places, 1);
        __m256i samples;
        if constexpr (is_odd) {
            const __m256i sign_and_top = _mm256_slli_epi32(_mm256_srai_epi32(_mm256_slli_epi32(groups, 16), 28), 8);
            const __m256i rest = _mm256_and_si256(_mm256_srli_epi32(groups, 16), _mm256_set1_epi32(0xff));
            samples = _mm256_or_si256(sign_and_top, rest);
        } else {
            samples = _mm256_srai_epi32(_mm256_slli_epi32(groups, 20), 20);
        }
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(out.data() + i), samples);
    }
    return i;
}

[[gnu::target("avx2")]] std::size_t decodeAvx2(const std::byte* file, std::int64_t first, std::int64_t stride,
                                               std::span<std::int32_t> out) {
    const std::byte* const group = file + first / 2 * 3;
    const bool is_odd = first % 2 != 0;
    if (stride == 1 && !is_odd) return decodeRowAvx2(group, out);
    if (stride == 2) return is_odd ? decodePairedAvx2<true>(group, out) : decodePairedAvx2<false>(group, out);
    // Places within the eight groups fetched at once are 32-bit numbers.
    if (stride % 2 == 0 && stride < (1 << 20)) {
        const std::int64_t step = stride / 2 * 3;
        return is_odd ? decodeSpreadAvx2<true>(group, step, out) : decodeSpreadAvx2<false>(group, step, out);
    }
    return 0;
}

#endif

}  // namespace

void decode212Plain(const std::byte* file, std::int64_t first, std::int64_t stride, std::span<std::int32_t> out) {
    if (stride % 2 == 0) {  // all in the same half of their groups
        const std::byte* const group = file + first / 2 * 3;
        const std::int64_t step = stride / 2 * 3;
        if (first % 2 == 0) {
            for (std::size_t i = 0; i < out.size(); ++i) out[i] = even(group + static_cast<std::int64_t>(i) * step);
        } else {
            for (std::size_t i = 0; i < out.size(); ++i) out[i] = odd(group + static_cast<std::int64_t>(i) * step);
        }
        return;
    }
    for (std::size_t i = 0; i < out.size(); ++i) {
        const std::int64_t n = first + static_cast<std::int64_t>(i) * stride;
        const std::byte* const group = file + n / 2 * 3;
        out[i] = n % 2 == 0 ? even(group) : odd(group);
    }
}

void decode212(const std::byte* file, std::int64_t first, std::int64_t stride, std::span<std::int32_t> out) {
    std::size_t done = 0;
#if defined(__x86_64__)
    static const bool has_avx2 = __builtin_cpu_supports("avx2") != 0;
    if (has_avx2) {
        // A row that begins in the middle of a group is taken from the next one on.
        if (stride == 1 && first % 2 != 0 && !out.empty()) {
            decode212Plain(file, first, 1, out.first(1));
            done = 1;
        }
        done += decodeAvx2(file, first + static_cast<std::int64_t>(done) * stride, stride, out.subspan(done));
    }
#endif
    decode212Plain(file, first + static_cast<std::int64_t>(done) * stride, stride, out.subspan(done));
}

}  // namespace triptych::formats
