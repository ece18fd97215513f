// review replay, ec57: labels as they were, and scored.
#include "app/cli/commands/ec57_text.h"
#include "app/cli/console/csv.h"
#include "app/cli/console/json.h"
#include "app/cli/console/numbers.h"
#include "app/cli/console/table.h"
#include "app/cli/review/said_of_beats.h"
#include "app/cli/review/sub_commands.h"
#include "core/beats/ec57.h"
#include "core/domain/own_labels.h"
#include "core/pipeline/find_beats.h"
#include "core/pipeline/label_file.h"
#include "core/text/said.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <memory>

namespace triptych::cli {
namespace {

struct ReplayOptions {
    RecordingOptions recording;
    std::string project, at, reader;
    FormatOptions format;
};

std::optional<std::string> readerOf(const std::string& named) {
    return named.empty() ? std::nullopt : std::optional(named);
}

// A name that is not there is a slip of the pen, not a reader without labels.
Result<void> checkReader(const RecordingWithLog& opened, const std::string& named) {
    if (named.empty()) return {};
    const auto readings = readingsOf(opened.log, opened.rate_hz, {named});
    if (!readings) return std::unexpected(readings.error());
    return {};
}

Result<void> replay(const ReplayOptions& options, Session& session) {
    const auto upto = uptoOf(options.at);
    if (!upto) return std::unexpected(upto.error());
    auto opened = openWithLog(options.recording, options.project, session.job);
    if (!opened) return std::unexpected(opened.error());
    if (auto known = checkReader(*opened, options.reader); !known) return known;
    const std::size_t whole = opened->log.size();
    const auto log = cutAt(std::move(opened->log), *upto);
    const SaidOfBeats said = saidIn(log, opened->rate_hz, readerOf(options.reader));
    const auto labels = said.inPlace();
    const auto time_of = [&](std::int64_t sample) { return static_cast<double>(sample) / opened->rate_hz; };
    switch (options.format.format()) {
        case Format::json: {
            Json list = Json::array();
            for (const auto& [sample, label] : labels) {
                list.push_back({{"sample", sample},
                                {"time_s", jsonNumber(time_of(sample))},
                                {"label", std::string(symbolOf(label.code))},
                                {"provenance", label.provenance}});
            }
            session.out.write(jsonText({{"project", opened->project},
                                        {"rate_hz", jsonNumber(opened->rate_hz)},
                                        {"events", log.size()},
                                        {"events_in_all", whole},
                                        {"last", log.empty() ? Json(nullptr) : Json(store::utcText(log.back().time))},
                                        {"labels", std::move(list)},
                                        {"beats", editsJson(said)},
                                        {"notes", notesJson(said)},
                                        {"warnings", jsonWarnings(opened->input.warnings)}}));
            return {};
        }
        case Format::csv:
            session.out.write(csvLine({"sample", "time_s", "label", "provenance"}));
            for (const auto& [sample, label] : labels) {
                session.out.write(csvLine({std::to_string(sample), shortest(time_of(sample)),
                                           std::string(symbolOf(label.code)), label.provenance}));
            }
            break;
        case Format::table: {
            session.out.write(pairs({{"Project", opened->project},
                                     {"Events", text::say("{1} of {2}", log.size(), whole)},
                                     {"Labels", std::to_string(labels.size())},
                                     {"Beats", editsText(said)},
                                     {"Notes", std::to_string(said.notes.notes().size())}}));
            Table table({{"Time"}, {"Sample"}, {"Label", Align::left}, {"Provenance", Align::left}});
            for (const auto& [sample, label] : labels) {
                table.add({clock(time_of(sample)), std::to_string(sample), std::string(symbolOf(label.code)),
                           label.provenance});
            }
            session.out.write('\n' + table.text());
            break;
        }
    }
    session.warn(opened->input.warnings);
    return {};
}

struct Ec57ReviewOptions {
    RecordingOptions recording;
    std::string project, at, reader, against, mapping = "bxb";
    double start_s = 300;
    FormatOptions format;
};

AnnotationSet setOf(const review::ReaderLabels& labels, double rate_hz, const std::string& name) {
    AnnotationSet set;
    set.annotator = name;
    set.rate_hz = rate_hz;
    for (const auto& [sample, label] : labels) {
        Annotation annotation;
        annotation.sample = sample;
        // A letter that stands for none of WFDB's says no class: as in the file that is exported, no beat is there.
        annotation.code = wfdbCodeOf(label.code);
        if (!isBeat(annotation.code)) continue;
        set.annotations.push_back(std::move(annotation));
    }
    return set;
}

Result<void> ec57(const Ec57ReviewOptions& options, Session& session) {
    const auto upto = uptoOf(options.at);
    if (!upto) return std::unexpected(upto.error());
    auto opened = openWithLog(options.recording, options.project, session.job);
    if (!opened) return std::unexpected(opened.error());
    if (auto known = checkReader(*opened, options.reader); !known) return known;
    const auto log = cutAt(std::move(opened->log), *upto);
    const Recording& recording = *opened->input.recording;
    const auto annotator = std::ranges::find(recording.annotation_sets, options.against, &AnnotationSet::annotator);
    AnnotationSet reference;
    if (options.against.empty()) {
        const AnnotationSet* beside = pipeline::referenceOf(recording);
        if (beside == nullptr) {
            return fail(ErrorCode::not_found, "the recording has no reference annotations", recording.path,
                        "put its .atr file beside it, or name a reader with --against");
        }
        reference = *beside;
    } else if (annotator != recording.annotation_sets.end()) {
        reference = *annotator;
    } else {
        if (auto known = readingsOf(log, opened->rate_hz, {options.against}); !known) {
            return std::unexpected(known.error());
        }
        reference = setOf(saidIn(log, opened->rate_hz, options.against).inPlace(), opened->rate_hz, options.against);
    }
    const AnnotationSet test = setOf(saidIn(log, opened->rate_hz, readerOf(options.reader)).inPlace(), opened->rate_hz,
                                     options.reader.empty() ? "labels" : options.reader);
    beats::Ec57Options how;
    how.mapping = options.mapping == "bxb" ? ClassMapping::bxb : ClassMapping::literature;
    how.start_s = options.start_s;
    const std::vector<Ec57Row> rows = {
        {recording.name, reference.annotator, test.annotator, beats::compareBeats(reference, test, how)}};
    switch (options.format.format()) {
        case Format::json:
            session.out.write(ec57Json(rows, how, opened->input.warnings));
            return {};
        case Format::csv:
            session.out.write(ec57Csv(rows));
            break;
        case Format::table:
            session.out.write(ec57Matrices(rows, true));
            session.out.write(text::say("Classes of {1}", std::string(beats::describeCompared(how.mapping))).text() +
                              '\n');
            break;
    }
    session.warn(opened->input.warnings);
    return {};
}

}  // namespace

void addReviewReplay(CLI::App& review, Action& action) {
    auto options = std::make_shared<ReplayOptions>();
    auto* command = review.add_subcommand("replay", "The labels of a recording as they were at any past moment");
    addFileOption(*command, options->recording);
    addLeadOption(*command, options->recording, "Count samples on the clock of this lead");
    addProjectOption(*command, options->project);
    addAtOption(*command, options->at);
    command->add_option("--reader", options->reader, "This reader's own labels alone")->type_name("NAME");
    addFormatOptions(*command, options->format);
    addExamples(*command,
                "  triptych-cli review replay mitdb/208.hea --at 2026-11-20T12:00:00Z\n"
                "  triptych-cli review replay mitdb/208.hea --at 41 --reader ann --csv");
    whenCalled(*command, action, options, &replay);
}

void addReviewEc57(CLI::App& review, Action& action) {
    auto options = std::make_shared<Ec57ReviewOptions>();
    auto* command = review.add_subcommand("ec57", "Score a reader's labels against another's, beat by beat");
    addFileOption(*command, options->recording);
    addProjectOption(*command, options->project);
    command->add_option("--reader", options->reader, "Whose labels are scored (default: those in force)")
        ->type_name("NAME");
    command
        ->add_option("--against", options->against,
                     "An annotator of the recording, or a reader (default: the recording's reference)")
        ->type_name("NAME");
    addAtOption(*command, options->at);
    command->add_option("--mapping", options->mapping, "Which letters make which class")
        ->check(CLI::IsMember({"bxb", "literature"}))
        ->capture_default_str();
    addNumber(*command, "--start", options->start_s, kSecondsFromStart, "Seconds from the start that do not count");
    addFormatOptions(*command, options->format);
    addExamples(*command,
                "  triptych-cli review ec57 mitdb/208.hea --reader ann\n"
                "  triptych-cli review ec57 mitdb/208.hea --reader ann --against bob --start 0\n"
                "Labels count where their beats stand; beats that were not labelled, or were taken away, are missing\n"
                "beats.");
    whenCalled(*command, action, options, &ec57);
}

}  // namespace triptych::cli
