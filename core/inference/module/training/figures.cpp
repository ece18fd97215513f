#include "core/inference/module/training/figures.h"

#include <cmath>

namespace triptych::inference::training {
namespace {

double rounded(double value) {
    return std::round(value * 1e5) / 1e5;
}

}  // namespace

nlohmann::ordered_json toJson(const ScoreTable& table) {
    nlohmann::ordered_json json;
    json["beats"] = table.beats;
    json["accuracy"] = rounded(table.accuracy);
    json["macro_f1"] = rounded(table.macro_f1);
    json["mcc"] = rounded(table.mcc);
    for (const ClassScore& score : table.classes) {
        json["classes"][score.class_name] = {{"sensitivity", rounded(score.sensitivity)},
                                             {"positive_predictivity", rounded(score.positive_predictivity)},
                                             {"f1", rounded(score.f1)},
                                             {"beats", score.true_positive + score.false_negative}};
    }
    return json;
}

}  // namespace triptych::inference::training
