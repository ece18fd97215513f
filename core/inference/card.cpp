#include "core/inference/card.h"

#include "core/files/atomic_file.h"
#include "core/files/mapped_file.h"
#include "core/inference/class_mapping.h"
#include "core/inference/doubt.h"
#include "core/text/said.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <span>

namespace triptych::inference {
namespace {

using Json = nlohmann::ordered_json;
constexpr int kCardVersion = 1;
constexpr std::int64_t kLargestCard_bytes = 1 << 20;  // those that are shipped have a hundredth of this

Error badCard(const std::string& path, const text::Said& what) {
    return {ErrorCode::malformed, what, path, "correct the card or train the model anew"};
}

constexpr std::array<Fusion, 3> kFusions = {Fusion::late_attention, Fusion::late_average, Fusion::joint};

// Reads a card field by field and remembers everything that is wrong with it.
class CardReader {
public:
    CardReader(const Json& json, std::string path) : json_(json), path_(std::move(path)) {}

    [[nodiscard]] Card card();
    [[nodiscard]] std::vector<Error>& problems() { return problems_; }

private:
    void wrong(const text::Said& what) { problems_.push_back(badCard(path_, what)); }

    // Typed access that turns every surprise into one sentence instead of an exception.
    template <class T>
    void take(const Json& object, const char* key, T& target) {
        const auto found = object.find(key);
        if (found == object.end()) return wrong(text::say("the card has no \"{1}\"", std::string(key)));
        try {
            target = found->get<T>();
        } catch (const nlohmann::json::exception&) {
            wrong(text::say("\"{1}\" in the card has the wrong type", std::string(key)));
        }
    }
    void takeBranches(Card& card);
    void takeAttention(Card& card);
    void takeCalibration(Card& card);
    void judgeClasses(const ModelInfo& info);
    void judgeFusion(Card& card);

