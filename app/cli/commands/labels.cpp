#include "app/cli/commands/choose.h"
#include "app/cli/console/csv.h"
#include "app/cli/console/json.h"
#include "app/cli/console/numbers.h"
#include "app/cli/console/table.h"
#include "app/cli/input.h"
#include "app/cli/options.h"
#include "core/pipeline/label_file.h"
#include "core/review/label_journal.h"
#include "core/review/provenance.h"
#include "core/review/wave_journal.h"
#include "core/store/project.h"
#include "core/text/said.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace triptych::cli {
namespace {

struct LabelsOptions {
    RecordingOptions recording;
    std::string project;
    bool history = false;
    bool layers = false;
    FormatOptions format;
};

struct Labels {
    LeadInput input;
    std::string project;
    review::LabelJournal journal;
    review::WaveJournal waves;
    double rate_hz = 0;

    [[nodiscard]] bool isUndone(const std::string& key) const { return journal.isUndone(key) || waves.isUndone(key); }
};

// Of both layers, in the order of the log.
std::vector<const store::EventGroup*> history(const Labels& labels) {
    std::vector<const store::EventGroup*> groups;
    for (const store::EventGroup& group : labels.journal.groups()) groups.push_back(&group);
    for (const store::EventGroup& group : labels.waves.groups()) groups.push_back(&group);
    std::stable_sort(groups.begin(), groups.end(),
                     [](const store::EventGroup* a, const store::EventGroup* b) { return a->order < b->order; });
    return groups;
}

Result<Labels> labelsOf(const LabelsOptions& options, Session& session) {
    auto input = openLead(options.recording, session.job);
    if (!input) return std::unexpected(input.error());
    auto project =
        store::Project::openForReading(options.project.empty() ? store::defaultProjectPath() : options.project);
    if (!project) return std::unexpected(project.error());
    auto known = project->find(store::cardOf(*input->recording), {});
    if (!known) return std::unexpected(known.error());
    const double rate_hz = input->leadInfo().rate_hz;
    if (known->changed) {
        input->warnings.push_back(
            {"the file has changed since it was labelled: what was given then is of another "
             "recording, and not shown",
             input->recording->path});
    }
    review::WaveJournal waves(rate_hz, {}, known->groups);
    return Labels{std::move(*input), project->path(), review::LabelJournal(rate_hz, {}, std::move(known->groups)),
                  std::move(waves), rate_hz};
}

double timeOf(const Labels& labels, std::int64_t sample) {
    return labels.rate_hz > 0 ? static_cast<double>(sample) / labels.rate_hz : 0;
}

Json valueOf(const std::optional<std::string>& value) {
    return value ? Json(*value) : Json(nullptr);
}

Json modelJson(const store::EventMark& mark) {
    if (!mark.model) return nullptr;
    return {{"name", mark.model->model_name},
            {"sha256", mark.model->model_hash},
            {"class", mark.model->class_name},
            {"probability", jsonNumber(mark.model->probability)},
            {"visible", mark.model->visible}};
}

Json historyJson(const Labels& labels) {
    Json groups = Json::array();
    for (const store::EventGroup* each : history(labels)) {
        const store::EventGroup& group = *each;
        Json marks = Json::array();
        for (const store::EventMark& mark : group.marks) {
            marks.push_back({{"sample", labels.journal.sampleOf(mark)},
                             {"lead", mark.lead},
                             {"from", valueOf(mark.from)},
                             {"to", valueOf(mark.to)},
                             {"model", modelJson(mark)}});
        }
        groups.push_back({{"key", group.key},
                          {"place", group.order},
                          {"kind", std::string(store::name(group.kind))},
                          {"target", group.target.empty() ? Json(nullptr) : Json(group.target)},
                          {"layer", group.layer},
                          {"reader", group.reader},
                          {"time", store::utcText(group.time)},
                          {"tool", group.tool},
                          {"reason", group.reason},
                          {"undone", labels.isUndone(group.key)},
                          {"events", std::move(marks)}});
    }
    return groups;
}

Json layersJson(const Layers& layers) {
    Json list = Json::array();
    for (const LayerPtr& layer : layers) {
        list.push_back({{"kind", std::string(name(layer->kind))},
                        {"source", inWords(layer->source)},
                        {"rate_hz", jsonNumber(layer->rate_hz)},
                        {"complete", layer->complete},
                        {"marks", layer->marks.size()}});
    }
    return list;
}

// The layers of the files, and the labels of the project as one more.
Layers layersWith(const Labels& labels) {
    Layers layers = pipeline::recordingLayers(*labels.input.recording);
    if (!labels.journal.labels().empty()) {
        layers.push_back(pipeline::readerLayer(labels.journal.labels(), labels.rate_hz, labels.input.lead, {}));
    }
    return layers;
}

std::string labelsJson(const LabelsOptions& options, const Labels& labels) {
    Json list = Json::array();
    for (const auto& [sample, label] : labels.journal.labels()) {
        list.push_back({{"sample", sample},
                        {"time_s", jsonNumber(timeOf(labels, sample))},
                        {"label", std::string(symbolOf(label.code))},
                        {"provenance", label.provenance}});
    }
    Json all = {{"project", labels.project}, {"rate_hz", jsonNumber(labels.rate_hz)}, {"labels", std::move(list)}};
    if (options.history) all["history"] = historyJson(labels);
    if (options.layers) all["layers"] = layersJson(layersWith(labels));
    all["warnings"] = jsonWarnings(labels.input.warnings);
    return jsonText(all);
}

void writeHistoryCsv(const Labels& labels, Output& out) {
    out.write(csvLine({"place", "kind", "key", "target", "reader", "time", "tool", "reason", "undone", "sample", "from",
                       "to", "model_class", "model_probability", "layer", "lead"}));
    for (const store::EventGroup* each : history(labels)) {
        const store::EventGroup& group = *each;
        std::vector<std::string> cells = {std::to_string(group.order),
                                          std::string(store::name(group.kind)),
                                          group.key,
                                          group.target,
                                          group.reader,
                                          store::utcText(group.time),
                                          group.tool,
                                          group.reason,
                                          labels.isUndone(group.key) ? "1" : "0"};
        const std::size_t shared = cells.size();
        if (group.marks.empty()) {
            cells.resize(shared + 5);
            cells.insert(cells.end(), {group.layer, ""});
            out.write(csvLine(cells));
        }
        for (const store::EventMark& mark : group.marks) {
            cells.resize(shared);
            cells.push_back(std::to_string(labels.journal.sampleOf(mark)));
            cells.push_back(mark.from.value_or(""));
            cells.push_back(mark.to.value_or(""));
            cells.push_back(mark.model ? mark.model->class_name : "");
            cells.push_back(mark.model ? shortest(mark.model->probability) : "");
            cells.insert(cells.end(), {group.layer, mark.lead});
            out.write(csvLine(cells));
        }
    }
}

void writeLabelsCsv(const Labels& labels, Output& out) {
    out.write(csvLine({"sample", "time_s", "label", "provenance"}));
    for (const auto& [sample, label] : labels.journal.labels()) {
        out.write(csvLine({std::to_string(sample), shortest(timeOf(labels, sample)), std::string(symbolOf(label.code)),
                           label.provenance}));
    }
}

std::string layersTable(const Layers& layers) {
    Table table({{"Layer", Align::left}, {"Source", Align::left}, {"Marks"}, {"Hz"}});
    for (const LayerPtr& layer : layers) {
        table.add({std::string(name(layer->kind)), inWords(layer->source), std::to_string(layer->marks.size()),
                   shortest(layer->rate_hz)});
    }
    return table.text();
}

std::string historyTable(const Labels& labels) {
    Table table({{"Time (UTC)", Align::left},
                 {"Reader", Align::left},
                 {"What", Align::left},
                 {"At"},
                 {"From", Align::left},
                 {"To", Align::left},
                 {"", Align::left}});
    const auto groups = history(labels);
    std::unordered_map<std::string_view, const store::EventGroup*> by_key;
    for (const store::EventGroup* group : groups) by_key[group->key] = group;
    for (const store::EventGroup* each : groups) {
        const store::EventGroup& group = *each;
        const text::Said undone = labels.isUndone(group.key) ? "taken back" : text::Said();
        // What an undo took back, or a redo made count again, is what its target says.
        const auto target = group.marks.empty() ? by_key.find(group.target) : by_key.end();
        const store::EventGroup* about = target == by_key.end() ? &group : target->second;
        if (about->marks.empty()) continue;
        const store::EventMark& mark = about->marks.front();
        const bool many = about->marks.size() > 1;
        table.add({store::utcText(group.time), group.reader, std::string(store::name(group.kind)),
                   many ? text::say("{1} beats", about->marks.size()).text()
                        : (about->layer == store::kWaveLayer ? mark.lead + ", " : std::string()) +
                              clock(timeOf(labels, labels.journal.sampleOf(mark))),
                   many ? "" : mark.from.value_or("-"), mark.to.value_or("-"), undone});
    }
    return table.text();
}

std::string labelsTable(const Labels& labels) {
    Table table({{"Time"}, {"Sample"}, {"Label", Align::left}, {"Provenance", Align::left}});
    for (const auto& [sample, label] : labels.journal.labels()) {
        table.add({clock(timeOf(labels, sample)), std::to_string(sample), std::string(symbolOf(label.code)),
                   label.provenance});
    }
    return table.text();
}

Result<void> labels(const LabelsOptions& options, Session& session) {
    const auto found = labelsOf(options, session);
    if (!found) return std::unexpected(found.error());
    switch (options.format.format()) {
        case Format::json:
            session.out.write(labelsJson(options, *found));
            return {};
        case Format::csv:
            if (options.history) {
                writeHistoryCsv(*found, session.out);
            } else {
                writeLabelsCsv(*found, session.out);
            }
            break;
        case Format::table:
            session.out.write(pairs({{"Project", found->project},
                                     {"Labels", std::to_string(found->journal.labels().size())},
                                     {"Marks of waves", std::to_string(found->waves.fiducials().size())},
                                     {"Events", std::to_string(history(*found).size())}}));
            session.out.write(options.layers    ? layersTable(layersWith(*found))
                              : options.history ? historyTable(*found)
                                                : labelsTable(*found));
            break;
    }
    session.warn(found->input.warnings);
    return {};
}

}  // namespace

void addLabels(CLI::App& program, Action& action) {
    auto options = std::make_shared<LabelsOptions>();
    auto* command =
        program.add_subcommand("labels", "What readers labelled and marked in the window, as their project holds it");
    addFileOption(*command, options->recording);
    addLeadOption(*command, options->recording, "Count samples on the clock of this lead");
    command->add_option("--project", options->project, "Project file; your own when none is named")->type_name("FILE");
    command->add_flag("--history", options->history, "Every event: who, when, from what to what, what was taken back");
    command->add_flag("--layers", options->layers, "What lies on the time line, by kind and source");
    addFormatOptions(*command, options->format);
    addExamples(*command,
                "  triptych-cli labels mitdb/208.hea\n"
                "  triptych-cli labels mitdb/208.hea --history --json | jq '.history[-1]'\n"
                "  triptych-cli labels mitdb/208.hea --project study.triptych-project --csv");
    whenCalled(*command, action, options, &labels);
}

}  // namespace triptych::cli
