// The waves of beats as somebody delineated them: where P, QRS and T begin, peak and end, how sure that is, and which
// of them are not there. A wave without evidence is absent, never guessed; a mark that could not be placed is absent by
// itself, whatever else of its wave was found.
#pragma once

#include "core/domain/layer.h"
#include "core/text/said.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace triptych {

// Below this a mark or a wave is drawn as uncertain and left out of means, intervals and amplitudes of the recording.
inline constexpr float kSureEnough = 0.5F;

struct Fiducial {
    double sample = 0;  // on the lead's own clock, with fractions: 128 Hz would cost 4 ms
    float sure = 1;     // 0..1
};

struct Wave {
    std::optional<Fiducial> onset;
    std::optional<Fiducial> peak;
    std::optional<Fiducial> offset;
    float sure = 1;  // 0..1, that this wave is there at all

    [[nodiscard]] bool certain() const { return sure >= kSureEnough; }
};

// Of one beat on one lead. P is the P wave that belongs to this beat: the last one before its QRS.
struct BeatWaves {
    std::optional<Wave> p;    // nullopt: there is none, or none can be seen
    std::optional<Wave> qrs;  // nullopt: the beat cannot be read on this lead; p and t are then nullopt, too
    std::optional<Wave> t;
};

// Of one lead; beats[i] are the waves of the i-th beat of the list that was delineated, on every lead of a recording
// the same list. Immutable once shared.
struct LeadWaves {
    std::size_t lead = 0;  // index into Recording::leads
    double rate_hz = 0;    // of that lead; time_s = sample / rate_hz
    LayerSource source;
    bool complete = true;  // false: it is still being made, or was stopped: beats that were not looked at have no waves
    std::vector<BeatWaves> beats;
    text::Said unreadable;  // why the whole lead has none, in one sentence ("the lead is flat"); empty otherwise
};
using LeadWavesPtr = std::shared_ptr<const LeadWaves>;

}  // namespace triptych
