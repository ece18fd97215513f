#include "core/inference/feature_groups.h"

#include "core/inference/model_inputs.h"

#include <algorithm>

namespace triptych::inference {

std::string_view name(FeatureGroup group) {
    switch (group) {
        case FeatureGroup::timing:
            return "timing";
        case FeatureGroup::qrs:
            return "qrs";
        case FeatureGroup::p:
            return "p";
        case FeatureGroup::t:
            return "t";
        case FeatureGroup::around:
            return "around";
        case FeatureGroup::other:
            break;
    }
    return "other";
}

text::Said inWords(FeatureGroup group) {
    switch (group) {
        case FeatureGroup::timing:
            return "Timing";
        case FeatureGroup::qrs:
            return "QRS";
        case FeatureGroup::p:
            return "P wave";
        case FeatureGroup::t:
            return "T wave";
        case FeatureGroup::around:
            return "Beats around";
        case FeatureGroup::other:
            break;
    }
    return "Other features";
}

FeatureGroup groupOf(std::string_view feature) {
    if (feature.starts_with("QRS")) return FeatureGroup::qrs;
    if (feature.starts_with("T ")) return FeatureGroup::t;
    if (feature.starts_with("P ") || feature.starts_with("neighbours' P")) return FeatureGroup::p;
    if (feature.starts_with("pre-RR") || feature.starts_with("post-RR")) return FeatureGroup::timing;
    static const std::vector<std::string> known = rrFeatureNames();
    return std::ranges::find(known, feature) != known.end() ? FeatureGroup::around : FeatureGroup::other;
}

}  // namespace triptych::inference
