#include "core/pipeline/load_model.h"

#include <algorithm>

namespace triptych::pipeline {
namespace {

Result<inference::ModelListing> chosen(const std::string& name_or_path) {
    if (!name_or_path.empty()) return inference::findModel(name_or_path);
    auto models = inference::listModels();
    if (models.empty()) {
        return fail(ErrorCode::not_found, "no model is installed", "models",
                    "put a folder with card.json and weights.safetensors where TRIPTYCH_MODELS points");
    }
    return std::move(models.front());
}

}  // namespace

Result<Task> taskOf(const std::string& name_or_path) {
    const auto listing = chosen(name_or_path);
    if (!listing) return std::unexpected(listing.error());
    return listing->info.task;
}

Result<LoadedModel> loadModel(const std::string& name_or_path, bool trust_code,
                              const std::vector<std::string>& trusted_hashes) {
    const auto listing = chosen(name_or_path);
    if (!listing) return std::unexpected(listing.error());
    const auto engine = inference::loadEngine();
    if (!engine) return std::unexpected(engine.error());
    const bool known =
        std::find(trusted_hashes.begin(), trusted_hashes.end(), listing->info.hash) != trusted_hashes.end();
    auto model = (*engine)->load(listing->folder, trust_code || known);
    if (!model) return std::unexpected(model.error());
    return LoadedModel{std::move(*model), (*engine)->warnings(), (*engine)->backend()};
}

}  // namespace triptych::pipeline
