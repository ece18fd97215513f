// How the network of qrs_network.h learns: candidates of recordings whose beats are marked, and gradient descent over
// them. What it learns is written down as source (qrs_network_weights.cpp), so that the program carries it.
#pragma once

#include "core/beats/qrs_network.h"
#include "core/domain/annotation.h"
#include "core/domain/error.h"
#include "core/domain/job.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace triptych::beats {

// Candidates of two leads (the second shows nothing where there is one alone), with what they are.
struct QrsExamples {
    static constexpr std::size_t kLeads = 2;
    CandidateFeatures candidates{kLeads, {}, {}};
    std::vector<float> is_beat;  // 1 or 0
    std::vector<float> weight;   // 0: not to be learnt from
};

// Of each marked beat the strongest candidate within 100 ms is one; others within 150 ms, and all within flutter, teach
// nothing; the rest are none. Leads beyond the second are not looked at. `beats` without annotations: no heart at all.
void addExamples(std::span<const std::vector<float>> leads_mv, double rate_hz, const AnnotationSet& beats, float weight,
                 QrsExamples& examples);

struct QrsLearning {
    int epochs = 14;
    double rate = 2e-3;  // at the beginning; it falls as a half cosine
    std::uint32_t seed = 1;
};

// Adam over cross-entropy, 512 candidates a step; of half of those that two leads show, one lead is hidden. Single
// thread, the same for the same examples and seed. Errors: wrong_use (fewer examples than one step), cancelled.
[[nodiscard]] Result<QrsNetwork> learnQrs(const QrsExamples& examples, const QrsLearning& how, const Job& job);

// qrs_network_weights.cpp of a network. Errors: out_of_range (a number of 8 or more).
[[nodiscard]] Result<std::string> sourceOf(const QrsNetwork& network);

}  // namespace triptych::beats
