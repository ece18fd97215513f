#include "app/cli/commands/annotator_pairs.h"
#include "app/cli/commands/choose.h"
#include "app/cli/commands/ec57_text.h"
#include "app/cli/console/csv.h"
#include "app/cli/console/json.h"
#include "app/cli/console/numbers.h"
#include "app/cli/console/table.h"
#include "app/cli/input.h"
#include "app/cli/options.h"
#include "core/beats/detect.h"
#include "core/pipeline/find_beats.h"
#include "core/text/said.h"

#include <memory>

namespace triptych::cli {
namespace {

constexpr std::string_view kGross = "gross";

struct ScoreOptions {
    std::vector<std::string> files;
    std::size_t lead = 1;
    double window_ms = 150;
    double start_s = 300;
    FormatOptions format;
    PairRequest pairs;
    std::string mapping = "bxb";
    bool without_s = false;
    bool matrix = false;
    bool shutdown = false;
    Given given;
};

struct Row {
    std::string record;
    std::string lead;
    beats::DetectionScore score;
};

Result<Row> scoreRecording(const std::string& file, const ScoreOptions& options, const Job& job) {
    RecordingOptions recording_options{file, {}};
    auto input = openLead(recording_options, job);
    if (!input) return std::unexpected(input.error());
    const Recording& recording = *input->recording;
    if (options.lead < 1 || options.lead > recording.leads.size()) {
        return fail(ErrorCode::out_of_range, text::say("there is no lead number {1}", options.lead), file,
                    text::say("choose 1 to {1}", recording.leads.size()));
    }
    const AnnotationSet* reference = pipeline::referenceOf(recording);
    if (reference == nullptr) {
        return fail(ErrorCode::not_found, "the recording has no reference annotations", file,
                    "put its .atr file beside it");
    }
    input->lead = options.lead - 1;
    const auto list = beatsOf(*input, BeatOrigin::detected, job);
    if (!list) return std::unexpected(list.error());
    std::vector<std::int64_t> samples;
    samples.reserve(list->beats.size());
    for (const Beat& beat : list->beats) samples.push_back(beat.sample);
    return Row{recording.name, list->lead_name,
               beats::scoreDetection(*reference, samples, list->rate_hz, options.window_ms / 1000, options.start_s)};
}

Json rowJson(const Row& row) {
    return {{"record", row.record},
            {"lead", row.lead},
            {"true_positive", row.score.true_positive},
            {"false_positive", row.score.false_positive},
            {"false_negative", row.score.false_negative},
            {"sensitivity", jsonNumber(row.score.sensitivity())},
            {"positive_predictivity", jsonNumber(row.score.positivePredictivity())}};
}

std::vector<std::string> cells(const Row& row, bool for_people) {
    const auto share = [&](double value) { return for_people ? percent(value) : shortest(value); };
    return {row.record,
            row.lead,
            std::to_string(row.score.true_positive),
            std::to_string(row.score.false_negative),
            std::to_string(row.score.false_positive),
            share(row.score.sensitivity()),
            share(row.score.positivePredictivity())};
}

std::string text(const std::vector<Row>& rows, Format format) {
    if (format == Format::json) {
        Json records = Json::array();
        for (const Row& row : rows) {
            if (row.record != kGross) records.push_back(rowJson(row));
        }
        return jsonText({{"records", std::move(records)}, {"gross", rowJson(rows.back())}});
    }
    if (format == Format::csv) {
        std::string out = csvLine({"record", "lead", "true_positive", "false_negative", "false_positive", "sensitivity",
                                   "positive_predictivity"});
        for (const Row& row : rows) out += csvLine(cells(row, false));
        return out;
    }
    Table table({{"record", Align::left}, {"lead", Align::left}, {"found"}, {"missed"}, {"extra"}, {"Se"}, {"+P"}});
    for (const Row& row : rows) table.add(cells(row, true));
    return table.text();
}

Result<void> scoreAnnotators(const ScoreOptions& options, Session& session) {
    if (options.files.size() > 2) {
        return fail(ErrorCode::wrong_use, "two annotators are compared, and more than two files are named",
                    options.files[2], "give a REFERENCE and a TEST, both files, records or folders");
    }
    PairRequest request = options.pairs;
    request.reference = options.files.front();
    request.test = options.files.back();
    const auto found = findPairs(request);
    if (!found) return std::unexpected(found.error());
    const beats::Ec57Options ec57{options.mapping == "bxb" ? ClassMapping::bxb : ClassMapping::literature,
                                  options.window_ms / 1000, options.start_s};
    std::vector<Ec57Row> rows;
    for (const AnnotatorPair& pair : found->pairs) {
        if (session.job.stopRequested()) return fail(ErrorCode::cancelled, "stopped");
        rows.push_back({pair.record, pair.reference.annotator, pair.test.annotator,
                        beats::compareBeats(pair.reference, pair.test, ec57)});
    }
    if (options.format.json) {
        session.out.write(ec57Json(rows, ec57, found->warnings));
        return {};
    }
    session.warn(found->warnings);
    if (options.format.csv) {
        session.out.write(ec57Csv(rows));
        return {};
    }
    session.out.write(options.shutdown ? ec57Shutdown(rows)
                      : options.matrix ? ec57Matrices(rows, !options.without_s)
                                       : ec57Lines(rows, !options.without_s));
    session.out.write(text::say("Classes of {1}", std::string(beats::describeCompared(ec57.mapping))).text() + '\n');
    return {};
}

// Annotators are compared when the test annotator is named, or the first file is one of annotations.
bool comparesAnnotators(const ScoreOptions& options) {
    return !options.pairs.test_annotator.empty() ||
           (options.files.size() == 2 && isAnnotationFile(options.files.front()));
}

Result<void> fitTogether(const ScoreOptions& options) {
    if (!comparesAnnotators(options)) {
        return refuseIdle(options.given,
                          {"--annotator", "--mapping", "--without-s", "--matrix", "--shutdown", "--rate"},
                          "the detector is scored, and no second annotator");
    }
    if (auto idle = refuseIdle(options.given, {"--lead-number"}, "annotations are compared, and nothing is detected");
        !idle)
        return idle;
    if (options.format.format() != Format::table) {
        return refuseIdle(options.given, {"--matrix", "--shutdown", "--without-s"},
                          "JSON and CSV hold the whole matrix of each record");
    }
    return options.shutdown ? refuseIdle(options.given, {"--without-s"}, "no classes are told of what was missed")
                            : Result<void>();
}

Result<void> score(const ScoreOptions& options, Session& session) {
    if (auto fit = fitTogether(options); !fit) return fit;
    if (comparesAnnotators(options)) return scoreAnnotators(options, session);
    std::vector<Row> rows;
    Row gross{std::string(kGross), "", {}};
    for (const auto& file : options.files) {
        auto row = scoreRecording(file, options, session.job);
        if (!row) return std::unexpected(row.error());
        gross.score.true_positive += row->score.true_positive;
        gross.score.false_positive += row->score.false_positive;
        gross.score.false_negative += row->score.false_negative;
        rows.push_back(std::move(*row));
    }
    rows.push_back(std::move(gross));
    session.out.write(text(rows, options.format.format()));
    return {};
}

}  // namespace

void addScore(CLI::App& program, Action& action) {
    auto options = std::make_shared<ScoreOptions>();
    auto* command = program.add_subcommand(
        "score", "Score annotations beat by beat (EC57), or the beat detector against reference annotations");
    command
        ->add_option("files", options->files,
                     "REFERENCE and TEST: two annotation files, records or folders; or recordings with annotations "
                     "beside them, for the detector")
        ->required()
        ->type_name("FILE...");
    command->add_option("--annotator", options->pairs.reference_annotator, "Suffix of the reference annotations")
        ->capture_default_str()
        ->type_name("NAME");
    command->add_option("--test", options->pairs.test_annotator, "Suffix of the annotations to be scored")
        ->type_name("NAME");
    command
        ->add_option("--mapping", options->mapping,
                     "Which letters make which class: those of WFDB's bxb, or of the machine-learning literature")
        ->check(CLI::IsMember({"bxb", "literature"}))
        ->capture_default_str()
        ->type_name("");
    command->add_flag("--without-s", options->without_s, "Count supraventricular beats as normal ones");
    auto* matrix = command->add_flag("--matrix", options->matrix, "The whole matrix of each record");
    command->add_flag("--shutdown", options->shutdown, "What was missed while the test annotator could not read")
        ->excludes(matrix);
    addNumber(*command, "--rate", options->pairs.rate_hz, {0, 1e7},
              "Ticks per second of annotation files without a header, Hz (0: read it)");
    command->add_option("--lead-number", options->lead, "Lead of the detector by its place in the file, from 1")
        ->check(countingNumber())
        ->capture_default_str();
    addNumber(*command, "--window", options->window_ms, {1, 10'000}, "Match window, ms");
    addNumber(*command, "--start", options->start_s, kSecondsFromStart, "Scoring starts at, seconds");
    addFormatOptions(*command, options->format);
    addExamples(*command,
                "  triptych-cli score mitdb/100.atr ec57/100.tst --matrix\n"
                "  triptych-cli score mitdb ec57 --annotator atr --test tst\n"
                "  triptych-cli score mitdb/*.hea\n"
                "The tables of annotators are those of WFDB's bxb (-L) and sumstats. Beats within ventricular flutter "
                "are left out, as EC57 asks.");
    whenCalled(*command, action, options, &score);
}

}  // namespace triptych::cli
