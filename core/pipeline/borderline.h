// Which beats deserve a second look, and why: the model can hardly decide, several classes are likely or none is, its
// branches disagree, the beat is unlike those it was trained on, the signal is poor, or an S has no rhythm to be early
// in.
#pragma once

#include "core/domain/prediction.h"
#include "core/text/said.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace triptych::pipeline {

enum class Reason : std::uint8_t {
    small_margin,       // the two best classes lie nearer than the model's borderline_margin
    several_likely,     // its set of likely classes holds two or more
    none_likely,        // ... or none
    branches_disagree,  // the branches, each alone, name different classes
    unlike_training,    // farther from the training beats than 99 % of them are
    poor_signal,        // the second of the beat is noisy, flat, clipped or missing
    no_rhythm           // S, though the heart keeps no rhythm here that it could be early in
};
inline constexpr std::size_t kReasons = 7;
[[nodiscard]] std::string_view name(Reason reason);  // for programs: "small_margin"
[[nodiscard]] text::Said inWords(Reason reason);     // for people: "the two best classes are close"

// Has the model a class for the beat? Not where it is silent, and a row of zeros stands for a beat that a running
// classification has not come to.
[[nodiscard]] bool isAnswered(const Predictions& predictions, std::size_t beat);

// Why a beat has no class; nullopt where it has one, or nobody was asked.
[[nodiscard]] std::optional<Silence> silenceOf(const Predictions* predictions, std::size_t beat);

// In the order of the list above; none for a beat without an answer. `margin` is the model's borderline_margin.
[[nodiscard]] std::vector<Reason> reasonsOf(const Predictions& predictions, std::size_t beat, double margin);
// Is there a reason?
[[nodiscard]] bool isBorderline(const Predictions& predictions, std::size_t beat, double margin);

// Predictions::uncertainty: the larger, the likelier a wrong answer.
[[nodiscard]] double uncertainty(const Predictions& predictions, std::size_t beat);

}  // namespace triptych::pipeline
