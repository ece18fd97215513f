#include "core/inference/calibration.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace triptych::inference {

Calibration calibrationOf(std::span<const float> probabilities, std::span<const std::uint8_t> truth,
                          std::size_t classes) {
    Calibration out;
    out.bins.resize(kCalibrationBins);
    if (truth.empty()) return out;
    constexpr double kLeast = 1e-12;
    for (std::size_t i = 0; i < truth.size(); ++i) {
        const auto row = probabilities.subspan(i * classes, classes);
        const auto top = std::max_element(row.begin(), row.end());
        const double confidence = *top;
        // Bins are (low, high], so that certainty lies in the last.
        const auto place = static_cast<std::ptrdiff_t>(std::ceil(confidence * kCalibrationBins)) - 1;
        ReliabilityBin& bin = out.bins[static_cast<std::size_t>(
            std::clamp<std::ptrdiff_t>(place, 0, static_cast<std::ptrdiff_t>(kCalibrationBins) - 1))];
        ++bin.beats;
        bin.confidence += confidence;
        bin.accuracy += static_cast<std::size_t>(top - row.begin()) == truth[i] ? 1 : 0;
        for (std::size_t k = 0; k < classes; ++k) {
            const double error = row[k] - (k == truth[i] ? 1.0 : 0.0);
            out.brier += error * error;
        }
        out.nll -= std::log(std::max<double>(row[truth[i]], kLeast));
    }
    const auto n = static_cast<double>(truth.size());
    for (ReliabilityBin& bin : out.bins) {
        if (bin.beats == 0) continue;
        out.ece += std::abs(bin.confidence - bin.accuracy) / n;
        bin.confidence /= static_cast<double>(bin.beats);
        bin.accuracy /= static_cast<double>(bin.beats);
    }
    out.brier /= n;
    out.nll /= n;
    return out;
}

RiskCoverage riskCoverage(std::span<const double> confidence, std::span<const std::uint8_t> wrong) {
    RiskCoverage out;
    const std::size_t n = wrong.size();
    if (n == 0) return out;
    std::vector<std::size_t> order(n);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return confidence[a] > confidence[b]; });
    // errors[k]: expected errors among the k most confident.
    std::vector<double> errors(n + 1, 0);
    for (std::size_t first = 0; first < n;) {
        std::size_t last = first;
        double inside = 0;
        for (; last < n && confidence[order[last]] == confidence[order[first]]; ++last) inside += wrong[order[last]];
        const auto width = static_cast<double>(last - first);
        for (std::size_t k = first; k < last; ++k) {
            errors[k + 1] = errors[first] + inside * static_cast<double>(k + 1 - first) / width;
        }
        first = last;
    }
    for (std::size_t k = 1; k <= n; ++k) out.aurc += errors[k] / static_cast<double>(k) / static_cast<double>(n);
    const auto riskAt = [&](double coverage) {
        const auto k =
            std::max<std::size_t>(1, static_cast<std::size_t>(std::floor(coverage * static_cast<double>(n))));
        return errors[k] / static_cast<double>(k);
    };
    out.risk_at_90 = riskAt(0.90);
    out.risk_at_95 = riskAt(0.95);
    const std::size_t tenth = n / 10;
    out.last_tenth_errors =
        errors[n] > 0 ? (errors[n] - errors[n - tenth]) / errors[n] : std::numeric_limits<double>::quiet_NaN();
    return out;
}

std::vector<float> conformalThresholds(std::span<const float> probabilities, std::span<const std::uint8_t> truth,
                                       std::size_t classes, double alpha) {
    std::vector<std::vector<float>> scores(classes);
    for (std::size_t i = 0; i < truth.size(); ++i) {
        scores[truth[i]].push_back(1 - probabilities[i * classes + truth[i]]);
    }
    std::vector<float> out;
    for (auto& of_class : scores) {
        const auto n = static_cast<double>(of_class.size());
        // The small number keeps (19 + 1)·0.95 = 19 from being rounded up to 20.
        const auto rank = static_cast<std::size_t>(std::ceil((n + 1) * (1 - alpha) - 1e-9));
        if (rank > of_class.size() || rank == 0) {
            out.push_back(1);
            continue;
        }
        const auto place = of_class.begin() + static_cast<std::ptrdiff_t>(rank - 1);
        std::nth_element(of_class.begin(), place, of_class.end());
        out.push_back(*place);
    }
    return out;
}

std::uint32_t conformalSet(std::span<const float> probabilities, std::span<const float> thresholds) {
    std::uint32_t set = 0;
    for (std::size_t k = 0; k < probabilities.size() && k < thresholds.size(); ++k) {
        if (1 - probabilities[k] <= thresholds[k]) set |= 1U << k;
    }
    return set;
}

}  // namespace triptych::inference
