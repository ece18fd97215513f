#include "core/dsp/hum.h"

#include "core/dsp/filter.h"
#include "core/dsp/gaps.h"
#include "core/text/numbers.h"
#include "core/text/said.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <numbers>
#include <utility>

namespace triptych::dsp {
namespace {

using Complex = std::complex<double>;

constexpr double kHop_s = 1;  // windows are two hops long, their centres one apart
constexpr double kHighestPart = 0.49;
constexpr double kMostDeviation_hz = 0.4;
constexpr std::array<double, 6> kBeside_hz = {-5, -4, -3, 3, 4, 5};
constexpr double kLeastShare = 2e-3;  // of the lead's own size: less may be what leaks from elsewhere
constexpr double kClearly = 2.5;
constexpr std::size_t kHopsAround = 8;  // over which a frequency is measured

// The lead cut into windows.
struct Windows {
    std::span<const float> signal;
    double rate_hz;
    std::size_t hop;
    std::vector<double> weight;  // of sample centre - hop + i
    std::vector<double> mean;    // weighted, of each window
    std::vector<double> size;    // root mean square about it

    [[nodiscard]] std::size_t count() const { return mean.size(); }
    // Samples [first, past) of the window around centre m × hop.
    [[nodiscard]] std::pair<std::size_t, std::size_t> range(std::size_t m) const {
        const std::size_t centre = m * hop;
        return {centre > hop ? centre - hop : 0, std::min(signal.size(), centre + hop)};
    }
    [[nodiscard]] bool isWhole(std::size_t m) const { return m > 0 && m * hop + hop <= signal.size(); }
    // A window that reaches beyond an end sees badly: what the next whole one sees goes for it. There is one.
    [[nodiscard]] std::size_t wholeFor(std::size_t m) const {
        return isWhole(m) ? m : m == 0 ? 1 : signal.size() / hop - 1;
    }
    [[nodiscard]] double weightAt(std::size_t m, std::size_t i) const { return weight[i + hop - m * hop]; }
};

Windows windowsOf(std::span<const float> signal, double rate_hz) {
    Windows windows{signal, rate_hz, std::max<std::size_t>(1, static_cast<std::size_t>(std::lround(kHop_s * rate_hz))),
                    {},     {},      {}};
    for (std::size_t i = 0; i < 2 * windows.hop; ++i) {
        const double t = static_cast<double>(i) / static_cast<double>(2 * windows.hop);
        windows.weight.push_back(0.5 - 0.5 * std::cos(2 * std::numbers::pi * t));
    }
    windows.mean.resize((signal.size() - 1) / windows.hop + 1);
    windows.size.resize(windows.mean.size());
    for (std::size_t m = 0; m < windows.count(); ++m) {
        const auto [first, past] = windows.range(m);
        double sum = 0, squares = 0, weights = 0;
        for (std::size_t i = first; i < past; ++i) {
            const double weight = windows.weightAt(m, i), value = static_cast<double>(signal[i]);
            sum += weight * value;
            squares += weight * value * value;
            weights += weight;
        }
        if (!(weights > 0)) continue;
        windows.mean[m] = sum / weights;
        windows.size[m] = std::sqrt(std::max(0.0, squares / weights - windows.mean[m] * windows.mean[m]));
    }
    return windows;
}

// What a sine is turned against: its phase at every centre, and how fast it turns from there to the next.
struct Clock {
    std::vector<double> phase;  // at m × hop
    std::vector<double> step;   // radians a sample, after it
};

Clock steadyClock(const Windows& windows, double frequency_hz) {
    const double step = 2 * std::numbers::pi * frequency_hz / windows.rate_hz;
    Clock clock;
    for (std::size_t m = 0; m < windows.count(); ++m) {
        clock.phase.push_back(std::fmod(step * static_cast<double>(windows.hop), 2 * std::numbers::pi) *
                              static_cast<double>(m));
        clock.step.push_back(step);
    }
    return clock;
}

// Calls with every sample of one hop and the clock's hand there.
template <class Each>
void turn(const Windows& windows, const Clock& clock, std::size_t m, const Each& each) {
    const std::size_t first = m * windows.hop, past = std::min(windows.signal.size(), first + windows.hop);
    Complex hand = std::polar(1.0, clock.phase[m]);
    const Complex step = std::polar(1.0, clock.step[m]);
    for (std::size_t i = first; i < past; ++i, hand *= step) each(i, hand);
}

// The sine at the clock's frequency in each window: A/2 exp(i phase) of A cos(clock + phase).
std::vector<Complex> seenAt(const Windows& windows, const Clock& clock) {
    std::vector<Complex> sums(windows.count());
    std::vector<double> weights(windows.count());
    for (std::size_t m = 0; m < windows.count(); ++m) {
        turn(windows, clock, m, [&](std::size_t i, Complex hand) {
            const Complex back = std::conj(hand);
            const auto value = static_cast<double>(windows.signal[i]);
            for (const std::size_t w : {m, m + 1}) {
                if (w >= windows.count()) continue;
                const double weight = windows.weightAt(w, i);
                sums[w] += weight * (value - windows.mean[w]) * back;
                weights[w] += weight;
            }
        });
    }
    for (std::size_t m = 0; m < sums.size(); ++m) {
        if (weights[m] > 0) sums[m] /= weights[m];
    }
    for (std::size_t m = 0; m < sums.size(); ++m) {
        if (windows.isWhole(m)) continue;
        sums[m] = sums[windows.wholeFor(m)];
    }
    return sums;
}

// How much lies beside a frequency in each window, the most but one: what hum has to stand out of.
std::vector<double> beside(const Windows& windows, double frequency_hz) {
    std::vector<std::vector<double>> sizes(windows.count());
    for (const double beside_hz : kBeside_hz) {
        // Beyond half the rate the hum itself comes back.
        if (frequency_hz + beside_hz > windows.rate_hz / 2) continue;
        const std::vector<Complex> seen = seenAt(windows, steadyClock(windows, frequency_hz + beside_hz));
        for (std::size_t m = 0; m < seen.size(); ++m) sizes[m].push_back(std::abs(seen[m]));
    }
    std::vector<double> out;
    out.reserve(sizes.size());
    for (std::size_t m = 0; m < sizes.size(); ++m) {
        auto& of = sizes[m];
        std::sort(of.begin(), of.end());
        out.push_back(std::max(of[of.size() - 2], kLeastShare * windows.size[m]));
    }
    return out;
}

// 0 where it does not stand out, towards 1 the more it does.
double trust(double size, double beside) {
    if (!(size > kClearly * beside)) return 0;
    const double ratio = kClearly * beside / size;
    return 1 - ratio * ratio;
}

// The clock of hum near `nominal_hz`, whose hand turns from window to window where the frequency is another.
Clock followed(const Windows& windows, double nominal_hz, const std::vector<Complex>& seen,
               const std::vector<double>& floor) {
    std::vector<Complex> turns(seen.size());  // from each window to the next
    for (std::size_t m = 0; m + 1 < seen.size(); ++m) {
        if (!windows.isWhole(m) || !windows.isWhole(m + 1)) continue;
        const double sure = std::min(trust(std::abs(seen[m]), floor[m]), trust(std::abs(seen[m + 1]), floor[m + 1]));
        turns[m] = sure * seen[m + 1] * std::conj(seen[m]);
    }
    const double hop_s = static_cast<double>(windows.hop) / windows.rate_hz;
    const double most = 2 * std::numbers::pi * kMostDeviation_hz * hop_s;
    // The phase of a nominal clock over one hop, which seen[] is turned back by.
    const double steady = 2 * std::numbers::pi * nominal_hz / windows.rate_hz;
    Clock clock;
    double phase = 0;
    for (std::size_t m = 0; m < seen.size(); ++m) {
        Complex sum;
        const std::size_t first = m > kHopsAround ? m - kHopsAround : 0;
        for (std::size_t k = first; k < std::min(turns.size(), m + kHopsAround + 1); ++k) sum += turns[k];
        const double turned = sum == Complex{} ? 0 : std::clamp(std::arg(sum), -most, most);
        clock.phase.push_back(phase);
        clock.step.push_back(steady + turned / static_cast<double>(windows.hop));
        phase = std::fmod(phase + clock.step.back() * static_cast<double>(windows.hop), 2 * std::numbers::pi);
    }
    return clock;
}

// Takes hum near `nominal_hz` out of `signal`, which the windows see; nothing where none stands out.
Hum takeOut(std::span<float> signal, const Windows& windows, double nominal_hz) {
    Hum hum{nominal_hz, 0, 0, 0};
    const std::vector<double> floor = beside(windows, nominal_hz);
    std::vector<Complex> seen = seenAt(windows, steadyClock(windows, nominal_hz));
    const auto standsOut = [&] {
        for (std::size_t m = 0; m < seen.size(); ++m) {
            if (trust(std::abs(seen[m]), floor[m]) > 0) return true;
        }
        return false;
    };
    if (!standsOut()) return hum;
    const Clock clock = followed(windows, nominal_hz, seen, floor);
    seen = seenAt(windows, clock);
    double weights = 0;
    for (std::size_t m = 0; m < seen.size(); ++m) {
        const double sure = trust(std::abs(seen[m]), floor[m]);
        seen[m] *= sure;
        if (!(sure > 0)) continue;
        hum.share += 1.0 / static_cast<double>(seen.size());
        hum.amplitude = std::max(hum.amplitude, 2 * std::abs(seen[m]));
        hum.frequency_hz += std::norm(seen[m]) * clock.step[m] * windows.rate_hz / (2 * std::numbers::pi);
        weights += std::norm(seen[m]);
    }
    if (weights > 0) hum.frequency_hz /= weights;
    for (std::size_t m = 0; m < seen.size(); ++m) {
        const Complex here = seen[m], next = seen[std::min(m + 1, seen.size() - 1)];
        if (here == Complex{} && next == Complex{}) continue;
        turn(windows, clock, m, [&](std::size_t i, Complex hand) {
            const double share = static_cast<double>(i - m * windows.hop) / static_cast<double>(windows.hop);
            const Complex size = here + share * (next - here);
            signal[i] -= static_cast<float>(2 * (size * hand).real());
        });
    }
    return hum;
}

}  // namespace

Result<std::vector<Hum>> removeHum(std::span<float> signal, double rate_hz, const Job& job) {
    if (!(rate_hz > 0) || !std::isfinite(rate_hz)) {
        return fail(ErrorCode::wrong_use,
                    text::say("hum of a lead of {1} samples a second cannot be found", text::fixedText(rate_hz, 6)),
                    "hum", "give the lead's sampling rate");
    }
    std::vector<Hum> found;
    if (static_cast<double>(signal.size()) < 2 * kHop_s * rate_hz) return found;
    std::vector<float> bridged(signal.begin(), signal.end());
    if (bridgeGaps(bridged) == bridged.size()) return found;
    for (const double mains_hz : {50.0, 60.0}) {
        for (double hz = mains_hz; hz + kMostDeviation_hz < kHighestPart * rate_hz; hz += mains_hz) {
            if (job.stopRequested())
                return fail(ErrorCode::cancelled, "looking for hum was stopped", {}, "start it again");
            if (mains_hz == 60.0 && std::fmod(hz, 300.0) == 0.0) continue;  // 300 Hz are of both
            const Hum hum = takeOut(bridged, windowsOf(bridged, rate_hz), hz);
            if (hum.share > 0) found.push_back(hum);
        }
    }
    for (std::size_t i = 0; i < signal.size(); ++i) {
        if (std::isfinite(signal[i])) signal[i] = bridged[i];
    }
    return found;
}

Result<Conditioned> conditionLead(std::span<const float> signal, double rate_hz, const Job& job) {
    Conditioned out{{signal.begin(), signal.end()}, {}};
    auto hum = removeHum(out.samples, rate_hz, job);
    if (!hum) return std::unexpected(std::move(hum.error()));
    out.hum = std::move(*hum);
    auto filtered = filterLead(out.samples, rate_hz, {kWanderEdge_hz, kBandEdge_hz, 0}, job);
    if (!filtered) return std::unexpected(std::move(filtered.error()));
    out.samples = std::move(*filtered);
    return out;
}

}  // namespace triptych::dsp
