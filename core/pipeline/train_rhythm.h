// Growing the model of strips from the PhysioNet/CinC Challenge 2017, and asking how good it is: strips of even number
// teach, odd ones report. LibTorch has no part in it.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/rhythm/strip_model.h"

#include <array>
#include <functional>
#include <string>

namespace triptych::pipeline {

enum class Strips { even, odd };

// Counts by truth and answer, of af, sinus, other and unreadable; `weighted` to the shares of the challenge's full set.
struct StripScore {
    std::array<std::array<double, rhythm::kStripClasses>, rhythm::kStripClasses> counts{};
    std::array<std::array<double, rhythm::kStripClasses>, rhythm::kStripClasses> weighted{};
    double f1 = 0, precision = 0, recall = 0;  // of af against the rest, weighted
};

// `folder` has REFERENCE.csv (version 3) and the strips. `tell` hears a line now and then. Errors: not_found,
// malformed, those of opening a strip, cancelled.
[[nodiscard]] Result<rhythm::StripModel> trainRhythm(const std::string& folder, std::uint64_t seed,
                                                     const std::function<void(const std::string&)>& tell,
                                                     const Job& job = {});
[[nodiscard]] Result<StripScore> scoreStrips(const std::string& folder, Strips strips, const rhythm::StripModel& model,
                                             const Job& job = {});

}  // namespace triptych::pipeline
