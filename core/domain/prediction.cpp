#include "core/domain/prediction.h"

#include <algorithm>
#include <cmath>

namespace triptych {
namespace {

std::size_t argmax(std::span<const float> values) {
    return static_cast<std::size_t>(std::max_element(values.begin(), values.end()) - values.begin());
}

}  // namespace

std::size_t Predictions::winner(std::size_t beat) const {
    return argmax(fused(beat));
}

float Predictions::margin(std::size_t beat) const {
    float first = 0;
    float second = 0;
    for (const float value : fused(beat)) {
        if (value > first) {
            second = first;
            first = value;
        } else {
            second = std::max(second, value);
        }
    }
    return first - second;
}

bool Predictions::branchesDisagree(std::size_t beat) const {
    for (std::size_t m = 1; m < branches; ++m) {
        if (argmax(branch(beat, m)) != argmax(branch(beat, 0))) return true;
    }
    return false;
}

float Predictions::disagreement(std::size_t beat) const {
    // JSD = H(mean) − mean(H), each branch weighted alike (Lin 1991).
    const auto entropy = [](double p) { return p > 0 ? -p * std::log2(p) : 0.0; };
    double of_mean = 0;
    double mean_of = 0;
    for (std::size_t k = 0; k < classes; ++k) {
        double mean = 0;
        for (std::size_t m = 0; m < branches; ++m) {
            mean += branch(beat, m)[k];
            mean_of += entropy(branch(beat, m)[k]) / static_cast<double>(branches);
        }
        of_mean += entropy(mean / static_cast<double>(branches));
    }
    return static_cast<float>(std::max(0.0, of_mean - mean_of));
}

double Predictions::uncertainty(std::size_t beat) const {
    return beat < doubt.size() ? doubt[beat] : 1.0 - margin(beat);
}

}  // namespace triptych
