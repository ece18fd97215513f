// FHIR's SampledData: numbers in one text, with an origin, a factor and a period, as the leads they stand for.
#pragma once

#include "core/formats/decoded_recording.h"

#include <nlohmann/json_fwd.hpp>

#include <string>

namespace triptych::formats {

// Adds one lead, or one for each dimension. R4's period and R5's interval are read; E (error) is a missing sample, and
// so are U and L (beyond the limits), which is said. What cannot be read is left out with a warning.
// `rate_hz` is what the reader says where the samples state no period (0: nothing). False where only that was missing.
bool addSampledData(const nlohmann::json& data, const std::string& name, double rate_hz, DecodedRecording& out);

// A member that is a text, and one that is a number; else "" and `otherwise`.
[[nodiscard]] std::string textOf(const nlohmann::json& object, const char* key);
[[nodiscard]] double numberOf(const nlohmann::json& object, const char* key, double otherwise);

}  // namespace triptych::formats
