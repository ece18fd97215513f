#include "core/rhythm/atrial_band.h"

#include "core/beats/median.h"
#include "core/dsp/spectrum.h"
#include "core/rhythm/view.h"

#include <algorithm>
#include <cmath>

namespace triptych::rhythm {
namespace {

constexpr std::ptrdiff_t kBefore = 12, kBehind = 56;  // samples: 0.1 s and 0.45 s
constexpr std::size_t kFewest = 4;

}  // namespace

std::vector<float> withoutBeats(std::span<const float> samples, std::span<const std::ptrdiff_t> beats) {
    std::vector<float> out(samples.begin(), samples.end());
    const auto count = static_cast<std::ptrdiff_t>(samples.size());
    constexpr auto kLength = static_cast<std::size_t>(kBefore + kBehind);
    std::vector<std::ptrdiff_t> whole;
    for (const std::ptrdiff_t at : beats) {
        if (at >= kBefore && at + kBehind <= count) whole.push_back(at);
    }
    if (whole.size() < kFewest) return out;
    std::vector<float> middle(kLength), column(whole.size());
    for (std::size_t k = 0; k < kLength; ++k) {
        for (std::size_t i = 0; i < whole.size(); ++i) {
            column[i] = samples[static_cast<std::size_t>(whole[i] - kBefore) + k];
        }
        middle[k] = beats::medianInPlace(std::span(column));
    }
    const auto from_mean = [](std::span<float> values) {
        float mean = 0;
        for (const float value : values) mean += value / static_cast<float>(values.size());
        for (float& value : values) value -= mean;
        return mean;
    };
    from_mean(middle);
    double energy = 0;
    for (const float value : middle) energy += double{value} * double{value};
    if (energy <= 0) return out;
    for (std::size_t i = 0; i < whole.size(); ++i) {
        const auto first = static_cast<std::size_t>(whole[i] - kBefore);
        std::vector<float> own(samples.begin() + whole[i] - kBefore, samples.begin() + whole[i] + kBehind);
        const float level = from_mean(own);
        double shared = 0;
        for (std::size_t k = 0; k < kLength; ++k) shared += double{own[k]} * double{middle[k]};
        const auto scale = static_cast<float>(std::clamp(shared / energy, 0.5, 1.5));
        // A premature beat ends the one before it.
        const std::size_t past =
            i + 1 < whole.size() ? std::min(kLength, static_cast<std::size_t>(whole[i + 1] - whole[i])) : kLength;
        for (std::size_t k = 0; k < past; ++k) out[first + k] = own[k] - scale * middle[k] + level;
    }
    return out;
}

AtrialBand atrialBand(std::span<const float> samples, std::span<const std::ptrdiff_t> beats) {
    AtrialBand out;
    std::vector<float> heights;
    for (const std::ptrdiff_t at : beats) {
        if (at < 6 || at + 6 >= static_cast<std::ptrdiff_t>(samples.size())) continue;
        const auto [low, high] = std::minmax_element(samples.begin() + at - 6, samples.begin() + at + 7);
        heights.push_back(*high - *low);
    }
    if (heights.size() < kFewest) return out;
    const double height = static_cast<double>(beats::medianInPlace(std::span(heights)));
    const auto left = withoutBeats(samples, beats);
    const auto spectrum = dsp::welch(left, kView_hz, "mV", 4);
    if (!spectrum || height <= 0) return out;
    const auto hz = [&](std::size_t k) { return spectrum->frequency_hz[k]; };
    const auto density = [&](std::size_t k) { return spectrum->power[k]; };
    const std::size_t bins = spectrum->power.size();
    const double step_hz = bins > 1 ? hz(1) - hz(0) : 0;
    const auto between = [&](double from, double to) {
        double sum = 0;
        for (std::size_t k = 0; k < bins; ++k) sum += hz(k) >= from && hz(k) < to ? density(k) * step_hz : 0;
        return sum;
    };
    out.size = std::sqrt(between(4, 9)) / height;
    out.below = std::sqrt(between(1, 4)) / height;
    out.above = std::sqrt(between(12, 40)) / height;
    double most = 0;
    for (std::size_t k = 0; k < bins; ++k) {
        if (hz(k) < 3.5 || hz(k) > 9 || density(k) <= most) continue;
        most = density(k);
        out.peak_hz = hz(k);
    }
    const double all = between(3, 12);
    if (all <= 0) return out;
    out.concentration = (between(out.peak_hz - 0.6, out.peak_hz + 0.6) +
                         between(2 * out.peak_hz - 0.6, std::min(12.0, 2 * out.peak_hz + 0.6))) /
                        all;
    double entropy = 0, in_band = 0;
    for (std::size_t k = 0; k < bins; ++k) {
        if (hz(k) < 3 || hz(k) >= 12) continue;
        const double share = density(k) * step_hz / all;
        in_band += 1;
        if (share > 0) entropy -= share * std::log(share);
    }
    out.disorder = in_band > 1 ? entropy / std::log(in_band) : 0;
    return out;
}

}  // namespace triptych::rhythm
