// Where P waves say that the way from the atria to the ventricles is slow, or blocked, which is suspected, never more.
#pragma once

#include "core/rhythm/episode.h"
#include "core/rhythm/view.h"

#include <vector>

namespace triptych::rhythm {

// Of beats whose waves are known:
// - PR of more than kLongPr_s in two of three beats over ten beats and ten seconds, whose P, however faint, keep their
//   distance, and none of which is followed by one that was not conducted: first degree. Where they are slower than
//   kSlowest2To1_bpm every other P may hide in a T, and it is no more than suspected;
// - PR that grows from beat to beat until one is missing, or a pause of two even intervals between beats with the same
//   PR, none of them premature; twice within 20 s (second degree);
// - slow even beats, of whose P waves none keeps its distance (third degree).
inline constexpr double kLongPr_s = 0.2, kSlowest2To1_bpm = 50;
[[nodiscard]] std::vector<Episode> suspectedBlocks(const RhythmView& view);

}  // namespace triptych::rhythm
