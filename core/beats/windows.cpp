#include "core/beats/windows.h"

#include "core/beats/median.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace triptych::beats {
namespace {

constexpr std::int64_t kSection = 1250;    // 10 s at 125 Hz
constexpr double kBeatOverMedianRr = 1.2;  // Kachuee et al. 2018, section III-A

// Scale and beat length of one 10 s window of the parity profile.
struct Section {
    float low = 0;
    float inverse_range = 0;  // 0 where the window is flat
    std::size_t beat_length = kParityLength;
};

struct Extent {
    std::int64_t first, past;
};

// The 10 s that sample `at` is read with.
Extent sectionAround(std::int64_t at, std::int64_t samples) {
    const std::int64_t whole = samples / kSection * kSection;
    if (samples <= kSection) return {0, samples};
    if (at >= whole) return {samples - kSection, samples};
    const std::int64_t first = std::max<std::int64_t>(at, 0) / kSection * kSection;
    return {first, first + kSection};
}

std::size_t beatLength(double rr_s) {
    const double length = std::round(kBeatOverMedianRr * rr_s * kModelRateHz);
    return static_cast<std::size_t>(std::clamp(length, 1.0, static_cast<double>(kParityLength)));
}

// Median RR in seconds of beats [first, past) of the list; 0 when there are fewer than two.
double medianRr_s(const BeatList& beats, std::size_t first, std::size_t past, std::vector<double>& scratch) {
    scratch.clear();
    for (std::size_t i = first + 1; i < past; ++i) {
        scratch.push_back(static_cast<double>(beats.beats[i].sample - beats.beats[i - 1].sample) / beats.rate_hz);
    }
    return medianInPlace(std::span(scratch));
}

Section measure(std::span<const float> signal, Extent extent) {
    float low = std::numeric_limits<float>::infinity();
    float high = -low;
    for (std::int64_t i = extent.first; i < extent.past; ++i) {
        const float value = signal[static_cast<std::size_t>(i)];
        if (!std::isfinite(value)) continue;
        low = std::min(low, value);
        high = std::max(high, value);
    }
    Section section;
    if (high > low) {
        section.low = low;
        section.inverse_range = 1.0F / (high - low);
    }
    return section;
}

std::int64_t firstOfProduct(const Beat& beat, double rate_hz) {
    return modelSample(beat, rate_hz) - static_cast<std::int64_t>(kProductMark);
}

// Samples from `first` on; beyond the signal's ends its edge values.
void copyClamped(std::span<const float> signal, std::int64_t first, std::span<float> out) {
    const auto last = static_cast<std::int64_t>(signal.size()) - 1;
    for (std::size_t i = 0; i < out.size(); ++i) {
        const std::int64_t at = std::clamp<std::int64_t>(first + static_cast<std::int64_t>(i), 0, last);
        out[i] = signal[static_cast<std::size_t>(at)];
    }
}

}  // namespace

std::int64_t modelSample(const Beat& beat, double rate_hz) {
    return std::llround(static_cast<double>(beat.sample) * kModelRateHz / rate_hz);
}

float productMiddle(std::span<const float> signal_125, const Beat& beat, double rate_hz) {
    if (signal_125.empty()) return 0;
    std::array<float, kProductLength> sorted;
    std::size_t finite = 0;
    copyClamped(signal_125, firstOfProduct(beat, rate_hz), sorted);
    for (const float value : sorted) {
        if (std::isfinite(value)) sorted[finite++] = value;
    }
    return medianInPlace(std::span(sorted).first(finite));
}

void productWindow(std::span<const float> signal_125, const Beat& beat, double rate_hz, float middle,
                   std::span<float> out) {
    std::fill(out.begin(), out.end(), 0.0F);
    if (signal_125.empty()) return;
    copyClamped(signal_125, firstOfProduct(beat, rate_hz), out);
    for (float& value : out) value = std::isfinite(value) ? value - middle : 0.0F;
}

std::vector<float> productWindows(std::span<const float> signal_125, const BeatList& beats) {
    std::vector<float> windows(beats.beats.size() * kProductLength);
    for (std::size_t beat = 0; beat < beats.beats.size(); ++beat) {
        productWindow(signal_125, beats.beats[beat], beats.rate_hz,
                      productMiddle(signal_125, beats.beats[beat], beats.rate_hz),
                      std::span(windows).subspan(beat * kProductLength, kProductLength));
    }
    return windows;
}

std::vector<float> parityWindows(std::span<const float> signal_125, const BeatList& beats) {
    const std::size_t count = beats.beats.size();
    std::vector<float> windows(count * kParityLength, 0.0F);
    if (signal_125.empty() || count == 0) return windows;
    const auto samples = static_cast<std::int64_t>(signal_125.size());

    std::vector<std::int64_t> marks(count);
    for (std::size_t i = 0; i < count; ++i) marks[i] = modelSample(beats.beats[i], beats.rate_hz);

    std::vector<double> scratch;
    const double record_rr_s = medianRr_s(beats, 0, count, scratch);
    Section section;
    Extent extent{-1, -1};
    for (std::size_t beat = 0; beat < count; ++beat) {
        const Extent own = sectionAround(marks[beat], samples);
        if (own.first != extent.first) {
            extent = own;
            section = measure(signal_125, extent);
            const auto from = std::lower_bound(marks.begin(), marks.end(), extent.first) - marks.begin();
            const auto to = std::lower_bound(marks.begin(), marks.end(), extent.past) - marks.begin();
            double rr_s = medianRr_s(beats, static_cast<std::size_t>(from), static_cast<std::size_t>(to), scratch);
            if (rr_s <= 0) rr_s = record_rr_s;
            if (rr_s > 0) section.beat_length = beatLength(rr_s);
        }
        float* const row = windows.data() + beat * kParityLength;
        for (std::size_t i = 0; i < section.beat_length; ++i) {
            const std::int64_t at = marks[beat] + static_cast<std::int64_t>(i);
            if (at < 0 || at >= samples) continue;
            const float value = signal_125[static_cast<std::size_t>(at)];
            if (!std::isfinite(value)) continue;
            row[i] = std::clamp((value - section.low) * section.inverse_range, 0.0F, 1.0F);
        }
    }
    return windows;
}

}  // namespace triptych::beats
