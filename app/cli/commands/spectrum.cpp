#include "core/dsp/spectrum.h"
#include "app/cli/commands/choose.h"
#include "app/cli/console/csv.h"
#include "app/cli/console/json.h"
#include "app/cli/console/numbers.h"
#include "app/cli/console/table.h"
#include "app/cli/input.h"
#include "app/cli/options.h"
#include "core/dsp/multitaper.h"
#include "core/text/said.h"

#include <algorithm>
#include <array>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace triptych::cli {
namespace {

struct SpectrumOptions {
    RecordingOptions recording;
    RangeOptions range;
    FormatOptions format;
    double segment_s = dsp::kWelchSegment_s;
    std::size_t tapers = 0;
};

// By either method; low and high are the band's, empty by Welch's.
struct Estimate {
    Spectrum spectrum;
    std::vector<double> low, high;
};

Result<Estimate> estimate(std::span<const float> samples, const Lead& lead, const SpectrumOptions& options,
                          const Job& job) {
    if (options.tapers == 0) {
        auto density = dsp::welch(samples, lead.rate_hz, lead.unit, options.segment_s, job);
        if (!density) return std::unexpected(density.error());
        return Estimate{std::move(*density), {}, {}};
    }
    auto density = dsp::multitaper(samples, lead.rate_hz, lead.unit,
                                   {.tapers = options.tapers, .segment_s = options.segment_s}, job);
    if (!density) return std::unexpected(density.error());
    return Estimate{std::move(density->spectrum), std::move(density->low), std::move(density->high)};
}

struct Band {
    std::string_view name;
    double from_hz;
    double to_hz;
};

// What a reader of ECGs looks for in each; the limits are those of the display filters.
constexpr std::array<Band, 5> kBands = {{{text::idOf("baseline wander"), 0, 0.5},
                                         {text::idOf("P and T waves"), 0.5, 5},
                                         {"QRS", 5, 15},
                                         {text::idOf("QRS edges"), 15, 40},
                                         {text::idOf("muscle, mains"), 40, std::numeric_limits<double>::infinity()}}};

std::string spectrumJson(const Estimate& made, const LeadInput& input) {
    const Spectrum& spectrum = made.spectrum;
    Json all = {{"lead", input.leadInfo().name},
                {"unit", spectrum.unit},
                {"resolution_hz", jsonNumber(spectrum.resolution_hz)},
                {"segments", spectrum.segments},
                {"frequency_hz", jsonNumbers(spectrum.frequency_hz)},
                {"power", jsonNumbers(spectrum.power)},
                {"warnings", jsonWarnings(input.warnings)}};
    if (!made.low.empty()) {
        all["low"] = jsonNumbers(made.low);
        all["high"] = jsonNumbers(made.high);
    }
    return jsonText(all);
}

std::string spectrumCsv(const Estimate& made) {
    const Spectrum& spectrum = made.spectrum;
    const bool has_band = !made.low.empty();
    std::string out =
        has_band ? csvLine({"frequency_hz", spectrum.unit, "low", "high"}) : csvLine({"frequency_hz", spectrum.unit});
    for (std::size_t i = 0; i < spectrum.frequency_hz.size(); ++i) {
        const std::string hz = shortest(spectrum.frequency_hz[i]), power = shortest(spectrum.power[i]);
        out += has_band ? csvLine({hz, power, shortest(made.low[i]), shortest(made.high[i])}) : csvLine({hz, power});
    }
    return out;
}

std::string spectrumTable(const Spectrum& spectrum, const LeadInput& input) {
    std::array<double, kBands.size()> power{};
    double total = 0;
    std::size_t strongest = 0;
    for (std::size_t i = 0; i < spectrum.frequency_hz.size(); ++i) {
        for (std::size_t b = 0; b < kBands.size(); ++b) {
            const double hz = spectrum.frequency_hz[i];
            if (hz >= kBands[b].from_hz && hz < kBands[b].to_hz) power[b] += spectrum.power[i];
        }
        total += spectrum.power[i];
        if (spectrum.power[i] > spectrum.power[strongest]) strongest = i;
    }
    Table table({{"band", Align::left}, {"from Hz"}, {"to Hz"}, {"share of power"}});
    for (std::size_t b = 0; b < kBands.size(); ++b) {
        const bool open = kBands[b].to_hz > spectrum.frequency_hz.back();
        table.add({text::translated(kBands[b].name), shortest(kBands[b].from_hz),
                   shortest(open ? spectrum.frequency_hz.back() : kBands[b].to_hz),
                   percent(total > 0 ? power[b] / total : 0)});
    }
    return pairs({{"Lead", input.leadInfo().name},
                  {"Strongest", text::say("{1} Hz, {2} {3}", fixed(spectrum.frequency_hz[strongest], 2),
                                          fixed(spectrum.power[strongest], 6), spectrum.unit)},
                  {"Resolution", text::sayCount(spectrum.segments, "{2} Hz, {1} segment", "{2} Hz, {1} segments",
                                                fixed(spectrum.resolution_hz, 3))}}) +
           '\n' + table.text();
}

Result<void> spectrum(const SpectrumOptions& options, Session& session) {
    const auto input = openLead(options.recording, session.job, LeadUse::signal);
    if (!input) return std::unexpected(input.error());
    const auto range = sampleRange(*input, options.range);
    if (!range) return std::unexpected(range.error());
    const auto samples = readLead(*input->recording, input->lead, range->first, range->last - range->first);
    const Lead& lead = input->leadInfo();
    const auto density = estimate(samples, lead, options, session.job);
    if (!density) return std::unexpected(density.error());
    switch (options.format.format()) {
        case Format::json:
            session.out.write(spectrumJson(*density, *input));
            return {};
        case Format::csv:
            session.out.write(spectrumCsv(*density));
            break;
        case Format::table:
            session.out.write(spectrumTable(density->spectrum, *input));
            break;
    }
    session.warn(input->warnings);
    return {};
}

}  // namespace

void addSpectrum(CLI::App& program, Action& action) {
    auto options = std::make_shared<SpectrumOptions>();
    auto* command =
        program.add_subcommand("spectrum", "Power spectral density of a stretch (Welch's method, or multitaper)");
    addFileOption(*command, options->recording);
    addLeadOption(*command, options->recording);
    addRangeOptions(*command, options->range);
    addNumber(*command, "--segment", options->segment_s, {0.01, 86'400}, "Longest segment, seconds");
    command
        ->add_option("--tapers", options->tapers, "Multitaper with so many sine tapers, and a band of 95 %; 0: Welch")
        ->check(CLI::Range(0, 64))
        ->capture_default_str();
    addFormatOptions(*command, options->format);
    addExamples(*command,
                "  triptych-cli spectrum mitdb/208.hea --from 10 --to 20\n"
                "  triptych-cli spectrum mitdb/208.hea --csv > psd.csv\n"
                "  triptych-cli spectrum mitdb/208.hea --from 10 --to 11.6 --tapers 5 --json\n"
                "Five tapers on segments of 4 s are what the window shows.");
    whenCalled(*command, action, options, &spectrum);
}

}  // namespace triptych::cli
