#include "core/dsp/cwt.h"

#include "core/dsp/fft.h"
#include "core/dsp/gaps.h"
#include "core/dsp/missing_runs.h"
#include "core/dsp/morlet.h"
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
constexpr double kMostBlock_samples = 1 << 24;
constexpr double kUsualBlock_samples = 1 << 15;  // its transforms stay in the processor's cache
constexpr double kBlockOfMargins = 6;            // a block is at least so many margins long

// A row's transform, moved to zero frequency, is sampled this much more closely than its wavelet is wide (standard
// deviation s over sample distance): between the samples a cubic is right to 0.2 %. For wide columns half as many are
// enough, as the peak within a column is found by a parabola.
constexpr double kSamplesPerDeviation = 4;
constexpr double kPooledSamplesPerDeviation = 2;
constexpr double kPooledColumn_samples = 3;  // columns at least this wide count as wide

struct Row {
    double rate_hz = 0;    // of the decimated transform
    std::size_t size = 0;  // samples of it in a block
    std::size_t first_bin = 0;
    std::size_t centre = 0;   // of the band, counted from first_bin: moved to zero frequency
    std::vector<float> gain;  // twice each, for the real and the imaginary part
};

// A row's transform and its squared modulus.
struct Wave {
    const std::complex<float>* values = nullptr;
    const float* power = nullptr;
};

struct Blocks {
    std::size_t count = 1;
    std::size_t size = 0;  // samples transformed at once
    double payload_s = 0;  // of the view in each
    double margin_s = 0;
};

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

Result<Blocks> planBlocks(double rate_hz, double length_s, const ScalogramSpec& spec) {
    Blocks blocks;
    blocks.margin_s = marginSeconds(spec.min_hz, cyclesOf({spec.wavelet, spec.w0}));
    const double margin = blocks.margin_s * rate_hz + 2, whole = length_s * rate_hz;
    const double largest = std::max(kUsualBlock_samples, kBlockOfMargins * margin);
    if (largest > kMostBlock_samples)
        return wrong("so low a frequency would need more than 16 million samples at once", "raise the lowest one");
    blocks.count = static_cast<std::size_t>(std::max(1.0, std::ceil(whole / (largest - 2 * margin))));
    blocks.payload_s = length_s / static_cast<double>(blocks.count);
    blocks.size = fftSizeFrom(static_cast<std::size_t>(std::ceil(blocks.payload_s * rate_hz + 2 * margin)) + 1);
    return blocks;
}

std::vector<Row> planRows(const std::vector<double>& frequencies_hz, const Wavelet& wavelet, const Blocks& blocks,
                          double rate_hz, double step_s) {
    std::vector<Row> rows;
    const double block_s = static_cast<double>(blocks.size) / rate_hz;
    for (const double hz : frequencies_hz) {
        Row row;
        const WaveletBand band = waveletBand(wavelet, hz, blocks.size, rate_hz);
        row.first_bin = band.first_bin;
        row.centre = static_cast<std::size_t>(std::max_element(band.gain.begin(), band.gain.end()) - band.gain.begin());
        for (const float gain : band.gain) row.gain.insert(row.gain.end(), {gain, gain});
        const double deviation_s = morletScale_s(hz, cyclesOf(wavelet));
        const bool wide = step_s * kPooledSamplesPerDeviation / deviation_s >= kPooledColumn_samples;
        const double wanted_hz = (wide ? kPooledSamplesPerDeviation : kSamplesPerDeviation) / deviation_s;
        row.size = fftSizeFrom(std::max(band.gain.size(), static_cast<std::size_t>(wanted_hz * block_s)));
        row.rate_hz = static_cast<double>(row.size) / block_s;
        rows.push_back(std::move(row));
    }
    return rows;
}

// Without the library's ceil(), which the oldest processors that we build for have no instruction for: it took a third
// of a short view's time.
std::int64_t ceilOf(double place) {  // not below 0
    const auto whole = static_cast<std::int64_t>(place);
    return whole + (static_cast<double>(whole) < place ? 1 : 0);
}

