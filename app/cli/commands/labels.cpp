#include "app/cli/commands/choose.h"
#include "app/cli/console/csv.h"
#include "app/cli/console/json.h"
#include "app/cli/console/numbers.h"
#include "app/cli/console/table.h"
#include "app/cli/input.h"
#include "app/cli/options.h"
#include "app/cli/review/said_of_beats.h"
#include "app/cli/review/sub_commands.h"
#include "core/pipeline/label_file.h"
#include "core/review/label_matching.h"
#include "core/review/readers.h"
#include "core/review/wave_journal.h"
#include "core/store/project.h"
#include "core/text/said.h"

#include <CLI/CLI.hpp>

#include <map>
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
    Given given;
};

struct Labels {
    LeadInput input;
    std::string project;
    SaidOfBeats said;
    review::ReaderLabels in_place;  // the labels, where their beats stand
    std::size_t marks_of_waves = 0;
    std::vector<store::EventGroup> log;               // of every layer, in its order
    std::map<std::string, bool, std::less<>> undone;  // by key, of groups that were ever turned
    double rate_hz = 0;

    [[nodiscard]] bool isUndone(const std::string& key) const {
        const auto turned = undone.find(key);
        return turned != undone.end() && turned->second;
    }
    [[nodiscard]] std::int64_t sampleOf(const store::EventMark& mark) const {
        return review::onClock(mark.sample, mark.rate_hz, rate_hz);
    }
};

