#include "core/inference/card.h"

#include "core/files/atomic_file.h"
#include "core/files/mapped_file.h"
#include "core/inference/card_reader.h"
#include "core/inference/class_mapping.h"
#include "core/inference/doubt.h"
#include "core/text/said.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <span>

namespace triptych::inference {
namespace {

constexpr int kCardVersion = 1;                       // that is written of models of our own classes
constexpr int kNewestVersion = 2;                     // that is read
constexpr std::size_t kMostNames = 32;                // of a beat model's own: a bit each in a beat's likely classes
constexpr std::int64_t kLargestCard_bytes = 1 << 20;  // those that are shipped have a hundredth of this

constexpr std::string_view kSetsByAnswer = "by_answer";  // ModelInfo::likely_ratios

constexpr std::array<Fusion, 3> kFusions = {Fusion::late_attention, Fusion::late_average, Fusion::joint};

class CardReader : public CardFields {
public:
    using CardFields::CardFields;

    [[nodiscard]] Card card();

private:
    void takeBranches(Card& card);
    void takeAttention(Card& card);
    void takeCalibration(Card& card);
    void takeRatios(const Json& calibration, ModelInfo& info);
    void takeLimits(Card& card);
    void takeLetters(ModelInfo& info);
    void takeInputs(ModelInfo& info);
    void takeConditioning(Card& card);
    void judgeInputs(const Card& card);
    void judgeClasses(const ModelInfo& info);
    void judgeFusion(Card& card);
    [[nodiscard]] Card beatCard(bool first_edition);
};

void CardReader::takeBranches(Card& card) {
    Json branches = Json::array();
    take(json(), "branches", branches);
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
    take(json(), "attention", attention);
    if (attention.size() != card.info.branches.size()) return wrong("the card's attention has not one row per branch");
    for (const auto& row : attention) {
        if (row.size() != card.info.classes.size()) return wrong("the card's attention has not one weight per class");
        card.info.attention.insert(card.info.attention.end(), row.begin(), row.end());
    }
}

void CardReader::takeRatios(const Json& calibration, ModelInfo& info) {
    std::vector<std::vector<float>> rows;
    take(calibration, "likely_ratios", rows);
    for (const auto& row : rows) {
        const bool fits =
            row.size() == info.classes.size() && std::ranges::all_of(row, [](float v) { return std::isfinite(v); });
        if (!fits) return wrong("the card's likely_ratios are not one finite number for each pair of classes");
        info.likely_ratios.insert(info.likely_ratios.end(), row.begin(), row.end());
    }
}

// What a model says beside its probabilities; earlier cards have none of it.
void CardReader::takeCalibration(Card& card) {
    const auto found = json().find("calibration");
    if (found == json().end()) return;
    if (!found->is_object()) return wrong("the card's calibration is no object");
    ModelInfo& info = card.info;
    take(*found, "conformal_alpha", info.conformal_alpha);
    std::string sets;
    takeIfThere(*found, "sets", sets);
    if (sets.empty()) {
        take(*found, "conformal_thresholds", info.conformal_thresholds);
    } else if (sets == kSetsByAnswer) {
        takeRatios(*found, info);
    } else {
        return wrong(text::say("\"{1}\" is no way to make sets of likely classes: use {2}, or leave it out", sets,
                               std::string(kSetsByAnswer)));
    }
    take(*found, "doubt_weights", card.doubt);
    const std::size_t classes = info.classes.size();
    // Doubt that looks at other features than ours is another program's: beats then go by their margin.
    if (card.doubt.size() != doubtFeatures(classes)) card.doubt.clear();
    const bool fits = (info.conformal_thresholds.size() == classes || info.likely_ratios.size() == classes * classes) &&
                      info.conformal_alpha > 0 && info.conformal_alpha < 1;
    if (!fits) wrong("the card's calibration does not fit its classes");
}

// The second edition: names are free, and those that mean beats say which letter they stand for.
void CardReader::takeLetters(ModelInfo& info) {
    judgeFreeNames(*this, info.classes, kMostNames);
    Json letters = Json::object();
    takeIfThere(json(), "letters", letters);
    if (!letters.is_object()) return wrong("the card's letters are no object");
    for (const auto& [name, letter] : letters.items()) {
        const bool is_letter = letter.is_string() &&
                               std::ranges::find(kBeatClassNames, letter.get<std::string>()) != kBeatClassNames.end();
        if (!is_letter) wrong(text::say("the card's letter of \"{1}\" is none of N S V F Q", name));
        if (std::ranges::find(info.classes, name) == info.classes.end())
            wrong(text::say("the card's letters name \"{1}\", which is none of its classes", name));
    }
    info.letters.clear();
    for (const std::string& name : info.classes) {
        const bool is_letter = std::ranges::find(kBeatClassNames, name) != kBeatClassNames.end();
        const auto said = letters.find(name);
        const bool has = said != letters.end() && said->is_string();
        info.letters.push_back(has ? said->get<std::string>() : is_letter ? name : std::string());
    }
    if (info.letters == info.classes) info.letters.clear();
}

// The second edition declares what its networks are given; the representations are those that Triptych makes of a beat.
void CardReader::takeInputs(ModelInfo& info) {
    Json inputs = Json::object();
    take(json(), "inputs", inputs);
    if (!inputs.is_object()) return wrong("the card's inputs are no object");
    take(inputs, "representation", info.profile);
}

// What is done to a lead before it is cut; a card that says nothing leaves it as it was recorded.
void CardReader::takeConditioning(Card& card) {
    const auto inputs = json().find("inputs");
    if (inputs == json().end() || !inputs->is_object()) return;
    std::string said;
    takeIfThere(*inputs, "conditioning", said);
    const auto known = conditioningOf(said);
    if (!known) return wrong(known.error().what);
    card.conditioning = *known;
    if (*known != Conditioning::none && card.profile != Profile::product)
        wrong(text::say("the inputs' conditioning {1} is of the product profile alone", said));
}

void CardReader::judgeInputs(const Card& card) {
    const auto inputs = json().find("inputs");
    if (inputs == json().end() || !inputs->is_object() || !profileOf(card.info.profile)) return;
    const InputShape shape = shapeOf(card.profile);
    double rate_hz = modelRate_hz();
    std::vector<std::size_t> window = {shape.time_channels, shape.time_samples};
    const auto made = window;
    takeIfThere(*inputs, "rate_hz", rate_hz);
    takeIfThere(*inputs, "time", window);
    if (rate_hz != modelRate_hz() || window != made) {
        wrong(text::say("the card's inputs are not those of the representation {1}, which is {2}×{3} samples at 125 Hz",
                        card.info.profile, made[0], made[1]));
    }
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

// What the model cannot do, and how it came to be; earlier cards have none of it.
void CardReader::takeLimits(Card& card) {
    ModelInfo& info = card.info;
    takeIfThere(json(), "lifts_prior", info.lifts_prior);
    takeIfThere(json(), "unsupported_classes", info.unsupported);
    takeIfThere(json(), "limits", info.limits);
    takeIfThere(json(), "augmentations", card.augmentations);
    const bool known = std::ranges::all_of(info.unsupported, [&](const std::string& of) {
        return std::ranges::find(info.classes, of) != info.classes.end();
    });
    if (!known || (!info.unsupported.empty() && info.unsupported.size() + 2 > info.classes.size()))
        wrong("the card's unsupported_classes are not classes of its own that leave two or more");
    Json readings = Json::array();
    takeIfThere(json(), "readings", readings);
    if (!readings.is_array()) return wrong("the card's readings are no list");
    for (const Json& entry : readings) {
        if (!entry.is_object()) return wrong("a reading in the card is no object");
        Reading& reading = card.readings.emplace_back();
        take(entry, "set", reading.set);
        take(entry, "times", reading.times);
    }
}

// The first edition is of beats and says so nowhere.
Card CardReader::card() {
    if (!json().is_object()) {
        wrong("the card is no JSON object");
        return {};
    }
    int version = 0;
    take(json(), "triptych_card", version);
    if (problems().empty() && (version < kCardVersion || version > kNewestVersion)) {
        wrong(text::say("the card is of version {1}, and versions 1 and 2 are read", version));
        return {};
    }
    if (version < kNewestVersion) return beatCard(true);
    std::string task;
    take(json(), "task", task);
    if (task == "recording") return recordingCard(*this);
    if (task == "beat") return beatCard(false);
    wrong(text::say("\"{1}\" is no task: a card of the second edition says beat or recording", task));
    return {};
}

Card CardReader::beatCard(bool first_edition) {
    Card card;
    ModelInfo& info = card.info;
    take(json(), "name", info.name);
    take(json(), "title", info.title);
    if (first_edition) {
        take(json(), "profile", info.profile);
    } else {
        takeInputs(info);
    }
    take(json(), "classes", info.classes);
    take(json(), "class_mapping", info.class_mapping);
    take(json(), "fusion", info.fusion);
    take(json(), "temperature", info.temperature);
    take(json(), "borderline_margin", info.borderline_margin);
    take(json(), "leaks_patients", info.leaks_patients);
    take(json(), "trained_on", info.trained_on);
    take(json(), "training_records", info.training_records);
    take(json(), "simplex_weights", card.omega);
    take(json(), "data", card.data);
    take(json(), "split", card.split);
    take(json(), "seed", card.seed);
    take(json(), "test_records", card.test_records);
    take(json(), "test_set_reads", card.test_reads);
    Json weights = Json::object();
    take(json(), "weights", weights);
    if (weights.is_object()) take(weights, "sha256", info.hash);
    takeBranches(card);
    takeAttention(card);
    if (const auto profile = profileOf(info.profile); profile) {
        card.profile = *profile;
    } else {
        wrong(profile.error().what);
    }
    takeConditioning(card);
    if (first_edition) {
        judgeClasses(info);
    } else {
        judgeInputs(card);
        takeLetters(info);
    }
    judgeFusion(card);
    takeCalibration(card);
    takeLimits(card);
    if (!(info.temperature > 0) || !std::isfinite(info.temperature)) wrong("the card's temperature is not above zero");
    if (json().contains("prior_ratio")) take(json(), "prior_ratio", info.prior_ratio);
    const bool ratio_fits = info.prior_ratio.empty() || info.prior_ratio.size() == info.classes.size();
    const auto is_ratio = [](double ratio) { return ratio > 0 && std::isfinite(ratio); };
    if (!ratio_fits || !std::ranges::all_of(info.prior_ratio, is_ratio))
        wrong("the card's prior_ratio is not one number above zero for each class");
    if (json().contains("rhythm_rules")) take(json(), "rhythm_rules", info.rhythm_rules);
    const bool has_rhythms = card.profile == Profile::product && info.classes.size() > 2 && info.classes[0] == "N" &&
                             info.classes[1] == "S" && info.classes[2] == "V";
    if (info.rhythm_rules && !has_rhythms)
        wrong("the rules of rhythm are of the product profile's classes N S V, in this order");
    if (json().contains("figures")) card.figures_json = json()["figures"].dump();
    info.card_path = path();
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
    if (json.is_discarded())
        return {{},
                {Error{ErrorCode::malformed, "the card is not valid JSON", path,
                       "correct the card or train the model anew"}}};
    CardReader reader(json, path);
    Card card = reader.card();
    return {std::move(card), std::move(reader.problems())};
}

Json rowsOf(const std::vector<float>& values, std::size_t columns) {
    Json rows = Json::array();
    for (std::size_t first = 0; first + columns <= values.size(); first += columns) {
        rows.push_back(std::vector<float>(values.begin() + static_cast<std::ptrdiff_t>(first),
                                          values.begin() + static_cast<std::ptrdiff_t>(first + columns)));
    }
    return rows;
}

// In the edition that it needs: the first, unless its classes have names of their own.
Json jsonOfBeatCard(const Card& card) {
    const ModelInfo& info = card.info;
    const bool first_edition = info.letters.empty();
    Json json;
    json["triptych_card"] = first_edition ? kCardVersion : kNewestVersion;
    if (!first_edition) json["task"] = "beat";
    json["name"] = info.name;
    json["title"] = info.title;
    json["profile"] = info.profile;
    json["classes"] = info.classes;
    if (!first_edition) {
        json["letters"] = Json::object();
        for (std::size_t k = 0; k < info.classes.size(); ++k) {
            if (!info.letters[k].empty()) json["letters"][info.classes[k]] = info.letters[k];
        }
    }
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
    if (!first_edition) json["inputs"]["representation"] = info.profile;
    if (card.conditioning != Conditioning::none) json["inputs"]["conditioning"] = name(card.conditioning);
    json["fusion"] = name(card.fusion);
    json["attention"] = rowsOf(info.attention, info.classes.size());
    json["simplex_weights"] = card.omega;
    json["temperature"] = info.temperature;
    json["borderline_margin"] = info.borderline_margin;
    if (!info.likely_ratios.empty()) {
        json["calibration"] = {{"conformal_alpha", info.conformal_alpha},
                               {"sets", kSetsByAnswer},
                               {"likely_ratios", rowsOf(info.likely_ratios, info.classes.size())},
                               {"doubt_weights", card.doubt}};
    } else if (!info.conformal_thresholds.empty()) {
        json["calibration"] = {{"conformal_alpha", info.conformal_alpha},
                               {"conformal_thresholds", info.conformal_thresholds},
                               {"doubt_weights", card.doubt}};
    }
    if (!info.prior_ratio.empty()) json["prior_ratio"] = info.prior_ratio;
    if (info.rhythm_rules) json["rhythm_rules"] = true;
    if (!info.lifts_prior) json["lifts_prior"] = false;
    if (!info.unsupported.empty()) json["unsupported_classes"] = info.unsupported;
    if (!info.limits.empty()) json["limits"] = info.limits;
    if (!card.augmentations.empty()) json["augmentations"] = card.augmentations;
    for (const Reading& reading : card.readings)
        json["readings"].push_back({{"set", reading.set}, {"times", reading.times}});
    json["leaks_patients"] = info.leaks_patients;
    json["trained_on"] = info.trained_on;
    json["data"] = card.data;
    json["split"] = card.split;
    json["seed"] = card.seed;
    addRecordsAndWeights(json, card);
    return json;
}

}  // namespace

void addRecordsAndWeights(Json& json, const Card& card) {
    json["training_records"] = card.info.training_records;
    json["test_records"] = card.test_records;
    json["test_set_reads"] = card.test_reads;
    json["figures"] = card.figures_json.empty() ? Json::object() : Json::parse(card.figures_json, nullptr, false);
    json["weights"] = {{"file", card.info.runs_code ? kCodeFile : kWeightsFile}, {"sha256", card.info.hash}};
}

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
    const auto path = (std::filesystem::path(model_folder) / kCardFile).string();
    const Json json = card.info.task == Task::recording ? jsonOfRecordingCard(card) : jsonOfBeatCard(card);
    const std::string text = json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
    return files::writeFile(path, std::as_bytes(std::span(text)), files::WriteMode::replace);
}

}  // namespace triptych::inference
