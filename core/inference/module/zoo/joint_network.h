// Intermediate fusion: one network over several pictures of a beat, trained as a whole (docs/methods.md §3). Each part
// is an encoder of the zoo without its head; their features meet by concatenation, by a sum, or by a sum whose weights
// are learned.
#pragma once

#include "core/inference/module/zoo/encoder.h"

#include <torch/nn/modules/linear.h>
#include <torch/nn/modules/normalization.h>

#include <memory>
#include <vector>

namespace triptych::inference::zoo {

enum class Meeting { concat, sum, weighted };

struct JointOptions {
    std::vector<std::shared_ptr<Encoder>> parts;  // made for no classes
    Meeting meeting = Meeting::concat;
    // Every part's features pass LayerNorm → Linear → `projection` before they meet, as V has it; 0: they meet as they
    // are. A sum needs features of one size.
    std::int64_t projection = 64;
};

class JointNetwork : public Network {
public:
    JointNetwork(const EncoderShape& shape, const JointOptions& options);
    torch::Tensor logits(const std::vector<torch::Tensor>& pictures, const torch::Tensor& rr,
                         std::vector<torch::Tensor>* taps) override;
    [[nodiscard]] std::vector<double> tapCentres(std::size_t input, std::size_t axis) const override;
    [[nodiscard]] std::vector<AttentionSeen> attention(const std::vector<torch::Tensor>& pictures,
                                                       const torch::Tensor& rr) override;
    [[nodiscard]] bool hasAttention() const override;
    [[nodiscard]] bool wantsScale(std::size_t input) const override;
    void setScale(std::size_t input, const torch::Tensor& mean, const torch::Tensor& deviation) override;

private:
    struct Projection {
        torch::nn::LayerNorm norm{nullptr};
        torch::nn::Linear linear{nullptr};
    };
    std::vector<std::shared_ptr<Encoder>> parts_;
    std::vector<Projection> projections_;  // as many as parts, or none
    Meeting meeting_;
    torch::Tensor meeting_weights_;  // [parts], where the meeting is weighted
    torch::nn::LayerNorm head_norm_{nullptr};
    torch::nn::Linear head_{nullptr};
    torch::nn::LayerNorm logit_norm_{nullptr};
    torch::nn::Linear logits_{nullptr};
};

// V's three, over the beat (n_conv = 2) and its STFT (32 first filters).
[[nodiscard]] std::shared_ptr<Network> makeVConcat(const EncoderShape& shape);
[[nodiscard]] std::shared_ptr<Network> makeVSum(const EncoderShape& shape);
[[nodiscard]] std::shared_ptr<Network> makeVWeighted(const EncoderShape& shape);
// O2's Hybrid 1: features of the beat and of its scalogram, side by side; Hybrid 2: of its spectrum, too.
[[nodiscard]] std::shared_ptr<Network> makeHybrid1(const EncoderShape& shape);
[[nodiscard]] std::shared_ptr<Network> makeHybrid2(const EncoderShape& shape);
// O1's intermediate fusion of three domains, each brought to 64 features first.
[[nodiscard]] std::shared_ptr<Network> makeThreeDomains(const EncoderShape& shape);

}  // namespace triptych::inference::zoo
