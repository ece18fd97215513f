// An explanation added up by what a reader thinks in: timing, QRS, P, T, the beats around, the trace by its waves, the
// picture by its bands. With the score of what the beat is held against the sums make the score.
#pragma once

#include "core/domain/explanation.h"
#include "core/inference/feature_groups.h"
#include "core/pipeline/beat_segments.h"
#include "core/text/said.h"

#include <optional>
#include <string>
#include <vector>

namespace triptych::pipeline {

struct SumMember {
    text::Said name;      // "pre-RR / late RR", "QRS", "5–15 Hz", "2nd beat before"
    std::string feature;  // its name on the axis of features; empty: it is none
    double value = 0;
    std::optional<double> seen;  // what the model saw of the beat itself
};

enum class SumKind : std::uint8_t { features, trace, picture, together };
struct AttributionSum {
    std::string id;  // for programs: "timing", "trace"
    text::Said title;
    SumKind kind = SumKind::features;
    inference::FeatureGroup group = inference::FeatureGroup::other;  // of features
    double sum = 0;
    std::vector<SumMember> members;  // largest first; they add up to it
};

// One for each group of features that the explanation has, then the trace, then the picture (an STFT, a scalogram or a
// spectrum). A feature counts with what it did in the input "rr" and in the beat's own column of "neighbours"; what the
// columns of the other beats did is of the group around. `segments`: segmentTable() of the same explanation. All inputs
// of the explanation take part, so that the sums add up to all of them.
[[nodiscard]] std::vector<AttributionSum> attributionSums(const Explanation& explanation,
                                                          const std::vector<LeadSegments>& segments);
// What makes the sums the score where the method's do not: parts that stand for one another lose less alone than
// together, parts that need one another more. Nullopt where they add up, where the map knows no sign, and where nothing
// is known that the beat is held against.
[[nodiscard]] std::optional<AttributionSum> sumTogether(const Explanation& explanation,
                                                        const std::vector<AttributionSum>& sums);
// The score of what the beat is held against and the sums make the score.
[[nodiscard]] bool makesTheScore(const Explanation& explanation);
[[nodiscard]] const AttributionSum* sumOf(const std::vector<AttributionSum>& sums, inference::FeatureGroup group);

// What the beat's own features were, as the model saw them: names and values, as many. Empty where it saw none.
struct SeenFeatures {
    std::vector<std::string> names;
    std::vector<float> values;
};
[[nodiscard]] SeenFeatures seenFeatures(const Explanation& explanation);

}  // namespace triptych::pipeline
