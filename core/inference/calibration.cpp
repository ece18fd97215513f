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

namespace {

std::size_t answerOf(std::span<const float> row) {
    return static_cast<std::size_t>(std::max_element(row.begin(), row.end()) - row.begin());
}

float logRatio(float of, float answer) {
    constexpr float kLeast = 1e-30F;
    return std::log(std::max(of, kLeast)) - std::log(std::max(answer, kLeast));
}

// ln p/p of class k in the beats of each answer, ascending.
std::vector<std::vector<float>> ratiosOf(std::span<const float> probabilities, std::size_t classes, std::size_t k) {
    std::vector<std::vector<float>> out(classes);
    for (std::size_t first = 0; first < probabilities.size(); first += classes) {
        const auto row = probabilities.subspan(first, classes);
        const std::size_t answer = answerOf(row);
        out[answer].push_back(logRatio(row[k], row[answer]));
    }
    for (auto& of_answer : out) std::sort(of_answer.begin(), of_answer.end());
    return out;
}

}  // namespace

std::vector<float> likelyRatios(std::span<const float> probabilities, std::span<const std::uint8_t> truth,
                                std::size_t classes, double alpha) {
    std::vector<float> out(classes * classes, kNever);
    for (std::size_t k = 0; k < classes; ++k) {
        const auto ratios = ratiosOf(probabilities, classes, k);
        bool ever = false;
        std::vector<double> strangeness;  // of the beats of class k: the share of their answer's in which it is more so
        for (std::size_t i = 0; i < truth.size(); ++i) {
            const auto row = probabilities.subspan(i * classes, classes);
            ever = ever || row[k] > 0;
            if (truth[i] != k) continue;
            const std::size_t answer = answerOf(row);
            const auto& of_answer = ratios[answer];
            const auto above =
                of_answer.end() - std::lower_bound(of_answer.begin(), of_answer.end(), logRatio(row[k], row[answer]));
            strangeness.push_back(answer == k ? 0.0
                                              : static_cast<double>(above) / static_cast<double>(of_answer.size()));
        }
        if (!ever) continue;
        const auto n = static_cast<double>(strangeness.size());
        const auto rank = static_cast<std::size_t>(std::ceil((n + 1) * (1 - alpha) - 1e-9));
        const bool too_few = rank > strangeness.size() || rank == 0;
        if (!too_few) {
            std::nth_element(strangeness.begin(), strangeness.begin() + static_cast<std::ptrdiff_t>(rank - 1),
                             strangeness.end());
        }
        const double limit = too_few ? 1.0 : strangeness[rank - 1];
        for (std::size_t answer = 0; answer < classes; ++answer) {
            const auto& of_answer = ratios[answer];
            const auto inside = static_cast<std::size_t>(std::round(limit * static_cast<double>(of_answer.size())));
            float& ratio = out[answer * classes + k];
            if (answer == k || inside >= of_answer.size()) {
                ratio = -kNever;
            } else if (inside > 0) {
                ratio = of_answer[of_answer.size() - inside];
            }
        }
    }
    return out;
}

std::uint32_t likelySet(std::span<const float> probabilities, std::span<const float> ratios) {
    const std::size_t answer = answerOf(probabilities), classes = probabilities.size();
    std::uint32_t set = 1U << answer;
    for (std::size_t k = 0; k < classes; ++k) {
        if (logRatio(probabilities[k], probabilities[answer]) >= ratios[answer * classes + k]) set |= 1U << k;
    }
    return set;
}

std::uint32_t conformalSet(std::span<const float> probabilities, std::span<const float> thresholds) {
    std::uint32_t set = 0;
    for (std::size_t k = 0; k < probabilities.size() && k < thresholds.size(); ++k) {
        if (1 - probabilities[k] <= thresholds[k]) set |= 1U << k;
    }
    return set;
}

}  // namespace triptych::inference
