#include "core/rhythm/ventricular_flutter.h"

#include "core/beats/median.h"
#include "core/dsp/filter.h"
#include "core/rhythm/view.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace triptych::rhythm {
namespace {

constexpr std::size_t kLook = 500, kHop = 125;  // samples: 4 s, 1 s
constexpr double kSlowest_hz = 1.8, kFastest_hz = 8;
// Looks between two that are surely a wave: what a look that straddles its edge may spoil. More of them and beats have
// come back: of 207 eight beats at sixty per minute lie between two flutters.
constexpr std::size_t kBridge = 3;
// As many where all of them are faster than a heart and away from the base line: the wave loses its shape for a while,
// and no heart beats in between. Of 207 a seventh of the flutter is such; beats that are wide are slower.
constexpr std::size_t kLongBridge = 16;
constexpr double kFasterThanBeats_hz = 3, kNeverAtRest = 0.25;
constexpr double kHalfOfLook_s = 2;
// Of what the lead usually reaches: fine fibrillation has a tenth, a line that flickers by one unit a hundredth.
constexpr double kSmallest = 0.04;
// Wander takes a wave's halves apart and hum makes it look fast; the waves of flutter lie between.
constexpr dsp::FilterSpec kWaves{0.5, 30, 0};

// Four seconds each, a second apart; empty when stopped.
std::vector<WaveLook> looksAt(std::span<const float> samples, const Job& job) {
    const auto waves = dsp::filterLead(samples, kView_hz, kWaves, {job.stop, {}});
    if (!waves) return {};
    std::vector<WaveLook> looks;
    for (std::size_t first = 0; first + kLook <= waves->size(); first += kHop) {
        if (looks.size() % 256 == 0 && job.stopRequested()) return {};
        looks.push_back(lookAtWave(std::span(*waves).subspan(first, kLook)));
    }
    return looks;
}

// What half of the looks reach.
double usualSize(const std::vector<WaveLook>& looks) {
    std::vector<double> sizes;
    for (const WaveLook& look : looks) sizes.push_back(look.largest);
    return beats::quantileInPlace(std::span(sizes), 0.5);
}

}  // namespace

WaveLook lookAtWave(std::span<const float> samples) {
    WaveLook out;
    const std::size_t n = samples.size();
    if (n < 8) return out;
    double mean = 0, sizes = 0, changes = 0, largest = 0;
    for (const float value : samples) mean += static_cast<double>(value) / static_cast<double>(n);
    for (std::size_t i = 0; i < n; ++i) {
        const double value = std::abs(static_cast<double>(samples[i]) - mean);
        sizes += value;
        largest = std::max(largest, value);
        if (i > 0) changes += std::abs(static_cast<double>(samples[i]) - static_cast<double>(samples[i - 1]));
    }
    out.largest = largest;
    if (!(changes > 0) || !(largest > 0)) return out;
    const auto half = static_cast<std::size_t>(
        std::clamp(std::round(std::numbers::pi * sizes / changes), 1.0, static_cast<double>(n / 2)));
    double sum = 0, apart = 0, beyond = 0;
    for (std::size_t i = 0; i < n; ++i) {
        const double value = static_cast<double>(samples[i]) - mean;
        beyond += std::abs(value) > 0.2 * largest ? 1 : 0;
        if (i < half) continue;
        const double before = static_cast<double>(samples[i - half]) - mean;
        sum += std::abs(value + before);
        apart += std::abs(value) + std::abs(before);
    }
    out.leakage = apart > 0 ? sum / apart : 1;
    out.filled = beyond / static_cast<double>(n);
    out.hz = kView_hz / (2 * static_cast<double>(half));
    return out;
}

std::vector<Episode> ventricularFlutter(std::span<const float> samples, const Job& job) {
    const std::vector<WaveLook> looks = looksAt(samples, job);
    const double least = kSmallest * usualSize(looks);
    const auto is = [&](const WaveLook& look, double leakage, double filled) {
        return look.leakage < leakage && look.filled >= filled && look.hz >= kSlowest_hz && look.hz <= kFastest_hz &&
               look.largest >= least;
    };
    std::vector<Episode> out;
    for (std::size_t i = 0; i < looks.size(); ++i) {
        if (!is(looks[i], kSurelyAWave, kFilled)) continue;
        std::size_t first = i, last = i;
        while (first > 0 && is(looks[first - 1], kStillAWave, kStillFilled)) --first;
        bool restless = true;  // since `last`
        for (std::size_t k = i + 1; k < looks.size() && k <= last + (restless ? kLongBridge : kBridge); ++k) {
            const bool sure = is(looks[k], kSurelyAWave, kFilled);
            restless = restless && looks[k].hz >= kFasterThanBeats_hz && looks[k].filled >= kNeverAtRest;
            if (!sure && (k != last + 1 || !is(looks[k], kStillAWave, kStillFilled))) continue;
            last = k;
            restless = true;
        }
        double leakage = 0, filled = 0;
        for (std::size_t k = first; k <= last; ++k) {
            leakage += looks[k].leakage / static_cast<double>(last - first + 1);
            filled += looks[k].filled / static_cast<double>(last - first + 1);
        }
        // A look speaks for its middle; at the ends of the recording, and for a single one, for all of it.
        const double from_s = static_cast<double>(first) + (first == 0 ? 0 : kHalfOfLook_s - 0.5);
        const double to_s =
            static_cast<double>(last) + (last + 1 == looks.size() ? 2 * kHalfOfLook_s : kHalfOfLook_s + 0.5);
        const double probability = std::clamp(1.3 - leakage, 0.5, 0.99);
        if (!out.empty() && from_s <= out.back().span.to_s) {
            out.back().span.to_s = std::max(out.back().span.to_s, to_s);
        } else {
            out.push_back({Rhythm::vf,
                           {from_s, to_s},
                           probability,
                           {{text::idOf("what is left of the wave half a period later"), leakage, kStillAWave, false},
                            {text::idOf("the share of time away from the base line"), filled, kStillFilled, true}}});
        }
        i = last;
    }
    return out;
}

bool showsBeats(std::span<const float> samples, const Job& job) {
    const std::vector<WaveLook> looks = looksAt(samples, job);
    return !looks.empty() && std::ranges::all_of(looks, [](const WaveLook& look) {
        return look.leakage >= kStillAWave && look.filled >= kSomeBeats && look.filled < kAtRestBetween;
    });
}

}  // namespace triptych::rhythm
