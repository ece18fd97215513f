// Why a fused model gave a beat its score: the methods of docs/methods.md §7, over every input at once. Built into the
// inference module; Torch never leaves it.
#pragma once

#include "core/domain/error.h"
#include "core/domain/explanation.h"
#include "core/domain/job.h"
#include "core/inference/engine.h"
#include "core/inference/module/bundle.h"

#include <cstddef>

namespace triptych::explain {

// `beat` and `class_index` must be in range. Errors: cancelled. May throw what Torch throws.
[[nodiscard]] Result<Explanation> explainBeat(const inference::Bundle& bundle, const inference::BeatInputs& inputs,
                                              std::size_t beat, std::size_t class_index, inference::Method method,
                                              const Job& job);

// Sundararajan, Taly & Yan 2017: (x − x') Σ_s w_s ∂F(x' + α_s (x − x')), Gauss-Legendre, over all inputs jointly. 50
// nodes in two batches; 300 when completeness misses 1 %; "not converged" when that misses it too.
[[nodiscard]] Result<Explanation> integratedGradients(const inference::Bundle& bundle,
                                                      const inference::BeatInputs& inputs, std::size_t beat,
                                                      std::size_t class_index, const Job& job);

// Selvaraju et al. 2017, on each branch's last convolution, of the fused score: ReLU(Σ_k α_k A_k), laid on the input by
// the centres of the receptive fields and interpolated between them.
[[nodiscard]] Result<Explanation> gradCam(const inference::Bundle& bundle, const inference::BeatInputs& inputs,
                                          std::size_t beat, std::size_t class_index);

}  // namespace triptych::explain
