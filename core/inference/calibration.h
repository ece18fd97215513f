// How far probabilities can be believed: calibration errors, selective prediction, and class-conditional conformal sets
// (docs/methods.md §6). Probabilities are row-major [n × K]; `truth` has n classes below K.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace triptych::inference {

inline constexpr std::size_t kCalibrationBins = 15;

struct ReliabilityBin {
    std::int64_t beats = 0;
    double confidence = 0, accuracy = 0;  // means; 0 where the bin is empty
};
struct Calibration {
    double ece = 0;    // expected calibration error of the top class, 15 bins of equal width (Naeini 2015, Guo 2017)
    double brier = 0;  // Σ_k (p_k − [k is the truth])², mean over the beats: 0..2 (Brier 1950)
    double nll = 0;    // −ln p of the truth, mean over the beats; p is floored at 1e-12
    std::vector<ReliabilityBin> bins;
};
// All zero for no beats.
[[nodiscard]] Calibration calibrationOf(std::span<const float> probabilities, std::span<const std::uint8_t> truth,
                                        std::size_t classes);

// Selective prediction: beats are answered in order of falling confidence. Beats of equal confidence share their errors
// evenly, so that no order among them counts.
struct RiskCoverage {
    double aurc = 0;               // mean error rate over all coverages (Geifman & El-Yaniv 2017)
    double risk_at_90 = 0;         // error rate of the most confident 90 %
    double risk_at_95 = 0;         // ... 95 %
    double last_tenth_errors = 0;  // share of all errors among the least confident tenth; NaN without errors
};
[[nodiscard]] RiskCoverage riskCoverage(std::span<const double> confidence, std::span<const std::uint8_t> wrong);

// Split conformal prediction, calibrated for each class by itself (Vovk 2012, "Mondrian"): a class is in the set of a
// beat when 1 − p of it does not exceed the class's threshold. On exchangeable beats each class is in the set of its
// own beats with probability ≥ 1 − alpha; across patients that is a promise to be checked.
inline constexpr double kConformalAlpha = 0.05;
inline constexpr std::int64_t kConformalLeast = 19;  // beats of a class: with fewer no threshold keeps alpha = 0.05
// One threshold a class: the ⌈(n_c + 1)(1 − alpha)⌉-th smallest 1 − p_c of its n_c beats; 1 (always in the set) where
// there are too few.
[[nodiscard]] std::vector<float> conformalThresholds(std::span<const float> probabilities,
                                                     std::span<const std::uint8_t> truth, std::size_t classes,
                                                     double alpha = kConformalAlpha);
// Bit k stands for class k; K ≤ 8.
[[nodiscard]] std::uint32_t conformalSet(std::span<const float> probabilities, std::span<const float> thresholds);

// The same promise, class by class, kept by sets that always hold the answer and stay narrow where it is sure. How
// plausible a class is beside an answer is the share of the beats of that answer in which it is less so (by p of the
// class over p of the answer): softmax's floor, and how common an answer is, have no say in that. A class joins the set
// from the plausibility on that leaves out at most alpha of its own beats. Returns [K × K] the ln p/p that this comes
// to, answers in rows; -kNever (always in the set) for a class of fewer than kConformalLeast beats, +kNever (never) for
// one that has p = 0 throughout.
inline constexpr float kNever = 100;
[[nodiscard]] std::vector<float> likelyRatios(std::span<const float> probabilities, std::span<const std::uint8_t> truth,
                                              std::size_t classes, double alpha = kConformalAlpha);
[[nodiscard]] std::uint32_t likelySet(std::span<const float> probabilities, std::span<const float> ratios);

}  // namespace triptych::inference
