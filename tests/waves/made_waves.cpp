#include "tests/waves/made_waves.h"

#include "tests/support/float_source.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>
#include <stdexcept>

namespace triptych::test {
namespace {

// From 0 at its ends to 1 at its peak, each half a half of a cosine.
double bump(const WaveTimes& at_s, double time_s) {
    if (time_s <= at_s[0] || time_s >= at_s[2]) return 0;
    const double share =
        time_s < at_s[1] ? (time_s - at_s[0]) / (at_s[1] - at_s[0]) : (at_s[2] - time_s) / (at_s[2] - at_s[1]);
    return 0.5 - 0.5 * std::cos(std::numbers::pi * share);
}

// Strokes between the corners of Q, R and S.
double strokes(const WaveTimes& at_s, double time_s) {
    const std::array<std::pair<double, double>, 5> corners = {{{at_s[0], 0},
                                                               {at_s[0] + 0.4 * (at_s[1] - at_s[0]), -0.12},
                                                               {at_s[1], 1},
                                                               {at_s[1] + 0.55 * (at_s[2] - at_s[1]), -0.25},
                                                               {at_s[2], 0}}};
    for (std::size_t i = 1; i < corners.size(); ++i) {
        const auto [from_s, from] = corners[i - 1];
        const auto [to_s, to] = corners[i];
        if (time_s >= from_s && time_s < to_s) return from + (to - from) * (time_s - from_s) / (to_s - from_s);
    }
    return 0;
}

std::vector<MadeBeat> beatsOf(const MadeWavesPlan& plan) {
    std::vector<MadeBeat> out;
    double r_s = 0.5;
    for (std::size_t beat = 0; r_s < plan.duration_s - 0.1; ++beat) {
        MadeBeat made;
        if (plan.has_p) made.p = WaveTimes{r_s - 0.19, r_s - 0.14, r_s - 0.09};
        made.qrs = {r_s - 0.04, r_s, r_s + 0.05};
        made.t = {r_s + 0.17, r_s + 0.27, r_s + 0.34};
        out.push_back(made);
        r_s += plan.interval_s(beat);
    }
    return out;
}

}  // namespace

RecordingPtr recordingOf(std::vector<std::vector<float>> leads, double rate_hz, const std::vector<std::string>& names) {
    Recording recording;
    recording.name = "made";
    recording.format = "made";
    for (std::size_t i = 0; i < leads.size(); ++i) {
        Lead lead;
        lead.name = lead.original_name = names[i];
        lead.rate_hz = rate_hz;
        lead.samples = static_cast<std::int64_t>(leads[i].size());
        recording.duration_s = std::max(recording.duration_s, static_cast<double>(lead.samples) / rate_hz);
        recording.leads.push_back(lead);
    }
    recording.source = std::make_shared<FloatSource>(std::move(leads));
    return std::make_shared<const Recording>(std::move(recording));
}

MadeWaves madeWaves(const MadeWavesPlan& plan) {
    MadeWaves made;
    made.truth = beatsOf(plan);
    std::mt19937 random(plan.seed);
    std::normal_distribution<double> normal;
    std::vector<std::vector<float>> leads;
    const auto samples = static_cast<std::size_t>(plan.duration_s * plan.rate_hz);
    for (std::size_t lead = 0; lead < plan.leads.size(); ++lead) {
        const double size = plan.sizes[lead % plan.sizes.size()];
        std::vector<double> values(samples, 0);
        double power = 0;
        for (std::size_t i = 0; i < samples; ++i) {
            const double time_s = static_cast<double>(i) / plan.rate_hz;
            for (const MadeBeat& beat : made.truth) {
                if (time_s < beat.qrs[0] - 0.4 || time_s > beat.t[2]) continue;
                values[i] += size * (strokes(beat.qrs, time_s) + 0.3 * bump(beat.t, time_s));
                if (beat.p) values[i] += size * 0.14 * bump(*beat.p, time_s);
                if (plan.spikes && std::abs(time_s - (beat.qrs[0] - 0.025)) < 0.001) values[i] += 3 * size;
            }
            if (plan.fibrillation_mv > 0) {
                const double turns = 6 * time_s + 0.3 * std::sin(time_s);
                values[i] += plan.fibrillation_mv *
                             (std::sin(2 * std::numbers::pi * turns) + 0.4 * std::sin(4 * std::numbers::pi * turns));
            }
            power += values[i] * values[i] / static_cast<double>(samples);
        }
        // Noise is said by what of it lies below 100 Hz: a higher rate spreads the same deviation over more.
        const double share = std::max(plan.rate_hz / 2 / 100, 1.0);
        const double deviation = std::sqrt(power * std::pow(10.0, -plan.noise_db / 10) * share);
        auto& out = leads.emplace_back(samples);
        for (std::size_t i = 0; i < samples; ++i) {
            out[i] = static_cast<float>(values[i] + (deviation > 0 ? deviation * normal(random) : 0));
            if (plan.change) out[i] = plan.change(lead, static_cast<double>(i) / plan.rate_hz, out[i]);
        }
    }
    made.recording = recordingOf(std::move(leads), plan.rate_hz, plan.leads);
    made.beats.lead_name = plan.leads.front();
    made.beats.rate_hz = plan.rate_hz;
    for (const MadeBeat& beat : made.truth) {
        made.beats.beats.push_back({std::llround(beat.qrs[1] * plan.rate_hz), kNormal});
    }
    return made;
}

const waves::Delineator& shipped() {
    static const auto loaded = waves::loadDelineator(std::string(TRIPTYCH_SOURCE_DIR) + "/models/waves");
    if (!loaded) throw std::runtime_error(sentence(loaded.error()));
    return **loaded;
}

MarkErrors errorsOf(const MadeWaves& made, const LeadWaves& waves, WhichWave wave, std::size_t mark) {
    MarkErrors out;
    std::vector<double> errors_ms;
    for (std::size_t i = 0; i < made.truth.size(); ++i) {
        const MadeBeat& truth = made.truth[i];
        if (truth.qrs[1] < 1 || truth.qrs[1] > made.recording->duration_s - 1) continue;
        if (wave == kTheP && !truth.p) continue;
        ++out.wanted;
        const WaveTimes& at_s = wave == kTheP ? *truth.p : wave == kTheQrs ? truth.qrs : truth.t;
        const BeatWaves& beat = waves.beats[i];
        const auto& found = wave == kTheP ? beat.p : wave == kTheQrs ? beat.qrs : beat.t;
        if (!found || !found->certain()) continue;
        const auto& fiducial = mark == 0 ? found->onset : mark == 1 ? found->peak : found->offset;
        if (!fiducial) continue;
        ++out.found;
        errors_ms.push_back((fiducial->sample / waves.rate_hz - at_s[mark]) * 1000);
    }
    for (const double error : errors_ms) out.mean_ms += error / static_cast<double>(errors_ms.size());
    for (const double error : errors_ms) {
        out.deviation_ms += (error - out.mean_ms) * (error - out.mean_ms) / static_cast<double>(errors_ms.size());
    }
    out.deviation_ms = std::sqrt(out.deviation_ms);
    return out;
}

std::size_t certainOf(const LeadWaves& waves, std::optional<Wave> BeatWaves::*wave) {
    return static_cast<std::size_t>(std::count_if(waves.beats.begin(), waves.beats.end(), [&](const BeatWaves& beat) {
        return beat.*wave && (beat.*wave)->certain();
    }));
}

}  // namespace triptych::test
