// The few functions that a made-up ECG needs, computed by additions and multiplications alone: the C library's differ
// in the last bit between versions, and a recording must be the same for its seed on every machine.
#pragma once

namespace triptych::synth {

// e^x, within two units in the last place, for x in [-700, 700].
[[nodiscard]] double exactExp(double x);

// sin(2π·turns) and cos(2π·turns), within 1e-15, for any finite number of turns below 2^50.
[[nodiscard]] double sinTurns(double turns);
[[nodiscard]] double cosTurns(double turns);

}  // namespace triptych::synth
