#include "core/files/model_folders.h"
#include "core/inference/card.h"
#include "core/inference/engine.h"
#include "core/text/said.h"
#include "core/waves/delineator.h"

#include <algorithm>
#include <filesystem>

namespace triptych::inference {
namespace {

namespace fs = std::filesystem;

bool isDefault(const ModelListing& listing) {
    return listing.info.profile == "product";
}

}  // namespace

std::vector<ModelListing> listModels(std::vector<Warning>* warnings) {
    std::vector<ModelListing> out;
    for (const fs::path& folder : files::modelFolders()) {
        std::error_code status;
        std::vector<fs::path> entries;
        for (auto it = fs::directory_iterator(folder, status); !status && it != fs::directory_iterator();
             it.increment(status)) {
            if (fs::exists(it->path() / kCardFile, status)) entries.push_back(it->path());
        }
        std::sort(entries.begin(), entries.end());
        for (const fs::path& entry : entries) {
            if (waves::holdsDelineator(entry.string())) continue;  // it lies beside them and classifies nothing
            auto info = readCard(entry.string());
            if (!info) {
                if (warnings != nullptr) warnings->push_back({info.error().what, info.error().where});
                continue;
            }
            // The first folder wins, so that a reader's own copy does not silently replace the shipped model.
            const bool known = std::any_of(out.begin(), out.end(),
                                           [&](const ModelListing& other) { return other.info.name == info->name; });
            if (!known) out.push_back({fs::weakly_canonical(entry, status).string(), std::move(*info)});
        }
    }
    std::stable_partition(out.begin(), out.end(), isDefault);
    return out;
}

Result<ModelListing> findModel(const std::string& name_or_path) {
    std::error_code status;
    if (fs::exists(fs::path(name_or_path) / kCardFile, status)) {
        auto info = readCard(name_or_path);
        if (!info) return std::unexpected(info.error());
        return ModelListing{name_or_path, std::move(*info)};
    }
    std::string known;
    for (ModelListing& listing : listModels()) {
        if (listing.info.name == name_or_path) return std::move(listing);
        known += (known.empty() ? "" : ", ") + listing.info.name;
    }
    return fail(ErrorCode::not_found, text::say("there is no model \"{1}\"", name_or_path), {},
                known.empty() ? "name a folder with card.json: no model is installed"
                              : text::say("choose one of {1}, or name a folder with card.json", known));
}

Result<ModelInfo> readCard(const std::string& model_folder) {
    auto card = readCardFile(model_folder);
    if (!card) return std::unexpected(card.error());
    return std::move(card->info);
}

}  // namespace triptych::inference
