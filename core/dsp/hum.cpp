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
    std::vector<double> weight;   // of sample centre - hop + i
    std::vector<double> weights;  // their sum, of each window
    std::vector<double> mean;     // weighted
    std::vector<double> size;     // root mean square about it

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
                    {},     {},      {},
                    {}};
    for (std::size_t i = 0; i < 2 * windows.hop; ++i) {
        const double t = static_cast<double>(i) / static_cast<double>(2 * windows.hop);
        windows.weight.push_back(0.5 - 0.5 * std::cos(2 * std::numbers::pi * t));
    }
    windows.mean.resize((signal.size() - 1) / windows.hop + 1);
    windows.size.resize(windows.mean.size());
    windows.weights.resize(windows.mean.size());
    for (std::size_t m = 0; m < windows.count(); ++m) {
        const auto [first, past] = windows.range(m);
        double sum = 0, squares = 0, weights = 0;
        for (std::size_t i = first; i < past; ++i) {
            const double weight = windows.weightAt(m, i), value = static_cast<double>(signal[i]);
            sum += weight * value;
            squares += weight * value * value;
            weights += weight;
        }
        windows.weights[m] = weights;
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
    const double hop = std::fmod(step * static_cast<double>(windows.hop), 2 * std::numbers::pi);
    Clock clock{{}, std::vector<double>(windows.count(), step)};
    clock.phase.reserve(windows.count());
    for (std::size_t m = 0; m < windows.count(); ++m) clock.phase.push_back(hop * static_cast<double>(m));
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

// Several clocks read together cost little more than one: what is added up for one of them waits for itself alone.
constexpr std::size_t kAbreast = 4, kTogether = 2 * kAbreast;
using Abreast [[gnu::vector_size(kAbreast * sizeof(double))]] = double;
struct Hands {
    std::array<Abreast, 2> re{}, im{};
    void set(std::size_t clock, Complex value) {
        re[clock / kAbreast][clock % kAbreast] = value.real();
        im[clock / kAbreast][clock % kAbreast] = value.imag();
    }
    [[nodiscard]] Complex at(std::size_t clock) const {
        return {re[clock / kAbreast][clock % kAbreast], im[clock / kAbreast][clock % kAbreast]};
    }
};

// What a sample of a hop adds to the window that ends after it and to the one that begins with it: its value about the
// window's mean, weighted.
struct Term {
    double ends = 0, begins = 0;
};

// Turns the hands by `steps` from sample to sample, and adds the terms up against them.
[[gnu::always_inline]] inline void addAnyhow(std::span<const Term> terms, const Hands& start, const Hands& steps,
                                             Hands& ends, Hands& begins) {
    Hands hands = start, of_ends = ends, of_begins;
    for (const Term& term : terms) {
        for (std::size_t half = 0; half < hands.re.size(); ++half) {
            const Abreast re = hands.re[half], im = hands.im[half];
            of_ends.re[half] += term.ends * re;
            of_ends.im[half] -= term.ends * im;
            of_begins.re[half] += term.begins * re;
            of_begins.im[half] -= term.begins * im;
            hands.re[half] = re * steps.re[half] - im * steps.im[half];
            hands.im[half] = re * steps.im[half] + im * steps.re[half];
        }
    }
    ends = of_ends;
    begins = of_begins;
}

#if defined(__x86_64__)
// Without fused products, so that every processor finds the same.
[[gnu::target("avx2")]] void addAvx2(std::span<const Term> terms, const Hands& start, const Hands& steps, Hands& ends,
                                     Hands& begins) {
    addAnyhow(terms, start, steps, ends, begins);
}
#endif

void add(std::span<const Term> terms, const Hands& start, const Hands& steps, Hands& ends, Hands& begins) {
#if defined(__x86_64__)
    static const bool has_avx2 = __builtin_cpu_supports("avx2") != 0;
    if (has_avx2) return addAvx2(terms, start, steps, ends, begins);
#endif
    addAnyhow(terms, start, steps, ends, begins);
}

// The sine at each clock's frequency in each window: A/2 exp(i phase) of A cos(clock + phase). kTogether clocks at
// most.
std::vector<std::vector<Complex>> seenBy(const Windows& windows, std::span<const Clock> clocks) {
    std::vector<std::vector<Complex>> seen(clocks.size(), std::vector<Complex>(windows.count()));
    std::vector<Term> terms;
    Hands next;  // what the first half of the next window has added up to
    for (std::size_t m = 0; m < windows.count(); ++m) {
        const std::size_t first = m * windows.hop, past = std::min(windows.signal.size(), first + windows.hop);
        const double mean = windows.mean[m], next_mean = windows.mean[std::min(m + 1, windows.count() - 1)];
        const double weights = windows.weights[m];
        terms.clear();
        for (std::size_t i = first; i < past; ++i) {
            const auto value = static_cast<double>(windows.signal[i]);
            terms.push_back({windows.weightAt(m, i) * (value - mean), windows.weight[i - first] * (value - next_mean)});
        }
        Hands start, steps;
        for (std::size_t c = 0; c < clocks.size(); ++c) {
            start.set(c, std::polar(1.0, clocks[c].phase[m]));
            steps.set(c, std::polar(1.0, clocks[c].step[m]));
        }
        Hands sums = next;
        add(terms, start, steps, sums, next);
        for (std::size_t c = 0; c < clocks.size(); ++c) seen[c][m] = weights > 0 ? sums.at(c) / weights : sums.at(c);
    }
    for (std::vector<Complex>& of : seen) {
        for (std::size_t m = 0; m < of.size(); ++m) {
            if (!windows.isWhole(m)) of[m] = of[windows.wholeFor(m)];
        }
    }
    return seen;
}

// How much lies beside hum in each window, the most but one of what was `seen` there: what it has to stand out of.
std::vector<double> floorOf(const Windows& windows, std::span<const std::vector<Complex>> seen) {
    std::vector<double> out;
    std::vector<double> sizes(seen.size());
    for (std::size_t m = 0; m < windows.count(); ++m) {
        for (std::size_t k = 0; k < seen.size(); ++k) sizes[k] = std::abs(seen[k][m]);
        std::sort(sizes.begin(), sizes.end());
        out.push_back(std::max(sizes[sizes.size() - 2], kLeastShare * windows.size[m]));
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
    std::vector<Clock> clocks{steadyClock(windows, nominal_hz)};
    for (const double beside_hz : kBeside_hz) {
        // Beyond half the rate the hum itself comes back.
        if (nominal_hz + beside_hz > windows.rate_hz / 2) continue;
        clocks.push_back(steadyClock(windows, nominal_hz + beside_hz));
    }
    static_assert(kBeside_hz.size() + 1 <= kTogether);
    std::vector<std::vector<Complex>> all = seenBy(windows, clocks);
    const std::vector<double> floor = floorOf(windows, std::span(all).subspan(1));
    std::vector<Complex> seen = std::move(all.front());
    const auto standsOut = [&] {
        for (std::size_t m = 0; m < seen.size(); ++m) {
            if (trust(std::abs(seen[m]), floor[m]) > 0) return true;
        }
        return false;
    };
    if (!standsOut()) return hum;
    const Clock clock = followed(windows, nominal_hz, seen, floor);
    seen = std::move(seenBy(windows, {&clock, 1}).front());
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
