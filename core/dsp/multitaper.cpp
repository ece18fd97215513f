#include "core/dsp/multitaper.h"

#include "core/dsp/fft.h"
#include "core/dsp/missing_runs.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

namespace triptych::dsp {
namespace {

constexpr std::size_t kFewest = 8;
constexpr double kLongest_samples = 1 << 24;

// The standard normal's quantile (P.J. Acklam's rational approximation, |error| < 1.2e-9 relative).
double normalQuantile(double p) {
    constexpr double a[] = {-3.969683028665376e+01, 2.209460984245205e+02,  -2.759285104469687e+02,
                            1.383577518672690e+02,  -3.066479806614716e+01, 2.506628277459239e+00};
    constexpr double b[] = {-5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02,
                            6.680131188771972e+01, -1.328068155288572e+01};
    constexpr double c[] = {-7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00,
                            -2.549732539343734e+00, 4.374664141464968e+00,  2.938163982698783e+00};
    constexpr double d[] = {7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00, 3.754408661907416e+00};
    constexpr double kTail = 0.02425;
    const auto tail = [&](double q) {
        return (((((c[0] * q + c[1]) * q + c[2]) * q + c[3]) * q + c[4]) * q + c[5]) /
               ((((d[0] * q + d[1]) * q + d[2]) * q + d[3]) * q + 1);
    };
    if (p < kTail) return tail(std::sqrt(-2 * std::log(p)));
    if (p > 1 - kTail) return -tail(std::sqrt(-2 * std::log(1 - p)));
    const double q = p - 0.5, r = q * q;
    return (((((a[0] * r + a[1]) * r + a[2]) * r + a[3]) * r + a[4]) * r + a[5]) * q /
           (((((b[0] * r + b[1]) * r + b[2]) * r + b[3]) * r + b[4]) * r + 1);
}

double taperAt(std::size_t taper, std::size_t n, std::size_t length) {
    const auto points = static_cast<double>(length + 1);
    return std::sqrt(2 / points) * std::sin(std::numbers::pi * static_cast<double>((taper + 1) * (n + 1)) / points);
}

}  // namespace

double chiSquareQuantile(double p, double degrees) {
    const double spread = 2 / (9 * degrees);
    const double root = 1 - spread + normalQuantile(p) * std::sqrt(spread);
    return degrees * root * root * root;
}

Result<MultitaperSpectrum> multitaper(std::span<const float> samples, double rate_hz, const std::string& unit,
                                      const MultitaperSpec& spec, const Job& job) {
    if (!(rate_hz > 0) || !(spec.segment_s > 0) || !std::isfinite(rate_hz) || spec.tapers == 0 ||
        !(spec.coverage > 0 && spec.coverage < 1)) {
        return fail(ErrorCode::wrong_use,
                    "a spectrum needs a positive sampling rate and segment length, a taper and a coverage below one",
                    "spectrum");
    }
    if (samples.size() < kFewest)
        return fail(ErrorCode::empty, "the stretch is too short for a spectrum", "spectrum", "choose a longer stretch");
    const double longest = std::clamp(spec.segment_s * rate_hz, static_cast<double>(kFewest), kLongest_samples);
    const double parts = std::ceil(static_cast<double>(samples.size()) / longest);
    const std::size_t length =
        fftSizeUpTo(std::max(kFewest, static_cast<std::size_t>(static_cast<double>(samples.size()) / parts)));
    const std::size_t count = samples.size() / length;
    const std::size_t start = (samples.size() - count * length) / 2;  // leftovers fall on both ends
    const std::size_t tapers = std::min(spec.tapers, length / 2);

    const RealForwardFft transform(length);
    FftBuffer<float> tapered(length);
    FftBuffer<std::complex<float>> bins(length / 2 + 1);
    std::vector<double> weights(tapers * length);
    for (std::size_t taper = 0; taper < tapers; ++taper) {
        for (std::size_t n = 0; n < length; ++n) weights[taper * length + n] = taperAt(taper, n, length);
    }
    MultitaperSpectrum made;
    Spectrum& spectrum = made.spectrum;
    spectrum.power.assign(length / 2 + 1, 0.0);
    for (std::size_t k = 0; k < count; ++k) {
        if (job.stopRequested()) return fail(ErrorCode::cancelled, "the spectrum was stopped", "spectrum");
        const auto part = samples.subspan(start + k * length, length);
        double mean = 0;
        for (const float value : part) mean += static_cast<double>(value);
        mean /= static_cast<double>(length);
        if (!std::isfinite(mean)) continue;
        for (std::size_t taper = 0; taper < tapers; ++taper) {
            const double* weight = weights.data() + taper * length;
            for (std::size_t n = 0; n < length; ++n)
                tapered[n] = static_cast<float>(weight[n] * (static_cast<double>(part[n]) - mean));
            transform.run(tapered.data(), bins.data());
            for (std::size_t bin = 0; bin <= length / 2; ++bin)
                spectrum.power[bin] += std::norm(std::complex<double>(bins[bin]));
        }
        ++spectrum.segments;
    }
    if (spectrum.segments == 0) {
        const std::span<const float> whole = longestWhole(samples);
        if (whole.size() < kFewest || whole.size() == samples.size()) {
            return fail(ErrorCode::empty, "gaps leave too few samples in a row for a spectrum", "spectrum",
                        "choose a stretch with fewer gaps");
        }
        return multitaper(whole, rate_hz, unit, spec, job);
    }
    const auto estimates = static_cast<double>(tapers) * spectrum.segments;
    const double scale = 1 / (rate_hz * estimates);  // each taper's squares sum to one
    made.degrees_of_freedom = 2 * estimates;
    const double above = made.degrees_of_freedom / chiSquareQuantile((1 - spec.coverage) / 2, made.degrees_of_freedom);
    const double below = made.degrees_of_freedom / chiSquareQuantile((1 + spec.coverage) / 2, made.degrees_of_freedom);
    spectrum.frequency_hz.resize(length / 2 + 1);
    made.low.resize(length / 2 + 1);
    made.high.resize(length / 2 + 1);
    for (std::size_t bin = 0; bin <= length / 2; ++bin) {
        const bool alone = bin == 0 || bin == length / 2;  // every other bin stands for its negative twin too
        spectrum.power[bin] *= alone ? scale : 2 * scale;
        spectrum.frequency_hz[bin] = static_cast<double>(bin) * rate_hz / static_cast<double>(length);
        made.low[bin] = spectrum.power[bin] * below;
        made.high[bin] = spectrum.power[bin] * above;
    }
    spectrum.unit = unit + "²/Hz";
    spectrum.resolution_hz = static_cast<double>(tapers + 1) / static_cast<double>(length + 1) * rate_hz;
    return made;
}

}  // namespace triptych::dsp
