#include "app/cli/commands/choose.h"
#include "app/cli/console/csv.h"
#include "app/cli/console/json.h"
#include "app/cli/console/numbers.h"
#include "app/cli/console/table.h"
#include "app/cli/input.h"
#include "app/cli/options.h"
#include "core/dsp/cwt.h"
#include "core/text/said.h"

#include <algorithm>
#include <array>
#include <memory>
#include <string>

namespace triptych::cli {
namespace {

struct ScalogramOptions {
    RecordingOptions recording;
    RangeOptions range;
    FormatOptions format;
    std::size_t columns = 1000;
    bool linear = false;
    std::string wavelet = "morlet";
    dsp::ScalogramSpec spec;
    Given given;
};

constexpr Limits kHertz = {1e-3, 1e6};
constexpr std::array kWavelets = {dsp::WaveletKind::morlet, dsp::WaveletKind::morse, dsp::WaveletKind::mexican_hat};

double centre(const Scalogram& picture, std::size_t column) {
    return picture.start_s + (static_cast<double>(column) + 0.5) * picture.step_s;
}

std::string scalogramJson(const Scalogram& picture, const LeadInput& input) {
    Json times = Json::array();
    for (std::size_t column = 0; column < picture.columns; ++column) times.push_back(centre(picture, column));
    const std::array<std::size_t, 2> shape = {picture.rows(), picture.columns};
    return jsonText({{"lead", input.leadInfo().name},
                     {"unit", picture.unit},
                     {"start_s", jsonNumber(picture.start_s)},
                     {"step_s", jsonNumber(picture.step_s)},
                     {"frequency_hz", jsonNumbers(picture.frequency_hz)},
                     {"time_s", std::move(times)},
                     {"magnitude", jsonNested(picture.magnitude, shape)},
                     {"coi_hz", jsonNumbers(picture.coi_hz)},
                     {"warnings", jsonWarnings(input.warnings)}});
}

void writeCsv(const Scalogram& picture, Output& out) {
    out.write(csvLine({"time_s", "frequency_hz", "magnitude_" + picture.unit, "inside_cone"}));
    for (std::size_t row = 0; row < picture.rows(); ++row) {
        const std::string frequency = shortest(picture.frequency_hz[row]);
        for (std::size_t column = 0; column < picture.columns; ++column) {
            const bool inside = picture.frequency_hz[row] >= static_cast<double>(picture.coi_hz[column]);
            out.write(csvLine(
                {shortest(centre(picture, column)), frequency, shortest(picture.at(row, column)), inside ? "1" : "0"}));
        }
    }
}

std::string scalogramTable(const Scalogram& picture) {
    Table table({{"Hz"}, {text::say("mean {1}", picture.unit)}, {text::say("largest {1}", picture.unit)}, {"at"}});
    for (std::size_t row = picture.rows(); row-- > 0;) {
        double sum = 0;
        std::size_t largest = 0;
        for (std::size_t column = 0; column < picture.columns; ++column) {
            sum += picture.at(row, column);
            if (picture.at(row, column) > picture.at(row, largest)) largest = column;
        }
        table.add({fixed(picture.frequency_hz[row], 2), fixed(sum / static_cast<double>(picture.columns), 4),
                   fixed(picture.at(row, largest), 4), clock(centre(picture, largest))});
    }
    return table.text();
}

Result<void> scalogram(const ScalogramOptions& options, Session& session) {
    if (options.wavelet == dsp::name(dsp::WaveletKind::mexican_hat)) {
        if (auto idle = refuseIdle(options.given, {"--w0"}, "the Mexican hat has cycles of its own"); !idle)
            return idle;
    }
    const auto input = openLead(options.recording, session.job, LeadUse::signal);
    if (!input) return std::unexpected(input.error());
    const auto range = sampleRange(*input, options.range);
    if (!range) return std::unexpected(range.error());
    const double rate_hz = input->leadInfo().rate_hz;
    dsp::ScalogramSpec spec = options.spec;
    spec.log_spaced = !options.linear;
    for (const dsp::WaveletKind kind : kWavelets) {
        if (options.wavelet == dsp::name(kind)) spec.wavelet = kind;
    }
    const auto picture = dsp::scalogramOfView(
        *input->recording, input->lead, options.range.from_s.value_or(static_cast<double>(range->first) / rate_hz),
        options.range.to_s.value_or(static_cast<double>(range->last) / rate_hz), options.columns, spec, session.job);
    if (!picture) return std::unexpected(picture.error());
    switch (options.format.format()) {
        case Format::json:
            session.out.write(scalogramJson(*picture, *input));
            return {};
        case Format::csv:
            writeCsv(*picture, session.out);
            break;
        case Format::table:
            session.out.write(scalogramTable(*picture));
            break;
    }
    session.warn(input->warnings);
    return {};
}

}  // namespace

void addScalogram(CLI::App& program, Action& action) {
    auto options = std::make_shared<ScalogramOptions>();
    auto* command = program.add_subcommand("scalogram", "Time-frequency picture of a stretch (wavelet transform)");
    addFileOption(*command, options->recording);
    addLeadOption(*command, options->recording);
    addRangeOptions(*command, options->range);
    command->add_option("--columns", options->columns, "Time columns; each holds the largest modulus within it")
        ->check(CLI::Range(1, 65'536))
        ->capture_default_str();
    command->add_option("--rows", options->spec.rows, "Frequencies")->check(CLI::Range(1, 4096))->capture_default_str();
    addNumber(*command, "--min-hz", options->spec.min_hz, kHertz, "Lowest frequency");
    addNumber(*command, "--max-hz", options->spec.max_hz, kHertz, "Highest frequency");
    command->add_option("--wavelet", options->wavelet, "Which wavelet")
        ->check(CLI::IsMember({"morlet", "morse", "mexican-hat"}))
        ->capture_default_str();
    addNumber(*command, "--w0", options->spec.w0, {1, 100}, "Cycles in the wavelet; the Mexican hat has its own");
    command->add_flag("--linear", options->linear, "Space the frequencies evenly in Hz, not in octaves");
    addFormatOptions(*command, options->format);
    addExamples(*command,
                "  triptych-cli scalogram mitdb/208.hea --from 10 --to 20 --csv > picture.csv\n"
                "  triptych-cli scalogram mitdb/208.hea --from 10 --to 20 --json | jq '.frequency_hz'\n"
                "Below coi_hz of a column the transform feels the edge of the data.");
    whenCalled(*command, action, options, &scalogram);
}

}  // namespace triptych::cli