Result<Labels> labelsOf(const LabelsOptions& options, Session& session) {
    auto input = openLead(options.recording, session.job);
    if (!input) return std::unexpected(input.error());
    auto project =
        store::Project::openForReading(options.project.empty() ? store::defaultProjectPath() : options.project);
    if (!project) return std::unexpected(project.error());
    auto known = project->find(store::cardOf(*input->recording), {});
    if (!known) return std::unexpected(known.error());
    const double rate_hz = input->leadInfo().rate_hz;
    useVocabularyOf(options.project, input->warnings);
    if (known->changed) {
        input->warnings.push_back(
            {"the file has changed since it was labelled: what was given then is of another "
             "recording, and not shown",
             input->recording->path});
    }
    Labels labels{
        std::move(*input), project->path(), saidIn(known->groups, rate_hz, std::nullopt), {}, 0, {}, {}, rate_hz};
    labels.in_place = labels.said.inPlace();
    labels.marks_of_waves = review::WaveJournal(rate_hz, {}, known->groups).fiducials().size();
    labels.log = std::move(known->groups);
    for (store::EventGroup& group : labels.log) {
        // A log may come from anywhere: what can lie in no recording is not told.
        std::erase_if(group.marks, [](const store::EventMark& mark) { return !store::isPossible(mark); });
        const bool undo = group.kind == store::EventKind::undo;
        if (undo || group.kind == store::EventKind::redo) labels.undone[group.target] = undo;
    }
    return labels;
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
    for (const store::EventGroup& group : labels.log) {
        Json marks = Json::array();
        for (const store::EventMark& mark : group.marks) {
            marks.push_back({{"sample", labels.sampleOf(mark)},
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
    if (!labels.in_place.empty()) {
        layers.push_back(pipeline::readerLayer(labels.in_place, labels.rate_hz, labels.input.lead, {}));
    }
    if (auto notes = review::noteLayer(labels.said.notes, {})) layers.push_back(std::move(notes));
    return layers;
}

std::string labelsJson(const LabelsOptions& options, const Labels& labels) {
    Json list = Json::array();
    for (const auto& [sample, label] : labels.in_place) {
        list.push_back({{"sample", sample},
                        {"time_s", jsonNumber(timeOf(labels, sample))},
                        {"label", std::string(symbolOf(label.code))},
                        {"provenance", label.provenance}});
    }
    Json all = {{"project", labels.project},
                {"rate_hz", jsonNumber(labels.rate_hz)},
                {"labels", std::move(list)},
                {"beats", editsJson(labels.said)},
                {"notes", notesJson(labels.said)}};
    if (options.history) all["history"] = historyJson(labels);
    if (options.layers) all["layers"] = layersJson(layersWith(labels));
    all["warnings"] = jsonWarnings(labels.input.warnings);
    return jsonText(all);
}

void writeHistoryCsv(const Labels& labels, Output& out) {
    out.write(csvLine({"place", "kind", "key", "target", "reader", "time", "tool", "reason", "undone", "sample", "from",
                       "to", "model_class", "model_probability", "layer", "lead"}));
    for (const store::EventGroup& group : labels.log) {
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
            cells.push_back(std::to_string(labels.sampleOf(mark)));
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
    for (const auto& [sample, label] : labels.in_place) {
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

// Of what of the recording a group tells; one of how a reader reads is of the whole.
std::string whereText(const Labels& labels, const store::EventGroup& group) {
    const store::EventMark& mark = group.marks.front();
    if (group.layer == review::kReadingLayer) return "-";
    if (group.marks.size() > 1) return text::say("{1} beats", group.marks.size()).text();
    const std::string at = clock(timeOf(labels, labels.sampleOf(mark)));
    if (group.layer == store::kWaveLayer) return mark.lead + ", " + at;
    if (mark.end_sample == mark.sample) return at;
    return at + " .. " + clock(timeOf(labels, review::onClock(mark.end_sample, mark.rate_hz, labels.rate_hz)));
}

std::string historyTable(const Labels& labels) {
    Table table({{"Time (UTC)", Align::left},
                 {"Reader", Align::left},
                 {"What", Align::left},
                 {"At"},
                 {"From", Align::left},
                 {"To", Align::left},
                 {"", Align::left}});
    std::unordered_map<std::string_view, const store::EventGroup*> by_key;
    for (const store::EventGroup& group : labels.log) by_key[group.key] = &group;
    for (const store::EventGroup& group : labels.log) {
        const text::Said undone = labels.isUndone(group.key) ? "taken back" : text::Said();
        // What an undo took back, or a redo made count again, is what its target says.
        const auto target = group.marks.empty() ? by_key.find(group.target) : by_key.end();
        const store::EventGroup* about = target == by_key.end() ? &group : target->second;
        if (about->marks.empty()) continue;
        const store::EventMark& mark = about->marks.front();
        const bool many = about->marks.size() > 1;
        table.add({store::utcText(group.time), group.reader, std::string(store::name(group.kind)),
                   whereText(labels, *about), many ? "" : mark.from.value_or("-"), mark.to.value_or("-"), undone});
    }
    return table.text();
}

std::string labelsTable(const Labels& labels) {
    Table table({{"Time"}, {"Sample"}, {"Label", Align::left}, {"Provenance", Align::left}});
    for (const auto& [sample, label] : labels.in_place) {
        table.add({clock(timeOf(labels, sample)), std::to_string(sample), std::string(symbolOf(label.code)),
                   label.provenance});
    }
    return table.text();
}

Result<void> fitTogether(const LabelsOptions& options) {
    switch (options.format.format()) {
        case Format::json:
            return {};
        case Format::csv:
            return refuseIdle(options.given, {"--layers"}, "CSV holds labels, or their history");
        case Format::table:
            break;
    }
    return options.layers ? refuseIdle(options.given, {"--history"}, "the layers stand in the place of the events")
                          : Result<void>();
}

Result<void> labels(const LabelsOptions& options, Session& session) {
    if (auto fit = fitTogether(options); !fit) return fit;
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
                                     {"Labels", std::to_string(found->in_place.size())},
                                     {"Beats", editsText(found->said)},
                                     {"Notes", std::to_string(found->said.notes.notes().size())},
                                     {"Marks of waves", std::to_string(found->marks_of_waves)},
                                     {"Events", std::to_string(found->log.size())}}));
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
