// How strong the maps of a model are as a rule, measured on the recording at hand where the model's folder does not say
// (docs/decisions/0080-how-maps-are-drawn.md).
#pragma once

#include "core/domain/explanation.h"
#include "core/domain/job.h"
#include "core/pipeline/map_source.h"

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace triptych::pipeline {

inline constexpr std::size_t kScaleBeats = 24;    // that are asked, evenly over the recording
using MapScales = std::map<std::string, double>;  // by input: the 99th percentile of its cells' sizes

// Has it a map whose scale nobody measured?
[[nodiscard]] bool wantsScales(const Explanation& explanation);

// What was gathered of a source so far.
class MapSizes {
public:
    // Makes the maps that are missing; what was made stays where it is stopped. Maps that cannot be made are passed
    // over. Errors: cancelled; that of the last map where none could be made.
    [[nodiscard]] Result<void> gather(const MapSource& source, const Job& job);
    [[nodiscard]] MapScales scales() const;
    [[nodiscard]] std::size_t maps() const { return maps_; }

private:
    std::size_t next_ = 0, maps_ = 0;
    std::map<std::string, std::vector<float>> sizes_;
};

// Where the explanation has none; it says then that they are the recording's.
void putScales(const MapScales& scales, Explanation& explanation);

}  // namespace triptych::pipeline
