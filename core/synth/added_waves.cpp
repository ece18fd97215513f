#include "core/synth/added_waves.h"

#include "core/synth/exact_math.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace triptych::synth {
namespace {

using Heights = std::array<double, kModelLeads>;

constexpr Heights kFWave_mv{0.02, 0.05, 0.09, 0.05, 0.04, 0.03, 0.03, 0.03};
constexpr Heights kSaw_mv{-0.03, -0.16, 0.12, 0.08, 0.05, -0.04, -0.08, -0.09};
constexpr Heights kVf_mv{0.3, 0.5, 0.35, 0.45, 0.5, 0.5, 0.45, 0.4};
constexpr Heights kSpike_mv{0.4, 0.9, -0.5, -0.5, -0.3, 0.3, 0.7, 0.7};
constexpr double kSpike_s = 0.002;
constexpr double kSaw_s = 0.2;
constexpr double kFade_s = 0.15;  // in and out of a part
constexpr std::uint64_t kAddedStream = 100;

void addBump(ModelLeads& leads, double rate_hz, double at_s, double width_s, const Heights& heights_mv) {
    const auto count = static_cast<std::int64_t>(leads[0].size());
    const auto first = static_cast<std::int64_t>(std::ceil((at_s - 5 * width_s) * rate_hz));
    const auto last = static_cast<std::int64_t>(std::floor((at_s + 5 * width_s) * rate_hz));
    for (std::int64_t i = std::max<std::int64_t>(first, 0); i <= std::min(last, count - 1); ++i) {
        const double distance = (static_cast<double>(i) / rate_hz - at_s) / width_s;
        const double part = exactExp(-distance * distance / 2);
        for (std::size_t lead = 0; lead < kModelLeads; ++lead) {
            leads[lead][static_cast<std::size_t>(i)] += static_cast<float>(heights_mv[lead] * part);
        }
    }
}

// At least one sample, whatever the rate.
void addSpike(ModelLeads& leads, double rate_hz, double at_s) {
    const auto first = static_cast<std::int64_t>(std::floor(at_s * rate_hz + 0.5));
    const auto samples = std::max<std::int64_t>(1, static_cast<std::int64_t>(std::floor(kSpike_s * rate_hz)));
    for (std::int64_t i = std::max<std::int64_t>(first, 0);
         i < std::min(first + samples, static_cast<std::int64_t>(leads[0].size())); ++i) {
        for (std::size_t lead = 0; lead < kModelLeads; ++lead) {
            leads[lead][static_cast<std::size_t>(i)] += static_cast<float>(kSpike_mv[lead]);
        }
    }
}

// A wave whose frequency and size wander, a new aim every 0.4 s.
class Wanderer {
public:
    Wanderer(double low_hz, double high_hz, Random& random) : low_hz_(low_hz), high_hz_(high_hz), random_(random) {
        hz_ = aim_hz_ = between(low_hz, high_hz);
        turns_ = random.uniform();
    }
    double next(double step_s) {
        left_s_ -= step_s;
        if (left_s_ <= 0) {
            left_s_ = 0.4;
            aim_hz_ = between(low_hz_, high_hz_);
            aim_size_ = between(0.5, 1.1);
        }
        hz_ += (aim_hz_ - hz_) * step_s / 0.3;
        size_ += (aim_size_ - size_) * step_s / 0.3;
        turns_ += hz_ * step_s;
        return size_ * (sinTurns(turns_) + 0.25 * sinTurns(2 * turns_ + 0.2));
    }

private:
    double between(double low, double high) { return low + (high - low) * random_.uniform(); }
    double low_hz_, high_hz_;
    Random& random_;
    double hz_ = 5, aim_hz_ = 5, size_ = 0.8, aim_size_ = 0.8, turns_ = 0, left_s_ = 0;
};

// A tooth falls slowly and rises fast, without a step.
double saw(double time_s) {
    const double tooth = time_s / kSaw_s - std::floor(time_s / kSaw_s);
    return tooth < 0.75 ? 1 - tooth / 0.375 : (tooth - 0.75) / 0.125 - 1;
}

void addPart(ModelLeads& leads, double rate_hz, const RhythmPart& part, double saw_from_s, Random& random) {
    Wanderer f_wave(5, 7, random), vf(3, 6, random);
    const auto count = static_cast<std::int64_t>(leads[0].size());
    const auto first = std::max<std::int64_t>(0, static_cast<std::int64_t>(std::ceil(part.from_s * rate_hz)));
    const auto past = std::min(count, static_cast<std::int64_t>(std::ceil(part.to_s * rate_hz)));
    for (std::int64_t i = first; i < past; ++i) {
        const double time_s = static_cast<double>(i) / rate_hz;
        const double fade = std::clamp(std::min(time_s - part.from_s, part.to_s - time_s) / kFade_s, 0.0, 1.0);
        double value = 0;
        const Heights* heights = &kFWave_mv;
        if (part.rhythm == MadeRhythm::af) {
            value = f_wave.next(1 / rate_hz);
        } else if (part.rhythm == MadeRhythm::vf) {
            value = vf.next(1 / rate_hz);
            heights = &kVf_mv;
        } else {
            value = saw(time_s - saw_from_s);
            heights = &kSaw_mv;
        }
        for (std::size_t lead = 0; lead < kModelLeads; ++lead) {
            leads[lead][static_cast<std::size_t>(i)] += static_cast<float>(fade * value * (*heights)[lead]);
        }
    }
}

}  // namespace

void addWaves(ModelLeads& leads, double rate_hz, double mean_rate_bpm, const AddedWaves& added, std::uint64_t seed) {
    if (leads[0].empty()) return;
    const Wave p = shapeOf(BeatKind::normal, mean_rate_bpm)[kP];
    const double p_width_s = p.width / (2 * std::numbers::pi) * 60 / mean_rate_bpm;
    for (const double at_s : added.p_s) addBump(leads, rate_hz, at_s, p_width_s, p.height_mv);
    for (const double at_s : added.spikes_s) addSpike(leads, rate_hz, at_s);
    for (std::size_t i = 0; i < added.parts.size(); ++i) {
        const MadeRhythm rhythm = added.parts[i].rhythm;
        if (rhythm != MadeRhythm::af && rhythm != MadeRhythm::flutter && rhythm != MadeRhythm::vf) continue;
        Random random(seed, kAddedStream + i);
        addPart(leads, rate_hz, added.parts[i], added.saw_from_s[i], random);
    }
}

}  // namespace triptych::synth
