// JSON for programs: keys in the order they were written, numbers that read back exactly, NaN as null.
#pragma once

#include "core/domain/error.h"
#include "core/text/said.h"

#include <nlohmann/json.hpp>

#include <span>
#include <string>
#include <vector>

namespace triptych::cli {

using Json = nlohmann::ordered_json;

// A number, or null where it is none (JSON has no NaN and no infinity).
[[nodiscard]] Json jsonNumber(double value);
[[nodiscard]] Json jsonNumber(float value);
[[nodiscard]] Json jsonNumbers(std::span<const double> values);
[[nodiscard]] Json jsonNumbers(std::span<const float> values);

// Row-major values as nested arrays: shape {2, 3} gives [[a, b, c], [d, e, f]]. The shape's product is values.size().
[[nodiscard]] Json jsonNested(std::span<const float> values, std::span<const std::size_t> shape);

[[nodiscard]] Json jsonSaid(const std::vector<text::Said>& sentences);
[[nodiscard]] Json jsonWarnings(const std::vector<Warning>& warnings);

// Without line breaks, as everything here; bytes that are not UTF-8 are replaced by U+FFFD.
[[nodiscard]] std::string jsonWords(const Json& json);
// An object's members without its braces, so that an object can be written part by part.
[[nodiscard]] std::string jsonMembers(const Json& object);

// One line and a newline; bytes that are not UTF-8 are replaced by U+FFFD.
[[nodiscard]] std::string jsonText(const Json& json);

}  // namespace triptych::cli
