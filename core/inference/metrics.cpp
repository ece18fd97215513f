#include "core/inference/metrics.h"

#include "core/domain/beat_class.h"

#include <cmath>
#include <numeric>

namespace triptych::inference {
namespace {

double ratio(std::int64_t part, std::int64_t whole) {
    return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole) : 0.0;
}

}  // namespace

std::vector<std::int64_t> confusionOf(std::span<const std::uint8_t> truth, std::span<const std::uint8_t> predicted,
                                      std::size_t classes) {
    std::vector<std::int64_t> out(classes * classes, 0);
    for (std::size_t i = 0; i < truth.size(); ++i) ++out[truth[i] * classes + predicted[i]];
    return out;
}

double mccOf(std::span<const std::int64_t> confusion, std::size_t classes) {
    double s = 0;
    double c = 0;
    double pt = 0;
    double pp = 0;
    double tt = 0;
    for (std::size_t k = 0; k < classes; ++k) {
        double t = 0;
        double p = 0;
        for (std::size_t j = 0; j < classes; ++j) {
            t += static_cast<double>(confusion[k * classes + j]);
            p += static_cast<double>(confusion[j * classes + k]);
        }
        s += t;
        c += static_cast<double>(confusion[k * classes + k]);
        pt += p * t;
        pp += p * p;
        tt += t * t;
    }
    const double denominator = std::sqrt((s * s - pp) * (s * s - tt));
    return denominator > 0 ? (c * s - pt) / denominator : 0.0;
}

std::vector<std::size_t> macroClasses(const ModelInfo& model) {
    std::vector<std::size_t> out;
    for (std::size_t k = 0; k < model.classes.size(); ++k) {
        const auto of = beatClassNamed(model.classLetters()[k]);
        if (model.profile == "parity" || (of != BeatClass::fusion && of != BeatClass::unknown)) out.push_back(k);
    }
    return out;
}

ScoreTable scoreOf(std::string title, std::span<const std::int64_t> confusion,
                   const std::vector<std::string>& class_names, std::span<const std::size_t> macro_over,
                   std::span<const std::int64_t> missed, std::span<const std::int64_t> extra) {
    const std::size_t classes = class_names.size();
    ScoreTable table;
    table.title = std::move(title);
    table.confusion.assign(confusion.begin(), confusion.end());
    table.beats = std::accumulate(confusion.begin(), confusion.end(), std::int64_t{0});
    table.mcc = mccOf(confusion, classes);
    std::int64_t correct = 0;
    for (std::size_t k = 0; k < classes; ++k) {
        ClassScore score;
        score.class_name = class_names[k];
        score.true_positive = confusion[k * classes + k];
        for (std::size_t j = 0; j < classes; ++j) {
            if (j == k) continue;
            score.false_negative += confusion[k * classes + j];
            score.false_positive += confusion[j * classes + k];
        }
        if (!missed.empty()) score.false_negative += missed[k];
        if (!extra.empty()) score.false_positive += extra[k];
        correct += score.true_positive;
        score.sensitivity = ratio(score.true_positive, score.true_positive + score.false_negative);
        score.positive_predictivity = ratio(score.true_positive, score.true_positive + score.false_positive);
        score.f1 =
            ratio(2 * score.true_positive, 2 * score.true_positive + score.false_negative + score.false_positive);
        table.classes.push_back(score);
    }
    table.accuracy = ratio(correct, table.beats);
    std::vector<std::size_t> over(macro_over.begin(), macro_over.end());
    if (over.empty()) {
        over.resize(classes);
        std::iota(over.begin(), over.end(), std::size_t{0});
    }
    for (const std::size_t k : over) table.macro_over.push_back(class_names[k]);
    for (const std::size_t k : over) table.macro_f1 += table.classes[k].f1 / static_cast<double>(over.size());
    return table;
}

}  // namespace triptych::inference
