#include "core/dsp/stft.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace triptych::dsp {
namespace {

// A real 32-point DFT split twice by symmetry, so that every bin costs eight products a part and all loops run over
// contiguous bins, which compilers turn into vector code. Double, because bins 120 dB below the largest still have to
// be right to 1e-3 dB.
constexpr std::size_t kHalf = kStftWindow / 2;  // 16
constexpr std::size_t kFold = kHalf / 2;        // 8
constexpr std::size_t kBins = kHalf + 1;        // 0..16
constexpr std::size_t kLanes = 8;

using Lanes = std::array<double, kLanes>;

struct Tables {
    std::array<double, kStftWindow> window;
    std::array<Lanes, kFold> even_cos, even_sin;  // bins 0, 2, .. 14 (bin 16 is an alternating sum)
    std::array<Lanes, kFold> odd_cos, odd_sin;    // bins 1, 3, .. 15
};

Tables makeTables() {
    Tables tables{};
    constexpr double kTurn = 2 * std::numbers::pi;
    for (std::size_t n = 0; n < kStftWindow; ++n) {
        const double phase = kTurn * static_cast<double>(n) / (kStftWindow - 1);
        tables.window[n] = 0.42 - 0.5 * std::cos(phase) + 0.08 * std::cos(2 * phase);
    }
    for (std::size_t n = 0; n < kFold; ++n) {
        for (std::size_t lane = 0; lane < kLanes; ++lane) {
            // Whole turns are taken off in integers, so that the tables carry no rounding of large angles.
            const double even = kTurn * static_cast<double>(2 * lane * n % kStftWindow) / kStftWindow;
            const double odd = kTurn * static_cast<double>((2 * lane + 1) * n % kStftWindow) / kStftWindow;
            tables.even_cos[n][lane] = std::cos(even);
            tables.even_sin[n][lane] = -std::sin(even);
            tables.odd_cos[n][lane] = std::cos(odd);
            tables.odd_sin[n][lane] = -std::sin(odd);
        }
    }
    return tables;
}

// |X|² (or Re(X)²) of bins 0..16 of one windowed column.
void powerOfColumn(const Tables& tables, const float* samples, bool real_part, double* power) {
    std::array<double, kHalf> sum, difference;  // feed the even and the odd bins
    for (std::size_t n = 0; n < kHalf; ++n) {
        const double a = tables.window[n] * samples[n];
        const double b = tables.window[n + kHalf] * samples[n + kHalf];
        sum[n] = a + b;
        difference[n] = a - b;
    }
    Lanes even_re, even_im{}, odd_re, odd_im;
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
        even_re[lane] = sum[0] + (lane % 2 == 0 ? sum[kFold] : -sum[kFold]);    // cos(2π·2k·8/32) = (-1)^k
        odd_re[lane] = difference[0];                                           // cos(2π(2k+1)8/32) = 0
        odd_im[lane] = lane % 2 == 0 ? -difference[kFold] : difference[kFold];  // -sin(2π(2k+1)8/32) = -(-1)^k
    }
    double nyquist = sum[0] + sum[kFold];  // bin 16: (-1)^n over the window, even n only differ in sign from odd
    for (std::size_t n = 1; n < kFold; ++n) {
        const double even_cosine = sum[n] + sum[kHalf - n], even_sine = sum[n] - sum[kHalf - n];
        const double odd_cosine = difference[n] - difference[kHalf - n];
        const double odd_sine = difference[n] + difference[kHalf - n];
        nyquist += n % 2 == 0 ? even_cosine : -even_cosine;
        for (std::size_t lane = 0; lane < kLanes; ++lane) {
            even_re[lane] += tables.even_cos[n][lane] * even_cosine;
            even_im[lane] += tables.even_sin[n][lane] * even_sine;
            odd_re[lane] += tables.odd_cos[n][lane] * odd_cosine;
            odd_im[lane] += tables.odd_sin[n][lane] * odd_sine;
        }
    }
    const double imaginary = real_part ? 0.0 : 1.0;
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
        power[2 * lane] = even_re[lane] * even_re[lane] + imaginary * even_im[lane] * even_im[lane];
        power[2 * lane + 1] = odd_re[lane] * odd_re[lane] + imaginary * odd_im[lane] * odd_im[lane];
    }
    power[kHalf] = nyquist * nyquist;
}

float decibel(double power) {
    // 20·log10(p) by log2f, the fastest accurate logarithm of the C library; its 1e-7 is 3e-5 dB here. A power that a
    // float cannot hold takes the slower way.
    constexpr float kPerOctave = 6.020599913279624F;
    const auto narrow = static_cast<float>(power);
    if (narrow >= std::numeric_limits<float>::min() && narrow <= std::numeric_limits<float>::max())
        return kPerOctave * std::log2(narrow);
    if (power == 0) return 0;  // the picture's -inf → 0
    return static_cast<float>(20 * std::log10(power));
}

}  // namespace

std::vector<float> stftOfBeat(std::span<const float> beat, bool authors_real_part) {
    static const Tables kTables = makeTables();
    const std::size_t columns = stftColumns(beat.size());
    std::vector<float> picture(kStftRows * columns);
    if (columns == 0) return picture;

    double sum = 0, squares = 0;
    for (std::size_t column = 0; column < columns; ++column) {
        std::array<double, kBins> power;
        powerOfColumn(kTables, beat.data() + column * kStftHop, authors_real_part, power.data());
        for (std::size_t bin = 0; bin < kBins; ++bin) {
            const float value = decibel(power[bin]);
            picture[(kHalf - bin) * columns + column] = value;
            const double copies = bin == 0 || bin == kHalf ? 1 : 2;  // of the 32 rows
            sum += copies * value;
            squares += copies * value * value;
        }
    }
    const auto cells = static_cast<double>(picture.size());
    const double mean = sum / cells;
    const double deviation = std::sqrt(std::max(0.0, squares / cells - mean * mean));
    const auto low = static_cast<float>(mean), high = static_cast<float>(mean + 9 * deviation);
    if (!std::isfinite(low)) {
        std::fill(picture.begin(), picture.end(), std::numeric_limits<float>::quiet_NaN());
        return picture;
    }
    for (std::size_t i = 0; i < kBins * columns; ++i) picture[i] = std::min(std::max(picture[i], low), high);
    for (std::size_t bin = 1; bin < kHalf; ++bin)
        std::copy_n(picture.begin() + static_cast<std::ptrdiff_t>((kHalf - bin) * columns), columns,
                    picture.begin() + static_cast<std::ptrdiff_t>((kHalf + bin) * columns));
    return picture;
}

}  // namespace triptych::dsp
