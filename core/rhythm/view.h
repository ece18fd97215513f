// Everything that this room looks at, gathered by whoever has it: beats, what they are, the signal, its holes and
// noise, and the waves of beats where somebody looked at them. Nothing here is owned.
#pragma once

#include "core/beats/signal_gaps.h"
#include "core/beats/signal_quality.h"
#include "core/domain/beat.h"
#include "core/domain/beat_class.h"
#include "core/domain/waves.h"

#include <cstdint>
#include <span>

namespace triptych::rhythm {

inline constexpr double kView_hz = 125;  // of the samples

struct RhythmView {
    double duration_s = 0;
    const BeatList* beats = nullptr;               // by ascending sample
    std::span<const BeatClass> classes;            // [beats]
    std::span<const float> samples;                // the lead at kView_hz, mV or its own unit
    const beats::SignalGaps* gaps = nullptr;       // may be null
    const beats::QualityTrack* quality = nullptr;  // may be null
    const LeadWaves* waves = nullptr;              // of the same beats; may be null
    std::span<const std::uint8_t> waves_known;     // [beats] 1: somebody looked for this beat's waves; empty: none

    [[nodiscard]] double time_s(std::size_t beat) const {
        return static_cast<double>(beats->beats[beat].sample) / beats->rate_hz;
    }
    [[nodiscard]] std::size_t size() const { return beats->beats.size(); }
};

}  // namespace triptych::rhythm
