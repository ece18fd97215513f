// review import, export: labels of other readers in, labels out with where they come from.
#include "app/cli/console/csv.h"
#include "app/cli/console/forced.h"
#include "app/cli/console/json.h"
#include "app/cli/console/numbers.h"
#include "app/cli/console/table.h"
#include "app/cli/review/said_of_beats.h"
#include "app/cli/review/sub_commands.h"
#include "core/files/atomic_file.h"
#include "core/formats/export/export.h"
#include "core/formats/targets.h"
#include "core/formats/wfdb/annotations.h"
#include "core/pipeline/find_beats.h"
#include "core/pipeline/import_reading.h"
#include "core/pipeline/label_file.h"
#include "core/pipeline/saved_labels.h"
#include "core/review/corrected_labels.h"
#include "core/review/provenance.h"
#include "core/review/triptych_annotations.h"
#include "core/store/new_project.h"
#include "core/text/said.h"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <memory>
#include <span>

namespace triptych::cli {
namespace {

struct ImportOptions {
    RecordingOptions recording;
    std::string annotations, project, reader;
    bool json = false;
};

// Returns how many came in.
Result<std::size_t> importInto(store::Project& project, const ImportOptions& options, const LeadInput& input,
                               const BeatList& detected) {
    const auto card = store::cardOf(*input.recording);
    const auto known = project.find(card, {});
    if (!known) return std::unexpected(known.error());
    auto group = pipeline::importReading(*input.recording, card.identity, detected, options.annotations, options.reader,
                                         known->groups);
    if (!group) return std::unexpected(group.error());
    const std::size_t labels = group->marks.size();
    if (labels == 0) return 0;
    const auto id = project.note(card);
    if (!id) return std::unexpected(id.error());
    if (const auto kept = project.append(*id, {std::move(*group)}); !kept) return std::unexpected(kept.error());
    if (project.whereabouts() == store::Project::Whereabouts::in_place) return labels;
    return fail(ErrorCode::io_failed, "the project was taken away or replaced while labels came in", project.path(),
                "import them again");
}

Result<void> import(const ImportOptions& options, Session& session) {
    auto input = openLead(options.recording, session.job);
    if (!input) return std::unexpected(input.error());
    const auto detected = beatsOf(*input, BeatOrigin::detected, session.job);
    if (!detected) return std::unexpected(detected.error());
    const std::string path = projectPath(options.project);
    std::error_code status;
    const bool was_there = std::filesystem::exists(path, status);
    auto project = store::Project::open(path, false);
    if (!project) return std::unexpected(project.error());
    auto labels = importInto(*project, options, *input, *detected);
    if (!labels) {
        store::takeAwayIfUnused(std::move(*project), was_there);
        return std::unexpected(labels.error());
    }
    if (options.json) {
        session.out.write(jsonText({{"project", path}, {"reader", options.reader}, {"labels", *labels}}));
    } else {
        session.out.write(
            pairs({{"Project", path}, {"Reader", options.reader}, {"Labels that came in", std::to_string(*labels)}}));
    }
    return {};
}

struct ExportLabelsOptions {
    RecordingOptions recording;
    std::string out, project, at, reader;
    bool labels_alone = false, anonymise = false, force = false;
    Given given;
};

std::optional<std::string> readerOf(const ExportLabelsOptions& options) {
    return options.reader.empty() ? std::nullopt : std::optional(options.reader);
}

Json labelsJson(const RecordingWithLog& opened, const std::vector<store::EventGroup>& log,
                const ExportLabelsOptions& options) {
    // Each label with the event that it comes from.
    const SaidOfBeats said = saidIn(log, opened.rate_hz, readerOf(options));
    const review::LabelJournal& journal = said.labels;
    std::map<std::int64_t, std::pair<const store::EventGroup*, const store::EventMark*>> from;
    std::vector<const store::EventGroup*> ordered;
    for (const store::EventGroup& group : journal.groups()) ordered.push_back(&group);
    for (const store::EventGroup* group : ordered) {
        if (journal.isUndone(group->key)) continue;
        for (const store::EventMark& mark : group->marks) {
            const auto label = journal.labels().find(journal.sampleOf(mark));
            if (label == journal.labels().end() || !mark.to) continue;
            if (label->second.provenance == review::provenanceOf(*group, mark)) from[label->first] = {group, &mark};
        }
    }
    Json labels = Json::array();
    for (const auto& [sample, label] : journal.labels()) {
        const auto at = review::standsAt(sample, said.edits);
        if (!at) continue;
        Json one = {{"sample", *at},
                    {"time_s", jsonNumber(static_cast<double>(*at) / opened.rate_hz)},
                    {"label", std::string(symbolOf(label.code))},
                    {"meaning", std::string(meaningOf(label.code))}};
        if (const auto found = from.find(sample); found != from.end()) {
            const auto& [group, mark] = found->second;
            one["reader"] = group->reader;
            one["time"] = store::utcText(group->time);
            one["tool"] = group->tool;
            one["reason"] = group->reason;
            one["event"] = group->key;
            one["place"] = group->order;
            one["from"] = mark->from ? Json(*mark->from) : Json(nullptr);
            if (mark->model) {
                one["model"] = {{"name", mark->model->model_name},
                                {"sha256", mark->model->model_hash},
                                {"class", mark->model->class_name},
                                {"probability", jsonNumber(mark->model->probability)},
                                {"visible", mark->model->visible}};
            }
        }
        one["provenance"] = label.provenance;
        labels.push_back(std::move(one));
    }
    return {{"recording", {{"name", opened.card.name}, {"sha256", opened.card.identity}}},
            {"wording", "Research use - not for diagnosis"},
            {"program", "Triptych " TRIPTYCH_VERSION},
            {"log_place", log.empty() ? 0 : log.back().order},
            {"reader", options.reader.empty() ? Json(nullptr) : Json(options.reader)},
            {"rate_hz", jsonNumber(opened.rate_hz)},
            {"labels", std::move(labels)},
            {"beats", editsJson(said)},
            {"notes", notesJson(said)}};
}

std::string labelsCsv(const Json& all) {
    std::string text = csvLine({"sample", "time_s", "label", "reader", "time", "tool", "reason", "from", "model_class",
                                "model_probability", "model_visible", "model_sha256", "event", "place"});
    const auto word = [](const Json& one, const char* key) {
        if (!one.contains(key) || one[key].is_null()) return std::string();
        return one[key].is_string() ? one[key].get<std::string>() : jsonWords(one[key]);
    };
    for (const Json& one : all["labels"]) {
        const Json model = one.contains("model") ? one["model"] : Json::object();
        text += csvLine({word(one, "sample"), word(one, "time_s"), word(one, "label"), word(one, "reader"),
                         word(one, "time"), word(one, "tool"), word(one, "reason"), word(one, "from"),
                         word(model, "class"), word(model, "probability"), word(model, "visible"),
                         word(model, "sha256"), word(one, "event"), word(one, "place")});
    }
    return text;
}

// The beats that Ctrl+S would write, or the labels alone.
Result<AnnotationSet> annotationsOf(const RecordingWithLog& opened, const SaidOfBeats& said,
                                    const ExportLabelsOptions& options, Session& session) {
    Layers layers;
    if (!options.labels_alone) {
        layers = pipeline::recordingLayers(*opened.input.recording);
        if (pipeline::referenceOf(*opened.input.recording) == nullptr) {
            const auto beats = beatsOf(opened.input, BeatOrigin::detected, session.job);
            if (!beats) return std::unexpected(beats.error());
            if (auto detected = pipeline::detectorLayer(review::corrected(*beats, said.edits).list)) {
                layers.push_back(std::move(detected));
            }
        }
    }
    layers.push_back(pipeline::readerLayer(said.inPlace(), opened.rate_hz, opened.input.lead, options.reader));
    if (auto notes = review::noteLayer(said.notes, options.reader)) layers.push_back(std::move(notes));
    Recording alone = *opened.input.recording;
    if (options.labels_alone) alone.annotation_sets.clear();
    return pipeline::labelFile(alone, layers, pipeline::modelsSpokenOf(said.labels), TRIPTYCH_VERSION,
                               opened.card.identity, &said.edits);
}

bool isTable(const std::string& ending) {
    return ending == ".json" || ending == ".csv";
}

Result<void> fitTogether(const ExportLabelsOptions& options, const std::string& ending) {
    if (isTable(ending)) {
        return refuseIdle(options.given, {"--labels-alone", "--anonymise"},
                          "CSV and JSON hold labels alone, and nothing else of the recording");
    }
    if (formats::exportFormatFor(options.out)) return {};
    return refuseIdle(options.given, {"--anonymise"}, "annotations hold nothing of the person");
}

Result<void> exportLabels(const ExportLabelsOptions& options, Session& session) {
    const std::string ending = std::filesystem::path(options.out).extension().string();
    if (auto fit = fitTogether(options, ending); !fit) return fit;
    const auto upto = uptoOf(options.at);
    if (!upto) return std::unexpected(upto.error());
    auto opened = openWithLog(options.recording, options.project, session.job);
    if (!opened) return std::unexpected(opened.error());
    if (!options.reader.empty()) {
        if (auto known = readingsOf(opened->log, opened->rate_hz, {options.reader}); !known) {
            return std::unexpected(known.error());
        }
    }
    const auto log = cutAt(std::move(opened->log), *upto);
    const auto done = [&](const std::vector<std::string>& files, const std::vector<Warning>& warnings) -> Result<void> {
        session.warn(opened->input.warnings);
        session.warn(warnings);
        for (const std::string& file : files) session.out.write(file + '\n');
        return {};
    };
    if (isTable(ending)) {
        if (auto may = formats::mayReplace(options.out, *opened->input.recording, options.force); !may) {
            return orForced(may.error());
        }
        const Json all = labelsJson(*opened, log, options);
        const std::string text = ending == ".json" ? jsonText(all) : labelsCsv(all);
        const auto mode = options.force ? files::WriteMode::replace : files::WriteMode::create_new;
        if (auto written = files::writeFile(options.out, std::as_bytes(std::span(text)), mode); !written)
            return written;
        return done({options.out}, {});
    }
    auto set = annotationsOf(*opened, saidIn(log, opened->rate_hz, readerOf(options)), options, session);
    if (!set) return std::unexpected(set.error());
    if (const auto format = formats::exportFormatFor(options.out)) {
        const auto labelled = pipeline::withLabels(opened->input.recording, std::move(*set));
        auto written =
            formats::exportRecording(*labelled, options.out, *format, {options.anonymise, options.force}, session.job);
        if (!written) return orForced(written.error());
        return done(written->files, written->warnings);
    }
    if (ending.size() < 2) {
        return fail(ErrorCode::wrong_use, "the name does not say what to write", options.out,
                    "end it in an annotator's name (.ann), .edf, .csv or .json");
    }
    if (auto may = formats::mayReplaceAnnotations(options.out, *opened->input.recording, "labels", options.force);
        !may) {
        return orForced(may.error());
    }
    if (auto written = formats::writeAnnotations(options.out, *set); !written) return written;
    return done({options.out}, {});
}

}  // namespace

void addReviewImport(CLI::App& review, Action& action) {
    auto options = std::make_shared<ImportOptions>();
    auto* command = review.add_subcommand("import", "Take an annotation file over as the reading of a named reader");
    addFileOption(*command, options->recording);
    command->add_option("annotations", options->annotations, "WFDB annotation file (.atr, .triptych, ...)")
        ->required()
        ->type_name("ANNOTATIONS");
    command->add_option("--reader", options->reader, "Whose labels these are")->required()->type_name("NAME");
    addProjectOption(*command, options->project);
    command->add_flag("--json", options->json, "Write JSON for programs");
    addExamples(*command,
                "  triptych-cli review import mitdb/208.hea others/208.atr --reader bob\n"
                "One event of the log, which can be taken back as one; the same file comes in once. A file of another\n"
                "recording is refused.");
    whenCalled(*command, action, options, &import);
}

void addReviewExport(CLI::App& review, Action& action) {
    auto options = std::make_shared<ExportLabelsOptions>();
    auto* command = review.add_subcommand("export", "Write labels: as WFDB annotations, EDF+, CSV or JSON");
    addFileOption(*command, options->recording);
    command
        ->add_option("out", options->out,
                     "File to write; .csv and .json hold the labels and where they come from, .edf, .hea, .dcm the "
                     "recording with them, any other ending is an annotator's name")
        ->required()
        ->type_name("OUT");
    addProjectOption(*command, options->project);
    command->add_option("--reader", options->reader, "This reader's own labels (default: those in force)")
        ->type_name("NAME");
    addAtOption(*command, options->at);
    command->add_flag("--labels-alone", options->labels_alone, "No beats but those that a reader labelled");
    command->add_flag("--anonymise", options->anonymise, "Of a recording, leave out comments and the start time");
    command->add_flag("--force", options->force, "Replace files that exist");
    addExamples(*command,
                "  triptych-cli review export mitdb/208.hea 208.ann --reader ann\n"
                "  triptych-cli review export mitdb/208.hea 208.edf\n"
                "  triptych-cli review export mitdb/208.hea 208.json --at 2026-11-20T12:00:00Z");
    whenCalled(*command, action, options, &exportLabels);
}

}  // namespace triptych::cli
