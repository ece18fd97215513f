#include "app/cli/commands/choose.h"
#include "app/cli/commands/rhythm_input.h"
#include "app/cli/commands/waves_files.h"
#include "app/cli/console/csv.h"
#include "app/cli/console/json.h"
#include "app/cli/console/numbers.h"
#include "app/cli/console/table.h"
#include "app/cli/console/text.h"
#include "core/rhythm/whole.h"
#include "core/text/numbers.h"
#include "core/text/said.h"

#include <array>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

namespace triptych::cli {
namespace {

struct RhythmCommand {
    RhythmOptions rhythm;
    FormatOptions format;
    bool hours = false;
    bool trends = false;
    WavesFiles files;
};

Json jsonOf(const rhythm::RhythmShares& shares) {
    Json out = Json::object();
    for (const auto& [rhythm, share] : shares) out[std::string(rhythm::name(rhythm))] = jsonNumber(share);
    return out;
}

Json jsonOf(const rhythm::Episode& episode) {
    Json evidence = Json::array();
    for (const rhythm::Reason& reason : episode.reasons) {
        evidence.push_back({{"name", reason.what},
                            {"value", jsonNumber(reason.value)},
                            {"limit", jsonNumber(reason.limit)},
                            {"side", reason.above ? "from" : "below"},
                            {"unit", reason.unit}});
    }
    return {{"from_s", episode.span.from_s},        {"to_s", episode.span.to_s},
            {"name", rhythm::name(episode.rhythm)}, {"probability", jsonNumber(episode.probability)},
            {"evidence", std::move(evidence)},      {"sentence", rhythm::sentence(episode)},
            {"by_reader", episode.by_reader}};
}

Json jsonOfClasses(const std::array<std::size_t, kBeatClasses>& counts) {
    Json out = Json::object();
    for (std::size_t c = 0; c < kBeatClasses; ++c) out[std::string(kBeatClassNames[c])] = counts[c];
    return out;
}

Json jsonOf(const std::vector<rhythm::Stretch>& stretches) {
    Json out = Json::array();
    for (const rhythm::Stretch& stretch : stretches) {
        out.push_back({{"from_s", stretch.span.from_s},
                       {"to_s", stretch.span.to_s},
                       {"readable_share", jsonNumber(stretch.readable_share)},
                       {"burden", jsonOf(stretch.burden)},
                       {"beats", jsonOfClasses(stretch.beats)},
                       {"runs", stretch.runs},
                       {"couplets", stretch.couplets},
                       {"pauses", stretch.pauses}});
    }
    return out;
}

Json jsonOf(const std::vector<rhythm::Minute>& minutes) {
    Json out = Json::array();
    for (const rhythm::Minute& minute : minutes) {
        const bool beats = minute.mean_bpm > 0;
        out.push_back({{"least_bpm", beats ? Json(minute.least_bpm) : Json()},
                       {"mean_bpm", beats ? Json(minute.mean_bpm) : Json()},
                       {"most_bpm", beats ? Json(minute.most_bpm) : Json()},
                       {"beats", jsonOfClasses(minute.beats)},
                       {"good_share", minute.good_share}});
    }
    return out;
}

std::string jsonOf(const RhythmInput& read, const RhythmCommand& command) {
    const rhythm::RhythmFindings& findings = read.found.findings;
    Json episodes = Json::array(), events = Json::array();
    for (const rhythm::Episode& episode : findings.episodes) episodes.push_back(jsonOf(episode));
    for (const rhythm::RhythmEvent& event : read.found.events) {
        events.push_back({{"time_s", event.time_s}, {"name", event.name}, {"value", jsonNumber(event.value)}});
    }
    Json out = {{"episodes", std::move(episodes)},
                {"strip",
                 {{"rhythm", rhythm::isTooShort(findings) ? Json() : Json(rhythm::name(findings.whole))},
                  {"sentence", rhythm::wholeInWords(findings, read.found.view())},
                  {"probability", jsonOf(findings.probability)}}},
                {"readable_share", jsonNumber(findings.readable_share)},
                {"burden", jsonOf(findings.burden)},
                {"events", std::move(events)},
                {"beats", {{"count", read.found.view().size()}, {"classes_by", read.found.beats.by}}},
                {"project", read.project.empty() ? Json() : Json(read.project)},
                {"said", jsonOfWords(read)},
                {"labels", jsonOfLabels(read)}};
    if (command.hours) {
        const auto view = read.found.view();
        out["hours"] = jsonOf(rhythm::stretchesOf(view, findings, read.found.events, 3600));
        out["days"] = jsonOf(rhythm::stretchesOf(view, findings, read.found.events, 86'400));
    }
    if (command.trends) out["minutes"] = jsonOf(rhythm::minutesOf(read.found.view(), findings));
    out["warnings"] = jsonWarnings(read.warnings);
    return jsonText(out);
}

// For people; programs get the names themselves.
std::string eventWords(const rhythm::RhythmEvent& event) {
    constexpr std::array<std::pair<std::string_view, const char*>, 9> kWords = {{
        {"pause", text::idOf("pause")},
        {"pause in af", text::idOf("pause in fibrillation")},
        {"vt run", text::idOf("run of V")},
        {"svt run", text::idOf("run of S")},
        {"couplet", text::idOf("couplet of V")},
        {"s couplet", text::idOf("couplet of S")},
        {"longest rr", text::idOf("longest interval")},
        {"fastest", text::idOf("fastest rate")},
        {"slowest", text::idOf("slowest rate")},
    }};
    for (const auto& [name, words] : kWords) {
        if (event.name == name) return text::translated(words);
    }
    const auto after = [&event](std::string_view prefix) -> std::optional<rhythm::Rhythm> {
        return event.name.starts_with(prefix) ? rhythm::rhythmNamed(std::string_view(event.name).substr(prefix.size()))
                                              : std::nullopt;
    };
    if (const auto first = after("first ")) return text::say("first of {1}", rhythm::inWords(*first)).text();
    if (const auto last = after("last ")) return text::say("last of {1}", rhythm::inWords(*last)).text();
    return event.name;  // a mark of the file
}

std::string csvOf(const RhythmInput& read) {
    std::string out = csvLine({"from_s", "to_s", "name", "probability", "sentence"});
    for (const rhythm::Episode& episode : read.found.findings.episodes) {
        out += csvLine({shortest(episode.span.from_s), shortest(episode.span.to_s),
                        std::string(rhythm::name(episode.rhythm)), shortest(episode.probability),
                        rhythm::sentence(episode)});
    }
    return out;
}

std::string tableOf(const RhythmInput& read) {
    const rhythm::RhythmFindings& findings = read.found.findings;
    const text::Said whole = rhythm::wholeInWords(findings, read.found.view());
    std::string out = rhythm::isTooShort(findings) ? text::say("On the whole {1}", whole).text()
                                                   : text::say("On the whole {1}; {2} % can be read", whole,
                                                               text::fixedText(100 * findings.readable_share, 1))
                                                         .text();
    out += "\n\n";
    Table burden({{"rhythm", Align::left}, {"of the readable time"}});
    for (const auto& [rhythm, share] : findings.burden) {
        burden.add({std::string(rhythm::name(rhythm)), text::fixedText(100 * share, 1) + " %"});
    }
    Table episodes({{"from s"}, {"to s"}, {"probability"}, {"rhythm and why", Align::left}});
    for (const rhythm::Episode& episode : findings.episodes) {
        episodes.add({text::fixedText(episode.span.from_s, 1), text::fixedText(episode.span.to_s, 1),
                      text::fixedText(episode.probability, 2), rhythm::sentence(episode)});
    }
    Table events({{"at s"}, {"event", Align::left}, {"value"}});
    for (const rhythm::RhythmEvent& event : read.found.events) {
        events.add({text::fixedText(event.time_s, 1), eventWords(event), text::fixedText(event.value, 1)});
    }
    const std::string words = tableOfWords(read);
    return out + burden.text() + '\n' + episodes.text() + '\n' + events.text() + (words.empty() ? "" : '\n' + words);
}

Result<void> rhythmCommand(const RhythmCommand& options, Session& session) {
    if (auto allowed = mayWrite(options.files, "rhythm"); !allowed) return allowed;
    const auto read = readRhythm(options.rhythm, session.job);
    if (!read) return std::unexpected(read.error());
    if (!options.files.folder.empty()) {
        const auto written = writeRhythm(*read->input.recording, *pipeline::rhythmLayer(read->found), options.files);
        if (!written) return std::unexpected(written.error());
        session.progress.log(text::say("wrote {1}", printable(*written)));
    }
    switch (options.format.format()) {
        case Format::json:
            session.out.write(jsonOf(*read, options));
            return {};
        case Format::csv:
            session.out.write(csvOf(*read));
            break;
        case Format::table:
            session.out.write(tableOf(*read));
            break;
    }
    session.warn(read->warnings);
    return {};
}

}  // namespace

void addRhythm(CLI::App& program, Action& action) {
    auto options = std::make_shared<RhythmCommand>();
    auto* command = program.add_subcommand("rhythm", "Tell the rhythm: episodes and why, events, burden");
    addRhythmOptions(*command, options->rhythm);
    auto* const hours =
        command->add_flag("--hours", options->hours, "With --json: burden and counts of each hour and day, too");
    auto* const trends =
        command->add_flag("--trends", options->trends, "With --json: rate, classes and quality of each minute, too");
    command
        ->add_option("--output", options->files.folder,
                     "Also write the changes of rhythm as a WFDB annotation file into this folder, RECORD.rhy")
        ->type_name("FOLDER");
    command->add_option("--annotator", options->files.annotator, "Its suffix instead of rhy")->type_name("NAME");
    command->add_flag("--force", options->files.replaces, "Replace a file of rhythms that was written here");
    addFormatOptions(*command, options->format);
    for (CLI::Option* of_json : {hours, trends}) of_json->needs(command->get_option("--json"));
    addExamples(*command,
                "  triptych-cli rhythm mitdb/201.hea\n"
                "  triptych-cli rhythm cinc2017/A00005.hea --json | jq '.strip'\n"
                "  triptych-cli rhythm holter.edf --json --hours | jq '.hours[].burden.af'\n"
                "  triptych-cli rhythm mitdb/201.hea --output /tmp       # 201.rhy: + and ~, [ and ]\n"
                "What readers said in the window counts, and is told; --project none leaves it out.\n"
                "Research use - not for diagnosis. docs/rhythm.md has the limits.");
    whenCalled(*command, action, options, &rhythmCommand);
}

}  // namespace triptych::cli
