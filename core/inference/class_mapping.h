// The classes that a model may name, and which of them a reference label is: by the machine-learning literature's
// mapping (core/domain/beat_class.h), and then by name, since every card lists its own classes in its own order.
#pragma once

#include "core/domain/beat_class.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace triptych::inference {

// What the public heartbeat files of PTB tell apart; whole recordings' diagnoses, no beat classes.
inline constexpr std::array<std::string_view, 2> kPtbNames = {"normal", "abnormal"};
inline constexpr std::string_view kPtbMappingName = "PTB: normal, abnormal (of the patient, not of the beat)";

// Is it a class that a model may name: one of kBeatClassNames or kPtbNames?
[[nodiscard]] bool isClassName(std::string_view class_name);
// One of PTB's? A vocabulary is PTB's or of beat classes, never both.
[[nodiscard]] bool isPtbClass(std::string_view class_name);

// Index into `class_names` of what a reference code is; nullopt for codes outside the mapping (B ? n r and everything
// that is no beat) and for classes that are not named: such a beat is no beat to learn from, nor one to be judged by.
[[nodiscard]] std::optional<std::size_t> labelOf(std::uint8_t code, std::span<const std::string> class_names);

}  // namespace triptych::inference
