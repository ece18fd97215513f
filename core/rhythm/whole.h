// A recording's rhythm in one sentence: what it is on the whole, and which beats come in between so often that it would
// be wrong without them.
#pragma once

#include "core/rhythm/findings.h"
#include "core/rhythm/view.h"
#include "core/text/said.h"

#include <array>
#include <vector>

namespace triptych::rhythm {

// Of the beats that no episode calls unreadable, the share of each class, in the order of BeatClass; zeros without any.
[[nodiscard]] std::array<double, kBeatClasses> classShares(const RhythmView& view,
                                                           const std::vector<Episode>& episodes);

// Share of a strip that can be read, for its rhythm to be told for certain.
inline constexpr double kReadStrip = 0.5;

// From so large a share on V, S and F are named, and rhythms beside the first: one in twenty.
inline constexpr double kOften = 0.05;

// No rhythm at all can be told of it: it has no burden, and its answer for the whole says nothing.
[[nodiscard]] bool isTooShort(const RhythmFindings& findings);

// "sinus rhythm, with V in 32 % of the beats", "too short to tell", "perhaps atrial fibrillation: too little can be
// read to tell" of a strip that the trees call so by its intervals. Beats that make the rhythm itself, as those of a
// ventricular tachycardia, are not told twice. Other rhythms follow where they have one twentieth of the readable time
// ("; bigeminy for 40 % of the time"), and those of the ventricles and atria that flutter or fibrillate, and
// ventricular tachycardia, however short they are ("; ventricular tachycardia for 3 s"), and the longest standstill (";
// no beat for 13 s"). `view`: what the findings were made on.
[[nodiscard]] text::Said wholeInWords(const RhythmFindings& findings, const RhythmView& view);

}  // namespace triptych::rhythm
