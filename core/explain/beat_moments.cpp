#include "core/explain/beat_moments.h"

#include "core/inference/module/zoo/along_time.h"

#include <torch/types.h>
#include <torch/utils.h>

#include <algorithm>
#include <vector>

namespace triptych::explain {
namespace {

using inference::InputKind;

// Linear interpolation of [B × C × T'] lying at `centres` onto `places`: [B × places × C].
torch::Tensor laidOn(const torch::Tensor& cells, const std::vector<double>& centres,
                     const std::vector<double>& places) {
    std::vector<std::int64_t> left, right;
    std::vector<float> share;
    for (const double place : places) {
        const auto past = std::ranges::lower_bound(centres, place) - centres.begin();
        const auto last = static_cast<std::ptrdiff_t>(centres.size()) - 1;
        left.push_back(std::clamp<std::ptrdiff_t>(past - 1, 0, last));
        right.push_back(std::clamp<std::ptrdiff_t>(past, 0, last));
        const double from = centres[static_cast<std::size_t>(left.back())];
        const double apart = centres[static_cast<std::size_t>(right.back())] - from;
        share.push_back(apart > 0 ? static_cast<float>((place - from) / apart) : 0.0F);
    }
    const auto at = [&](const std::vector<std::int64_t>& index) {
        return cells.index_select(2, torch::tensor(index, torch::kLong));
    };
    const auto by = torch::tensor(share).view({1, 1, -1});
    return (at(left) * (1 - by) + at(right) * by).transpose(1, 2);
}

// Columns of a picture as samples of the trace.
std::vector<double> samplesOf(std::vector<double> centres, InputKind kind, inference::Profile profile) {
    if (kind != InputKind::time_frequency) return centres;
    const auto columns_s = inference::tfColumnCentres_s(profile);
    const double step = columns_s.size() > 1 ? columns_s[1] - columns_s[0] : 0;
    for (double& centre : centres) centre = (columns_s.front() + centre * step) * inference::modelRate_hz();
    return centres;
}

}  // namespace

BeatMoments momentsOf(const inference::Bundle& bundle, const inference::BatchInputs& batch,
                      inference::Profile profile) {
    const torch::NoGradGuard guard;
    std::vector<double> places;
    for (std::size_t at = 0; at < inference::shapeOf(profile).time_samples; at += kMomentSamples)
        places.push_back(static_cast<double>(at));
    std::vector<torch::Tensor> along, row;
    for (const inference::Branch& branch : bundle.branches) {
        auto* const network = dynamic_cast<inference::zoo::AlongTime*>(branch.network.get());
        if (network == nullptr || branch.inputs.size() != 1) continue;
        const InputKind kind = branch.inputs.front();
        for (const auto& pass : network->passesOf(batch.of(kind))) {
            if (kind == InputKind::neighbours) {
                row.push_back(pass.activations.mean(2));
            } else if (kind == InputKind::time || kind == InputKind::time_frequency) {
                along.push_back(laidOn(pass.activations, samplesOf(pass.centres, kind, profile), places));
            }
        }
    }
    BeatMoments out;
    if (!along.empty()) out.along = torch::cat(along, 2);
    if (!row.empty()) out.row = torch::cat(row, 1);
    return out;
}

}  // namespace triptych::explain
