// Where P waves say that the way from the atria to the ventricles is slow or blocked: suspected, never more.
#pragma once

#include "core/rhythm/episode.h"
#include "core/rhythm/view.h"

#include <vector>

namespace triptych::rhythm {

// Of beats whose waves are known:
// - PR of kLongPr_s or more in two of three beats over ten beats and ten seconds, whose P, however faint, keep their
//   distance (first degree);
// - PR that grows from beat to beat until one is missing, or a pause of two even intervals between beats with the same
//   PR, none of them premature; twice within 20 s (second degree);
// - slow even beats, of whose P waves none keeps its distance (third degree).
inline constexpr double kLongPr_s = 0.22;
[[nodiscard]] std::vector<Episode> suspectedBlocks(const RhythmView& view);

}  // namespace triptych::rhythm
