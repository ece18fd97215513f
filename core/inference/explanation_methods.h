// The methods by which a score can be explained, as plain values that need no LibTorch: menus, help, settings and the
// command line are made from this table, and core/explain from the same list.
#pragma once

#include "core/domain/error.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace triptych::inference {

// What a method asks of a model beside answers to inputs of its choice, which every model gives.
struct MethodNeeds {
    bool gradients = false;    // of a score, to the inputs
    bool convolution = false;  // the activations of a last convolution: not of a network that came as code
    bool attention = false;    // the network's own attention weights
};

// What an explanation by this method holds.
struct MethodGives {
    bool is_signed = true;     // for and against; else weights from 0 up
    bool maps = true;          // cells of traces and pictures
    bool features = false;     // bars: the named features of a beat and of those around it
    bool adds_up = false;      // the attributions' sum is checked against the score's difference
    bool of_class = true;      // false: the same whatever class is asked for
    bool differences = false;  // can explain one class's score against another's
    bool draws = false;        // depends on ExplainRequest::seed
};

// Passes through the model for one beat, as the product model needs them; about, where it depends on the input.
struct MethodCost {
    int forward = 1;
    int backward = 0;
};

struct MethodInfo {
    std::string_view id;           // as programs and settings have it: "integrated_gradients"
    std::string_view title;        // as people read it: "Integrated Gradients"
    std::string_view short_names;  // other spellings that are understood, with spaces between
    std::string_view describes;    // one clause
    MethodNeeds needs = {};
    MethodGives gives = {};
    MethodCost cost = {};
};

// In the order of menus; the first is the default.
[[nodiscard]] std::span<const MethodInfo> explanationMethods();
[[nodiscard]] const MethodInfo& defaultMethod();
// By id or short name, "-" for "_". The table outlives everything. Errors: wrong_use, with the ids that there are.
[[nodiscard]] Result<const MethodInfo*> methodOf(std::string_view name);

// A stretch of a beat under a name of its own ("QRS"), in s from the start of the recording.
struct NamedStretch {
    std::string name;
    double from_s = 0, to_s = 0;
    friend bool operator==(const NamedStretch&, const NamedStretch&) = default;
};

// What somebody wants explained, and how.
struct ExplainRequest {
    std::string method = std::string(defaultMethod().id);  // an id
    std::string class_name = {};
    std::string against = {};  // another class: what speaks for the first rather than for this one; empty: no other
    std::uint64_t seed = 1;    // of a method that draws
    std::string branch = {};   // by name: its logit is explained; empty: the fused score
    // Of a method that holds the beat against another input: an id of baselines(); empty: the first that the model has.
    std::string baseline = {};
    std::vector<NamedStretch> stretches = {};  // of a method that weighs named parts; empty: by the clock
    bool badge = false;  // test the map, too (core/domain/faithfulness.h): takes up to a second more
    friend bool operator==(const ExplainRequest&, const ExplainRequest&) = default;
};
// An input that says nothing, or something else, for methods that ask what the beat adds to it.
struct BaselineInfo {
    std::string_view id;
    std::string_view describes;  // one clause
};
// "rival": the mean training beat of the class explained against; where none is named, of V for N and of N for all
// others. "mean_n": that of N. "silence": an isoelectric line, its picture at the clip floor, a regular rhythm.
[[nodiscard]] std::span<const BaselineInfo> baselines();

// Can the method do what the request asks for? Errors: wrong_use (no such method or baseline; a difference, where it
// has none; a class against itself).
[[nodiscard]] Result<const MethodInfo*> methodFor(const ExplainRequest& request);

}  // namespace triptych::inference
