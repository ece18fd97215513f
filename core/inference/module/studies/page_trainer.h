// Trains one network of the study of pages on one fold, and asks it about the pages that were held out.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/inference/module/studies/page_network.h"
#include "core/statistics/information.h"

#include <torch/types.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace triptych::inference::studies {

// Each page once, whatever is dealt.
struct PageMaterial {
    torch::Tensor signals;  // [pages × 1000]
    PageInputs inputs;
    std::vector<std::uint8_t> label;  // [pages]
    std::size_t classes = 0;
    std::size_t normal = 0;  // the class that a first principal component calls low
};

struct PageTask {
    const PageModel& model;
    std::span<const std::size_t> train;     // pages; one may stand there several times
    std::span<const std::size_t> held_out;  // likewise
    std::uint64_t seed = 1;
    int epochs = 20;
};

struct PageOutcome {
    std::vector<float> probabilities;  // [held out × classes]
    // Of a network of one domain: each held-out page's score on the first principal component that the features of the
    // training pages have, its sign such that normal pages score lower. Else empty.
    std::vector<double> component;
    // Of a network that sees the time domain: how much |gradient of the page's own class| tells of the signal.
    std::vector<statistics::AgainstChance> saliency;
    std::size_t made_up = 0;  // by ADASYN
    double loss = 0;          // of the last epoch
};
// The last epoch's weights answer: nothing is chosen on what is held out. Errors: cancelled.
[[nodiscard]] Result<PageOutcome> trainPages(const PageMaterial& material, const PageTask& task, const Job& job);

}  // namespace triptych::inference::studies