// Modulus at a place between samples 1 and size - 2, by Catmull-Rom through four neighbours. It is the transform that
// is interpolated, not its modulus, which has sharp dips where two beats of the heart meet.
float between(const Wave& wave, double at) {
    const auto i = static_cast<std::int64_t>(at);
    const auto t = static_cast<float>(at - static_cast<double>(i));
    const auto cubic = [t](float a, float b, float c, float d) {
        return b + 0.5F * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
    };
    const std::complex<float>* v = wave.values + i - 1;
    const float re = cubic(v[0].real(), v[1].real(), v[2].real(), v[3].real());
    const float im = cubic(v[0].imag(), v[1].imag(), v[2].imag(), v[3].imag());
    return std::sqrt(re * re + im * im);
}

// Height of the parabola through a largest sample and its two neighbours.
float peakAt(const Wave& wave, std::size_t i) {
    const float a = std::sqrt(wave.power[i - 1]), b = std::sqrt(wave.power[i]), c = std::sqrt(wave.power[i + 1]);
    const float bend = 2 * b - a - c;
    if (b < a || b < c || bend <= 0) return b;
    return b + (c - a) * (c - a) / (8 * bend);
}

// Index of the largest of [begin, end), which is not empty.
std::size_t largestOf(const float* values, std::size_t begin, std::size_t end) {
    constexpr std::size_t kLanes = 8;
    std::size_t i = begin;
    float largest = values[begin];
    if (end - begin >= 2 * kLanes) {
        float lanes[kLanes];
        std::copy_n(values + i, kLanes, lanes);
        for (i += kLanes; i + kLanes <= end; i += kLanes)
            for (std::size_t lane = 0; lane < kLanes; ++lane)
                lanes[lane] = values[i + lane] > lanes[lane] ? values[i + lane] : lanes[lane];
        largest = *std::max_element(lanes, lanes + kLanes);
    }
    for (; i < end; ++i) largest = std::max(largest, values[i]);
    return static_cast<std::size_t>(std::find(values + begin, values + end - 1, largest) - values);
}

// Raises the cells of one row by the modulus over [from, to) of the view; `edge(c)` is the place of a column's left
// edge among the samples of `wave`.
template <class Edge>
void poolIntoColumns(const Wave& wave, double from, double to, std::size_t first_column, std::size_t last_column,
                     const Edge& edge, float* cells) {
    double left = std::max(from, edge(first_column));
    float left_value = between(wave, left);
    for (std::size_t column = first_column; column <= last_column; ++column) {
        const double right = std::min(to, edge(column + 1));
        const float right_value = between(wave, right);
        float largest = std::max(left_value, right_value);
        const auto begin = static_cast<std::size_t>(ceilOf(left)), end = static_cast<std::size_t>(ceilOf(right));
        if (begin < end) {
            largest = std::max(largest, peakAt(wave, largestOf(wave.power, begin, end)));
        }
        cells[column] = std::max(cells[column], largest);
        left = right;
        left_value = right_value;
    }
}

// Complex numbers are gone through as pairs of floats, which compilers turn into vector code.
Wave transformRow(const Row& row, FftBuffer<std::complex<float>>& spectrum, FftBuffer<std::complex<float>>& band,
                  FftBuffer<std::complex<float>>& wave, std::vector<float>& power) {
    const auto* from = reinterpret_cast<const float*>(spectrum.data() + row.first_bin);
    auto* to = reinterpret_cast<float*>(band.data());
    const std::size_t below = 2 * row.centre, above = row.gain.size() - below, end = 2 * row.size;
    for (std::size_t k = 0; k < above; ++k) to[k] = from[below + k] * row.gain[below + k];
    std::fill(to + above, to + end - below, 0.0F);
    for (std::size_t k = 0; k < below; ++k) to[end - below + k] = from[k] * row.gain[k];
    ComplexInverseFft(row.size).run(band.data(), wave.data());
    const auto* parts = reinterpret_cast<const float*>(wave.data());
    for (std::size_t m = 0; m < row.size; ++m)
        power[m] = parts[2 * m] * parts[2 * m] + parts[2 * m + 1] * parts[2 * m + 1];
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

void readBlock(const SampleReader& reader, std::int64_t first, FftBuffer<float>& samples, MissingRuns& missing) {
    reader(first, samples.span());
    double sum = sumOf(samples.span());
    if (!std::isfinite(sum)) {
        missing.add(first, samples.span());
        if (bridgeGaps(samples.span()) == samples.size())
            std::fill(samples.data(), samples.data() + samples.size(), 0.0F);
        sum = sumOf(samples.span());
    }
    // Without its mean the block's two ends, which meet in the circular transform, make the smaller step.
    const auto mean = static_cast<float>(sum / static_cast<double>(samples.size()));
    for (float& value : samples.span()) value -= mean;
}

}  // namespace

