// A subject whose score is a formula, so that what a method must say of it can be worked out by hand.
#pragma once

#include "core/explain/subject.h"

#include <torch/types.h>

#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace triptych::explain::test {

class ToySubject : public Subject {
public:
    using Formula = std::function<torch::Tensor(const std::vector<torch::Tensor>&)>;  // [B] of inputs [B × …]

    // One beat of one channel, 200 samples, its mark in the middle; `formula` gives the score.
    ToySubject(torch::Tensor time, torch::Tensor baseline, Formula formula)
        : Subject(Target{}), formula_(std::move(formula)) {
        AttributionAxis axis{"time", "s", {}, {}};
        for (std::int64_t i = 0; i < time.numel(); ++i) axis.values.push_back(10 + static_cast<double>(i) / 125);
        trace_ = time.view({1, -1});
        mean_trace_ = torch::zeros_like(trace_);
        trace_axis_ = axis;
        mark_s_ = axis.values[axis.values.size() / 2];
        inputs_.push_back(
            {"time", {{"channel", "", {}, {"beat"}}, axis}, trace_.unsqueeze(0), baseline.view({1, 1, -1})});
    }
    // One more input, of features.
    void addFeatures(const torch::Tensor& rr, const torch::Tensor& baseline) {
        AttributionAxis axis{"feature", "", {}, {}};
        for (std::int64_t i = 0; i < rr.numel(); ++i) axis.names.push_back("feature " + std::to_string(i));
        inputs_.push_back({"rr", {axis}, rr.view({1, -1}), baseline.view({1, -1})});
    }
    void setTapped(std::function<TappedScore()> tapped) { tapped_ = std::move(tapped); }

    [[nodiscard]] TappedScore tapped() const override { return tapped_(); }
    [[nodiscard]] bool hasConvolution() const override { return static_cast<bool>(tapped_); }
    [[nodiscard]] std::vector<std::pair<std::string, double>> contributions() const override {
        return {{"all", scoreOf(values())}};
    }
    [[nodiscard]] std::vector<torch::Tensor> withTraces(const torch::Tensor& traces) const override {
        std::vector<torch::Tensor> out = {traces};
        for (std::size_t i = 1; i < inputs_.size(); ++i)
            out.push_back(inputs_[i].value.expand({traces.size(0), inputs_[i].value.size(1)}));
        return out;
    }
    [[nodiscard]] std::unique_ptr<Subject> forgotten(std::uint64_t) const override { return nullptr; }
    [[nodiscard]] std::unique_ptr<Subject> nearby(std::uint64_t seed, double radius) const override {
        auto out = std::unique_ptr<ToySubject>(new ToySubject(*this));
        out->move(seed, radius);
        return out;
    }

private:
    ToySubject(const ToySubject&) = default;
    [[nodiscard]] torch::Tensor scores(const std::vector<torch::Tensor>& variants) const override {
        return formula_(variants).unsqueeze(1);
    }
    Formula formula_;
    std::function<TappedScore()> tapped_;
};

}  // namespace triptych::explain::test
