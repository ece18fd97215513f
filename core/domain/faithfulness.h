// Whether a map of attributions is what the model looked at: what the score does when the stretches that the map names
// are taken away or given back, beside orders that are drawn; how far the map moves when the beat hardly does; and
// whether it is still there when the model has forgotten everything.
#pragma once

#include <limits>
#include <string>
#include <vector>

namespace triptych {

// With one way of filling what was taken away.
struct FillerGain {
    std::string filler;         // "line" (across the gap), "mean" (the mean training beat), "noise"
    double deletion_gain = 0;   // mean area of drawn orders less the map's, in units of the explained score
    double insertion_gain = 0;  // the map's area less the mean of drawn orders'
};

// Taken over windows of the trace: everything that the model reads of it is made anew, and features stay as they are.
struct Faithfulness {
    std::vector<FillerGain> fillers;
    double deletion_gain = 0, insertion_gain = 0;  // means over the fillers; above 0: better than drawn orders
    int windows = 0;
    int orders = 0;     // drawn
    double beaten = 0;  // share of them whose deletion is worse than the map's
    // Largest change of the map over draws of the beat within 2 % of its range, over the map's own size; NaN: not
    // asked.
    double sensitivity_max = std::numeric_limits<double>::quiet_NaN();
    int sensitivity_draws = 0;
    // |Spearman's ρ| of the map with that of the same model with its weights shuffled; NaN where that cannot be made.
    double randomised_rho = std::numeric_limits<double>::quiet_NaN();

    // From what share of beaten orders on a map is shown as one that says something.
    static constexpr double kEnough = 0.95;
    [[nodiscard]] bool beatsRandom() const { return deletion_gain > 0 && beaten >= kEnough; }
};

}  // namespace triptych
