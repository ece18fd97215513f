// A network that reads one picture: a branch of a late fusion, or, without its head, a part of a joint network.
#pragma once

#include "core/inference/module/zoo/network.h"

namespace triptych::inference::zoo {

class Encoder : public Network {
public:
    // As Network::logits says, of one picture and one tap. Made for no classes, it returns features [B × featureCount].
    virtual torch::Tensor forward(const torch::Tensor& picture, const torch::Tensor& rr,
                                  torch::Tensor* tap = nullptr) = 0;

    // As Network::tapCentres says, of the one input.
    [[nodiscard]] virtual std::vector<double> cellCentres(std::size_t axis) const = 0;

    // Features before the head; 0 where the encoder cannot stand without its head.
    [[nodiscard]] virtual std::int64_t featureCount() const { return 0; }

    torch::Tensor logits(const std::vector<torch::Tensor>& pictures, const torch::Tensor& rr,
                         std::vector<torch::Tensor>* taps) final {
        if (taps != nullptr) taps->resize(1);
        return forward(pictures.front(), rr, taps != nullptr ? taps->data() : nullptr);
    }
    // As Network::attention says, of the one picture.
    [[nodiscard]] virtual std::vector<AttentionSeen> attentionOf(const torch::Tensor& /*picture*/) { return {}; }
    [[nodiscard]] std::vector<AttentionSeen> attention(const std::vector<torch::Tensor>& pictures,
                                                       const torch::Tensor& /*rr*/) final {
        return attentionOf(pictures.front());
    }
    [[nodiscard]] std::vector<double> tapCentres(std::size_t /*input*/, std::size_t axis) const final {
        return cellCentres(axis);
    }

protected:
    // The weights of a loaded model are frozen; the tapped activations must be differentiable all the same.
    static torch::Tensor tapped(torch::Tensor activations, torch::Tensor* tap) {
        if (tap == nullptr) return activations;
        if (!activations.requires_grad()) activations.requires_grad_(true);
        *tap = activations;
        return activations;
    }
};

}  // namespace triptych::inference::zoo
