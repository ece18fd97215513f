// The domains in which a network may look at a beat (docs/methods.md §1), and how each is made from the beat's samples:
// the same for training, classification and explanation.
#pragma once

#include "core/inference/model_inputs.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace triptych::inference {

enum class InputKind {
    time,            // [channels × samples]
    time_frequency,  // STFT, [channels × rows × columns]
    scalogram,       // [1 × 32 × 39], parity profile alone
    frequency,       // log-magnitude spectrum, [1 × 94], parity profile alone
    early,           // time and spectrum in one row, [1 × 281], parity profile alone
    neighbours,      // rr of the beats around, [rr × beats], product profile alone
};
[[nodiscard]] std::string_view name(InputKind kind);
[[nodiscard]] std::optional<InputKind> inputKindOf(std::string_view kind_name);

// {channels, samples} or {channels, rows, columns}; empty where the profile has no such input.
[[nodiscard]] std::vector<std::int64_t> dimensions(const InputShape& shape, InputKind kind);
[[nodiscard]] std::size_t cellCount(const InputShape& shape, InputKind kind);

// Writes the picture of `kind` into `out` of cellCount() floats. `time` is [channels × samples] as BeatInputs::time
// gives it, `typical_tf` as timeFrequencyOf takes it. The profile must have the input, and it must be a picture of one
// beat: neighbours are not (BeatInputs::neighbours). Thread-safe; from nothing (time) to 60 µs (scalogram).
void pictureOf(Profile profile, InputKind kind, std::span<const float> time, std::span<const float> typical_tf,
               std::span<float> out);

// Centres of the spectrum's bins and of the scalogram's rows, in Hz.
[[nodiscard]] std::vector<double> spectrumFrequencies_hz();
[[nodiscard]] std::vector<double> scalogramFrequencies_hz();
// Centres of the scalogram's columns in s after the window's start.
[[nodiscard]] std::vector<double> scalogramColumnCentres_s();

}  // namespace triptych::inference
