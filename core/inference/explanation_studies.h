// What the laboratory is asked about explanations: to measure how faithful each method's maps are, and to learn what
// explanations rest on beside a model's weights.
#pragma once

#include "core/domain/error.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <vector>

namespace triptych::inference {

struct FaithfulnessRequest {
    std::string model_folder;
    std::string data_folder;  // records of MIT-BIH
    // Where the model's fold trainings lie (work/BRANCH-fold-K.checkpoint.safetensors): each record is then explained
    // by the model that has not seen it. Empty: by the model itself.
    std::string folds_folder;
    // Folds of the same training with another seed: agreement is then with the fold of theirs that has not seen the
    // record. Empty: with the next fold of `folds_folder`.
    std::string other_folds_folder;
    std::vector<std::string> records;
    std::size_t beats = 3;  // of each answered class of each record, evenly over it
    std::uint64_t seed = 1;
    // A beat that is known already is not measured again.
    std::function<bool(const std::string& record, std::size_t beat)> known = {};
};

// One method's map of one beat.
struct StudiedMap {
    std::string method;
    double deletion_gain = 0, insertion_gain = 0, beaten = 0;  // as Faithfulness has them
    double randomised_rho = std::numeric_limits<double>::quiet_NaN();
    // Pearson of the maps along the trace of two trainings of the same networks; NaN where there is one training.
    double agreement = std::numeric_limits<double>::quiet_NaN();
    double completeness = std::numeric_limits<double>::quiet_NaN();  // |δ| relative, where the method has it
};
struct StudiedBeat {
    std::string record;
    std::size_t beat = 0;
    std::string answer, label;  // of the networks, without rules of rhythm; of the annotator
    std::vector<StudiedMap> maps;
};
using StudySink = std::function<Result<void>(const StudiedBeat&)>;

struct LearnExplanationsRequest {
    std::string model_folder;
    std::string data_folder;
    std::string folds_folder;          // as FaithfulnessRequest has it; scales are then of beats that no model has seen
    std::vector<std::string> records;  // to learn from; those the model was trained on
    std::string output_folder;         // explanation.safetensors is written here
    std::size_t scale_beats = 2;       // of each answered class of each record
};
struct LearntExplanations {
    std::vector<std::string> classes;
    std::vector<std::size_t> mean_beats;  // that each class's mean is of
    std::size_t scale_beats = 0;
    std::uintmax_t bytes = 0;
};

}  // namespace triptych::inference
