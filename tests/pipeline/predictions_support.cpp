#include "tests/pipeline/predictions_support.h"

namespace triptych::pipeline {

Predictions madePredictions(const std::vector<MadeBeat>& beats) {
    Predictions made;
    made.classes = 3;
    made.branches = 2;
    for (const MadeBeat& beat : beats) {
        made.probability.insert(made.probability.end(), beat.fused.begin(), beat.fused.end());
        for (const auto& branch : {beat.first_branch, beat.second_branch}) {
            made.branch_probability.insert(made.branch_probability.end(), branch.begin(), branch.end());
            made.contribution.insert(made.contribution.end(), 3, 0.5F);
        }
        made.usable.push_back(beat.usable ? 1 : 0);
    }
    return made;
}

ModelInfo madeModel() {
    ModelInfo model;
    model.name = "made";
    model.hash = std::string(64, 'c');
    model.classes = {"N", "V", "S"};
    model.branches = {"time", "time_frequency"};
    model.borderline_margin = 0.2;
    return model;
}

}  // namespace triptych::pipeline