double marginSeconds(double min_hz, double w0) {
    return kMorletReach * morletScale_s(min_hz, w0);
}

Result<Scalogram> scalogramOfSamples(const SampleReader& reader, double rate_hz, double from_s, double to_s,
                                     std::size_t columns, const ScalogramSpec& spec, const std::string& unit,
                                     const Job& job) {
    if (auto checked = check(rate_hz, from_s, to_s, columns, spec); !checked) return std::unexpected(checked.error());
    Scalogram picture;
    picture.frequency_hz = frequencyRows(spec.min_hz, std::min(spec.max_hz, rate_hz / 2), spec.rows, spec.log_spaced);
    picture.start_s = from_s;
    picture.step_s = (to_s - from_s) / static_cast<double>(columns);
    picture.columns = columns;
    picture.unit = unit;
    picture.magnitude.assign(spec.rows * columns, 0.0F);

    const auto blocks = planBlocks(rate_hz, to_s - from_s, spec);
    if (!blocks) return std::unexpected(blocks.error());
    const auto rows = planRows(picture.frequency_hz, {spec.wavelet, spec.w0}, *blocks, rate_hz, picture.step_s);
    std::size_t largest = 0;
    for (const Row& row : rows) largest = std::max(largest, row.size);

    FftBuffer<float> samples(blocks->size);
    FftBuffer<std::complex<float>> spectrum(blocks->size / 2 + 1), band(largest), wave(largest);
    std::vector<float> power(largest);
    const RealForwardFft forward(blocks->size);
    MissingRuns missing;
    for (std::size_t block = 0; block < blocks->count; ++block) {
        const double begin_s = from_s + static_cast<double>(block) * blocks->payload_s;
        const double end_s = block + 1 == blocks->count ? to_s : begin_s + blocks->payload_s;
        const auto first = static_cast<std::int64_t>(std::floor((begin_s - blocks->margin_s) * rate_hz)) - 1;
        const double first_s = static_cast<double>(first) / rate_hz;
        readBlock(reader, first, samples, missing);
        forward.run(samples.data(), spectrum.data());

        const auto columnAt = [&](double time_s) {
            const double column = std::floor((time_s - from_s) / picture.step_s);
            return static_cast<std::size_t>(std::clamp(column, 0.0, static_cast<double>(columns - 1)));
        };
        const std::size_t first_column = columnAt(begin_s), last_column = columnAt(end_s);
        for (std::size_t r = 0; r < rows.size(); ++r) {
            if (job.stopRequested()) return fail(ErrorCode::cancelled, "the scalogram was stopped", "scalogram");
            const Wave row = transformRow(rows[r], spectrum, band, wave, power);
            const double row_hz = rows[r].rate_hz;
            const auto edge = [&](std::size_t column) {
                return (from_s + static_cast<double>(column) * picture.step_s - first_s) * row_hz;
            };
            poolIntoColumns(row, (begin_s - first_s) * row_hz, (end_s - first_s) * row_hz, first_column, last_column,
                            edge, picture.magnitude.data() + r * columns);
            job.progress(
                static_cast<double>(block * rows.size() + r + 1) / static_cast<double>(blocks->count * rows.size()),
                "scalogram");
        }
    }

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
