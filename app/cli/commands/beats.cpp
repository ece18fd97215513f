#include "app/cli/commands/choose.h"
#include "app/cli/commands/waves_files.h"
#include "app/cli/console/csv.h"
#include "app/cli/console/forced.h"
#include "app/cli/console/json.h"
#include "app/cli/console/numbers.h"
#include "app/cli/console/table.h"
#include "app/cli/console/text.h"
#include "app/cli/input.h"
#include "app/cli/options.h"
#include "core/beats/readability.h"
#include "core/beats/signal_gaps.h"
#include "core/formats/targets.h"
#include "core/formats/wfdb/annotations.h"
#include "core/text/said.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <span>

namespace triptych::cli {
namespace {

constexpr std::string_view kBeats = "beats";  // as own notes say

struct BeatsCommandOptions {
    RecordingOptions recording;
    FormatOptions format;
    std::string out;
    bool force = false;
};

double timeOf(const BeatList& list, std::size_t beat) {
    return static_cast<double>(list.beats[beat].sample) / list.rate_hz;
}

AnnotationSet annotationsOf(const BeatList& list, const Recording& recording, const std::string& annotator) {
    AnnotationSet set = annotationSet(annotator, list.rate_hz, recording, kBeats);
    for (const Beat& beat : list.beats) {
        set.annotations.push_back({beat.sample, kNormal, 0, static_cast<std::uint8_t>(list.lead & 0xffU), 0, {}});
    }
    return set;
}

Result<void> writeAnnotationFile(const BeatsCommandOptions& options, const BeatList& list, const Recording& recording) {
    const std::filesystem::path path = options.out;
    std::string annotator = path.extension().string();
    if (annotator.size() < 2) {
        return fail(ErrorCode::wrong_use, "an annotation file needs a suffix that names its annotator", options.out,
                    text::say("write to {1}.qrs", options.out));
    }
    annotator.erase(0, 1);
    if (auto may = formats::mayReplaceAnnotations(options.out, recording, kBeats, options.force); !may)
        return orForced(may.error());
    return formats::writeAnnotations(options.out, annotationsOf(list, recording, annotator));
}

Json beatsJson(const BeatList& list, const beats::Readability& read, const std::vector<Warning>& warnings) {
    Json beats = Json::array(), unreadable = Json::array();
    for (std::size_t i = 0; i < list.beats.size(); ++i) {
        const beats::BeatReadability& of = read.beats[i];
        beats.push_back({{"sample", list.beats[i].sample},
                         {"time_s", jsonNumber(timeOf(list, i))},
                         {"readable", of.readable},
                         {"reason", of.readable ? Json() : Json(beats::describe(of.reason))},
                         {"certainty", jsonNumber(of.certainty)},
                         {"noise", jsonNumber(of.noise)},
                         {"unlike", jsonNumber(of.unlike)}});
    }
    for (const beats::UnreadableStretch& of : read.stretches) {
        unreadable.push_back(
            {{"from_s", jsonNumber(of.from_s)}, {"to_s", jsonNumber(of.to_s)}, {"reason", beats::describe(of.reason)}});
    }
    return {{"lead", list.lead_name},
            {"rate_hz", jsonNumber(list.rate_hz)},
            {"beats", std::move(beats)},
            {"unreadable", std::move(unreadable)},
            {"warnings", jsonWarnings(warnings)}};
}

std::string beatsTable(const BeatList& list, const beats::SignalGaps& gaps, const beats::Readability& read,
                       std::span<const beats::UnreadableStretch> unreadable) {
    Table table({{"beat"}, {"time"}, {"sample"}, {"RR ms"}, {"rate /min"}, {"", Align::left}});
    double sum_s = 0;
    std::int64_t intervals = 0;
    for (std::size_t i = 0; i < list.beats.size(); ++i) {
        const auto rr_s =
            i > 0 ? beats::readInterval_s(timeOf(list, i - 1), timeOf(list, i), &gaps, unreadable) : std::nullopt;
        table.add({std::to_string(i), clock(timeOf(list, i)), std::to_string(list.beats[i].sample),
                   rr_s ? fixed(*rr_s * 1000, 0) : "-", rr_s ? fixed(60 / *rr_s, 0) : "-",
                   read.beats[i].readable
                       ? std::string()
                       : text::say("cannot be read: {1}", text::foreign(std::string(describe(read.beats[i].reason))))
                             .text()});
        if (!rr_s) continue;
        sum_s += *rr_s;
        ++intervals;
    }
    const std::string count = grouped(static_cast<std::int64_t>(list.beats.size()));
    const std::string lead = printable(list.lead_name);
    text::Said all = text::sayCount(list.beats.size(), "{2} beat in lead {3}", "{2} beats in lead {3}", count, lead);
    if (intervals > 0) {
        all = text::say("{1}, mean rate {2} /min", all, fixed(60 * static_cast<double>(intervals) / sum_s, 1));
    }
    return table.text() + '\n' + all.text() + '\n';
}

std::string beatsCsv(const BeatList& list) {
    std::string out = csvLine({"sample", "time_s"});
    for (std::size_t i = 0; i < list.beats.size(); ++i) {
        out += csvLine({std::to_string(list.beats[i].sample), shortest(timeOf(list, i))});
    }
    return out;
}

Result<void> beats(const BeatsCommandOptions& options, Session& session) {
    const auto input = openLead(options.recording, session.job);
    if (!input) return std::unexpected(input.error());
    const inference::RecordingAnalysis analysis(input->recording);
    const auto found = beatsOf(analysis, input->lead, BeatOrigin::detected, session.job);
    if (!found) return std::unexpected(found.error());
    const BeatList& list = **found;
    const auto gaps = analysis.lead(input->lead).gaps(session.job);
    if (!gaps) return std::unexpected(gaps.error());
    const auto read = analysis.lead(input->lead).readability(session.job);
    if (!read) return std::unexpected(read.error());
    if (!options.out.empty()) {
        if (auto written = writeAnnotationFile(options, list, *input->recording); !written) return written;
    }
    switch (options.format.format()) {
        case Format::json:
            session.out.write(jsonText(beatsJson(list, **read, input->warnings)));
            return {};
        case Format::csv:
            session.out.write(beatsCsv(list));
            break;
        case Format::table:
            if (options.out.empty()) {
                const auto unreadable = beats::unreadableSpans(list, **read, input->recording->duration_s);
                session.out.write(beatsTable(list, **gaps, **read, unreadable));
            } else {
                session.out.write(text::sayCount(list.beats.size(), "{2} beat of lead {3} written to {4}",
                                                 "{2} beats of lead {3} written to {4}",
                                                 grouped(static_cast<std::int64_t>(list.beats.size())),
                                                 printable(list.lead_name), printable(options.out))
                                      .text() +
                                  '\n');
            }
            break;
    }
    session.warn(input->warnings);
    return {};
}

}  // namespace

void addBeats(CLI::App& program, Action& action) {
    auto options = std::make_shared<BeatsCommandOptions>();
    auto* command = program.add_subcommand("beats", "Find the beats (R peaks) of one lead");
    addFileOption(*command, options->recording);
    addLeadOption(*command, options->recording);
    auto* const out = command
                          ->add_option("--out", options->out,
                                       "Also write them as a WFDB annotation file; its suffix names the annotator")
                          ->type_name("FILE");
    command
        ->add_flag("--force", options->force,
                   "Replace an earlier list of beats there (never labels, never a reference)")
        ->needs(out);
    addFormatOptions(*command, options->format);
    addExamples(*command,
                "  triptych-cli beats mitdb/208.hea\n"
                "  triptych-cli beats mitdb/208.hea --json | jq '.beats | length'\n"
                "  triptych-cli beats mitdb/208.hea --out 208.qrs");
    whenCalled(*command, action, options, &beats);
}

}  // namespace triptych::cli
