#include "app/cli/commands/choose.h"
#include "app/cli/console/csv.h"
#include "app/cli/console/json.h"
#include "app/cli/console/numbers.h"
#include "app/cli/console/table.h"
#include "app/cli/input.h"
#include "app/cli/options.h"
#include "core/beats/detect.h"
#include "core/pipeline/find_beats.h"

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
        return fail(ErrorCode::out_of_range, "there is no lead number " + std::to_string(options.lead), file,
                    "choose 1 to " + std::to_string(recording.leads.size()));
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

Result<void> score(const ScoreOptions& options, Session& session) {
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
    auto* command = program.add_subcommand("score", "Score the beat detector against reference annotations (EC57)");
    command->add_option("files", options->files, "Recordings with annotations beside them")
        ->required()
        ->type_name("FILE...");
    command->add_option("--lead-number", options->lead, "Lead by its place in the file, from 1")
        ->check(wholeNumber())
        ->capture_default_str();
    addNumber(*command, "--window", options->window_ms, "Match window, ms");
    addNumber(*command, "--start", options->start_s, "Scoring starts at, seconds");
    addFormatOptions(*command, options->format);
    addExamples(*command,
                "  triptych-cli score mitdb/*.hea\n"
                "Beats within ventricular flutter are left out, as EC57 asks.");
    whenCalled(*command, action, options, &score);
}

}  // namespace triptych::cli
