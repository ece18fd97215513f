// Examples for the network of waves: stretches of marked records as other recorders, other patients and worse days
// would have given them, with what is to be answered.
#pragma once

#include "core/inference/module/training/waves/wave_corpus.h"
#include "core/statistics/random.h"

#include <torch/types.h>

#include <cstddef>
#include <span>
#include <vector>

namespace triptych::inference::training {

inline constexpr std::size_t kStripSamples = 2048;  // 8.2 s
inline constexpr std::size_t kStripAnswers = kStripSamples / 2;

struct WaveBatch {
    torch::Tensor signal;    // [B × 1 × kStripSamples], normalised
    torch::Tensor together;  // [B × B] rows: the share of each strip in the mean over a strip's leads
    torch::Tensor lies;      // [B × kStripAnswers] whole numbers: what lies there (waves::Channel kNothing to kIsT)
    torch::Tensor marks;     // [B × waves::kMarks × kStripAnswers] in 0..1
    torch::Tensor known;     // [B × kStripAnswers] 1 where both are known
    torch::Tensor no_p;      // [B × kStripAnswers] 1 where it is only known that there is no P wave
    torch::Tensor some_p;    // [B] 1 where it is only known that P waves come with the beats
};

// `strips` strips in groups of leads of one record each, drawn from the records named. The same for the same stream.
[[nodiscard]] WaveBatch drawBatch(const WaveCorpus& corpus, std::span<const std::size_t> records, std::size_t strips,
                                  Random& random);

}  // namespace triptych::inference::training
