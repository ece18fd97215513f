#include "core/inference/card.h"

#include "core/formats/atomic_file.h"
#include "core/inference/class_mapping.h"
#include "core/inference/doubt.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <span>

namespace triptych::inference {
namespace {

using Json = nlohmann::ordered_json;
constexpr int kCardVersion = 1;
constexpr std::uintmax_t kLargestCard = 8U << 20U;

Error badCard(const std::string& path, const std::string& what) {
    return {ErrorCode::malformed, what, path, "correct the card or train the model anew"};
}

// Typed access that turns every surprise into one sentence instead of an exception.
template <class T>
Result<T> field(const Json& object, const char* key, const std::string& path) {
    const auto found = object.find(key);
    if (found == object.end()) return std::unexpected(badCard(path, std::string("the card has no \"") + key + '"'));
    try {
        return found->get<T>();
    } catch (const nlohmann::json::exception&) {
        return std::unexpected(badCard(path, std::string("\"") + key + "\" in the card has the wrong type"));
    }
}

// What a model says beside its probabilities; earlier cards have none of it.
Result<void> parseCalibration(const Json& json, Card& card, const std::string& path) {
    const auto found = json.find("calibration");
    if (found == json.end()) return {};
    if (!found->is_object()) return std::unexpected(badCard(path, "the card's calibration is no object"));
    auto alpha = field<double>(*found, "conformal_alpha", path);
    if (!alpha) return std::unexpected(alpha.error());
    auto thresholds = field<std::vector<float>>(*found, "conformal_thresholds", path);
    if (!thresholds) return std::unexpected(thresholds.error());
    auto doubt = field<std::vector<float>>(*found, "doubt_weights", path);
    if (!doubt) return std::unexpected(doubt.error());
    const std::size_t classes = card.info.classes.size();
    const bool fits = thresholds->size() == classes && *alpha > 0 && *alpha < 1;
    if (!fits) return std::unexpected(badCard(path, "the card's calibration does not fit its classes"));
    card.info.conformal_alpha = *alpha;
    card.info.conformal_thresholds = std::move(*thresholds);
    // Doubt that looks at other features than ours is another program's: beats then go by their margin.
    if (doubt->size() == doubtFeatures(classes)) card.doubt = std::move(*doubt);
    return {};
}

Result<Card> parseCard(const Json& json, const std::string& path) {
    if (!json.is_object()) return std::unexpected(badCard(path, "the card is no JSON object"));
    Card card;
    ModelInfo& info = card.info;
    const auto version = field<int>(json, "triptych_card", path);
    if (!version) return std::unexpected(version.error());
    if (*version != kCardVersion) {
        return std::unexpected(badCard(path, "the card is of version " + std::to_string(*version) + ", and version " +
                                                 std::to_string(kCardVersion) + " is read"));
    }
#define TRIPTYCH_TAKE(target, key)                                                         \
    if (auto taken = field<std::remove_cvref_t<decltype(target)>>(json, key, path); taken) \
        (target) = std::move(*taken);                                                      \
    else                                                                                   \
        return std::unexpected(taken.error())
    TRIPTYCH_TAKE(info.name, "name");
    TRIPTYCH_TAKE(info.title, "title");
    TRIPTYCH_TAKE(info.profile, "profile");
    TRIPTYCH_TAKE(info.classes, "classes");
    TRIPTYCH_TAKE(info.class_mapping, "class_mapping");
    TRIPTYCH_TAKE(info.fusion, "fusion");
    TRIPTYCH_TAKE(info.temperature, "temperature");
    TRIPTYCH_TAKE(info.borderline_margin, "borderline_margin");
    TRIPTYCH_TAKE(info.leaks_patients, "leaks_patients");
    TRIPTYCH_TAKE(info.trained_on, "trained_on");
    TRIPTYCH_TAKE(info.training_records, "training_records");
    TRIPTYCH_TAKE(card.omega, "simplex_weights");
    TRIPTYCH_TAKE(card.data, "data");
    TRIPTYCH_TAKE(card.split, "split");
    TRIPTYCH_TAKE(card.seed, "seed");
    TRIPTYCH_TAKE(card.test_records, "test_records");
    TRIPTYCH_TAKE(card.test_reads, "test_set_reads");
    const auto branches = field<Json>(json, "branches", path);
    if (!branches) return std::unexpected(branches.error());
    const auto attention = field<std::vector<std::vector<float>>>(json, "attention", path);
    if (!attention) return std::unexpected(attention.error());
    const auto weights = field<Json>(json, "weights", path);
    if (!weights) return std::unexpected(weights.error());
    if (const auto hash = field<std::string>(*weights, "sha256", path); hash) {
        info.hash = *hash;
    } else {
        return std::unexpected(hash.error());
    }
    if (!branches->is_array() || branches->empty()) return std::unexpected(badCard(path, "the card names no branches"));
    for (const Json& entry : *branches) {
        BranchCard branch;
        const auto take = [&](auto& target, const char* key) -> Result<void> {
            auto taken = field<std::remove_cvref_t<decltype(target)>>(entry, key, path);
            if (!taken) return std::unexpected(taken.error());
            target = std::move(*taken);
            return {};
        };
        if (!entry.is_object()) return std::unexpected(badCard(path, "a branch in the card is no object"));
        for (auto done :
             {take(branch.name, "name"), take(branch.encoder, "encoder"), take(branch.parameters, "parameters")}) {
            if (!done) return std::unexpected(done.error());
        }
        info.branches.push_back(branch.name);
        card.branches.push_back(std::move(branch));
    }
#undef TRIPTYCH_TAKE
    const auto profile = profileOf(info.profile);
    if (!profile) return std::unexpected(badCard(path, profile.error().what));
    card.profile = *profile;

    if (info.classes.size() < 2 || info.classes.size() > kAamiClasses) {
        return std::unexpected(
            badCard(path, "a model has 2 to 5 classes, and the card names " + std::to_string(info.classes.size())));
    }
    for (std::size_t k = 0; k < info.classes.size(); ++k) {
        if (std::find(kAamiNames.begin(), kAamiNames.end(), info.classes[k]) == kAamiNames.end() ||
            std::count(info.classes.begin(), info.classes.end(), info.classes[k]) != 1) {
            return std::unexpected(
                badCard(path, "\"" + info.classes[k] + "\" is no class, or stands twice: use N S V F Q"));
        }
    }
    if (attention->size() != info.branches.size()) {
        return std::unexpected(badCard(path, "the card's attention has not one row per branch"));
    }
    for (const auto& row : *attention) {
        if (row.size() != info.classes.size())
            return std::unexpected(badCard(path, "the card's attention has not one weight per class"));
        info.attention.insert(info.attention.end(), row.begin(), row.end());
    }
    if (!(info.temperature > 0) || !std::isfinite(info.temperature)) {
        return std::unexpected(badCard(path, "the card's temperature is not above zero"));
    }
    if (auto done = parseCalibration(json, card, path); !done) return std::unexpected(done.error());
    if (json.contains("figures")) card.figures_json = json["figures"].dump();
    info.card_path = path;
    return card;
}

}  // namespace

Result<Card> readCardFile(const std::string& model_folder) {
    const auto path = (std::filesystem::path(model_folder) / kCardFile).string();
    std::error_code status;
    if (!std::filesystem::is_regular_file(path, status)) {
        return fail(ErrorCode::not_found, "there is no card.json", model_folder, "choose a model's folder");
    }
    const auto size = std::filesystem::file_size(path, status);
    if (status || size > kLargestCard)
        return std::unexpected(badCard(path, "the card is larger than 8 MiB or cannot be measured"));
    std::ifstream file(path);
    if (!file) return fail(ErrorCode::not_readable, "the card cannot be read", path, "check its permissions");
    const auto json = Json::parse(file, nullptr, false);
    if (json.is_discarded()) return std::unexpected(badCard(path, "the card is not valid JSON"));
    return parseCard(json, path);
}

Result<void> writeCardFile(const std::string& model_folder, const Card& card) {
    const ModelInfo& info = card.info;
    Json json;
    json["triptych_card"] = kCardVersion;
    json["name"] = info.name;
    json["title"] = info.title;
    json["profile"] = info.profile;
    json["classes"] = info.classes;
    json["class_mapping"] = info.class_mapping;
    Json branches = Json::array();
    for (const BranchCard& branch : card.branches) {
        branches.push_back({{"name", branch.name}, {"encoder", branch.encoder}, {"parameters", branch.parameters}});
    }
    json["branches"] = branches;
    const InputShape shape = shapeOf(card.profile);
    json["inputs"] = {{"rate_hz", 125},
                      {"time", {shape.time_channels, shape.time_samples}},
                      {"time_frequency", {shape.tf_channels, shape.tf_rows, shape.tf_columns}},
                      {"rr", shape.rr},
                      {"preprocessing", "core/inference/model_inputs.h, profile " + info.profile}};
    json["fusion"] = info.fusion;
    Json attention = Json::array();
    for (std::size_t m = 0; m < info.branches.size(); ++m) {
        attention.push_back(
            std::vector<float>(info.attention.begin() + static_cast<std::ptrdiff_t>(m * info.classes.size()),
                               info.attention.begin() + static_cast<std::ptrdiff_t>((m + 1) * info.classes.size())));
    }
    json["attention"] = attention;
    json["simplex_weights"] = card.omega;
    json["temperature"] = info.temperature;
    json["borderline_margin"] = info.borderline_margin;
    if (!info.conformal_thresholds.empty()) {
        json["calibration"] = {{"conformal_alpha", info.conformal_alpha},
                               {"conformal_thresholds", info.conformal_thresholds},
                               {"doubt_weights", card.doubt}};
    }
    json["leaks_patients"] = info.leaks_patients;
    json["trained_on"] = info.trained_on;
    json["data"] = card.data;
    json["split"] = card.split;
    json["seed"] = card.seed;
    json["training_records"] = info.training_records;
    json["test_records"] = card.test_records;
    json["test_set_reads"] = card.test_reads;
    json["figures"] = card.figures_json.empty() ? Json::object() : Json::parse(card.figures_json, nullptr, false);
    json["weights"] = {{"file", kWeightsFile}, {"sha256", info.hash}};
    const auto path = (std::filesystem::path(model_folder) / kCardFile).string();
    const std::string text = json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
    return formats::writeFile(path, std::as_bytes(std::span(text)), formats::WriteMode::replace);
}

}  // namespace triptych::inference
