// Is there a P wave, and is it the usual one? A P wave is a tenth of the QRS and often less than the noise of one beat;
// averaged over the beats around it stands out. Where the beats around have none in common, the atria fibrillate.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace triptych::beats {

inline constexpr std::size_t kPWaveFeatures = 6;
// All are about 0 for a beat whose P wave is that of its neighbours, and whose neighbours agree with each other.
inline constexpr std::array<std::string_view, kPWaveFeatures> kPWaveFeatureNames = {
    "P waves without order",     "P unlike neighbours'",   "P size beside neighbours'",
    "P remainder / neighbours'", "P energy / neighbours'", "neighbours' P / QRS"};
inline constexpr std::size_t kPDisorder = 0;  // column of "P waves without order"

// `windows` [n × kProductLength] of one lead in one scale, the QRS of the typical beat about 1 high; `on_time` [n], 1
// for beats that did not come early. [n × kPWaveFeatures] row-major. The stretch from 0.29 to 0.06 s before the mark,
// less its straight line, is compared with its mean over the neighbours: those on time among the 30 beats to either
// side, less the fifth of them with the most energy (noise, a T wave); where there are fewer than six, all of them.
// - "without order": 1 − the share of the neighbours' energy that lies in their mean, less what chance puts there.
//   0: the same wave before every QRS; 1: no wave in common (fibrillation; on a lead that hides P, noise).
// - "unlike": 1 − correlation with the mean. "size beside": the multiple of the mean that fits best, less 1.
// - "remainder", "energy": ln of what that multiple leaves of the beat, and of all its energy, over the neighbours'
//   average.
// - "neighbours' P / QRS": ln of the mean's root mean square over kUsualP, a usual one.
// Linear in the beats; any thread.
[[nodiscard]] std::vector<float> pWaveFeatures(std::span<const float> windows, std::span<const std::uint8_t> on_time);

}  // namespace triptych::beats
