#include "core/inference/card_reader.h"
#include "core/text/said.h"

#include <algorithm>
#include <cmath>

namespace triptych::inference {
namespace {

constexpr std::size_t kMostClasses = 1000;
constexpr std::size_t kLongestName = 200;
constexpr std::size_t kMostLeads = 64;
constexpr std::size_t kMostSamples = 10'000'000;  // over all leads: 40 MB

// What the model is given.
void takeInput(CardFields& fields, ModelInfo& info) {
    Json inputs = Json::object();
    fields.take(fields.json(), "inputs", inputs);
    if (!inputs.is_object()) return fields.wrong("the card's inputs are no object");
    RecordingInput& input = info.input;
    std::int64_t samples = 0;
    std::string unit;
    fields.take(inputs, "rate_hz", input.rate_hz);
    fields.take(inputs, "leads", input.leads);
    fields.take(inputs, "samples", samples);
    fields.take(inputs, "unit", unit);
    if (!(input.rate_hz >= 1 && input.rate_hz <= 100'000))
        fields.wrong("the inputs' rate_hz is no rate from 1 to 100000");
    if (input.leads.empty() || input.leads.size() > kMostLeads)
        fields.wrong(text::say("the inputs name {1} leads, and a model has 1 to 64", input.leads.size()));
    for (const std::string& lead : input.leads) {
        if (lead.empty() || lead.size() > kLongestName || std::ranges::count(input.leads, lead) != 1)
            fields.wrong(
                text::say("the inputs' lead \"{1}\" has no name or stands twice", lead.substr(0, kLongestName)));
    }
    const auto most = static_cast<std::int64_t>(kMostSamples / std::max<std::size_t>(input.leads.size(), 1));
    if (samples < 1 || samples > most) {
        fields.wrong(text::say("the inputs' samples are not from 1 to {1}", most));
    } else {
        input.samples = static_cast<std::size_t>(samples);
    }
    if (unit != "mV") fields.wrong("the inputs' unit is not mV");
}

// What stands in for missing leads, and how stretches become one answer.
void takeRules(CardFields& fields, ModelInfo& info) {
    std::string missing, windows = "mean";
    fields.take(fields.json(), "missing_leads", missing);
    if (missing != "zero" && missing != "refused")
        fields.wrong("missing_leads in the card is neither zero nor refused");
    info.input.zero_for_missing = missing == "zero";
    fields.takeIfThere(fields.json(), "windows", windows);
    if (windows != "mean" && windows != "max") fields.wrong("windows in the card is neither mean nor max");
    if (windows == "max" && !info.multi_label)
        fields.wrong(
            "windows in the card is max, and the largest of exclusive classes' probabilities is none: use mean");
    info.input.over_windows = windows == "max" ? OverWindows::max : OverWindows::mean;
    fields.takeIfThere(fields.json(), "thresholds", info.thresholds);
    if (info.thresholds.empty()) return;
    const bool fits = info.multi_label && info.thresholds.size() == info.classes.size() &&
                      std::ranges::all_of(info.thresholds, [](double at) { return at > 0 && at < 1; });
    if (!fits) fields.wrong("the card's thresholds are not one number between 0 and 1 for each of several labels");
}

}  // namespace

void judgeFreeNames(CardFields& fields, const std::vector<std::string>& classes, std::size_t most) {
    if (classes.size() < 2 || classes.size() > most)
        fields.wrong(text::say("the card names {1} classes, and such a model has 2 to {2}", classes.size(), most));
    std::vector<std::string> sorted = classes;
    std::ranges::sort(sorted);
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        const bool twice = i > 0 && sorted[i] == sorted[i - 1];
        if (!sorted[i].empty() && sorted[i].size() <= kLongestName && !twice) continue;
        const std::string shown = sorted[i].substr(0, kLongestName);
        fields.wrong(twice ? text::say("the class \"{1}\" stands twice in the card", shown)
                           : text::say("the class \"{1}\" in the card has no name, or one that is too long", shown));
    }
}

Card recordingCard(CardFields& fields) {
    Card card;
    ModelInfo& info = card.info;
    info.task = Task::recording;
    info.profile = "recording";
    info.runs_code = true;  // there is no zoo of such networks
    card.fusion = Fusion::joint;
    info.fusion = name(card.fusion);
    const Json& json = fields.json();
    fields.take(json, "name", info.name);
    fields.take(json, "title", info.title);
    fields.take(json, "classes", info.classes);
    fields.take(json, "multi_label", info.multi_label);
    judgeFreeNames(fields, info.classes, kMostClasses);
    takeInput(fields, info);
    takeRules(fields, info);
    fields.takeIfThere(json, "temperature", info.temperature);
    if (!(info.temperature > 0) || !std::isfinite(info.temperature))
        fields.wrong("the card's temperature is not above zero");
    fields.takeIfThere(json, "leaks_patients", info.leaks_patients);
    fields.takeIfThere(json, "trained_on", info.trained_on);
    fields.takeIfThere(json, "training_records", info.training_records);
    fields.takeIfThere(json, "data", card.data);
    fields.takeIfThere(json, "split", card.split);
    fields.takeIfThere(json, "test_records", card.test_records);
    fields.takeIfThere(json, "test_set_reads", card.test_reads);
    info.class_mapping = "labels of whole recordings, by the model's own names";
    Json weights = Json::object();
    fields.take(json, "weights", weights);
    if (weights.is_object()) fields.take(weights, "sha256", info.hash);
    if (json.contains("figures")) card.figures_json = json["figures"].dump();
    card.branches.push_back({"recording", kCodeEncoder, 0});
    info.branches = {"recording"};
    info.attention.assign(info.classes.size(), 1.0F);
    info.card_path = fields.path();
    return card;
}

Json jsonOfRecordingCard(const Card& card) {
    const ModelInfo& info = card.info;
    Json json;
    json["triptych_card"] = 2;
    json["task"] = "recording";
    json["name"] = info.name;
    json["title"] = info.title;
    json["classes"] = info.classes;
    json["multi_label"] = info.multi_label;
    json["inputs"] = {
        {"rate_hz", info.input.rate_hz}, {"leads", info.input.leads}, {"samples", info.input.samples}, {"unit", "mV"}};
    json["missing_leads"] = info.input.zero_for_missing ? "zero" : "refused";
    json["windows"] = info.input.over_windows == OverWindows::max ? "max" : "mean";
    if (!info.thresholds.empty()) json["thresholds"] = info.thresholds;
    json["temperature"] = info.temperature;
    json["leaks_patients"] = info.leaks_patients;
    json["trained_on"] = info.trained_on;
    json["data"] = card.data;
    json["split"] = card.split;
    addRecordsAndWeights(json, card);
    return json;
}

}  // namespace triptych::inference
