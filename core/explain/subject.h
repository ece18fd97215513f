// What is to be explained: a score of a model as a function of the inputs of one beat, or of one stretch of a
// recording. Methods know this and nothing else of a model, so that each explains every model that gives what it needs.
#pragma once

#include "core/domain/explanation.h"

#include <torch/types.h>

#include <cstddef>
#include <string>
#include <vector>

namespace triptych::explain {

struct SubjectInput {
    std::string name;                   // "time", "rr"
    std::vector<AttributionAxis> axes;  // of `value` without its batch axis, outermost first
    torch::Tensor value;                // [1 × …]
    torch::Tensor baseline;             // the same shape: an input that says nothing
};

// A stretch of columns of a convolution's picture, and the input that it lies on.
struct MapPlace {
    std::string input;
    std::vector<AttributionAxis> axes;  // of rows × columns, or of columns alone
    std::size_t first_column = 0, columns = 0;
    torch::Tensor seen;  // what the model saw there, as many cells
};
// The activations of a network's last convolution on one picture, able to give a gradient.
struct ConvolutionMap {
    torch::Tensor activations;                        // [1 × C × R × T]
    std::vector<double> row_centres, column_centres;  // of its cells, in rows and columns of the picture
    std::size_t rows = 1, columns = 0;                // of the picture
    std::vector<MapPlace> places;
};
struct TappedScore {
    torch::Tensor score;  // [1] of the class, or its difference
    std::vector<ConvolutionMap> maps;
};

// Immutable; safe to share between threads. Throws what LibTorch throws.
class Subject {
public:
    virtual ~Subject() = default;
    Subject(const Subject&) = delete;
    Subject& operator=(const Subject&) = delete;

    [[nodiscard]] const std::vector<SubjectInput>& inputs() const { return inputs_; }
    [[nodiscard]] std::vector<torch::Tensor> values() const;
    [[nodiscard]] std::vector<torch::Tensor> baselines() const;
    // [B] what is explained, for B variants of the inputs, each [B × …] in the order of inputs(): the score of the
    // class, less that of the other class where one is named. Gradients reach the inputs.
    [[nodiscard]] torch::Tensor score(const std::vector<torch::Tensor>& variants) const;
    // The same of the one input as it is, without gradients.
    [[nodiscard]] double scoreOf(const std::vector<torch::Tensor>& variant) const;
    // The score and where the network's convolutions looked; only where hasConvolution().
    [[nodiscard]] virtual TappedScore tapped() const;
    [[nodiscard]] virtual bool hasConvolution() const { return false; }
    [[nodiscard]] virtual bool hasAttention() const { return false; }

protected:
    static constexpr std::size_t kNoClass = static_cast<std::size_t>(-1);
    Subject(std::size_t class_index, std::size_t against) : class_(class_index), against_(against) {}
    // [B × K]
    [[nodiscard]] virtual torch::Tensor scores(const std::vector<torch::Tensor>& variants) const = 0;
    // [B] of [B × K].
    [[nodiscard]] torch::Tensor chosen(const torch::Tensor& scores) const;
    std::vector<SubjectInput> inputs_;

private:
    std::size_t class_, against_;
};

// An attribution [… as the input] laid on an input's axes.
[[nodiscard]] Attribution attributionOf(const SubjectInput& input, const torch::Tensor& values);
[[nodiscard]] std::vector<float> plainValues(const torch::Tensor& of);

}  // namespace triptych::explain
