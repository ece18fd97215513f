#include "core/inference/module/zoo/script_network.h"

#include <torch/script.h>
#include <torch/version.h>

namespace triptych::inference::zoo {
namespace {

class ScriptNetwork : public Network {
public:
    ScriptNetwork(torch::jit::Module module, bool takes_rr) : module_(std::move(module)), takes_rr_(takes_rr) {
        module_.eval();
        std::size_t number = 0;
        for (auto parameter : module_.parameters()) {
            // Registered, so that they are counted and frozen like anyone's; names in the file may hold dots.
            register_parameter(std::to_string(number++), parameter, false);
        }
    }

    torch::Tensor logits(const std::vector<torch::Tensor>& pictures, const torch::Tensor& rr,
                         std::vector<torch::Tensor>* /*taps*/) override {
        std::vector<torch::jit::IValue> arguments(pictures.begin(), pictures.end());
        if (takes_rr_) arguments.emplace_back(rr);
        const auto answer = module_.forward(std::move(arguments));
        TORCH_CHECK(answer.isTensor(), "its forward() returns no tensor");
        return answer.toTensor();
    }
    [[nodiscard]] std::vector<double> tapCentres(std::size_t /*input*/, std::size_t /*axis*/) const override {
        return {};
    }
    [[nodiscard]] bool hasTaps() const override { return false; }

private:
    torch::jit::Module module_;
    bool takes_rr_;
};

}  // namespace

Result<std::shared_ptr<Network>> loadScriptNetwork(const std::string& path, bool takes_rr) {
    try {
        return std::make_shared<ScriptNetwork>(torch::jit::load(path, torch::kCPU), takes_rr);
    } catch (const std::exception&) {
        // LibTorch's own words are a page of C++ frames.
        return fail(ErrorCode::malformed, "this is no TorchScript file that LibTorch " TORCH_VERSION " can read", path,
                    "save the model with torch.jit.script or torch.jit.trace, by the same or an older version");
    }
}

}  // namespace triptych::inference::zoo
