#include "app/cli/commands/choose.h"
#include "app/cli/console/forced.h"
#include "app/cli/console/json.h"
#include "app/cli/console/text.h"
#include "app/cli/input.h"
#include "app/cli/options.h"
#include "core/domain/beat_class.h"
#include "core/inference/recording_analysis.h"
#include "core/pages/page_border.h"
#include "core/pipeline/find_rhythm.h"
#include "core/text/said.h"
#include "core/text/words.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>
#include <utility>

namespace triptych::cli {
namespace {

using pages::PageKind;
using pages::PageLayout;

struct PrintOptions {
    RecordingOptions recording;
    RangeOptions range;
    std::string out;
    std::string layout = "3x4+1", pages = "1", filter = "diagnostic", paper = "a4", beats = "none";
    std::vector<std::string> leads;
    double speed_mm_per_s = 25, gain_mm_per_mv = 10;
    int mains_hz = 0;
    bool cabrera = false, fixed_gain = false, patient = false, force = false, json = false;
    Given given;
};

template <class Value, std::size_t N>
using Names = std::array<std::pair<std::string_view, Value>, N>;

constexpr Names<PageLayout, 5> kLayouts = {{{"3x4+1", PageLayout::three_by_four_plus_one},
                                            {"3x4", PageLayout::three_by_four},
                                            {"6x2", PageLayout::six_by_two},
                                            {"12x1", PageLayout::twelve_by_one},
                                            {"nx1", PageLayout::stacked}}};
constexpr Names<PageKind, 4> kPages = {{{"1", PageKind::standard},
                                        {"2", PageKind::two_pages},
                                        {"4", PageKind::four_pages},
                                        {"day", PageKind::full_disclosure}}};
constexpr Names<dsp::FilterSpec, 4> kFilters = {{{"diagnostic", dsp::kDiagnosticFilter},
                                                 {"monitor", dsp::kMonitorFilter},
                                                 {"st", dsp::kStFilter},
                                                 {"raw", dsp::FilterSpec{}}}};

template <class Value, std::size_t N>
CLI::IsMember oneOf(const Names<Value, N>& names) {
    std::vector<std::string> texts;
    for (const auto& [text, value] : names) texts.emplace_back(text);
    return CLI::IsMember(texts);
}

// Of a text that the command line has checked.
template <class Value, std::size_t N>
Value valueOf(const Names<Value, N>& names, std::string_view text) {
    const auto found = std::find_if(names.begin(), names.end(), [&](const auto& name) { return name.first == text; });
    return found == names.end() ? names.front().second : found->second;
}

Result<pages::PageRequest> requestOf(const PrintOptions& options, const LeadInput& input, const Job& job) {
    pages::PageRequest request;
    request.kind = valueOf(kPages, options.pages);
    request.layout = valueOf(kLayouts, options.layout);
    request.size = options.paper == "letter" ? pages::PageSize::letter : pages::PageSize::a4;
    request.filter = valueOf(kFilters, options.filter);
    request.filter.notch_hz = options.mains_hz;
    request.cabrera = options.cabrera;
    request.mm_per_s = options.speed_mm_per_s;
    request.mm_per_mv = options.gain_mm_per_mv;
    request.fits_gain = !options.fixed_gain;
    request.from_s = options.range.from_s;
    request.to_s = options.range.to_s;
    request.rhythm_lead = input.lead;
    request.patient_line = options.patient;
    for (const std::string& name : options.leads) {
        const auto lead = findLead(*input.recording, name);
        if (!lead) return std::unexpected(lead.error());
        request.leads.push_back(*lead);
    }
    if (options.beats == "none") return request;
    const BeatOrigin origin = options.beats == "reference" ? BeatOrigin::reference : BeatOrigin::detected;
    const inference::RecordingAnalysis analysis(input.recording);
    const auto beats = beatsOf(analysis, input.lead, origin, job);
    if (!beats) return std::unexpected(beats.error());
    for (const Beat& beat : (*beats)->beats) {
        request.beats.push_back({static_cast<double>(beat.sample) / (*beats)->rate_hz, beat.code});
    }
    request.beats_by = name(origin);
    if (request.kind != PageKind::full_disclosure) return request;
    // Beside the beats what they do, as the window's pages of an hour have it.
    pipeline::ClassedBeats classed{*beats, {}, {}};
    if (origin == BeatOrigin::reference) {
        classed = pipeline::classedBy(*beats, input.recording->annotation_sets.front().annotator);
    }
    const auto found = pipeline::findRhythm(analysis, std::move(classed), job);
    if (!found) return std::unexpected(found.error());
    if (origin == BeatOrigin::detected) {
        // The detector says when a beat is, and no more.
        for (std::size_t beat = 0; beat < request.beats.size() && beat < found->beats.classes.size(); ++beat) {
            request.beats[beat].code = codeOf(found->beats.classes[beat]);
        }
        request.beats_by += ", " + text::say("classes by their shape").text();
    }
    for (const rhythm::Episode& episode : found->findings.episodes) {
        request.episodes.push_back(
            {episode.span.from_s, episode.span.to_s, std::string(rhythm::name(episode.rhythm)), episode.by_reader});
    }
    return request;
}

Result<void> fitTogether(const PrintOptions& options) {
    const PageKind kind = valueOf(kPages, options.pages);
    if (kind == PageKind::standard) return {};
    if (kind == PageKind::full_disclosure) {
        return refuseIdle(options.given, {"--layout", "--cabrera", "--leads", "--speed", "--fixed-gain"},
                          "the full disclosure is of one lead, a minute a line");
    }
    return refuseIdle(options.given, {"--layout"}, "several pages of an ECG have leads one below the other");
}

Result<void> print(const PrintOptions& options, Session& session) {
    if (auto fit = fitTogether(options); !fit) return fit;
    const auto input = openLead(options.recording, session.job, LeadUse::signal);
    if (!input) return std::unexpected(input.error());
    if (text::lowered(options.out).ends_with(".pdf")) {  // else the printer says so
        if (auto may = mayWriteAll({options.out}, *input->recording, options.force); !may) return may;
    }
    const auto request = requestOf(options, *input, session.job);
    if (!request) return std::unexpected(request.error());
    const auto printer = pages::loadPagePrinter();
    if (!printer) return std::unexpected(printer.error());
    auto done = (*printer)->writePdf(input->recording, *request, options.out, options.force, session.job);
    if (!done) return orForced(done.error());
    if (options.json) {
        session.out.write(jsonText({{"file", options.out},
                                    {"pages", done->pages},
                                    {"mm_per_mv", jsonNumber(done->mm_per_mv)},
                                    {"warnings", jsonWarnings(input->warnings)}}));
        return {};
    }
    session.warn(input->warnings);
    session.out.write(printable(options.out) + '\n');
    return {};
}

}  // namespace

void addPrint(CLI::App& program, Action& action) {
    auto options = std::make_shared<PrintOptions>();
    auto* command = program.add_subcommand("print", "Write pages of ECG paper, in true millimetres, as a PDF");
    addFileOption(*command, options->recording);
    addLeadOption(*command, options->recording, "Rhythm lead of 3x4+1, and the lead of the full disclosure");
    addRangeOptions(*command, options->range);
    command->get_option("--to")->description(
        "End of the stretch, seconds; its last page is filled (default: one page; a day: all)");
    command->add_option("--out", options->out, "The PDF to write")->required()->type_name("FILE.pdf");
    command->add_option("--pages", options->pages, "1, 2 or 4 pages an ECG; day: full disclosure, an hour a page")
        ->check(oneOf(kPages))
        ->capture_default_str();
    command->add_option("--layout", options->layout, "How twelve leads stand; nx1: every lead, one below the other")
        ->check(oneOf(kLayouts))
        ->capture_default_str();
    command->add_flag("--cabrera", options->cabrera, "Limb leads in the order of their axes");
    command->add_option("--leads", options->leads, "The leads to print, in this order")
        ->delimiter(',')
        ->type_name("NAME,...");
    addNumber(*command, "--speed", options->speed_mm_per_s, {1, 500}, "mm/s, 1 to 500");
    addNumber(*command, "--gain", options->gain_mm_per_mv, {0.1, 500},
              "mm/mV, 0.1 to 500; less where a trace would be cut, and the page says so");
    command->add_flag("--fixed-gain", options->fixed_gain, "Keep the gain even where traces are cut");
    command->add_option("--filter", options->filter, "diagnostic 0.05-150, monitor 0.5-40, st 0.05-40 Hz")
        ->check(oneOf(kFilters))
        ->capture_default_str();
    command->add_option("--mains", options->mains_hz, "Take mains hum out: 50 or 60 Hz")
        ->check(CLI::IsMember({50, 60}));
    command->add_option("--beats", options->beats, "Whose beats stand above the traces")
        ->check(CLI::IsMember({"none", "reference", "detected"}))
        ->capture_default_str();
    command->add_option("--paper", options->paper, "Size of the page")
        ->check(CLI::IsMember({"a4", "letter"}))
        ->capture_default_str();
    command->add_flag("--patient", options->patient, "Name, age, sex, date and device at the head; else none of them");
    command->add_flag("--force", options->force, "Replace a file that exists");
    command->add_flag("--json", options->json, "Name the file and its pages as JSON");
    addExamples(*command,
                "  triptych-cli print ecg.scp --out ecg.pdf\n"
                "  triptych-cli print ecg.xml --pages 2 --cabrera --patient --out ecg.pdf\n"
                "  triptych-cli print mitdb/207.hea --from 60 --to 120 --beats reference --out strip.pdf\n"
                "  triptych-cli print holter.edf --pages day --beats detected --out day.pdf\n"
                "Filter, gain, speed and what it is not for stand on every page.");
    whenCalled(*command, action, options, &print);
}

}  // namespace triptych::cli
