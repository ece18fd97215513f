// Copies of a recording as a day of life would have spoilt it: moving electrodes, muscles, mains, breath, amplifiers at
// their limit, recorders of a narrow band. What follows from a recording (typical beat, likeness, P waves, the row of
// beats) is then computed as for any other, so that a beat's inputs agree with each other and show the noise that a
// reader would see in all of them.
#pragma once

#include "core/domain/beat.h"
#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/domain/recording.h"
#include "core/statistics/random.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace triptych::inference::training {

// Noise of electrodes as it was recorded, in mV; may be empty.
struct RecordedNoise {
    std::vector<std::vector<float>> signals;
    double rate_hz = 0;
};
// Of `noise/em` beside or under a folder of records: its first six minutes teach, the rest tests. Errors: not_found,
// those of the reader.
inline constexpr double kTeachingNoise_s = 360;
[[nodiscard]] Result<RecordedNoise> teachingNoise(const std::string& data_folder, const Job& job);

// Peak to peak within 50 ms of the beats' marks, the median of them; 0 where there is none.
[[nodiscard]] double qrsSize(std::span<const float> lead, double rate_hz, const BeatList& beats);

// The recording in memory, its leads spoilt. In stretches of 40 to 160 s of its own: one in five stays as it is; the
// others get moving electrodes (24 to 3 dB of the QRS as in synth/noise_stress.h) or muscle noise (26 to 6 dB), or
// both, some of them mains (up to 1 mV), wander (up to 1.5 mV), clipping or another gain beside. One copy in three is
// of a narrow band throughout. `beats`: of any lead, for where the QRS complexes are.
[[nodiscard]] Recording spoilt(const Recording& recording, const BeatList& beats, const RecordedNoise& noise,
                               Random& random);

// One disturbance of the whole recording, for measuring what it costs. `amount`: mV, of white noise its root mean
// square; of moving electrodes dB.
enum class Disturbance : std::uint8_t { none, hum_50, hum_60, white, wander, electrodes };
[[nodiscard]] Recording disturbed(const Recording& recording, const BeatList& beats, Disturbance by, double amount,
                                  const RecordedNoise& noise, Random& random);

}  // namespace triptych::inference::training
