#include "core/dsp/scalogram_plan.h"

#include "core/dsp/fft.h"
#include "core/dsp/morlet.h"
#include "core/dsp/wavelet.h"
#include "core/text/said.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <iterator>
#include <mutex>
#include <utility>

namespace triptych::dsp {
namespace {

constexpr double kMostBlock_samples = 1 << 24;
constexpr double kUsualBlock_samples = 1 << 15;  // its transforms stay in the processor's cache
constexpr double kBlockOfMargins = 6;            // a block is at least so many margins long

// A row's transform, moved to zero frequency, is sampled this much more closely than its wavelet is wide (standard
// deviation s over sample distance): between the samples a cubic is right to 0.2 %. For wide columns half as many are
// enough, as the peak within a column is found by a parabola.
constexpr double kSamplesPerDeviation = 4;
constexpr double kPooledSamplesPerDeviation = 2;
constexpr double kPooledColumn_samples = 3;  // columns at least this wide count as wide

constexpr double kStepsOfASample = 6;  // product, modulus, peaks: as dear as so many steps of a transform

constexpr std::size_t kPlansKept = 6;
constexpr std::size_t kLargestKept = 1 << 20;  // gains of a plan

struct Asked {
    double rate_hz = 0, length_s = 0;
    std::size_t columns = 0;
    ScalogramSpec spec;

    // Lengths that differ in their last digits are of the same view, further on.
    [[nodiscard]] bool isAlso(const Asked& other) const {
        return rate_hz == other.rate_hz && columns == other.columns && spec == other.spec &&
               std::abs(length_s - other.length_s) <= 1e-9 * length_s;
    }
};

std::size_t blockSize(double payload_s, double margin_s, double rate_hz) {
    return fftSizeFrom(static_cast<std::size_t>(std::ceil(payload_s * rate_hz + 2 * (margin_s * rate_hz + 2))) + 1);
}

// Samples a second that a row's transform needs, at least.
double wantedRate_hz(double frequency_hz, const Wavelet& wavelet, double step_s) {
    const double deviation_s = morletScale_s(frequency_hz, cyclesOf(wavelet));
    const bool wide = step_s * kPooledSamplesPerDeviation / deviation_s >= kPooledColumn_samples;
    return (wide ? kPooledSamplesPerDeviation : kSamplesPerDeviation) / deviation_s;
}

// What it takes, in steps of a transform, to make the rows of a group.
class Costs {
public:
    Costs(std::vector<double> wanted_hz, double rate_hz) : wanted_hz_(std::move(wanted_hz)), rate_hz_(rate_hz) {}

