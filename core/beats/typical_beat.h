// The record's own typical beat: what each beat is compared with, so that a model sees how a beat differs from its
// neighbours and not whose heart it is. No labels are needed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace triptych::beats {

inline constexpr std::size_t kTypicalBeatSubsample = 400;
inline constexpr std::size_t kFewestOnTime = 20;

// Element-wise median over beats of `windows` [n × length], row-major (as productWindows() gives them): `length`
// values in the windows' unit; zeros when n = 0. `windows.size()` must be a multiple of `length`. Of more than
// kTypicalBeatSubsample beats, that many are taken, spread over the record, one at random (always the same) from each
// of as many equal shares. No value may be NaN.
// `on_time` [n], where given, is 0 for beats that came early: they are left out as long as kFewestOnTime others remain.
// Ectopic beats are mostly early, so the reference stays a normal beat where most beats of a record are ectopic.
// Limit: the median is the commonest shape only while that shape makes up more than half of the beats it is taken from.
// In a paced record the typical beat *is* the paced one, and between two shapes of equal share it is neither. What is
// made of it must stay meaningful then.
[[nodiscard]] std::vector<float> typicalBeat(std::span<const float> windows, std::size_t length,
                                             std::span<const std::uint8_t> on_time = {});

}  // namespace triptych::beats
