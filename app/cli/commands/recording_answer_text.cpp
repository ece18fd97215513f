#include "app/cli/commands/recording_answer_text.h"

#include "app/cli/console/csv.h"
#include "app/cli/console/json.h"
#include "app/cli/console/numbers.h"
#include "app/cli/console/table.h"

#include <algorithm>
#include <numeric>

namespace triptych::cli {
namespace {

constexpr std::size_t kShortHash = 12;
constexpr const char* kWording = "Research use - not for diagnosis";

Json modelJson(const ModelInfo& model) {
    const RecordingInput& input = model.input;
    return {
        {"name", model.name},
        {"hash", model.hash},
        {"task", "recording"},
        {"classes", model.classes},
        {"multi_label", model.multi_label},
        {"inputs",
         {{"rate_hz", jsonNumber(input.rate_hz)}, {"leads", input.leads}, {"samples", input.samples}, {"unit", "mV"}}},
        {"missing_leads", input.zero_for_missing ? "zero" : "refused"},
        {"windows", input.over_windows == OverWindows::max ? "max" : "mean"},
        {"leaks_patients", model.leaks_patients}};
}

Json thresholdJson(const ModelInfo& model, std::size_t label) {
    if (!model.multi_label) return nullptr;
    return jsonNumber(model.thresholds.empty() ? 0.5 : model.thresholds[label]);
}

std::vector<std::size_t> likeliestFirst(const RecordingAnswer& answer) {
    std::vector<std::size_t> out(answer.probability.size());
    std::iota(out.begin(), out.end(), std::size_t{0});
    std::ranges::stable_sort(out, std::ranges::greater(), [&](std::size_t label) { return answer.probability[label]; });
    return out;
}

}  // namespace

std::string recordingAnswerJson(const RecordingAnswer& answer, const std::vector<Warning>& warnings) {
    const ModelInfo& model = answer.model;
    Json labels = Json::array();
    for (std::size_t k = 0; k < model.classes.size(); ++k) {
        labels.push_back({{"class", model.classes[k]},
                          {"probability", jsonNumber(answer.probability[k])},
                          {"threshold", thresholdJson(model, k)},
                          {"said", answer.says(k)}});
    }
    Json windows = Json::array();
    for (std::size_t w = 0; w < answer.window_start_s.size(); ++w) {
        Json probability = Json::object();
        for (std::size_t k = 0; k < model.classes.size(); ++k)
            probability[model.classes[k]] = jsonNumber(answer.window(w)[k]);
        windows.push_back({{"start_s", jsonNumber(answer.window_start_s[w])},
                           {"end_s", jsonNumber(answer.window_start_s[w] + answer.window_s)},
                           {"probability", std::move(probability)}});
    }
    return jsonText({{"model", modelJson(model)},
                     {"labels", std::move(labels)},
                     {"windows", std::move(windows)},
                     {"padded_s", jsonNumber(answer.padded_s)},
                     {"missing_s", jsonNumber(answer.missing_s)},
                     {"missing_leads", answer.missing_leads},
                     {"remarks", remarksOn(answer)},
                     {"wording", kWording},
                     {"warnings", jsonWarnings(warnings)}});
}

std::string recordingAnswerCsv(const RecordingAnswer& answer) {
    const ModelInfo& model = answer.model;
    std::string out = csvLine({"start_s", "end_s", "class", "probability", "said"});
    for (std::size_t k = 0; k < model.classes.size(); ++k)
        out += csvLine({"", "", model.classes[k], shortest(answer.probability[k]), answer.says(k) ? "1" : "0"});
    for (std::size_t w = 0; answer.window_start_s.size() > 1 && w < answer.window_start_s.size(); ++w) {
        for (std::size_t k = 0; k < model.classes.size(); ++k) {
            out += csvLine({shortest(answer.window_start_s[w]), shortest(answer.window_start_s[w] + answer.window_s),
                            model.classes[k], shortest(answer.window(w)[k]), ""});
        }
    }
    return out;
}

std::string recordingAnswerTable(const RecordingAnswer& answer) {
    Table table({{"label", Align::left}, {"p"}, {"", Align::left}});
    for (const std::size_t k : likeliestFirst(answer))
        table.add({answer.model.classes[k], fixed(answer.probability[k], 3),
                   answer.says(k) ? text::Said("said").text() : std::string()});
    std::vector<std::pair<text::Said, std::string>> lines = {
        {"Model",
         text::say("{1} ({2}), of whole recordings", answer.model.name, answer.model.hash.substr(0, kShortHash))}};
    for (const std::string& remark : remarksOn(answer)) lines.emplace_back("Remark", remark);
    lines.emplace_back("Advisory", kWording);
    return table.text() + '\n' + pairs(lines);
}

}  // namespace triptych::cli
#include "core/text/said.h"
