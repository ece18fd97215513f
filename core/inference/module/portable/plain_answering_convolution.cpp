// AnsweringConvolution by LibTorch alone.
#include "core/inference/module/zoo/answering_convolution.h"
#include "core/inference/module/zoo/convolution.h"
#include "core/inference/module/zoo/rectified_pool.h"

#include <torch/types.h>

#include <utility>

namespace triptych::inference::zoo {

struct AnsweringConvolution::Work {
    torch::Tensor weight, bias;
    Sides stride, padding;
};

AnsweringConvolution::AnsweringConvolution(torch::Tensor weight, torch::Tensor bias, Sides stride, Sides padding)
    : work_(std::make_unique<Work>(Work{std::move(weight), std::move(bias), stride, padding})) {}

AnsweringConvolution::~AnsweringConvolution() = default;

torch::Tensor AnsweringConvolution::forward(const torch::Tensor& map) const {
    return torch::conv2d(channelsLast(map), work_->weight, work_->bias, work_->stride, work_->padding);
}

torch::Tensor AnsweringConvolution::rectified(const torch::Tensor& map, const torch::Tensor& sum) const {
    auto answer = forward(map);
    if (sum.defined()) answer.add_(sum);
    return answer.relu_();
}

torch::Tensor AnsweringConvolution::pooled(const torch::Tensor& map) const {
    return rectifiedPool(forward(map), 2, 2);
}

}  // namespace triptych::inference::zoo
