// What every encoder of the zoo is: a module from one input picture (and the RR features, where the profile has them)
// to class logits. Private to the inference module: no other room sees Torch.
#pragma once

#include "core/inference/model_inputs.h"

#include <torch/nn/module.h>
#include <torch/types.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace triptych::inference::zoo {

enum class InputKind { time, time_frequency };

class Encoder : public torch::nn::Module {
public:
    // `picture` [B × C × samples] or [B × C × rows × columns]; `rr` [B × R], undefined where the encoder takes none.
    // Returns logits [B × K]. `tap`, where given, receives the activations of the last convolution, able to take a
    // gradient: Grad-CAM's view. It is an argument and no state, so that one encoder serves several threads.
    virtual torch::Tensor forward(const torch::Tensor& picture, const torch::Tensor& rr,
                                  torch::Tensor* tap = nullptr) = 0;

    // Where the tapped cells lie on the input: centre of each cell's receptive field along an axis of the map (0 rows,
    // 1 columns; a time encoder has columns alone), in input samples, rows or columns.
    [[nodiscard]] virtual std::vector<double> cellCentres(std::size_t axis) const = 0;

protected:
    // The weights of a loaded model are frozen; the tapped activations must be differentiable all the same.
    static torch::Tensor tapped(torch::Tensor activations, torch::Tensor* tap) {
        if (tap == nullptr) return activations;
        if (!activations.requires_grad()) activations.requires_grad_(true);
        *tap = activations;
        return activations;
    }
};

struct EncoderShape {
    InputShape input;
    std::int64_t classes = 5;
};

// One row of the zoo. Adding an encoder is one file and one line in registry.cpp.
struct EncoderEntry {
    std::string name;  // as in card.json: "v_time_transformer"
    InputKind input;
    std::string describes;
    std::shared_ptr<Encoder> (*make)(const EncoderShape& shape);
};
[[nodiscard]] const std::vector<EncoderEntry>& encoders();
[[nodiscard]] const EncoderEntry* findEncoder(const std::string& encoder_name);

// Trainable parameters of a module.
[[nodiscard]] std::int64_t parameterCount(const torch::nn::Module& module);

}  // namespace triptych::inference::zoo
