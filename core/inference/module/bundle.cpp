#include "core/inference/module/bundle.h"

#include "core/inference/module/safetensors.h"
#include "core/inference/module/zoo/late_fusion.h"

#include <torch/torch.h>

#include <filesystem>

namespace triptych::inference {
namespace {

constexpr const char* kFusionTensor = "fusion.weights";

// Parameters and buffers under their name on disk. num_batches_tracked steers training alone and is not kept.
std::vector<std::pair<std::string, torch::Tensor>> tensorsOf(const Branch& branch) {
    std::vector<std::pair<std::string, torch::Tensor>> out;
    for (const auto& item : branch.encoder->named_parameters())
        out.emplace_back(branch.name + '.' + item.key(), item.value());
    for (const auto& item : branch.encoder->named_buffers()) {
        if (item.key().ends_with("num_batches_tracked")) continue;
        out.emplace_back(branch.name + '.' + item.key(), item.value());
    }
    return out;
}

std::string shapeText(at::IntArrayRef sizes) {
    std::string text;
    for (const auto side : sizes) text += (text.empty() ? "" : "×") + std::to_string(side);
    return text.empty() ? "a scalar" : text;
}

Result<void> fill(torch::Tensor target, TensorMap& from, const std::string& tensor_name, const std::string& path) {
    const auto found = from.find(tensor_name);
    if (found == from.end()) {
        return fail(ErrorCode::model_mismatch,
                    "the weights lack \"" + tensor_name + "\", which the card's encoders need", path,
                    "use the card that was saved with these weights");
    }
    if (found->second.sizes() != target.sizes()) {
        return fail(ErrorCode::model_mismatch,
                    "\"" + tensor_name + "\" is " + shapeText(found->second.sizes()) + " where the card asks for " +
                        shapeText(target.sizes()),
                    path, "use the card that was saved with these weights");
    }
    if (found->second.is_floating_point() && !torch::isfinite(found->second).all().item<bool>()) {
        return fail(ErrorCode::malformed, "\"" + tensor_name + "\" holds values that are no numbers", path,
                    "get the file again or train the model anew");
    }
    target.copy_(found->second);
    from.erase(found);
    return {};
}

}  // namespace

Result<Bundle> loadBundle(const std::string& model_folder) {
    auto card = readCardFile(model_folder);
    if (!card) return std::unexpected(card.error());
    const auto path = (std::filesystem::path(model_folder) / kWeightsFile).string();
    const auto hash = sha256OfFile(path);
    if (!hash) return std::unexpected(hash.error());
    auto tensors = readSafetensors(path);  // before the hash is judged: a cut file should be called cut
    if (!tensors) return std::unexpected(tensors.error());
    if (*hash != card->info.hash) {
        return fail(ErrorCode::model_mismatch,
                    "the weights are not those the card was written for (SHA-256 " + hash->substr(0, 12) + "…, card " +
                        card->info.hash.substr(0, 12) + "…)",
                    path, "get both files again from one source");
    }
    const torch::NoGradGuard guard;
    Bundle bundle;
    bundle.card = std::move(*card);
    const auto classes = static_cast<std::int64_t>(bundle.card.info.classes.size());
    for (const BranchCard& of : bundle.card.branches) {
        const zoo::EncoderEntry* entry = zoo::findEncoder(of.encoder);
        if (entry == nullptr) {
            return fail(ErrorCode::model_mismatch,
                        "the card asks for an encoder \"" + of.encoder + "\" that is not in the zoo",
                        bundle.card.info.card_path, "update Triptych or choose another model");
        }
        Branch branch{of.name, entry->input, entry->make({shapeOf(bundle.card.profile), classes})};
        if (const auto count = zoo::parameterCount(*branch.encoder); count != of.parameters) {
            return fail(ErrorCode::model_mismatch,
                        "the card gives branch " + of.name + ' ' + std::to_string(of.parameters) +
                            " parameters, and its encoder has " + std::to_string(count),
                        bundle.card.info.card_path, "use the card that was saved with these weights");
        }
        for (auto& [tensor_name, tensor] : tensorsOf(branch)) {
            if (auto done = fill(tensor, *tensors, tensor_name, path); !done) return std::unexpected(done.error());
        }
        branch.encoder->eval();
        for (auto& parameter : branch.encoder->parameters()) parameter.set_requires_grad(false);
        bundle.branches.push_back(std::move(branch));
    }
    bundle.fusion = torch::empty({static_cast<std::int64_t>(bundle.branches.size()), classes});
    if (auto done = fill(bundle.fusion, *tensors, kFusionTensor, path); !done) return std::unexpected(done.error());
    if (!restore(bundle.familiarity, *tensors, classes)) {
        return fail(ErrorCode::model_mismatch, "the \"familiarity\" tensors do not fit each other or the card", path,
                    "use the card that was saved with these weights");
    }
    if (!tensors->empty()) {
        return fail(ErrorCode::model_mismatch,
                    "the weights hold \"" + tensors->begin()->first + "\", which no encoder of the card has", path,
                    "use the card that was saved with these weights");
    }
    // What the card shows must be what the weights do.
    const auto shown = torch::tensor(bundle.card.info.attention).view({-1, classes});
    if ((shown - zoo::displayedAttention(bundle.fusion)).abs().max().item<float>() > 1e-3F) {
        return fail(ErrorCode::model_mismatch, "the attention on the card is not that of the weights",
                    bundle.card.info.card_path, "use the card that was saved with these weights");
    }
    return bundle;
}

Result<void> saveBundle(const std::string& model_folder, Bundle& bundle) {
    TensorMap tensors;
    bundle.card.branches.resize(bundle.branches.size());
    bundle.card.info.branches.clear();
    for (std::size_t m = 0; m < bundle.branches.size(); ++m) {
        const Branch& branch = bundle.branches[m];
        for (const auto& [tensor_name, tensor] : tensorsOf(branch)) tensors[tensor_name] = tensor;
        std::int64_t count = 0;
        for (const auto& parameter : branch.encoder->parameters()) count += parameter.numel();
        bundle.card.branches[m].name = branch.name;
        bundle.card.branches[m].parameters = count;
        bundle.card.info.branches.push_back(branch.name);
    }
    tensors[kFusionTensor] = bundle.fusion;
    store(bundle.familiarity, tensors);
    const auto attention = zoo::displayedAttention(bundle.fusion).contiguous();
    bundle.card.info.attention.assign(attention.data_ptr<float>(), attention.data_ptr<float>() + attention.numel());
    const auto path = (std::filesystem::path(model_folder) / kWeightsFile).string();
    if (auto written = writeSafetensors(path, tensors, {{"model", bundle.card.info.name}}); !written) return written;
    const auto hash = sha256OfFile(path);
    if (!hash) return std::unexpected(hash.error());
    bundle.card.info.hash = *hash;
    return writeCardFile(model_folder, bundle.card);
}

}  // namespace triptych::inference
