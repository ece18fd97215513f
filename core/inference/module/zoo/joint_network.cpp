#include "core/inference/module/zoo/joint_network.h"

#include "core/inference/module/zoo/plain_cnn.h"
#include "core/inference/module/zoo/v_stft_cnn.h"
#include "core/inference/module/zoo/v_time_transformer.h"

#include <algorithm>
#include <utility>

namespace triptych::inference::zoo {
namespace {

constexpr std::int64_t kBottleneck = 10;

EncoderShape withoutHead(const EncoderShape& shape) {
    return {shape.input, 0};
}

std::shared_ptr<Network> makeV(const EncoderShape& shape, Meeting meeting) {
    const auto parts = withoutHead(shape);
    return std::make_shared<JointNetwork>(
        shape, JointOptions{{makeVShortTimeTransformer(parts), makeVStftCnn(parts)}, meeting});
}

}  // namespace

JointNetwork::JointNetwork(const EncoderShape& shape, const JointOptions& options)
    : parts_(options.parts), meeting_(options.meeting) {
    std::int64_t together = 0;
    for (std::size_t i = 0; i < parts_.size(); ++i) {
        const std::string number = std::to_string(i + 1);
        register_module("part" + number, parts_[i]);
        std::int64_t features = parts_[i]->featureCount();
        if (options.projection > 0) {
            auto projection = std::make_shared<torch::nn::Module>("projection");
            Projection& of = projections_.emplace_back();
            of.norm = projection->register_module("0", torch::nn::LayerNorm(torch::nn::LayerNormOptions({features})));
            of.linear = projection->register_module("1", torch::nn::Linear(features, options.projection));
            register_module("projection" + number, projection);
            features = options.projection;
        }
        together = meeting_ == Meeting::concat ? together + features : features;
    }
    if (meeting_ == Meeting::weighted) {
        // V's α and β: equal at the start, so that the sum begins as a mean.
        const auto count = static_cast<std::int64_t>(parts_.size());
        meeting_weights_ = register_parameter("alpha", torch::full({count}, 1.0 / static_cast<double>(count)));
    }
    head_norm_ = torch::nn::LayerNorm(torch::nn::LayerNormOptions({together}));
    head_ = torch::nn::Linear(together, kBottleneck);
    logit_norm_ = torch::nn::LayerNorm(torch::nn::LayerNormOptions({kBottleneck}));
    logits_ = torch::nn::Linear(kBottleneck, shape.classes);
    auto head = std::make_shared<torch::nn::Module>("head");
    head->register_module("0", head_norm_.ptr());
    head->register_module("1", head_.ptr());
    head->register_module("2", logit_norm_.ptr());
    head->register_module("3", logits_.ptr());
    register_module("head", head);
}

torch::Tensor JointNetwork::logits(const std::vector<torch::Tensor>& pictures, const torch::Tensor& rr,
                                   std::vector<torch::Tensor>* taps) {
    if (taps != nullptr) taps->assign(parts_.size(), {});
    std::vector<torch::Tensor> features;
    for (std::size_t i = 0; i < parts_.size(); ++i) {
        auto of_part = parts_[i]->forward(pictures[i], rr, taps != nullptr ? &(*taps)[i] : nullptr);
        if (!projections_.empty()) of_part = projections_[i].linear->forward(projections_[i].norm->forward(of_part));
        if (meeting_ == Meeting::weighted) of_part = of_part * meeting_weights_[static_cast<std::int64_t>(i)];
        features.push_back(of_part);
    }
    const auto together = meeting_ == Meeting::concat ? torch::cat(features, 1) : torch::stack(features).sum(0);
    return logits_->forward(logit_norm_->forward(head_->forward(head_norm_->forward(together))));
}

std::vector<double> JointNetwork::tapCentres(std::size_t input, std::size_t axis) const {
    return parts_[input]->cellCentres(axis);
}

std::vector<AttentionSeen> JointNetwork::attention(const std::vector<torch::Tensor>& pictures,
                                                   const torch::Tensor& /*rr*/) {
    std::vector<AttentionSeen> out;
    for (std::size_t i = 0; i < parts_.size(); ++i) {
        for (AttentionSeen& seen : parts_[i]->attentionOf(pictures[i])) {
            seen.input = i;
            out.push_back(std::move(seen));
        }
    }
    return out;
}

bool JointNetwork::hasAttention() const {
    return std::ranges::any_of(parts_, [](const auto& part) { return part->hasAttention(); });
}

bool JointNetwork::wantsScale(std::size_t input) const {
    return parts_[input]->wantsScale(0);
}

void JointNetwork::setScale(std::size_t input, const torch::Tensor& mean, const torch::Tensor& deviation) {
    parts_[input]->setScale(0, mean, deviation);
}

std::shared_ptr<Network> makeVConcat(const EncoderShape& shape) {
    return makeV(shape, Meeting::concat);
}

std::shared_ptr<Network> makeVSum(const EncoderShape& shape) {
    return makeV(shape, Meeting::sum);
}

std::shared_ptr<Network> makeVWeighted(const EncoderShape& shape) {
    return makeV(shape, Meeting::weighted);
}

std::shared_ptr<Network> makeHybrid1(const EncoderShape& shape) {
    const auto parts = withoutHead(shape);
    return std::make_shared<JointNetwork>(
        shape, JointOptions{{makePlainCnn(parts), makeScalogramCnn(parts)}, Meeting::concat, 0});
}

std::shared_ptr<Network> makeHybrid2(const EncoderShape& shape) {
    const auto parts = withoutHead(shape);
    return std::make_shared<JointNetwork>(
        shape,
        JointOptions{
            {makePlainCnn(parts), makeScalogramCnn(parts), makeVFrequencyTransformer(parts)}, Meeting::concat, 0});
}

std::shared_ptr<Network> makeThreeDomains(const EncoderShape& shape) {
    const auto parts = withoutHead(shape);
    return std::make_shared<JointNetwork>(
        shape, JointOptions{{makePlainCnn(parts), makeScalogramCnn(parts), makeVFrequencyTransformer(parts)}});
}

}  // namespace triptych::inference::zoo
