// What a model of whole recordings says: a probability for every label, how it came from the stretches that the model
// was given one by one, and what stood in for what the recording does not have.
#pragma once

#include "core/domain/error.h"
#include "core/domain/prediction.h"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace triptych {

struct RecordingAnswer {
    ModelInfo model;
    std::vector<float> probability;          // [K] of the whole; its sum is 1 unless the model is multi-label
    double window_s = 0;                     // how long each stretch is
    std::vector<double> window_start_s;      // [W] ascending
    std::vector<float> window_probability;   // [W × K]
    std::vector<std::string> missing_leads;  // zeros stood in for them
    double padded_s = 0;                     // zeros behind a recording that is shorter than a stretch
    double missing_s = 0;                    // of samples that are not there, over all leads: zeros stood in for them
    std::vector<Warning> warnings;

    [[nodiscard]] std::span<const float> window(std::size_t index) const {
        return std::span(window_probability).subspan(index * model.classes.size(), model.classes.size());
    }
    // The likeliest label; the first of equals.
    [[nodiscard]] std::size_t winner() const;
    // Does the model say this label? Of several those from their threshold on, of exclusive ones the likeliest.
    [[nodiscard]] bool says(std::size_t label) const;
    // The stretch that holds a time, the nearer one outside of all.
    [[nodiscard]] std::size_t windowAt(double time_s) const;
};

// How the answer came about and what stood in for what, a clause each, without full stops; never empty.
[[nodiscard]] std::vector<std::string> remarksOn(const RecordingAnswer& answer);

}  // namespace triptych
