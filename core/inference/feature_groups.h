// Which part of a reader's reasoning a named feature belongs to: when the beat came, its QRS, P or T, or the beats
// around it. Bars, sums and sentences group features by this and by nothing else.
#pragma once

#include "core/text/said.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace triptych::inference {

enum class FeatureGroup : std::uint8_t { timing, qrs, p, t, around, other };
inline constexpr std::size_t kFeatureGroups = 6;

[[nodiscard]] std::string_view name(FeatureGroup group);  // for programs: "timing", "qrs"
[[nodiscard]] text::Said inWords(FeatureGroup group);     // for people: "Timing"

// Of a name among rrFeatureNames(): an interval that begins or ends at the beat is its timing, any other interval tells
// of the beats around. `other` for a name of nobody's.
[[nodiscard]] FeatureGroup groupOf(std::string_view feature);

}  // namespace triptych::inference
