#include "core/dsp/spectrum.h"

#include "core/dsp/fft.h"
#include "core/dsp/missing_runs.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>
#include <vector>

namespace triptych::dsp {
namespace {

constexpr std::size_t kFewest = 8;
constexpr double kLongest_samples = 1 << 24;  // samples in one segment

// Length of equal half-overlapping segments, at most `longest` each, that together span `count` samples.
std::size_t segmentLength(std::size_t count, double longest) {
    if (static_cast<double>(count) <= longest) return fftSizeUpTo(count);
    const double segments = std::ceil(2 * static_cast<double>(count) / longest - 1 - 1e-9);
    return fftSizeUpTo(std::max(kFewest, static_cast<std::size_t>(2 * static_cast<double>(count) / (segments + 1))));
}

}  // namespace

Result<Spectrum> welch(std::span<const float> samples, double rate_hz, const std::string& unit, double segment_s,
                       const Job& job) {
    if (!(rate_hz > 0) || !(segment_s > 0) || !std::isfinite(rate_hz))
        return fail(ErrorCode::wrong_use, "a spectrum needs a positive sampling rate and segment length", "spectrum");
    if (samples.size() < kFewest)
        return fail(ErrorCode::empty, "the stretch is too short for a spectrum", "spectrum", "choose a longer stretch");

    const double longest = std::clamp(segment_s * rate_hz, static_cast<double>(kFewest), kLongest_samples);
    const std::size_t length = segmentLength(samples.size(), longest), hop = length / 2;
    const std::size_t count = 1 + (samples.size() - length) / hop;
    const std::size_t start = (samples.size() - length - (count - 1) * hop) / 2;  // leftovers fall on both ends

    std::vector<double> window(length);
    double squares = 0, sum = 0;
    for (std::size_t n = 0; n < length; ++n) {
        window[n] = 0.5 - 0.5 * std::cos(2 * std::numbers::pi * static_cast<double>(n) / static_cast<double>(length));
        squares += window[n] * window[n];
        sum += window[n];
    }

    const RealForwardFft transform(length);
    FftBuffer<float> segment(length);
    FftBuffer<std::complex<float>> bins(length / 2 + 1);
    Spectrum spectrum;
    spectrum.power.assign(length / 2 + 1, 0.0);
    for (std::size_t k = 0; k < count; ++k) {
        if (k % 64 == 0) {
            if (job.stopRequested()) return fail(ErrorCode::cancelled, "the spectrum was stopped", "spectrum");
            job.progress(static_cast<double>(k) / static_cast<double>(count), "spectrum");
        }
        const auto part = samples.subspan(start + k * hop, length);
        double mean = 0;
        for (const float value : part) mean += value;
        mean /= static_cast<double>(length);
        if (!std::isfinite(mean)) continue;
        for (std::size_t n = 0; n < length; ++n) segment[n] = static_cast<float>(window[n] * (part[n] - mean));
        transform.run(segment.data(), bins.data());
        for (std::size_t bin = 0; bin <= length / 2; ++bin)
            spectrum.power[bin] += std::norm(std::complex<double>(bins[bin]));
        ++spectrum.segments;
    }
    if (spectrum.segments == 0) {
        // Every segment has a gap: what lies between two of them is a stretch of its own.
        const std::span<const float> whole = longestWhole(samples);
        if (whole.empty())
            return fail(ErrorCode::empty, "samples are missing all through the stretch", "spectrum",
                        "choose a stretch that has samples");
        if (whole.size() < kFewest)
            return fail(ErrorCode::empty, "gaps leave too few samples in a row for a spectrum", "spectrum",
                        "choose a stretch with fewer gaps");
        return welch(whole, rate_hz, unit, segment_s, job);
    }

    const double scale = 1 / (rate_hz * squares * spectrum.segments);
    spectrum.frequency_hz.resize(length / 2 + 1);
    for (std::size_t bin = 0; bin <= length / 2; ++bin) {
        const bool alone = bin == 0 || bin == length / 2;  // every other bin stands for its negative twin too
        spectrum.power[bin] *= alone ? scale : 2 * scale;
        spectrum.frequency_hz[bin] = static_cast<double>(bin) * rate_hz / static_cast<double>(length);
    }
    spectrum.unit = unit + "²/Hz";
    spectrum.resolution_hz = rate_hz * squares / (sum * sum);
    return spectrum;
}

}  // namespace triptych::dsp
