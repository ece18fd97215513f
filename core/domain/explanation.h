// Why a model gave a beat, or a recording, its score for one class: attributions over every input of the model, each on
// axes with units, so that an overlay lies exactly where the model looked.
#pragma once

#include "core/domain/faithfulness.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace triptych {

struct AttributionAxis {
    std::string name;                // "time", "frequency", "channel", "feature", "lead"
    std::string unit;                // "s" (from the start of the recording), "Hz", ""
    std::vector<double> values;      // centre of each cell; empty when the axis is named
    std::vector<std::string> names;  // "beat", "beat − typical beat"; "pre-RR / local RR"
};

// One model input: the beat, its time-frequency picture, the RR features, those of the beats around it; or all leads of
// a stretch.
struct Attribution {
    std::string input;                  // "time", "time_frequency", "rr", "neighbours"; "leads", [lead, time]
    std::vector<AttributionAxis> axes;  // outermost first; values are row-major over them
    std::vector<float> values;          // attribution of each cell, in units of the explained score
    std::vector<float> seen;            // what the model saw there, the same shape (its own preprocessing applied)
    double sum = 0;                     // of values
    // What is drawn at full strength: the 99th percentile of |values| of this model and method over held-out beats, so
    // that a weak map looks weak; 0 where nobody measured it.
    double scale = 0;
};

// A named part of the input and what it is worth as a whole: a stretch of the beat, a band, a group of features.
struct ExplainedPart {
    std::string name;           // "QRS", "4 – 12 Hz", "rhythm"
    std::string input;          // that it lies on
    double from = 0, to = 0;    // in s from the start of the recording, or in Hz; both 0: features
    double value = 0;           // in units of the explained score
    double standard_error = 0;  // of value, where it was drawn
};

struct Explanation {
    std::string method;  // an id of core/inference/explanation_methods.h: "integrated_gradients"
    std::string class_name;
    std::string against;            // the class whose score is taken off it; empty: none
    std::string branch;             // the branch whose logit is explained; empty: the fused score
    std::string baseline;           // what the beat is held against, an id of ExplainRequest; empty: nothing
    std::size_t beat = 0;           // index into the beat list
    bool of_recording = false;      // of a stretch of the recording, and of no beat
    std::string score_name;         // what is explained, in words: "fused score O_V"
    double score = 0;               // F(x)
    double baseline_score = 0;      // F(x'), where `baseline` is named
    double completeness_error = 0;  // δ = Σ attributions − (F(x) − F(x')); NaN where the method has no completeness
    double completeness_relative = 0;  // |δ| / max(|F(x)−F(x')|, 1e-3); NaN likewise
    bool converged = true;             // the 1 % bound was met; always true for methods without completeness
    bool has_completeness = false;
    int steps = 0;                      // integration steps used
    bool is_signed = true;              // Grad-CAM is not
    std::optional<std::uint64_t> seed;  // of a method that draws
    std::vector<std::string> remarks;   // what must be known to read it: that it did not converge, what was left out
    std::vector<Attribution> inputs;
    std::vector<ExplainedPart> parts;   // of a method that weighs named parts; they are spread over the cells as well
    std::optional<Faithfulness> badge;  // where it was asked for and the method has a map
    bool scale_of_recording = false;    // Attribution::scale was measured on the recording at hand, for want of another
};

// The attribution of the input with that name, or null; it belongs to the explanation.
[[nodiscard]] inline const Attribution* inputNamed(const Explanation& explanation, std::string_view name) {
    for (const Attribution& input : explanation.inputs) {
        if (input.input == name) return &input;
    }
    return nullptr;
}

}  // namespace triptych
