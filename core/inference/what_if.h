// What a model would say if part of what it was given had been otherwise: masked stretches of the trace, cells of the
// picture, features. Plain values; the answer comes from Model::whatIf().
#pragma once

#include "core/domain/error.h"
#include "core/text/said.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace triptych::inference {

enum class MaskKind : std::uint8_t {
    trace,    // a stretch of the signal, and everything that is computed from it
    picture,  // cells of the time-frequency picture, the scalogram or the spectrum, by their centres
    feature,  // one named feature of the beat
    around    // what the model was told of the beats around it
};

struct Mask {
    static constexpr double kEver = std::numeric_limits<double>::infinity();
    MaskKind kind = MaskKind::trace;
    double from_s = -kEver, to_s = kEver;  // of the recording; trace and picture
    double from_hz = 0, to_hz = kEver;     // picture
    std::string feature;
    std::string lead;  // of a model of whole recordings: this lead alone; empty: all
    friend bool operator==(const Mask&, const Mask&) = default;
};

// What stands in the place of what is masked. Features become those of a usual beat; with noise, another beat's.
enum class Filler : std::uint8_t {
    line,     // a straight line between the samples beside it; a picture's lowest value
    typical,  // the patient's typical beat; where a model knows none, a line
    noise     // as much noise as there was signal, by the seed
};
[[nodiscard]] std::string_view name(Filler filler);
[[nodiscard]] text::Said inWords(Filler filler);
// By name. Errors: wrong_use, with those that there are.
[[nodiscard]] Result<Filler> fillerOf(std::string_view name);

struct WhatIfRequest {
    std::vector<Mask> masks;
    Filler filler = Filler::line;
    std::uint64_t seed = 1;
    friend bool operator==(const WhatIfRequest&, const WhatIfRequest&) = default;
};

// Flat arrays over K classes and M branches.
struct WhatIfAnswer {
    std::vector<std::string> classes, branches;
    std::vector<float> before, after;                // [K] probabilities
    std::vector<float> branch_before, branch_after;  // [M × K]; empty: no branches are told
    std::size_t masked_cells = 0;                    // 0: nothing of what the model sees lies under the masks
    std::vector<text::Said> remarks;                 // what must be known to read it
};

}  // namespace triptych::inference
