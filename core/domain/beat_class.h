// The five classes under which beats are learnt, counted and shown (ANSI/AAMI EC57), and which of WFDB's letters make
// which: the one place that knows, for models, comparisons of annotators and colours alike.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace triptych {

enum class BeatClass : std::uint8_t { normal, supraventricular, ventricular, fusion, unknown };
inline constexpr std::size_t kBeatClasses = 5;
// In the order of BeatClass.
inline constexpr std::array<std::string_view, kBeatClasses> kBeatClassNames = {"N", "S", "V", "F", "Q"};

// They differ in e, j, B, n, r and ?: always name which one a figure is of.
enum class ClassMapping : std::uint8_t {
    literature,  // of the machine-learning literature (de Chazal et al. 2004), which leaves B, ?, n and r out
    bxb,         // of WFDB's comparator, which takes escape beats of the atria and the node for S
    display      // the literature's; what it leaves out joins its like: B and n are N, r is V, ? is Q
};
// In full, as cards and reports state it: "bxb: N={N,L,R,B} S={A,a,J,S,e,j,n} ...".
[[nodiscard]] std::string_view describe(ClassMapping mapping);

// nullopt for beats that the mapping leaves out, for marks that are no beat and for 0, no label.
[[nodiscard]] std::optional<BeatClass> beatClassOf(std::uint8_t code, ClassMapping mapping);

// "N", "S", "V", "F" or "Q".
[[nodiscard]] std::string_view name(BeatClass beat_class);
// By name; a model's word "normal", which is one for whole recordings, is N, and every other word nullopt.
[[nodiscard]] std::optional<BeatClass> beatClassNamed(std::string_view class_name);
// The WFDB code that stands for the class as a whole: N, S, V, F or Q. Every mapping gives it the class back.
[[nodiscard]] std::uint8_t codeOf(BeatClass beat_class);

// Where a vocabulary ("N", "V") holds the class, by its very name; nullopt where it does not.
[[nodiscard]] std::optional<std::size_t> indexOf(BeatClass beat_class, std::span<const std::string> class_names);

}  // namespace triptych
