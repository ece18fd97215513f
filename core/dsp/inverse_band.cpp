#include "core/dsp/inverse_band.h"

#include "core/dsp/fft.h"
#include "core/dsp/gaps.h"
#include "core/dsp/morlet.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>

namespace triptych::dsp {
namespace {

constexpr std::int64_t kMost_samples = 1 << 24;
constexpr double kLowestMargin_hz = 0.25;  // a lower edge reaches farther than a margin need

}  // namespace

Result<std::vector<float>> inverseBand(const SampleReader& reader, double rate_hz, std::int64_t first,
                                       std::int64_t count, const InverseBandSpec& spec, const Job& job) {
    const double nyquist_hz = rate_hz / 2;
    const bool is_wavelet =
        spec.wavelet.kind == WaveletKind::mexican_hat || (spec.wavelet.w0 >= 4 && spec.wavelet.w0 <= 40);
    if (!(rate_hz > 0) || !(spec.low_hz >= 0) || !(spec.high_hz > spec.low_hz) || spec.low_hz >= nyquist_hz ||
        !is_wavelet) {
        return fail(ErrorCode::wrong_use, "a band lies between two frequencies below half the lead's rate", "band",
                    "choose others");
    }
    const double edge_hz = std::max(spec.low_hz > 0 ? spec.low_hz : kLowestMargin_hz, kLowestMargin_hz);
    const auto margin =
        static_cast<std::int64_t>(std::ceil(kMorletReach * morletScale_s(edge_hz, cyclesOf(spec.wavelet)) * rate_hz));
    if (count < 1 || count + 2 * margin > kMost_samples) {
        return fail(ErrorCode::out_of_range, "the stretch has no samples, or too many at once", "band",
                    "choose another stretch");
    }
    const std::size_t size = fftSizeFrom(static_cast<std::size_t>(count + 2 * margin));
    FftBuffer<float> samples(size);
    reader(first - margin, samples.span());
    std::vector<bool> missing(static_cast<std::size_t>(count));
    for (std::size_t i = 0; i < missing.size(); ++i) {
        missing[i] = !std::isfinite(samples[static_cast<std::size_t>(margin) + i]);
    }
    if (bridgeGaps(samples.span()) == samples.size()) std::fill_n(samples.data(), size, 0.0F);
    double mean = 0;
    for (const float value : samples.span()) mean += static_cast<double>(value);
    mean /= static_cast<double>(size);
    for (float& value : samples.span()) value -= static_cast<float>(mean);
    if (job.stopRequested()) return fail(ErrorCode::cancelled, "the band was stopped", "band");

    FftBuffer<std::complex<float>> spectrum(size / 2 + 1), band(size), wave(size);
    RealForwardFft(size).run(samples.data(), spectrum.data());
    const double bin_hz = rate_hz / static_cast<double>(size);
    // Known at closely spaced frequencies, and straight between them: a million bins share them.
    constexpr int kGainsOfOctave = 48;
    const double lowest_hz = bin_hz;
    const auto gains = static_cast<std::size_t>(std::ceil(std::log2(nyquist_hz / lowest_hz) * kGainsOfOctave)) + 2;
    std::vector<double> gain(gains);
    for (std::size_t i = 0; i < gains; ++i) {
        const double hz = lowest_hz * std::exp2(static_cast<double>(i) / kGainsOfOctave);
        const double high = spec.high_hz >= nyquist_hz ? INFINITY : spec.high_hz;
        gain[i] = inverseBandGain(spec.wavelet, spec.low_hz, high, hz);
    }
    for (std::size_t bin = 1; bin <= size / 2; ++bin) {
        const double place = std::log2(static_cast<double>(bin)) * kGainsOfOctave;
        const auto left = std::min(static_cast<std::size_t>(place), gains - 2);
        const double part = std::min(1.0, place - static_cast<double>(left));
        const double value = gain[left] + part * (gain[left + 1] - gain[left]);
        const double twin = bin == size / 2 ? 1 : 2;  // the real part of an analytic signal
        band[bin] = spectrum[bin] * static_cast<float>(value * twin / static_cast<double>(size));
    }
    ComplexInverseFft(size).run(band.data(), wave.data());
    std::vector<float> out(static_cast<std::size_t>(count));
    for (std::size_t i = 0; i < out.size(); ++i) {
        out[i] =
            missing[i] ? std::numeric_limits<float>::quiet_NaN() : wave[static_cast<std::size_t>(margin) + i].real();
    }
    return out;
}

}  // namespace triptych::dsp
