// The small networks of the study of pages: an encoder for each domain, alone under a head or several that meet before
// it, as O2's and O1's do (docs/methods.md §3).
#pragma once

#include "core/inference/module/studies/page_inputs.h"
#include "core/inference/module/zoo/convolution.h"

#include <torch/nn/module.h>
#include <torch/nn/modules/batchnorm.h>
#include <torch/nn/modules/linear.h>
#include <torch/nn/modules/normalization.h>

#include <cstdint>
#include <string_view>
#include <vector>

namespace triptych::inference::studies {

struct PageModel {
    std::string_view name;
    std::string_view title;
    std::vector<PageDomain> domains;
    // Each domain's features are brought to 64 by LayerNorm and a linear layer before they meet (O1); else they meet as
    // they are (O2).
    bool projects = false;
};
// Those that are trained; late fusion is the mean of the first three.
[[nodiscard]] const std::vector<PageModel>& pageModels();

inline constexpr std::int64_t kPageFeatures = 64;

class PageNetwork : public torch::nn::Module {
public:
    PageNetwork(const PageModel& model, std::int64_t classes);
    // What standardises the cells of the spectrum: of the training part. Before the first step.
    void setScale(const torch::Tensor& spectra);
    // One domain's features [B × 64]; `place` counts the model's own domains.
    torch::Tensor features(const PageInputs& inputs, std::size_t place);
    torch::Tensor logits(const PageInputs& inputs);

private:
    struct Layer {
        zoo::Conv1 row{nullptr};
        torch::Tensor kernel;  // of a picture
        torch::nn::BatchNorm2d norm{nullptr};
    };
    struct Part {
        PageDomain domain = PageDomain::time;
        std::vector<Layer> layers;
        torch::nn::LayerNorm norm{nullptr};
        torch::nn::Linear linear{nullptr};
    };
    std::vector<Part> parts_;
    torch::Tensor mean_, deviation_;  // [500] of the spectrum
    torch::nn::Linear hidden_{nullptr};
    torch::nn::Linear logits_{nullptr};
};

}  // namespace triptych::inference::studies
