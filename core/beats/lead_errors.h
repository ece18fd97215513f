// Why a lead cannot be asked for beats or judged, in one wording for everything that asks. Private to this room.
#pragma once

#include "core/domain/beat.h"
#include "core/domain/error.h"
#include "core/domain/recording.h"
#include "core/text/said.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace triptych::beats {

// Nothing where all is well.
[[nodiscard]] std::optional<Error> troubleWithLead(const Recording& recording, std::size_t lead);  // out_of_range
[[nodiscard]] std::optional<Error> troubleWithKind(const Recording& recording);  // unsupported (no_beats.h)
[[nodiscard]] std::optional<Error> troubleWithDetecting(const Recording& recording, std::size_t lead);  // unsupported
[[nodiscard]] std::optional<Error> troubleWithAssessing(const Recording& recording, std::size_t lead);  // unsupported

// "looking for beats was stopped"
[[nodiscard]] std::unexpected<Error> stoppedWhile(const text::Said& doing, const Recording& recording);

// The detector's beats of a lead from their R peaks.
[[nodiscard]] BeatList detectedBeats(const Recording& recording, std::size_t lead,
                                     const std::vector<std::int64_t>& peaks);

}  // namespace triptych::beats
