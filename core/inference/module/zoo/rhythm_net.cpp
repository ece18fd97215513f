#include "core/inference/module/zoo/rhythm_net.h"

#include "core/inference/module/zoo/dropout.h"

namespace triptych::inference::zoo {
namespace {

constexpr std::int64_t kHidden = 64;
constexpr double kSlope = 0.1;
constexpr double kDropout = 0.1;

}  // namespace

RhythmNet::RhythmNet(const EncoderShape& shape)
    : norm_(register_module("norm", torch::nn::BatchNorm1d(static_cast<std::int64_t>(shape.input.rr)))),
      first_(register_module("first", torch::nn::Linear(static_cast<std::int64_t>(shape.input.rr), kHidden))),
      second_(register_module("second", torch::nn::Linear(kHidden, kHidden))),
      logits_(register_module("logits", torch::nn::Linear(kHidden, shape.classes))) {}

torch::Tensor RhythmNet::forward(const torch::Tensor& /*picture*/, const torch::Tensor& rr, torch::Tensor* /*tap*/) {
    auto hidden = torch::leaky_relu(first_->forward(norm_->forward(rr)), kSlope);
    hidden = zoo::dropout(hidden, kDropout, is_training());
    return logits_->forward(torch::leaky_relu(second_->forward(hidden), kSlope));
}

std::shared_ptr<Encoder> makeRhythmNet(const EncoderShape& shape) {
    return std::make_shared<RhythmNet>(shape);
}

}  // namespace triptych::inference::zoo
