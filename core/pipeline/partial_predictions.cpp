#include "core/pipeline/partial_predictions.h"

#include <algorithm>

namespace triptych::pipeline {
namespace {

// What not every model says: absent from all parts or from none.
template <class T>
void placeGiven(const std::vector<T>& part, std::size_t first, std::size_t beats, std::vector<T>& all) {
    if (part.empty()) return;
    all.resize(beats);
    std::copy(part.begin(), part.end(), all.begin() + static_cast<std::ptrdiff_t>(first));
}

bool fits(std::size_t given, std::size_t beats) {
    return given == 0 || given == beats;
}

void place(const std::vector<float>& part, std::size_t first, std::size_t width, std::vector<float>& all) {
    std::copy(part.begin(), part.end(), all.begin() + static_cast<std::ptrdiff_t>(first * width));
}

}  // namespace

bool PartialPredictions::merge(std::size_t first, const Predictions& part) {
    const std::size_t beats = known_.size();
    if (first > beats || part.size() > beats - first) return false;
    const std::size_t per_branch = part.branches * part.classes;
    if (part.probability.size() != part.size() * part.classes ||
        part.branch_probability.size() != part.size() * per_branch ||
        part.contribution.size() != part.size() * per_branch || !fits(part.set.size(), part.size()) ||
        !fits(part.strangeness.size(), part.size()) || !fits(part.doubt.size(), part.size()) ||
        !fits(part.poor_signal.size(), part.size()) || !fits(part.silence.size(), part.size())) {
        return false;
    }
    if (all_.usable.empty() && beats > 0) {
        all_.classes = part.classes;
        all_.branches = part.branches;
        all_.probability.resize(beats * part.classes);
        all_.branch_probability.resize(beats * per_branch);
        all_.contribution.resize(beats * per_branch);
        all_.usable.resize(beats);
    }
    if (part.classes != all_.classes || part.branches != all_.branches) return false;
    place(part.probability, first, all_.classes, all_.probability);
    place(part.branch_probability, first, per_branch, all_.branch_probability);
    place(part.contribution, first, per_branch, all_.contribution);
    placeGiven(part.set, first, beats, all_.set);
    placeGiven(part.strangeness, first, beats, all_.strangeness);
    placeGiven(part.doubt, first, beats, all_.doubt);
    placeGiven(part.poor_signal, first, beats, all_.poor_signal);
    placeGiven(part.silence, first, beats, all_.silence);
    for (std::size_t i = 0; i < part.size(); ++i) {
        all_.usable[first + i] = part.usable[i];
        known_count_ += known_[first + i] == 0 ? 1 : 0;
        known_[first + i] = 1;
    }
    return true;
}

}  // namespace triptych::pipeline
