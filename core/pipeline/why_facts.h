// What can be measured of one beat that a clinician would give as a reason: how early it came, how wide its QRS is
// beside this patient's, whether a P stands before it. Measured from the beats and their waves, and from the features
// that a model was given; what could not be measured is not there.
#pragma once

#include "core/beats/signal_gaps.h"
#include "core/domain/beat.h"
#include "core/domain/waves.h"
#include "core/inference/feature_groups.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace triptych::pipeline {

enum class Fact : std::uint8_t {
    interval_before,  // the interval that ends at the beat, by the usual one
    interval_after,   // the one that begins there, likewise
    irregularity,     // mean change from one interval to the next around the beat, as a share
    qrs_width,        // of the QRS, by the median of this patient's beats that came on time
    qrs_breadth,      // the model's own measure of it; only where the marks tell no width
    qrs_shape,        // 1 - correlation with the typical beat's QRS
    qrs_size,         // of the QRS, by the typical beat's
    p_presence,       // how surely a P is there, 0 to 1
    p_shape,          // 1 - correlation with the P waves around
    p_order,          // how little the P waves around have in common, 0 to 1
    t_shape           // 1 - correlation with the typical beat's T
};
inline constexpr std::size_t kFacts = 11;
[[nodiscard]] std::string_view name(Fact fact);  // for programs: "qrs_width"
[[nodiscard]] inference::FeatureGroup groupOf(Fact fact);

struct MeasuredFact {
    Fact fact = Fact::interval_before;
    double value = 0;
    double sure = 1;    // 0..1, by the marks or the beats that it rests on
    double from_s = 0;  // the stretch that it was measured on
    double to_s = 0;
    std::string feature;                          // the feature that it was read from; empty: from beats or waves
    std::optional<double> measured_ms, usual_ms;  // of intervals and widths
};

// Borrowed while facts are measured.
struct FactSources {
    const BeatList* beats = nullptr;
    std::size_t beat = 0;
    const beats::SignalGaps* gaps = nullptr;  // null: none are known
    const LeadWaves* waves = nullptr;         // of the beats' lead, those around the beat at least; null: not known
    std::span<const std::string> features;    // what a model was given, and what they are called
    std::span<const float> values;
};
// What is to be had, in the order of Fact. The usual interval is the upper quartile of the forty nearest, as the
// feature "late RR" has it. A P is told absent only where most of the beats around show one.
[[nodiscard]] std::vector<MeasuredFact> factsOf(const FactSources& from);

// For an interval to be a usual one.
inline constexpr std::size_t kFewestBeats = 8;
// So many beats to either side are looked at.
inline constexpr std::size_t kFactsReach = 45;

}  // namespace triptych::pipeline
