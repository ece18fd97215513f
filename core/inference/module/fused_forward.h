// One pass through every branch and the fusion: the arithmetic that classification, explanation and evaluation share.
#pragma once

#include "core/inference/model_inputs.h"
#include "core/inference/module/bundle.h"

#include <torch/types.h>

#include <span>
#include <vector>

namespace triptych::inference {

// The domains of a batch; a tensor that the model does not read, or that the profile lacks, is undefined.
struct BatchInputs {
    torch::Tensor time;            // [B × C × samples]
    torch::Tensor time_frequency;  // [B × C × rows × columns]
    torch::Tensor scalogram;       // [B × 1 × rows × columns]
    torch::Tensor frequency;       // [B × 1 × bins]
    torch::Tensor rr;              // [B × R]
    torch::Tensor neighbours;      // [B × R × beats]
    // Early fusion's row is joined here, from time and frequency, so that both keep gradients of their own.
    [[nodiscard]] torch::Tensor of(InputKind kind) const;
    [[nodiscard]] std::vector<torch::Tensor> of(const std::vector<InputKind>& kinds) const;
};
// `count` beats from `first` of one lead; or of several, lead by lead: B is then leads × count.
[[nodiscard]] BatchInputs gather(const Bundle& bundle, const BeatInputs& inputs, std::size_t first, std::size_t count);
[[nodiscard]] BatchInputs gather(const Bundle& bundle, std::span<const BeatInputs* const> leads, std::size_t first,
                                 std::size_t count);

struct FusedOutput {
    torch::Tensor probabilities;  // [B × M × K] of the branches, or of the joint network alone
    torch::Tensor logits;         // [B × M × K] before their softmax
    torch::Tensor scores;         // [B × K]; softmax(scores / T) is the model's probability
};
// `taps`, where given, receives one activation tensor for every input of every branch, branch by branch.
[[nodiscard]] FusedOutput fusedForward(const Bundle& bundle, const BatchInputs& inputs,
                                       std::vector<torch::Tensor>* taps = nullptr);

// Scores from the branches' probabilities [B × M × K]. Late attention: Σ_m W_m ⊙ p_m. Late average: ln Σ_m ω_m p_m, so
// that at T = 1 the shown probability is the average itself. Joint network: ln p, its logits up to a constant.
[[nodiscard]] torch::Tensor fusedScores(Fusion fusion, const torch::Tensor& weights,
                                        const torch::Tensor& probabilities);
// The model's answers [B × K] to those scores: softmax(scores / T), at the card's prior. (Branches keep the frequencies
// of training: no temperature has made probabilities of their outputs.)
[[nodiscard]] torch::Tensor answersOf(const ModelInfo& info, const torch::Tensor& scores);
// Probabilities [… × K] as they are where classes are `ratio` times as frequent: p_k ratio_k / Σ_j p_j ratio_j
// (Saerens, Latinne & Decaestecker 2002, eq. 2.4). An empty ratio changes nothing.
[[nodiscard]] torch::Tensor atPrior(const torch::Tensor& probabilities, const std::vector<double>& ratio);
// What is left of the branches' probabilities [B × M × K] after S (class 1) has handed `share` [B] of its own to N
// (class 0): the rule of fibrillation (rhythm_rules.h).
[[nodiscard]] torch::Tensor afterFibrillation(const torch::Tensor& probabilities, const torch::Tensor& share);
// The part of each branch that is shown to readers, [M × K], columns sum to 1.
[[nodiscard]] torch::Tensor shownAttention(Fusion fusion, const torch::Tensor& weights);

}  // namespace triptych::inference