    const Json& json_;
    std::string path_;
    std::vector<Error> problems_;
};

void CardReader::takeBranches(Card& card) {
    Json branches = Json::array();
    take(json_, "branches", branches);
    if (!branches.is_array() || branches.empty()) return wrong("the card names no branches");
    for (const Json& entry : branches) {
        if (!entry.is_object()) return wrong("a branch in the card is no object");
        BranchCard branch;
        take(entry, "name", branch.name);
        take(entry, "encoder", branch.encoder);
        take(entry, "parameters", branch.parameters);
        if (branch.encoder == kCodeEncoder) {
            card.info.runs_code = true;
            take(entry, "inputs", card.code_inputs);
        }
        card.info.branches.push_back(branch.name);
        card.branches.push_back(std::move(branch));
    }
}

void CardReader::takeAttention(Card& card) {
    std::vector<std::vector<float>> attention;
    take(json_, "attention", attention);
    if (attention.size() != card.info.branches.size()) return wrong("the card's attention has not one row per branch");
    for (const auto& row : attention) {
        if (row.size() != card.info.classes.size()) return wrong("the card's attention has not one weight per class");
        card.info.attention.insert(card.info.attention.end(), row.begin(), row.end());
    }
}

// What a model says beside its probabilities; earlier cards have none of it.
void CardReader::takeCalibration(Card& card) {
    const auto found = json_.find("calibration");
    if (found == json_.end()) return;
    if (!found->is_object()) return wrong("the card's calibration is no object");
    ModelInfo& info = card.info;
    take(*found, "conformal_alpha", info.conformal_alpha);
    take(*found, "conformal_thresholds", info.conformal_thresholds);
    take(*found, "doubt_weights", card.doubt);
    const std::size_t classes = info.classes.size();
    // Doubt that looks at other features than ours is another program's: beats then go by their margin.
    if (card.doubt.size() != doubtFeatures(classes)) card.doubt.clear();
    const bool fits =
        info.conformal_thresholds.size() == classes && info.conformal_alpha > 0 && info.conformal_alpha < 1;
    if (!fits) wrong("the card's calibration does not fit its classes");
}

void CardReader::judgeClasses(const ModelInfo& info) {
    if (info.classes.size() < 2 || info.classes.size() > kBeatClasses)
        wrong(text::say("a model has 2 to 5 classes, and the card names {1}", info.classes.size()));
    for (const std::string& of : info.classes) {
        if (!isClassName(of) || std::count(info.classes.begin(), info.classes.end(), of) != 1)
            wrong(text::say("\"{1}\" is no class, or stands twice: use N S V F Q, or normal abnormal", of));
    }
    if (std::ranges::any_of(info.classes, isPtbClass) && !std::ranges::all_of(info.classes, isPtbClass))
        wrong("the card mixes classes of beats with those of recordings: use N S V F Q, or normal abnormal");
}

void CardReader::judgeFusion(Card& card) {
    const auto known =
        std::find_if(kFusions.begin(), kFusions.end(), [&](Fusion fusion) { return name(fusion) == card.info.fusion; });
    if (known == kFusions.end())
        return wrong(
            text::say("\"{1}\" is no fusion: a card says late_attention, late_average or joint", card.info.fusion));
    card.fusion = *known;
    if (card.fusion == Fusion::joint && card.branches.size() > 1)
        wrong(text::say("a joint model is one network, and the card names {1}", card.branches.size()));
    if (card.info.runs_code && card.fusion != Fusion::joint)
        wrong(text::say("a TorchScript model is one joint network, and the card's fusion is {1}", card.info.fusion));
}

Card CardReader::card() {
    Card card;
    if (!json_.is_object()) {
        wrong("the card is no JSON object");
        return card;
    }
    ModelInfo& info = card.info;
    int version = 0;
    take(json_, "triptych_card", version);
    if (problems_.empty() && version != kCardVersion) {
        wrong(text::say("the card is of version {1}, and version {2} is read", version, kCardVersion));
        return card;
    }
    take(json_, "name", info.name);
    take(json_, "title", info.title);
    take(json_, "profile", info.profile);
    take(json_, "classes", info.classes);
    take(json_, "class_mapping", info.class_mapping);
    take(json_, "fusion", info.fusion);
    take(json_, "temperature", info.temperature);
    take(json_, "borderline_margin", info.borderline_margin);
    take(json_, "leaks_patients", info.leaks_patients);
    take(json_, "trained_on", info.trained_on);
    take(json_, "training_records", info.training_records);
    take(json_, "simplex_weights", card.omega);
    take(json_, "data", card.data);
    take(json_, "split", card.split);
    take(json_, "seed", card.seed);
    take(json_, "test_records", card.test_records);
    take(json_, "test_set_reads", card.test_reads);
    Json weights = Json::object();
    take(json_, "weights", weights);
    if (weights.is_object()) take(weights, "sha256", info.hash);
    takeBranches(card);
    takeAttention(card);
    if (const auto profile = profileOf(info.profile); profile) {
        card.profile = *profile;
    } else {
        wrong(profile.error().what);
    }
    judgeClasses(info);
    judgeFusion(card);
    takeCalibration(card);
    if (!(info.temperature > 0) || !std::isfinite(info.temperature)) wrong("the card's temperature is not above zero");
    if (json_.contains("prior_ratio")) take(json_, "prior_ratio", info.prior_ratio);
    const bool ratio_fits = info.prior_ratio.empty() || info.prior_ratio.size() == info.classes.size();
    const auto is_ratio = [](double ratio) { return ratio > 0 && std::isfinite(ratio); };
    if (!ratio_fits || !std::ranges::all_of(info.prior_ratio, is_ratio))
        wrong("the card's prior_ratio is not one number above zero for each class");
    if (json_.contains("rhythm_rules")) take(json_, "rhythm_rules", info.rhythm_rules);
    const bool has_rhythms = card.profile == Profile::product && info.classes.size() > 2 && info.classes[0] == "N" &&
                             info.classes[1] == "S" && info.classes[2] == "V";
    if (info.rhythm_rules && !has_rhythms)
        wrong("the rules of rhythm are of the product profile's classes N S V, in this order");
    if (json_.contains("figures")) card.figures_json = json_["figures"].dump();
    info.card_path = path_;
    return card;
}

struct ReadCard {
    Card card;
    std::vector<Error> problems;
};

ReadCard readIt(const std::string& model_folder) {
    const auto path = (std::filesystem::path(model_folder) / kCardFile).string();
    auto text = files::readWhole(path, kLargestCard_bytes, "model's card");
    if (!text) {
        if (text.error().code == ErrorCode::not_found) {
            return {{}, {{ErrorCode::not_found, "there is no card.json", model_folder, "choose a model's folder"}}};
        }
        return {{}, {std::move(text.error())}};
    }
    const auto json = Json::parse(*text, nullptr, false);
    if (json.is_discarded()) return {{}, {badCard(path, "the card is not valid JSON")}};
    CardReader reader(json, path);
    Card card = reader.card();
    return {std::move(card), std::move(reader.problems())};
}

}  // namespace

std::string_view name(Fusion fusion) {
    switch (fusion) {
        case Fusion::late_attention:
            return "late_attention";
        case Fusion::late_average:
            return "late_average";
        case Fusion::joint:
            return "joint";
    }
    return "";
}

Result<Card> readCardFile(const std::string& model_folder) {
    ReadCard read = readIt(model_folder);
    if (!read.problems.empty()) return std::unexpected(std::move(read.problems.front()));
    return std::move(read.card);
}

std::vector<Error> cardProblems(const std::string& model_folder) {
    return readIt(model_folder).problems;
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
        if (branch.encoder == kCodeEncoder) branches.back()["inputs"] = card.code_inputs;
    }
    json["branches"] = branches;
    const InputShape shape = shapeOf(card.profile);
    json["inputs"] = {{"rate_hz", 125},
                      {"time", {shape.time_channels, shape.time_samples}},
                      {"time_frequency", {shape.tf_channels, shape.tf_rows, shape.tf_columns}},
                      {"rr", shape.rr},
                      {"preprocessing", "core/inference/model_inputs.h, profile " + info.profile}};
    json["fusion"] = name(card.fusion);
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
    if (!info.prior_ratio.empty()) json["prior_ratio"] = info.prior_ratio;
    if (info.rhythm_rules) json["rhythm_rules"] = true;
    json["leaks_patients"] = info.leaks_patients;
    json["trained_on"] = info.trained_on;
    json["data"] = card.data;
    json["split"] = card.split;
    json["seed"] = card.seed;
    json["training_records"] = info.training_records;
    json["test_records"] = card.test_records;
    json["test_set_reads"] = card.test_reads;
    json["figures"] = card.figures_json.empty() ? Json::object() : Json::parse(card.figures_json, nullptr, false);
    json["weights"] = {{"file", info.runs_code ? kCodeFile : kWeightsFile}, {"sha256", info.hash}};
    const auto path = (std::filesystem::path(model_folder) / kCardFile).string();
    const std::string text = json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
    return files::writeFile(path, std::as_bytes(std::span(text)), files::WriteMode::replace);
}

}  // namespace triptych::inference
