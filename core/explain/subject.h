// What is to be explained: a score of a model as a function of the inputs of one beat, or of one stretch of a
// recording. Methods know this and nothing else of a model, so that each explains every model that gives what it needs.
#pragma once

#include "core/domain/explanation.h"

#include <torch/types.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace triptych::explain {

// Which of a model's scores.
struct Target {
    std::size_t of_class = 0;
    std::optional<std::size_t> against;  // another class, whose score is taken off it
    std::optional<std::size_t> branch;   // the logit of that branch; else the fused score
};

struct SubjectInput {
    std::string name;                   // "time", "rr"
    std::vector<AttributionAxis> axes;  // of `value` without its batch axis, outermost first
    torch::Tensor value;                // [1 × …]
    torch::Tensor baseline;             // the same shape: what the beat is held against
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

// What a transformer's tokens looked at, and where they lie on the input: token 0 is the class token.
struct AttentionMap {
    std::vector<torch::Tensor> layers;  // [heads × tokens × tokens] each, rows sum to 1; first layer first
    std::vector<double> token_centres;  // of tokens 1 …, in columns of the picture
    std::size_t columns = 0;            // of the picture
    std::vector<MapPlace> places;
};

// Immutable; safe to share between threads. Throws what LibTorch throws.
class Subject {
public:
    virtual ~Subject() = default;
    Subject& operator=(const Subject&) = delete;

    [[nodiscard]] const std::vector<SubjectInput>& inputs() const { return inputs_; }
    [[nodiscard]] std::vector<torch::Tensor> values() const;
    [[nodiscard]] std::vector<torch::Tensor> baselines() const;
    // An id of inference::baselines().
    [[nodiscard]] const std::string& baselineName() const { return baseline_name_; }
    // [B] what is explained, for B variants of the inputs, each [B × …] in the order of inputs(): the score of the
    // class, less that of the other class where one is named. Gradients reach the inputs.
    [[nodiscard]] torch::Tensor score(const std::vector<torch::Tensor>& variants) const;
    // The same of the one input as it is, without gradients.
    [[nodiscard]] double scoreOf(const std::vector<torch::Tensor>& variant) const;
    // The score and where the network's convolutions looked; only where hasConvolution().
    [[nodiscard]] virtual TappedScore tapped() const;
    [[nodiscard]] virtual bool hasConvolution() const { return false; }
    // Of every network that has attention; only where hasAttention().
    [[nodiscard]] virtual std::vector<AttentionMap> attention() const { return {}; }
    [[nodiscard]] virtual bool hasAttention() const { return false; }
    // What each branch puts into the fused score (docs/methods.md §3): together, all of it.
    [[nodiscard]] virtual std::vector<std::pair<std::string, double>> contributions() const = 0;

    // Where the beat is marked, in s from the start of the recording; nothing where no beat is explained.
    [[nodiscard]] std::optional<double> mark_s() const { return mark_s_; }
    // [C × L] the signal that every picture is made from, and its samples' times.
    [[nodiscard]] const torch::Tensor& trace() const { return trace_; }
    [[nodiscard]] const AttributionAxis& traceAxis() const { return trace_axis_; }
    // [C × L] what stands for the mean beat where a stretch of the trace is taken away.
    [[nodiscard]] const torch::Tensor& meanTrace() const { return mean_trace_; }
    // `from` with the first `leads` rows replaced by those of `by` where `mask` [L] is set; rows that are made from
    // others follow. All [C × L].
    [[nodiscard]] virtual torch::Tensor masked(const torch::Tensor& mask, const torch::Tensor& by) const;
    // The inputs as they are, but for all that is made from the trace: made anew from B traces [B × C × L].
    [[nodiscard]] virtual std::vector<torch::Tensor> withTraces(const torch::Tensor& traces) const = 0;
    // The same subject under a model whose weights were shuffled, each among its own; nothing where that cannot be.
    [[nodiscard]] virtual std::unique_ptr<Subject> forgotten(std::uint64_t seed) const = 0;
    // The same subject with each sample and feature moved by up to `radius` of its input's range; what is made from the
    // trace follows it.
    [[nodiscard]] virtual std::unique_ptr<Subject> nearby(std::uint64_t seed, double radius) const = 0;

protected:
    explicit Subject(const Target& target) : target_(target) {}
    Subject(const Subject&) = default;
    // [B × K] of the target's branch, or fused.
    [[nodiscard]] virtual torch::Tensor scores(const std::vector<torch::Tensor>& variants) const = 0;
    // [B] of [B × K].
    [[nodiscard]] torch::Tensor chosen(const torch::Tensor& scores) const;
    [[nodiscard]] const Target& target() const { return target_; }
    // Moves this one, for nearby().
    void move(std::uint64_t seed, double radius);
    std::vector<SubjectInput> inputs_;
    std::string baseline_name_ = "silence";
    torch::Tensor trace_, mean_trace_;
    AttributionAxis trace_axis_;
    std::optional<double> mark_s_;

private:
    Target target_;
};

// An attribution [… as the input] laid on an input's axes.
[[nodiscard]] Attribution attributionOf(const SubjectInput& input, const torch::Tensor& values);
[[nodiscard]] std::vector<float> plainValues(const torch::Tensor& of);

}  // namespace triptych::explain
