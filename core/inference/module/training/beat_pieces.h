// Beats cut out of a recording and laid out anew at other times.
#pragma once

#include "core/domain/beat.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace triptych::inference::training {

// A beat from before its QRS, or before its P wave, to the end of its T wave; in samples.
struct BeatPiece {
    std::int64_t mark = 0;  // of its QRS in the original
    std::int64_t before = 0, after = 0;
    std::uint8_t code = 0;  // its letter
    bool ectopic = false;   // its P wave comes from elsewhere in the atria
};

// Of the N and V beats: QRS and T. Beats whose T wave runs into the next beat are left out.
[[nodiscard]] std::vector<BeatPiece> piecesWithoutP(const BeatList& beats);
// Of the N beats: P, QRS and T. Beats whose P wave lies on the T wave before are left out.
[[nodiscard]] std::vector<BeatPiece> piecesWithP(const BeatList& beats);

// One lead of `samples` with the pieces at their new marks, each from its own zero, straight lines between them. A T
// wave that the next piece cuts off comes down within it. P waves of ectopic pieces are multiplied by `ectopic_p`.
[[nodiscard]] std::vector<float> layOut(std::span<const float> original, double rate_hz,
                                        std::span<const BeatPiece> pieces, std::span<const std::int64_t> marks,
                                        std::size_t samples, float ectopic_p);

}  // namespace triptych::inference::training
