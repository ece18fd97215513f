// What the laboratory is asked of a method's maps over many beats: whether they add up, and how much they share with
// the signal beside those of a model that has learnt nothing.
#pragma once

#include "core/domain/error.h"
#include "core/statistics/information.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <vector>

namespace triptych::inference {

struct AttributionStudyRequest {
    std::string model_folder;
    std::string data_folder;           // of MIT-BIH's records, with svdb inside it or beside them
    std::vector<std::string> records;  // "101", "svdb/800"
    std::string method = "integrated_gradients";
    std::size_t beats = 6;  // of each answered class of each record, evenly over it
    std::uint64_t seed = 1;
};

struct AttributedBeat {
    std::string record;
    std::size_t beat = 0;
    std::string answer;  // of the networks, without rules of rhythm; what is explained is its fused score
    double completeness = std::numeric_limits<double>::quiet_NaN();  // as Explanation has it: relative
    int steps = 0;
    // Mutual information of the trace and its map, by the model as it is and with its weights shuffled.
    statistics::AgainstChance trained, shuffled;
};
using AttributedSink = std::function<Result<void>(const AttributedBeat&)>;

}  // namespace triptych::inference
