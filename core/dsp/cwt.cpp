#include "core/dsp/cwt.h"

#include "core/dsp/fft.h"
#include "core/dsp/gaps.h"
#include "core/dsp/missing_runs.h"
#include "core/dsp/morlet.h"
#include "core/dsp/scalogram_plan.h"
#include "core/dsp/wave_columns.h"
#include "core/dsp/wavelet.h"
#include "core/text/said.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstdint>
#include <string>
#include <vector>

namespace triptych::dsp {
namespace {

constexpr std::size_t kMostCells = 65536;  // rows, and columns
constexpr double kMostView_samples = 4e9;  // half a year at 250 Hz

std::unexpected<Error> wrong(text::Said what, text::Said hint) {
    return fail(ErrorCode::wrong_use, std::move(what), "scalogram", std::move(hint));
}

Result<void> check(double rate_hz, double from_s, double to_s, std::size_t columns, const ScalogramSpec& spec) {
    if (!(rate_hz > 0) || !std::isfinite(rate_hz)) return wrong("the lead has no sampling rate", "choose another lead");
    if (!(spec.min_hz > 0) || !(spec.max_hz >= spec.min_hz) || !std::isfinite(spec.max_hz))
        return wrong("the frequencies must be positive and ascend", "choose others");
    if (spec.min_hz >= rate_hz / 2) return wrong("the lowest frequency is above half the lead's rate", "lower it");
    if (spec.wavelet != WaveletKind::mexican_hat && !(spec.w0 >= 4 && spec.w0 <= 40))
        return wrong("a wavelet needs 4 to 40 cycles for its parameter w0", "use 6");
    if (!(to_s > from_s) || !std::isfinite(from_s) || !std::isfinite(to_s) ||
        std::max(std::abs(from_s), std::abs(to_s)) * rate_hz > 9e15)
        return fail(ErrorCode::out_of_range, "the view is empty", "scalogram", "choose a stretch of the recording");
    if ((to_s - from_s) * rate_hz > kMostView_samples)
        return fail(ErrorCode::out_of_range, "the view is longer than any recording", "scalogram", "shorten it");
    if (columns == 0 || columns > kMostCells || spec.rows == 0 || spec.rows > kMostCells)
        return fail(ErrorCode::out_of_range, "a picture has 1 to 65536 rows and columns", "scalogram", "choose fewer");
    return {};
}

Wave transformRow(const PlannedRow& row, FftBuffer<std::complex<float>>& spectrum, FftBuffer<std::complex<float>>& band,
                  FftBuffer<std::complex<float>>& wave, std::vector<float>& power) {
    const std::complex<float>* from = spectrum.data() + row.first_bin;
    const std::size_t below = row.centre, above = row.gain.size() - below;
    weigh({from + below, above}, row.gain.data() + below, band.data());
    std::fill(band.data() + above, band.data() + row.size - below, std::complex<float>());
    weigh({from, below}, row.gain.data(), band.data() + row.size - below);
    ComplexInverseFft(row.size).run(band.data(), wave.data());
    powersOf({wave.data(), row.size}, power.data());
    return {wave.data(), power.data()};
}

double sumOf(std::span<const float> values) {
    constexpr std::size_t kLanes = 8;
    double lanes[kLanes] = {};
    std::size_t i = 0;
    for (; i + kLanes <= values.size(); i += kLanes)
        for (std::size_t lane = 0; lane < kLanes; ++lane) lanes[lane] += static_cast<double>(values[i + lane]);
    double sum = 0;
    for (const double lane : lanes) sum += lane;
    for (; i < values.size(); ++i) sum += static_cast<double>(values[i]);
    return sum;
}

// The samples of a block from `first` on, with what is missing bridged.
void readBlock(const SampleReader& reader, std::int64_t first, FftBuffer<float>& samples, MissingRuns& missing) {
    reader(first, samples.span());
    if (std::isfinite(sumOf(samples.span()))) return;
    missing.add(first, samples.span());
    if (bridgeGaps(samples.span()) == samples.size()) std::fill(samples.data(), samples.data() + samples.size(), 0.0F);
}

// Without its mean: the two ends, which meet in the circular transform, make the smaller step.
void takeCentred(std::span<const float> from, FftBuffer<float>& to) {
    const auto mean = static_cast<float>(sumOf(from) / static_cast<double>(from.size()));
    std::transform(from.begin(), from.end(), to.data(), [mean](float value) { return value - mean; });
}

}  // namespace

double marginSeconds(double min_hz, double w0) {
    return kMorletReach * morletScale_s(min_hz, w0);
}

Result<Scalogram> scalogramOfSamples(const SampleReader& reader, double rate_hz, double from_s, double to_s,
                                     std::size_t columns, const ScalogramSpec& spec, const std::string& unit,
                                     const Job& job) {
    if (auto checked = check(rate_hz, from_s, to_s, columns, spec); !checked) return std::unexpected(checked.error());
    auto planned = planScalogram(rate_hz, to_s - from_s, columns, spec);
    if (!planned) return std::unexpected(std::move(planned.error()));
    const ScalogramPlan& plan = **planned;
    Scalogram picture;
    picture.frequency_hz = plan.frequency_hz;
    picture.start_s = from_s;
    picture.step_s = (to_s - from_s) / static_cast<double>(columns);
    picture.columns = columns;
    picture.unit = unit;
    picture.magnitude.assign(spec.rows * columns, 0.0F);

    const RowGroup& widest = plan.groups.front();
    FftBuffer<float> samples(widest.size), taken(widest.size);
    FftBuffer<std::complex<float>> spectrum(widest.size / 2 + 1), band(plan.largest_row), wave(plan.largest_row);
    std::vector<float> power(plan.largest_row);
    PoolScratch scratch;
    MissingRuns missing;
    const double payload_s = (to_s - from_s) / static_cast<double>(plan.blocks);
    std::size_t rows_done = 0;
    for (std::size_t block = 0; block < plan.blocks; ++block) {
        const double begin_s = from_s + static_cast<double>(block) * payload_s;
        const double end_s = block + 1 == plan.blocks ? to_s : begin_s + payload_s;
        const auto firstOf = [&](const RowGroup& group) {
            return static_cast<std::int64_t>(std::floor((begin_s - group.margin_s) * rate_hz)) - 1;
        };
        const std::int64_t first_read = firstOf(widest);
        readBlock(reader, first_read, samples, missing);
        const auto columnAt = [&](double time_s) {
            const double column = std::floor((time_s - from_s) / picture.step_s);
            return static_cast<std::size_t>(std::clamp(column, 0.0, static_cast<double>(columns - 1)));
        };
        const std::size_t first_column = columnAt(begin_s), last_column = columnAt(end_s);
        for (const RowGroup& group : plan.groups) {
            // A group of a few samples more than were read begins earlier.
            const auto skipped =
                std::min(static_cast<std::size_t>(firstOf(group) - first_read), widest.size - group.size);
            const double first_s = static_cast<double>(first_read + static_cast<std::int64_t>(skipped)) / rate_hz;
            takeCentred(samples.span().subspan(skipped, group.size), taken);
            RealForwardFft(group.size).run(taken.data(), spectrum.data());
            for (std::size_t r = group.first_row; r < group.end_row; ++r) {
                if (job.stopRequested()) return fail(ErrorCode::cancelled, "the scalogram was stopped", "scalogram");
                const double row_hz = plan.rows[r].rate_hz;
                const Wave row = transformRow(plan.rows[r], spectrum, band, wave, power);
                poolIntoColumns(row,
                                {first_column, last_column, (from_s - first_s) * row_hz, picture.step_s * row_hz,
                                 (begin_s - first_s) * row_hz, (end_s - first_s) * row_hz},
                                scratch, picture.magnitude.data() + r * columns);
                job.progress(static_cast<double>(++rows_done) / static_cast<double>(plan.blocks * spec.rows),
                             "scalogram");
            }
        }
    }
    rootsOf(picture.magnitude);

    picture.coi_hz.resize(columns);
    for (std::size_t column = 0; column < columns; ++column) {
        const double left_s = from_s + static_cast<double>(column) * picture.step_s;
        const double distance_s = missing.distance(left_s * rate_hz, (left_s + picture.step_s) * rate_hz) / rate_hz;
        const double cone_hz =
            morletConeFrequency_hz(distance_s, cyclesOf({spec.wavelet, spec.w0}));  // infinite at distance 0
        picture.coi_hz[column] = static_cast<float>(std::min(cone_hz, rate_hz / 2));
    }
    return picture;
}

Result<Scalogram> scalogramOfView(const Recording& recording, std::size_t lead, double from_s, double to_s,
                                  std::size_t columns, const ScalogramSpec& spec, const Job& job) {
    if (lead >= recording.leads.size())
        return fail(ErrorCode::out_of_range,
                    text::say("lead {1} was asked for and there are {2}", lead + 1, recording.leads.size()),
                    recording.name, "choose one of the recording's leads");
    const Lead& chosen = recording.leads[lead];
    return scalogramOfSamples(readerOf(recording, lead), chosen.rate_hz, from_s, to_s, columns, spec, chosen.unit, job);
}

}  // namespace triptych::dsp
