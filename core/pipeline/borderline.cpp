#include "core/pipeline/borderline.h"

#include <algorithm>
#include <cmath>

namespace triptych::pipeline {

bool isAnswered(const Predictions& predictions, std::size_t beat) {
    if (beat >= predictions.size()) return false;
    const auto row = predictions.fused(beat);
    return std::any_of(row.begin(), row.end(), [](float probability) { return probability > 0; });
}

bool isBorderline(const Predictions& predictions, std::size_t beat, double margin) {
    if (!isAnswered(predictions, beat)) return false;
    return predictions.margin(beat) < margin || predictions.branchesDisagree(beat);
}

double uncertainty(const Predictions& predictions, std::size_t beat) {
    const double most = predictions.branches > 1 ? std::log2(static_cast<double>(predictions.branches)) : 1.0;
    return 1.0 - predictions.margin(beat) + predictions.disagreement(beat) / most;
}

std::vector<std::size_t> reviewQueue(const Predictions& predictions, double margin) {
    std::vector<std::pair<double, std::size_t>> ranked;
    for (std::size_t beat = 0; beat < predictions.size(); ++beat) {
        if (isBorderline(predictions, beat, margin)) ranked.emplace_back(-uncertainty(predictions, beat), beat);
    }
    std::sort(ranked.begin(), ranked.end());
    std::vector<std::size_t> queue;
    queue.reserve(ranked.size());
    for (const auto& [rank, beat] : ranked) queue.push_back(beat);
    return queue;
}

}  // namespace triptych::pipeline
