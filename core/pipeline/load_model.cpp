#include "core/pipeline/load_model.h"

#include "core/inference/card.h"
#include "core/inference/lead_inputs.h"

#include <algorithm>
#include <utility>

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
    std::vector<Warning> warnings = (*engine)->warnings();
    for (Warning& warning : (*model)->warnings()) warnings.push_back(std::move(warning));
    return LoadedModel{std::move(*model), std::move(warnings), (*engine)->backend()};
}

std::optional<Silences> readAhead(const std::string& name_or_path, const inference::RecordingAnalysis& analysis,
                                  const BeatList& beats, const Job& job) {
    const auto listing = chosen(name_or_path);
    if (!listing || listing->info.task != Task::beat || beats.beats.empty()) return std::nullopt;
    const auto card = inference::readCardFile(listing->folder);
    if (!card) return std::nullopt;
    // In the order in which a model asks: the quality lets go of the lead that the beats were found in.
    [[maybe_unused]] const auto quality = analysis.lead(beats.lead).quality({job.stop, {}});
    [[maybe_unused]] const auto inputs = inference::inputsOfLeads(*card, analysis, beats, job);
    auto silences = silencesOf(analysis, beats, {job.stop, {}});
    return silences ? std::optional(std::move(*silences)) : std::nullopt;
}

}  // namespace triptych::pipeline
