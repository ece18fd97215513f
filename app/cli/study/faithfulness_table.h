// What `study faithfulness` measured, beat by beat and as a table.
#pragma once

#include "app/cli/console/json.h"
#include "core/domain/error.h"
#include "core/inference/explanation_studies.h"

#include <string>
#include <vector>

namespace triptych::cli {

// One method over the beats that were answered with one class.
struct MethodRow {
    std::string method, answer;
    std::size_t beats = 0, records = 0;
    double gain = 0, low = 0, high = 0;  // mean deletion gain over random, and its 95 % interval by record
    double insertion = 0;
    double faithful = 0;    // share of beats whose map beats 95 % of the drawn orders
    double randomised = 0;  // median |ρ| with the map of shuffled weights
    double agreement = 0;   // median Pearson of two trainings
    int rank = 0;           // among the methods, by gain; 1 is best
};
struct FaithfulnessTable {
    std::string model, set;
    bool by_folds = false, by_seeds = false;  // explained by folds; agreement with those of another seed
    std::vector<inference::StudiedBeat> beats;
    std::vector<MethodRow> rows;    // by class, then by rank
    std::vector<std::string> best;  // methods by their mean rank over N, S and V, best first
    double complete = 0;            // share of beats on which Integrated Gradients add up within 1 %
};

[[nodiscard]] FaithfulnessTable tableOf(std::string model, std::string set, bool by_folds, bool by_seeds,
                                        std::vector<inference::StudiedBeat> beats);
[[nodiscard]] std::string markdownOf(const FaithfulnessTable& table);
[[nodiscard]] Json jsonOf(const FaithfulnessTable& table);

// A beat as a line of JSON, and back. Errors: malformed.
[[nodiscard]] Json jsonOf(const inference::StudiedBeat& beat);
[[nodiscard]] Result<inference::StudiedBeat> beatOf(const std::string& line, const std::string& where);

}  // namespace triptych::cli
