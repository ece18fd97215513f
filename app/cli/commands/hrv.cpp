#include "app/cli/commands/choose.h"
#include "app/cli/commands/rhythm_input.h"
#include "app/cli/console/csv.h"
#include "app/cli/console/json.h"
#include "app/cli/console/numbers.h"
#include "app/cli/console/table.h"
#include "core/text/numbers.h"
#include "core/text/said.h"

#include <array>
#include <cmath>
#include <memory>

namespace triptych::cli {
namespace {

struct HrvCommand {
    RhythmOptions rhythm;
    FormatOptions format;
};

Json jsonOf(const rhythm::TimeFigures& time) {
    return {{"intervals", time.intervals},
            {"differences", time.differences},
            {"mean_nn_ms", jsonNumber(time.mean_nn_ms)},
            {"mean_rate_bpm", jsonNumber(time.mean_rate_bpm)},
            {"sdnn_ms", jsonNumber(time.sdnn_ms)},
            {"rmssd_ms", jsonNumber(time.rmssd_ms)},
            {"pnn50", jsonNumber(time.pnn50)},
            {"triangular_index", jsonNumber(time.triangular_index)},
            {"sd1_ms", jsonNumber(time.sd1_ms)},
            {"sd2_ms", jsonNumber(time.sd2_ms)}};
}

void addPowers(Json& to, const rhythm::BandPowers& power) {
    to["vlf_ms2"] = jsonNumber(power.vlf_ms2);
    to["lf_ms2"] = jsonNumber(power.lf_ms2);
    to["hf_ms2"] = jsonNumber(power.hf_ms2);
    to["lf_hf"] = jsonNumber(power.ratio());
    to["lf_normalised"] = jsonNumber(power.lfNormalised());
}

Json wholeOf(const rhythm::Hrv& hrv) {
    Json out = jsonOf(hrv.time);
    out["sdann_ms"] = jsonNumber(hrv.sdann_ms);
    out["sdnn_index_ms"] = jsonNumber(hrv.sdnn_index_ms);
    out["ulf_ms2"] = jsonNumber(hrv.ulf_ms2);
    addPowers(out, hrv.power);
    out["dfa_alpha1"] = jsonNumber(hrv.dfa_alpha1);
    return out;
}

Json fiveMinutesOf(const rhythm::Hrv& hrv) {
    Json out = Json::array();
    for (const rhythm::FiveMinutes& part : hrv.five_minutes) {
        Json row = {
            {"from_s", part.span.from_s}, {"to_s", part.span.to_s}, {"nn_s", part.nn_s}, {"counts", part.counts}};
        row.update(jsonOf(part.time));
        addPowers(row, part.power);
        row["dfa_alpha1"] = jsonNumber(part.dfa_alpha1);
        out.push_back(std::move(row));
    }
    return out;
}

Json leftOutOf(const rhythm::Hrv& hrv) {
    Json out = Json::object();
    for (std::size_t r = 0; r < rhythm::kLeftOutReasons; ++r) {
        out[std::string(rhythm::kLeftOutNames[r])] = {{"intervals", hrv.series.left_out[r]},
                                                      {"seconds", hrv.series.left_out_s[r]}};
    }
    return out;
}

// For people, in the order of kLeftOutNames.
constexpr std::array<const char*, rhythm::kLeftOutReasons> kLeftOutWords = {
    text::idOf("across missing samples"), text::idOf("not readable"), text::idOf("beside a beat that is no sinus beat"),
    text::idOf("in another rhythm"), text::idOf("too short or too long")};

// "12 across missing samples (9.5 s), 3 in another rhythm (2.1 s)"
std::string leftOutText(const rhythm::NnSeries& series) {
    std::string all;
    for (std::size_t r = 0; r < rhythm::kLeftOutReasons; ++r) {
        if (series.left_out[r] == 0) continue;
        const text::Said one = text::say("{1} {2} ({3} s)", series.left_out[r], text::translated(kLeftOutWords[r]),
                                         text::fixedText(series.left_out_s[r], 1));
        all += (all.empty() ? "" : ", ") + one.text();
    }
    return all.empty() ? text::Said("none").text() : all;
}

std::string tableOf(const rhythm::Hrv& hrv) {
    const auto number = [](double value, int decimals, const char* unit) {
        return std::isnan(value) ? std::string("-") : text::fixedText(value, decimals) + unit;
    };
    std::string out = pairs({{"NN intervals", std::to_string(hrv.time.intervals)},
                             {"Left out", leftOutText(hrv.series)},
                             {"Mean NN", number(hrv.time.mean_nn_ms, 1, " ms")},
                             {"SDNN", number(hrv.time.sdnn_ms, 1, " ms")},
                             {"SDANN", number(hrv.sdann_ms, 1, " ms")},
                             {"SDNN index", number(hrv.sdnn_index_ms, 1, " ms")},
                             {"RMSSD", number(hrv.time.rmssd_ms, 1, " ms")},
                             {"pNN50", number(100 * hrv.time.pnn50, 1, " %")},
                             {"Triangular index", number(hrv.time.triangular_index, 1, "")},
                             {"SD1, SD2", number(hrv.time.sd1_ms, 1, " ms") + ", " + number(hrv.time.sd2_ms, 1, " ms")},
                             {"ULF", number(hrv.ulf_ms2, 0, " ms2")},
                             {"VLF", number(hrv.power.vlf_ms2, 0, " ms2")},
                             {"LF", number(hrv.power.lf_ms2, 0, " ms2")},
                             {"HF", number(hrv.power.hf_ms2, 0, " ms2")},
                             {"LF/HF", number(hrv.power.ratio(), 2, "")},
                             {"DFA alpha 1", number(hrv.dfa_alpha1, 2, "")}});
    for (const std::string& sentence : hrv.unsaid) out += sentence + "\n";
    return out;
}

Result<void> hrvCommand(const HrvCommand& options, Session& session) {
    const auto read = readRhythm(options.rhythm, session.job);
    if (!read) return std::unexpected(read.error());
    const auto hrv = pipeline::findHrv(read->found, session.job);
    if (!hrv) return std::unexpected(hrv.error());
    switch (options.format.format()) {
        case Format::json:
            session.out.write(jsonText({{"duration_s", hrv->duration_s},
                                        {"nn_s", hrv->series.length_s()},
                                        {"whole", wholeOf(*hrv)},
                                        {"left_out", leftOutOf(*hrv)},
                                        {"unsaid", hrv->unsaid},
                                        {"project", read->project.empty() ? Json() : Json(read->project)},
                                        {"said", jsonOfWords(*read)},
                                        {"labels", jsonOfLabels(*read)},
                                        {"five_minutes", fiveMinutesOf(*hrv)},
                                        {"warnings", jsonWarnings(read->warnings)}}));
            return {};
        case Format::csv: {
            const Json figures = wholeOf(*hrv);
            std::string out = csvLine({"figure", "value"});
            for (const auto& [name, value] : figures.items()) {
                out += csvLine({name, value.is_null() ? "" : jsonWords(value)});
            }
            session.out.write(out);
            break;
        }
        case Format::table:
            session.out.write(tableOf(*hrv) + tableOfWords(*read));
            break;
    }
    session.warn(read->warnings);
    return {};
}

}  // namespace

void addHrv(CLI::App& program, Action& action) {
    auto options = std::make_shared<HrvCommand>();
    auto* command = program.add_subcommand("hrv", "Measure heart rate variability: time, frequency, DFA");
    addRhythmOptions(*command, options->rhythm);
    addFormatOptions(*command, options->format);
    addExamples(
        *command,
        "  triptych-cli hrv mitdb/100.hea --beats reference\n"
        "  triptych-cli hrv holter.edf --json | jq '.whole.sdann_ms, .left_out'\n"
        "Intervals between sinus beats alone; what was left out is told by reason. docs/rhythm.md has the formulae.");
    whenCalled(*command, action, options, &hrvCommand);
}

}  // namespace triptych::cli
