// Everything that this room looks at, gathered by whoever has it: beats, what they are, the signal, its holes and
// noise, and the waves of beats where somebody looked at them. Nothing here is owned.
#pragma once

#include "core/beats/readability.h"
#include "core/beats/signal_gaps.h"
#include "core/beats/signal_quality.h"
#include "core/domain/beat.h"
#include "core/domain/beat_class.h"
#include "core/domain/silence.h"
#include "core/domain/waves.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>

namespace triptych::rhythm {

inline constexpr double kView_hz = 125;  // of the samples

struct RhythmView {
    double duration_s = 0;
    const BeatList* beats = nullptr;                       // by ascending sample
    std::span<const BeatClass> classes;                    // [beats]
    std::span<const Silence> silence;                      // [beats], why there is no class; empty: all have one
    std::span<const float> samples;                        // the lead at kView_hz, mV or its own unit
    const beats::SignalGaps* gaps = nullptr;               // may be null
    const beats::QualityTrack* quality = nullptr;          // may be null
    std::span<const beats::UnreadableStretch> unreadable;  // beats::unreadableSpans(); empty: all can be read
    const LeadWaves* waves = nullptr;                      // of the same beats; may be null
    std::span<const std::uint8_t> waves_known;  // [beats] 1: somebody looked for this beat's waves; empty: none

    [[nodiscard]] double time_s(std::size_t beat) const {
        return static_cast<double>(beats->beats[beat].sample) / beats->rate_hz;
    }
    // The first beat at that time or after it; size() where there is none.
    [[nodiscard]] std::size_t firstFrom(double at_s) const {
        const auto sample = static_cast<std::int64_t>(std::ceil(at_s * beats->rate_hz));
        const auto found = std::ranges::lower_bound(beats->beats, sample, {}, &Beat::sample);
        return static_cast<std::size_t>(found - beats->beats.begin());
    }
    // Is it counted among the beats of its class?
    [[nodiscard]] bool hasClass(std::size_t beat) const {
        return beat >= silence.size() || silence[beat] == Silence::none;
    }
    [[nodiscard]] std::size_t size() const { return beats->beats.size(); }
};

}  // namespace triptych::rhythm