    [[nodiscard]] double of(std::size_t first_row, std::size_t end_row, std::size_t size) const {
        const auto samples = static_cast<double>(size);
        double cost = samples * std::log2(samples) / 2;
        for (std::size_t row = first_row; row < end_row; ++row) {
            const auto of_row =
                static_cast<double>(fftSizeFrom(static_cast<std::size_t>(wanted_hz_[row] * samples / rate_hz_)));
            cost += of_row * (std::log2(of_row) + kStepsOfASample);
        }
        return cost;
    }

private:
    std::vector<double> wanted_hz_;
    double rate_hz_;
};

// Parts the last group where that pays, and what comes of it likewise.
void partGroups(std::vector<RowGroup>& groups, const ScalogramPlan& plan, const Wavelet& wavelet, const Costs& costs,
                double rate_hz, double length_s) {
    for (;;) {
        RowGroup& whole = groups.back();
        double least = costs.of(whole.first_row, whole.end_row, whole.size);
        RowGroup above;
        std::size_t tried = whole.size;
        for (std::size_t row = whole.first_row + 1; row < whole.end_row; ++row) {
            const double margin_s = marginSeconds(plan.frequency_hz[row], cyclesOf(wavelet));
            const std::size_t size = blockSize(length_s, margin_s, rate_hz);
            if (size >= tried) continue;  // only where a smaller size begins
            tried = size;
            const double cost = costs.of(whole.first_row, row, whole.size) + costs.of(row, whole.end_row, size);
            if (cost >= least) continue;
            least = cost;
            above = {row, whole.end_row, size, margin_s};
        }
        if (above.size == 0) return;
        whole.end_row = above.first_row;
        groups.push_back(above);
    }
}

PlannedRow planRow(double frequency_hz, const Wavelet& wavelet, std::size_t block_size, double rate_hz,
                   double wanted_hz) {
    PlannedRow row;
    const double block_s = static_cast<double>(block_size) / rate_hz;
    WaveletBand band = waveletBand(wavelet, frequency_hz, block_size, rate_hz);
    row.first_bin = band.first_bin;
    row.centre = static_cast<std::size_t>(std::max_element(band.gain.begin(), band.gain.end()) - band.gain.begin());
    row.gain = std::move(band.gain);
    row.size = fftSizeFrom(std::max(row.gain.size(), static_cast<std::size_t>(wanted_hz * block_s)));
    row.rate_hz = static_cast<double>(row.size) / block_s;
    return row;
}

Result<std::shared_ptr<const ScalogramPlan>> madePlan(const Asked& asked) {
    const auto& [rate_hz, length_s, columns, spec] = asked;
    const Wavelet wavelet{spec.wavelet, spec.w0};
    auto plan = std::make_shared<ScalogramPlan>();
    plan->frequency_hz = frequencyRows(spec.min_hz, std::min(spec.max_hz, rate_hz / 2), spec.rows, spec.log_spaced);
    const double step_s = length_s / static_cast<double>(columns);

    const double margin_s = marginSeconds(spec.min_hz, cyclesOf(wavelet));
    const double margin = margin_s * rate_hz + 2, whole = length_s * rate_hz;
    const double largest = std::max(kUsualBlock_samples, kBlockOfMargins * margin);
    if (largest > kMostBlock_samples)
        return fail(ErrorCode::wrong_use, "so low a frequency would need more than 16 million samples at once",
                    "scalogram", "raise the lowest one");
    plan->blocks = static_cast<std::size_t>(std::max(1.0, std::ceil(whole / (largest - 2 * margin))));
    const double payload_s = length_s / static_cast<double>(plan->blocks);
    plan->groups = {{0, spec.rows, blockSize(payload_s, margin_s, rate_hz), margin_s}};

    std::vector<double> wanted_hz;
    std::transform(plan->frequency_hz.begin(), plan->frequency_hz.end(), std::back_inserter(wanted_hz),
                   [&](double hz) { return wantedRate_hz(hz, wavelet, step_s); });
    // In a long view the margins are a small part, and each group would transform all of it again.
    if (plan->blocks == 1) {
        partGroups(plan->groups, *plan, wavelet, Costs(wanted_hz, rate_hz), rate_hz, length_s);
    }
    for (const RowGroup& group : plan->groups) {
        for (std::size_t row = group.first_row; row < group.end_row; ++row) {
            plan->rows.push_back(planRow(plan->frequency_hz[row], wavelet, group.size, rate_hz, wanted_hz[row]));
            plan->largest_row = std::max(plan->largest_row, plan->rows.back().size);
        }
    }
    return plan;
}

}  // namespace

Result<std::shared_ptr<const ScalogramPlan>> planScalogram(double rate_hz, double length_s, std::size_t columns,
                                                           const ScalogramSpec& spec) {
    struct Kept {
        Asked asked;
        std::shared_ptr<const ScalogramPlan> plan;
    };
    struct Plans {
        std::mutex mutex;
        std::deque<Kept> last;
    };
    // Never destroyed: a worker may still be at it while the program ends.
    static Plans& plans = *new Plans;
    const Asked asked{rate_hz, length_s, columns, spec};
    {
        const std::scoped_lock lock(plans.mutex);
        const auto known = std::find_if(plans.last.begin(), plans.last.end(),
                                        [&](const Kept& kept) { return kept.asked.isAlso(asked); });
        if (known != plans.last.end()) {
            std::rotate(plans.last.begin(), known, std::next(known));
            return plans.last.front().plan;
        }
    }
    auto plan = madePlan(asked);
    if (!plan) return plan;
    std::size_t gains = 0;
    for (const PlannedRow& row : (*plan)->rows) gains += row.gain.size();
    if (gains <= kLargestKept) {
        const std::scoped_lock lock(plans.mutex);
        plans.last.push_front({asked, *plan});
        if (plans.last.size() > kPlansKept) plans.last.pop_back();
    }
    return plan;
}

}  // namespace triptych::dsp
