#include "core/explain/beat_map.h"

#include "core/explain/beat_embedding.h"
#include "core/inference/module/fused_forward.h"
#include "core/text/said.h"

#include <torch/types.h>
#include <torch/utils.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace triptych::explain {
namespace {

constexpr std::size_t kAtOnce = 256;

}  // namespace

Plane principalPlane(const torch::Tensor& features) {
    const std::int64_t n = features.size(0), d = features.size(1);
    Plane out{torch::zeros({n, 2}), 0};
    if (n < 2 || d < 1) return out;
    const auto centred = features - features.mean(0, true);
    const auto covariance = centred.t().mm(centred).to(torch::kDouble) / static_cast<double>(n - 1);
    const auto [values, vectors] = torch::linalg_eigh(covariance);  // ascending
    const double whole = values.clamp_min(0).sum().item<double>();
    if (!(whole > 0)) return out;
    const std::int64_t axes = std::min<std::int64_t>(2, d);
    for (std::int64_t axis = 0; axis < axes; ++axis) {
        auto weights = vectors.select(1, d - 1 - axis);
        const auto largest = weights.abs().argmax();
        if (weights[largest].item<double>() < 0) weights = -weights;
        out.points.select(1, axis).copy_(centred.mv(weights.to(centred.scalar_type())));
        out.share += std::max(0.0, values[d - 1 - axis].item<double>()) / whole;
    }
    return out;
}

Result<BeatMap> beatMapOf(const inference::Bundle& bundle, const inference::BeatInputs& inputs, const Job& job) {
    const torch::NoGradGuard guard;
    BeatMap out;
    out.x.assign(inputs.size(), std::numeric_limits<float>::quiet_NaN());
    out.y = out.x;
    torch::Tensor features;  // [kept × D], made once the first batch says how wide they are
    std::vector<std::size_t> kept;
    for (std::size_t beat = 0; beat < inputs.size(); ++beat) {
        if (inputs.usable()[beat] != 0) kept.push_back(beat);
    }
    std::int64_t filled = 0;
    for (std::size_t first = 0; first < inputs.size(); first += kAtOnce) {
        if (job.stopRequested()) return fail(ErrorCode::cancelled, "the map of beats was stopped");
        job.progress(static_cast<double>(first) / static_cast<double>(inputs.size()), "mapping beats");
        const std::size_t count = std::min(kAtOnce, inputs.size() - first);
        std::vector<std::int64_t> of_batch;
        for (std::size_t beat = first; beat < first + count; ++beat) {
            if (inputs.usable()[beat] != 0) of_batch.push_back(static_cast<std::int64_t>(beat - first));
        }
        if (of_batch.empty()) continue;
        const auto of = embeddingFeatures(bundle, inference::gather(bundle, inputs, first, count));
        if (!of.defined()) {
            return fail(ErrorCode::unsupported,
                        text::say("model {1} shows nothing by which beats are alike", bundle.card.info.name), {},
                        "choose a model with convolutions");
        }
        if (!features.defined()) features = torch::empty({static_cast<std::int64_t>(kept.size()), of.size(1)});
        const auto rows = static_cast<std::int64_t>(of_batch.size());
        features.narrow(0, filled, rows).copy_(of.index_select(0, torch::tensor(of_batch, torch::kLong)));
        filled += rows;
    }
    if (!features.defined()) return out;
    const Plane plane = principalPlane(features);
    const auto points = plane.points.accessor<float, 2>();
    for (std::size_t i = 0; i < kept.size(); ++i) {
        out.x[kept[i]] = points[static_cast<std::int64_t>(i)][0];
        out.y[kept[i]] = points[static_cast<std::int64_t>(i)][1];
    }
    out.share = plane.share;
    out.of = static_cast<std::size_t>(features.size(1));
    return out;
}

}  // namespace triptych::explain
