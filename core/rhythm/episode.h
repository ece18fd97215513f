// What the heart does from here to there, how sure that is, and by which figures.
#pragma once

#include "core/rhythm/nn_intervals.h"
#include "core/text/said.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace triptych::rhythm {

// By priority: where two claim the same time, the first has it.
enum class Rhythm : std::uint8_t {
    unreadable,
    vf,  // and ventricular flutter
    vt,
    paced,
    af,
    flutter,
    svt,
    block,  // suspected
    av1,    // first-degree AV block
    bigeminy,
    trigeminy,
    bradycardia,
    tachycardia,
    sinus,
    other
};
inline constexpr std::size_t kRhythms = 15;
[[nodiscard]] std::string_view name(Rhythm rhythm);  // "af", "bradycardia", ...
[[nodiscard]] text::Said inWords(Rhythm rhythm);     // "atrial fibrillation"
[[nodiscard]] std::optional<Rhythm> rhythmNamed(std::string_view name);
// What an episode must last at least to be told; 0 where beats are counted instead.
[[nodiscard]] double shortest_s(Rhythm rhythm);
// As WFDB writes a change to it: "(AFIB".
[[nodiscard]] std::string_view markOf(Rhythm rhythm);

// A figure, and the limit on whose side it lies.
struct Reason {
    std::string_view what;  // in English: an id of the door of sentences, as `unit` is
    double value = 0;
    double limit = 0;
    bool above = true;  // the figure speaks for the rhythm by being at the limit or above; else by being below
    std::string_view unit = "";
};

// Does it lie on the side that speaks for the rhythm? One that does not is no reason.
[[nodiscard]] inline bool speaksFor(const Reason& reason) {
    return reason.above ? reason.value >= reason.limit : reason.value < reason.limit;
}

struct Episode {
    Rhythm rhythm = Rhythm::other;
    Span span;
    double probability = 1;
    std::vector<Reason> reasons;
    bool by_reader = false;  // a reader says so: `reasons` are the finder's, where it had said the same
};

// "atrial fibrillation, for RR sample entropy is 1.42 (from 1.2 on) and P certainty 0.04 (below 0.35)".
[[nodiscard]] text::Said sentence(const Episode& episode);

}  // namespace triptych::rhythm
