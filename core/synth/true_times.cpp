#include "core/synth/true_times.h"

#include "core/synth/beat_shapes.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace triptych::synth {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
// Other waves and the baseline move a wave's peak by less than this part of its own deviation...
constexpr double kNear = 0.8;
// ...and by a few samples at least.
constexpr double kFewest_s = 0.008;

char symbolOf(BeatKind kind) {
    switch (kind) {
        case BeatKind::pvc:
            return 'V';
        case BeatKind::apc:
            return 'A';
        case BeatKind::paced:
            return '/';
        case BeatKind::normal:
        case BeatKind::junctional:
            break;
    }
    return 'N';
}

double peakNear(std::span<const float> clean, double rate_hz, double centre_s, double reach_s, bool upwards) {
    const auto last = static_cast<double>(clean.size() - 1);
    const double centre = std::floor(centre_s * rate_hz + 0.5);
    if (centre < 0 || centre > last) return kNone;
    const double reach = std::max(std::floor(reach_s * rate_hz + 0.5), 1.0);
    const auto begin = clean.begin() + static_cast<std::ptrdiff_t>(std::max(centre - reach, 0.0));
    const auto end = clean.begin() + static_cast<std::ptrdiff_t>(std::min(centre + reach, last)) + 1;
    const auto peak = upwards ? std::max_element(begin, end) : std::min_element(begin, end);
    return static_cast<double>(peak - clean.begin()) / rate_hz;
}

}  // namespace

std::vector<BeatTruth> trueTimes(const std::vector<PlannedBeat>& beats, std::span<const float> clean, double rate_hz,
                                 double mean_rate_bpm) {
    std::vector<BeatTruth> truth;
    for (const PlannedBeat& beat : beats) {
        const BeatShape shape = shapeOf(beat.kind, mean_rate_bpm);
        const double radians_s = beat.sinus_rr_s / (2 * std::numbers::pi);
        const auto peak = [&](WaveName name) {
            const Wave& wave = shape[name];
            const double height_mv = wave.height_mv[kLeadII];
            if (height_mv == 0) return kNone;
            const double reach_s = std::max(kNear * wave.width * radians_s, kFewest_s);
            return peakNear(clean, rate_hz, beat.r_s + wave.angle * radians_s, reach_s, height_mv > 0);
        };
        const double r_s = peak(kR);
        if (std::isnan(r_s)) continue;
        const bool p_was_added = beat.p_s >= 0 && beat.p_s < static_cast<double>(clean.size()) / rate_hz;
        truth.push_back({p_was_added ? beat.p_s : peak(kP), peak(kQ), r_s, peak(kS), peak(kT),
                         beat.symbol != 0 ? beat.symbol : symbolOf(beat.kind)});
    }
    return truth;
}

}  // namespace triptych::synth
