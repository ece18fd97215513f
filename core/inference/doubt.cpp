#include "core/inference/doubt.h"

#include "core/inference/calibration.h"

#include <algorithm>
#include <cmath>

namespace triptych::inference {
namespace {

constexpr double kLeast = 1e-4;
constexpr int kIterations = 25;

double entropy(double p) {
    return p > 0 ? -p * std::log2(p) : 0;
}

std::size_t argmax(std::span<const float> values) {
    return static_cast<std::size_t>(std::max_element(values.begin(), values.end()) - values.begin());
}

// ln(1 − p) of the best class, and ln of its lead over the second.
template <class T>
void describeSureness(std::span<const T> answer, std::span<double> out) {
    double first = 0;
    double second = 0;
    for (const double value : answer) {
        second = std::max(second, std::min(value, first));
        first = std::max(first, value);
    }
    out[0] = std::log(std::max(1 - first, kLeast));
    out[1] = std::log(std::max(first - second, kLeast));
}

void describe(std::span<const float> fused, std::span<const float> branches, std::span<double> row) {
    const std::size_t classes = fused.size();
    const std::size_t count = branches.size() / classes;
    std::fill(row.begin(), row.end(), 0.0);
    row[argmax(fused)] = 1;
    describeSureness(fused, row.subspan(classes, 2));
    std::vector<double> mean(classes, 0);
    double divergence = 0;
    for (std::size_t k = 0; k < classes; ++k) {
        for (std::size_t m = 0; m < count; ++m) {
            mean[k] += branches[m * classes + k] / static_cast<double>(count);
            divergence -= entropy(branches[m * classes + k]) / static_cast<double>(count);
        }
        divergence += entropy(mean[k]);
    }
    describeSureness(std::span<const double>(mean), row.subspan(classes + 2, 2));
    row[classes + 4] = std::max(0.0, divergence);
    for (std::size_t m = 1; m < count; ++m) {
        if (argmax(branches.subspan(m * classes, classes)) != argmax(branches.first(classes))) row[classes + 5] = 1;
    }
}

// Solves A·x = b for a symmetric positive definite A [size × size], by Cholesky's decomposition in place.
void solve(std::vector<double>& a, std::vector<double>& b) {
    const std::size_t size = b.size();
    for (std::size_t i = 0; i < size; ++i) {
        for (std::size_t j = 0; j <= i; ++j) {
            double sum = a[i * size + j];
            for (std::size_t k = 0; k < j; ++k) sum -= a[i * size + k] * a[j * size + k];
            a[i * size + j] = i == j ? std::sqrt(std::max(sum, 1e-12)) : sum / a[j * size + j];
        }
    }
    for (std::size_t i = 0; i < size; ++i) {
        for (std::size_t k = 0; k < i; ++k) b[i] -= a[i * size + k] * b[k];
        b[i] /= a[i * size + i];
    }
    for (std::size_t i = size; i-- > 0;) {
        for (std::size_t k = i + 1; k < size; ++k) b[i] -= a[k * size + i] * b[k];
        b[i] /= a[i * size + i];
    }
}

double logistic(double z) {
    return 1 / (1 + std::exp(-z));
}

}  // namespace

float doubtOf(const DoubtWeights& weights, std::span<const float> fused, std::span<const float> branches) {
    std::vector<double> row(doubtFeatures(fused.size()));
    describe(fused, branches, row);
    double z = 0;
    for (std::size_t i = 0; i < row.size(); ++i) z += weights[i] * row[i];
    return static_cast<float>(logistic(z));
}

void addDoubts(const ModelInfo& model, const DoubtWeights& weights, Predictions& predictions) {
    const std::size_t row = predictions.branches * predictions.classes;
    const std::span<const float> branches(predictions.branch_probability);
    predictions.set.clear();
    predictions.doubt.clear();
    for (std::size_t i = 0; i < predictions.size(); ++i) {
        const auto answer = predictions.fused(i);
        if (!model.likely_ratios.empty()) {
            predictions.set.push_back(likelySet(answer, model.likely_ratios));
        } else if (!model.conformal_thresholds.empty()) {
            predictions.set.push_back(conformalSet(answer, model.conformal_thresholds));
        }
        if (!weights.empty()) predictions.doubt.push_back(doubtOf(weights, answer, branches.subspan(i * row, row)));
    }
}

DoubtWeights fitDoubt(std::span<const float> fused, std::span<const float> branches,
                      std::span<const std::uint8_t> truth, std::size_t classes, std::span<const std::size_t> rows,
                      DoubtKind kind, double ridge) {
    const std::size_t size = doubtFeatures(classes);
    const std::size_t of_branches = truth.empty() ? 0 : branches.size() / truth.size();
    std::vector<double> features(rows.size() * size);
    std::vector<double> wrong(rows.size());
    double errors = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto answer = fused.subspan(rows[i] * classes, classes);
        describe(answer, branches.subspan(rows[i] * of_branches, of_branches),
                 std::span(features).subspan(i * size, size));
        for (std::size_t f = 0; f < size && kind == DoubtKind::plain; ++f) {
            if (f != classes) features[i * size + f] = 0;
        }
        wrong[i] = argmax(answer) == truth[rows[i]] ? 0 : 1;
        errors += wrong[i];
    }
    if (errors == 0 || errors == static_cast<double>(rows.size())) return {};

    std::vector<double> weights(size, 0);
    for (int iteration = 0; iteration < kIterations; ++iteration) {
        std::vector<double> hessian(size * size, 0);
        std::vector<double> gradient(size, 0);
        for (std::size_t i = 0; i < size; ++i) {
            hessian[i * size + i] = ridge;
            gradient[i] = -ridge * weights[i];
        }
        for (std::size_t n = 0; n < rows.size(); ++n) {
            const double* row = features.data() + n * size;
            double z = 0;
            for (std::size_t i = 0; i < size; ++i) z += weights[i] * row[i];
            const double p = logistic(z);
            for (std::size_t i = 0; i < size; ++i) {
                gradient[i] += (wrong[n] - p) * row[i];
                for (std::size_t j = 0; j <= i; ++j) hessian[i * size + j] += p * (1 - p) * row[i] * row[j];
            }
        }
        solve(hessian, gradient);
        double step = 0;
        for (std::size_t i = 0; i < size; ++i) {
            weights[i] += gradient[i];
            step = std::max(step, std::abs(gradient[i]));
        }
        if (step < 1e-6) break;
    }
    return {weights.begin(), weights.end()};
}

}  // namespace triptych::inference
