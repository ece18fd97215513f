// From WFDB beat letters to the five AAMI classes, as the machine-learning literature groups them
// (de Chazal 2004; methods.md §5). The WFDB comparator bxb groups e, j, B, n, r and ? otherwise: always name which.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace triptych::inference {

inline constexpr std::size_t kAamiClasses = 5;
inline constexpr std::array<std::string_view, kAamiClasses> kAamiNames = {"N", "S", "V", "F", "Q"};
// What the public heartbeat files of PTB tell apart; whole recordings' diagnoses, no beat classes.
inline constexpr std::array<std::string_view, 2> kPtbNames = {"normal", "abnormal"};
inline constexpr std::string_view kPtbMappingName = "PTB: normal, abnormal (of the patient, not of the beat)";
inline constexpr std::string_view kMappingName = "machine-learning: N={N,L,R,e,j} S={A,a,J,S} V={V,E} F={F} Q={/,f,Q}";

// 0..4 for N S V F Q; nullopt for codes outside the mapping (B ? n r and everything that is no beat).
[[nodiscard]] std::optional<std::size_t> aamiClassOf(std::uint8_t code);
// Is it a class that a model may name: one of kAamiNames or kPtbNames?
[[nodiscard]] bool isClassName(std::string_view class_name);
// The WFDB code that a predicted class is written as: N, S, V, F, Q; N for "normal", else Q.
[[nodiscard]] std::uint8_t codeOfAamiClass(std::string_view class_name);

}  // namespace triptych::inference
