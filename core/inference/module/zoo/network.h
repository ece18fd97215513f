// What every network of the zoo is: a module from the pictures of a beat that it reads (and the RR features, where the
// profile has them) to class logits. An encoder (encoder.h) reads one picture, a joint network (joint_network.h)
// several. Private to the inference module: no other room sees Torch.
#pragma once

#include "core/inference/input_kinds.h"

#include <torch/nn/module.h>
#include <torch/types.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace triptych::inference::zoo {

// The weights of a transformer's layers for a batch, and where its tokens lie on the input that it reads.
struct AttentionSeen {
    std::size_t input = 0;              // index of the network's input
    std::vector<torch::Tensor> layers;  // [B × heads × tokens × tokens] each; token 0 is the class token
    std::vector<double> token_centres;  // of tokens 1 …, in columns of the picture
};

class Network : public torch::nn::Module {
public:
    // `pictures`: one tensor for each input of the network's row in the registry, in that order; [B × C × samples] or
    // [B × C × rows × columns]. `rr` [B × R], undefined where the network takes none. Returns logits [B × K]. `taps`,
    // where given, receives for every input the activations of its last convolution, able to take a gradient:
    // Grad-CAM's view. It is an argument and no state, so that one network serves several threads.
    virtual torch::Tensor logits(const std::vector<torch::Tensor>& pictures, const torch::Tensor& rr,
                                 std::vector<torch::Tensor>* taps = nullptr) = 0;

    // Where the tapped cells of an input lie on it: centre of each cell's receptive field along an axis of the map (0
    // rows, 1 columns; a row of samples has columns alone), in input samples, rows or columns.
    [[nodiscard]] virtual std::vector<double> tapCentres(std::size_t input, std::size_t axis) const = 0;

    // Grad-CAM needs a convolution to look at; a network that came as code shows none.
    [[nodiscard]] virtual bool hasTaps() const { return true; }

    // What the tokens of each part that has attention looked at; empty where none has.
    [[nodiscard]] virtual std::vector<AttentionSeen> attention(const std::vector<torch::Tensor>& /*pictures*/,
                                                               const torch::Tensor& /*rr*/) {
        return {};
    }
    [[nodiscard]] virtual bool hasAttention() const { return false; }

    // Does an input want the mean and the deviation that its cells have over the training beats? Asked once, before the
    // first step; the answer becomes a constant of the model (a buffer, saved with the weights).
    [[nodiscard]] virtual bool wantsScale(std::size_t /*input*/) const { return false; }
    // `mean`, `deviation`: [cells] of the flattened picture; the deviation is above zero.
    virtual void setScale(std::size_t /*input*/, const torch::Tensor& /*mean*/, const torch::Tensor& /*deviation*/) {}
};

struct EncoderShape {
    InputShape input;
    std::int64_t classes = 5;  // 0: no head, the network gives its features (encoder.h)
};

// One row of the zoo. Adding an encoder or a fusion is one file and one line in registry.cpp.
struct NetworkEntry {
    std::string name;  // as in card.json: "v_time_transformer"
    std::vector<InputKind> inputs;
    std::string describes;
    std::function<std::shared_ptr<Network>(const EncoderShape& shape)> make;
};
[[nodiscard]] const std::vector<NetworkEntry>& networks();
[[nodiscard]] const NetworkEntry* findNetwork(const std::string& network_name);

// Trainable parameters of a module.
[[nodiscard]] std::int64_t parameterCount(const torch::nn::Module& module);

}  // namespace triptych::inference::zoo
