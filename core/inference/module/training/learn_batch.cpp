#include "core/inference/module/training/learn_batch.h"

#include <torch/nn/functional/loss.h>
#include <torch/nn/modules/batchnorm.h>
#include <torch/types.h>

#include <algorithm>
#include <cmath>

namespace triptych::inference::training {
namespace {

constexpr float kIrregularRr = 0.12F;  // |ln(pre-RR / local RR)|: one eighth early or late
constexpr std::size_t kCachedBeats = 64;

// What thinning takes from N, put back on the logits while learning: without it the network would learn the sample's
// odds and call too many beats S (the prior correction of Menon et al. 2021). ln of the share of N that was kept among
// beats of this beat's timing; [B × K], zero but for N.
torch::Tensor thinningOffset(const Configuration& configuration, const torch::Tensor& rr,
                             std::span<const std::string> class_names) {
    auto offset = torch::zeros({rr.size(0), static_cast<std::int64_t>(class_names.size())});
    const auto normal = indexOf(BeatClass::normal, class_names);
    if (!normal) return offset;
    const auto timing = rr.accessor<float, 2>();
    auto of_normal = offset.accessor<float, 2>();
    for (std::int64_t row = 0; row < rr.size(0); ++row) {
        of_normal[row][static_cast<std::int64_t>(*normal)] =
            static_cast<float>(std::log(keptShare(configuration, timing[row][0])));
    }
    return offset;
}

torch::Device deviceOf(const zoo::Network& network) {
    const auto parameters = network.parameters();
    return parameters.empty() ? torch::Device(torch::kCPU) : parameters.front().device();
}

torch::ScalarType precisionOf(const zoo::Network& network) {
    const auto parameters = network.parameters();
    return parameters.empty() ? torch::kFloat : parameters.front().scalar_type();
}

std::size_t partOf(const zoo::Network& network, const torch::Device& device, std::size_t batch) {
    const bool whole = device != torch::kCPU || std::ranges::any_of(network.modules(), [](const auto& module) {
                           return module->template as<torch::nn::BatchNorm1d>() != nullptr ||
                                  module->template as<torch::nn::BatchNorm2d>() != nullptr;
                       });
    return whole ? batch : std::min(batch, kCachedBeats);
}

// Of beats of which nothing is known but that they are neither V nor F: -ln of the share of the others, weighted as N.
torch::Tensor notVentricularLoss(const torch::Tensor& logits, const Learning& learning) {
    std::vector<std::int64_t> others;
    double weight = 1;
    for (std::size_t k = 0; k < learning.dataset.class_names.size(); ++k) {
        const auto of = beatClassNamed(learning.dataset.class_names[k]);
        if (of == BeatClass::ventricular || of == BeatClass::fusion) continue;
        others.push_back(static_cast<std::int64_t>(k));
        if (of == BeatClass::normal) weight = learning.class_weights[static_cast<std::int64_t>(k)].item<double>();
    }
    const auto columns = torch::tensor(others, torch::kLong).to(logits.device());
    return -weight * torch::logsumexp(torch::log_softmax(logits, 1).index_select(1, columns), 1).sum();
}

// The sum over a batch.
torch::Tensor lossOf(const torch::Tensor& logits, const Batch& batch,
                     const torch::nn::functional::CrossEntropyFuncOptions& options, const Learning& learning) {
    std::vector<std::int64_t> known, others;
    for (std::size_t row = 0; row < batch.not_ventricular.size(); ++row)
        (batch.not_ventricular[row] ? others : known).push_back(static_cast<std::int64_t>(row));
    const auto labels = batch.label.to(logits.device());
    if (others.empty()) return torch::nn::functional::cross_entropy(logits, labels, options);
    const auto rows = [&](const std::vector<std::int64_t>& of) {
        return torch::tensor(of, torch::kLong).to(logits.device());
    };
    const auto unknown = notVentricularLoss(logits.index_select(0, rows(others)), learning);
    if (known.empty()) return unknown;
    return unknown + torch::nn::functional::cross_entropy(logits.index_select(0, rows(known)),
                                                          labels.index_select(0, rows(known)), options);
}

}  // namespace

double keptShare(const Configuration& configuration, float relative_rr) {
    return std::abs(relative_rr) >= kIrregularRr ? configuration.keep_irregular : configuration.keep_normals;
}

torch::Tensor logitsOf(zoo::Network& network, const Batch& batch, const torch::Device& device) {
    const auto precision = precisionOf(network);
    std::vector<torch::Tensor> pictures;
    for (const auto& picture : batch.pictures) pictures.push_back(picture.to(device, precision));
    return network.logits(pictures, batch.rr.defined() ? batch.rr.to(device) : batch.rr);
}

double learnBatch(zoo::Network& network, const Learning& learning, std::span<const std::size_t> beats,
                  std::optional<std::uint64_t> augmentation) {
    const torch::Device device = deviceOf(network);
    const auto weights = learning.class_weights.accessor<float, 1>();
    double all_weights = 0;
    for (const std::size_t beat : beats) all_weights += weights[learning.dataset.label[beat]];
    const auto options = torch::nn::functional::CrossEntropyFuncOptions()
                             .weight(learning.class_weights.to(device, precisionOf(network)))
                             .label_smoothing(learning.configuration.label_smoothing)
                             .reduction(torch::kSum);
    double loss = 0;
    const std::size_t part = partOf(network, device, beats.size());
    for (std::size_t first = 0; first < beats.size(); first += part) {
        const auto batch =
            makeBatch(learning.dataset, beats.subspan(first, std::min(part, beats.size() - first)), learning.inputs,
                      augmentation ? std::optional(*augmentation + first) : std::nullopt);
        auto logits = logitsOf(network, batch, device);
        if (batch.rr.defined()) {
            logits = logits + thinningOffset(learning.configuration, batch.rr, learning.dataset.class_names).to(device);
        }
        const auto share = lossOf(logits, batch, options, learning) / all_weights;
        share.backward();
        loss += share.item<double>();
    }
    return loss;
}

}  // namespace triptych::inference::training
