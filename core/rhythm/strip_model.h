// What a stretch of half a minute is, by all its figures together: atrial fibrillation, sinus rhythm, another rhythm,
// or nothing that can be read. Forests of boosted trees, grown by "triptych-cli train rhythm", kept with what they were
// grown from and how well they did in one file of JSON.
#pragma once

#include "core/domain/error.h"
#include "core/rhythm/boosted_trees.h"
#include "core/rhythm/window_features.h"

#include <array>
#include <memory>
#include <string>
#include <vector>

namespace triptych::rhythm {

enum StripClass : std::size_t { kStripAf, kStripSinus, kStripOther, kStripUnreadable, kStripClasses };
inline constexpr std::array<std::string_view, kStripClasses> kStripClassNames = {"af", "sinus", "other", "unreadable"};
using StripProbability = std::array<double, kStripClasses>;

struct StripModel {
    std::string title;
    std::string trained_on;
    double af_limit = 0.5;   // from here on a stretch is called fibrillation
    double held_out_f1 = 0;  // of fibrillation against the rest, on strips held out
    std::vector<BoostedTrees> forests;

    // The mean over the forests.
    [[nodiscard]] StripProbability probability(const WindowFeatures& figures) const;
    // af where its probability reaches the limit, else the likeliest of the others.
    [[nodiscard]] StripClass winner(const StripProbability& probability) const;
};
using StripModelPtr = std::shared_ptr<const StripModel>;

[[nodiscard]] std::string toJson(const StripModel& model);
// Errors: malformed (not what toJson writes: other figures or classes, trees that lead nowhere).
[[nodiscard]] Result<StripModel> stripModelFrom(const std::string& json, const std::string& where);

// rhythm/rhythm.json among the models: read on the first call and kept. Any thread. Errors: not_found, and those of
// stripModelFrom().
[[nodiscard]] Result<StripModelPtr> shippedStripModel();

}  // namespace triptych::rhythm
