// Heart beats of one recording, as found by the detector or as marked by a reference annotator.
#pragma once

#include "core/domain/annotation.h"

#include <cstdint>
#include <string>
#include <vector>

namespace triptych {

enum class BeatOrigin { detected, reference };

struct Beat {
    std::int64_t sample = 0;           // R peak (or reference mark), in samples of the analysed lead
    std::uint8_t code = kUnknownBeat;  // reference label; kNormal for a detected beat nobody labelled yet
};

struct BeatList {
    std::size_t lead = 0;  // index of the analysed lead
    std::string lead_name;
    double rate_hz = 0;  // of that lead; time_s = sample / rate_hz
    BeatOrigin origin = BeatOrigin::detected;
    std::vector<Beat> beats;  // by ascending sample
};

}  // namespace triptych
