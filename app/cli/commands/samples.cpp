#include "app/cli/commands/choose.h"
#include "app/cli/console/csv.h"
#include "app/cli/console/json.h"
#include "app/cli/console/numbers.h"
#include "app/cli/input.h"
#include "app/cli/options.h"

#include <algorithm>
#include <limits>
#include <memory>

namespace triptych::cli {
namespace {

constexpr std::int64_t kBlock_samples = 16'384;

struct SamplesOptions {
    RecordingOptions recording;
    RangeOptions range;
    FormatOptions format;
};

// Calls `sink(time_s, value)` for each sample, NaN where there is none. Stored integers are scaled in double, so that
// every digit is the file's own; leads that Triptych computed exist in physical units alone.
template <class Sink>
Result<void> forEachSample(const LeadInput& input, SampleRange range, const Session& session, Sink&& sink) {
    const Lead& lead = input.leadInfo();
    const SampleSource& source = *input.recording->source;
    std::vector<std::int32_t> stored;
    std::vector<float> physical;
    for (std::int64_t first = range.first; first < range.last && !session.out.gone(); first += kBlock_samples) {
        if (session.job.stopRequested()) return fail(ErrorCode::cancelled, "stopped before the end of the stretch");
        const auto count = static_cast<std::size_t>(std::min(kBlock_samples, range.last - first));
        if (lead.derived) {
            physical.resize(count);
            source.readPhysical(input.lead, first, physical);
        } else {
            stored.resize(count);
            source.readStored(input.lead, first, stored);
        }
        for (std::size_t i = 0; i < count; ++i) {
            double value = std::numeric_limits<double>::quiet_NaN();
            if (lead.derived) {
                value = exact(physical[i]);
            } else if (stored[i] != kMissingSample) {
                value = (stored[i] - lead.baseline) / lead.gain;
            }
            sink(static_cast<double>(first + static_cast<std::int64_t>(i)) / lead.rate_hz, value);
        }
    }
    return {};
}

Result<void> writeLines(const LeadInput& input, SampleRange range, Session& session, std::string_view separator) {
    return forEachSample(input, range, session, [&](double time_s, double value) {
        session.out.write(shortest(time_s));
        session.out.write(separator);
        session.out.write(shortest(value));
        session.out.write("\n");
    });
}

Result<void> writeJson(const LeadInput& input, SampleRange range, Session& session) {
    Json values = Json::array();
    auto done =
        forEachSample(input, range, session, [&](double, double value) { values.push_back(jsonNumber(value)); });
    if (!done) return done;
    const Lead& lead = input.leadInfo();
    session.out.write(jsonText({{"lead", lead.name},
                                {"unit", lead.unit},
                                {"rate_hz", jsonNumber(lead.rate_hz)},
                                {"first_sample", range.first},
                                {"start_s", jsonNumber(static_cast<double>(range.first) / lead.rate_hz)},
                                {"values", std::move(values)},
                                {"warnings", jsonWarnings(input.warnings)}}));
    return {};
}

Result<void> samples(const SamplesOptions& options, Session& session) {
    const auto input = openLead(options.recording, session.job, LeadUse::signal);
    if (!input) return std::unexpected(input.error());
    const auto range = sampleRange(*input, options.range);
    if (!range) return std::unexpected(range.error());
    const Lead& lead = input->leadInfo();
    if (options.format.format() == Format::json) return writeJson(*input, *range, session);
    session.warn(input->warnings);
    if (options.format.format() == Format::csv) {
        session.out.write(csvLine({"time_s", lead.unit}));
        return writeLines(*input, *range, session, ",");
    }
    session.out.write("time s\t" + lead.name + ' ' + lead.unit + '\n');
    return writeLines(*input, *range, session, "\t");
}

}  // namespace

void addSamples(CLI::App& program, Action& action) {
    auto options = std::make_shared<SamplesOptions>();
    auto* command = program.add_subcommand("samples", "Write the samples of one lead in physical units");
    addFileOption(*command, options->recording);
    addLeadOption(*command, options->recording);
    addRangeOptions(*command, options->range);
    addFormatOptions(*command, options->format);
    addExamples(*command,
                "  triptych-cli samples mitdb/208 --lead MLII --from 10 --to 12 --csv > beat.csv\n"
                "A sample at --from is written, one at --to is not; where the file has no sample, the field is empty.");
    whenCalled(*command, action, options, &samples);
}

}  // namespace triptych::cli
