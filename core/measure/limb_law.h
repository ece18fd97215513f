// Einthoven's law, II = I + III, as a test of the limb leads' gains: a database that scales each lead by itself, or a
// wrong gain in a header, turns every axis.
#pragma once

#include <optional>
#include <span>

namespace triptych::measure {

// What I, II and III are to be multiplied by so that II = I + III, III's being 1.
struct LimbScales {
    double i = 1, ii = 1;
    bool corrected = false;  // they are not all 1: the leads' own gains contradict the law, and these do not
};

// The three leads' samples over one stretch, as many of each. {1, 1} where the law holds to a tenth of what the leads
// are large; other scales where they alone make it hold, to a fiftieth; nothing where nothing does, and the leads
// contradict each other. NaN takes no part. Any thread.
[[nodiscard]] std::optional<LimbScales> limbScales(std::span<const float> i, std::span<const float> ii,
                                                   std::span<const float> iii);

}  // namespace triptych::measure
