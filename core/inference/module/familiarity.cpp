#include "core/inference/module/familiarity.h"

#include <torch/types.h>
#include <torch/utils.h>

#include <algorithm>
#include <array>
#include <utility>

namespace triptych::inference {
namespace {

constexpr std::int64_t kDirections = 24;
constexpr double kLimitShare = 0.99;
constexpr const char* kMean = "familiarity.mean";
constexpr const char* kProjection = "familiarity.projection";
constexpr const char* kCentres = "familiarity.centres";
constexpr const char* kLimit = "familiarity.limit";

// Squared distance to the nearest centre that has one, [B].
torch::Tensor nearest(const torch::Tensor& projected, const torch::Tensor& centres) {
    const auto difference = projected.unsqueeze(1) - centres.unsqueeze(0);
    return std::get<0>(difference.square().sum(2).min(1));
}

}  // namespace

torch::Tensor tappedFeatures(const std::vector<torch::Tensor>& taps) {
    std::vector<torch::Tensor> parts;
    for (const torch::Tensor& tap : taps) {
        if (!tap.defined()) continue;  // a branch that reads no picture
        if (tap.dim() < 2) return {};
        parts.push_back(tap.dim() == 2 ? tap.detach() : tap.detach().flatten(2).mean(2));
    }
    return parts.empty() ? torch::Tensor() : torch::cat(parts, 1);
}

Familiarity fitFamiliarity(const torch::Tensor& features, const torch::Tensor& labels, std::int64_t classes) {
    const torch::NoGradGuard guard;
    const auto wide = features.to(torch::kDouble);
    Familiarity out;
    const auto mean = wide.mean(0);
    const auto centred = wide - mean;
    const auto n = static_cast<double>(features.size(0));
    // Directions by their variance over all beats; the spread along each is taken within the classes.
    const auto [values, vectors] = torch::linalg_eigh(centred.t().mm(centred) / n, "L");
    const auto directions = std::min(kDirections, features.size(1));
    auto projection = vectors.narrow(1, features.size(1) - directions, directions);
    auto projected = centred.mm(projection);
    auto centres = torch::zeros({classes, directions}, torch::kDouble);
    auto within = torch::zeros({directions}, torch::kDouble);
    for (std::int64_t k = 0; k < classes; ++k) {
        const auto rows = projected.index_select(0, torch::nonzero(labels == k).flatten());
        // A class that no training beat has is no home for any beat.
        if (rows.size(0) == 0) {
            centres[k].fill_(1e6);
            continue;
        }
        centres[k] = rows.mean(0);
        within += (rows - centres[k]).square().sum(0) / n;
    }
    const auto scale = within.clamp_min(1e-8).sqrt();
    projection = projection / scale;
    centres = centres / scale;
    out.mean = mean.to(torch::kFloat).contiguous();
    out.projection = projection.to(torch::kFloat).contiguous();
    out.centres = centres.to(torch::kFloat).contiguous();
    auto distance = std::get<0>(nearest(projected / scale, centres).sqrt().sort());
    const auto place = static_cast<std::int64_t>(kLimitShare * (n - 1));
    out.limit = distance.narrow(0, place, 1).to(torch::kFloat).clamp_min(1e-6).contiguous();
    return out;
}

torch::Tensor strangeness(const Familiarity& familiarity, const torch::Tensor& features) {
    const auto projected = (features - familiarity.mean).mm(familiarity.projection);
    return nearest(projected, familiarity.centres).sqrt() / familiarity.limit;
}

void store(const Familiarity& familiarity, std::map<std::string, torch::Tensor>& tensors) {
    if (!familiarity.defined()) return;
    tensors[kMean] = familiarity.mean;
    tensors[kProjection] = familiarity.projection;
    tensors[kCentres] = familiarity.centres;
    tensors[kLimit] = familiarity.limit;
}

bool restore(Familiarity& familiarity, std::map<std::string, torch::Tensor>& tensors, std::int64_t classes) {
    const std::array<std::pair<const char*, torch::Tensor*>, 4> wanted = {{{kMean, &familiarity.mean},
                                                                           {kProjection, &familiarity.projection},
                                                                           {kCentres, &familiarity.centres},
                                                                           {kLimit, &familiarity.limit}}};
    std::size_t found = 0;
    for (const auto& [tensor_name, into] : wanted) {
        const auto at = tensors.find(tensor_name);
        if (at == tensors.end()) continue;
        *into = at->second;
        tensors.erase(at);
        ++found;
    }
    if (found == 0) return true;
    if (found != wanted.size()) return false;
    const auto& [mean, projection, centres, limit] = familiarity;
    const bool finite = std::all_of(wanted.begin(), wanted.end(), [](const auto& entry) {
        return entry.second->is_floating_point() && torch::isfinite(*entry.second).all().template item<bool>();
    });
    return finite && mean.dim() == 1 && projection.dim() == 2 && centres.dim() == 2 && limit.numel() == 1 &&
           projection.size(0) == mean.size(0) && centres.size(0) == classes && centres.size(1) == projection.size(1) &&
           limit.item<float>() > 0;
}

}  // namespace triptych::inference
