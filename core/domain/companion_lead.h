// A second view of the same beats, for a model that can use one and does not need it.
#pragma once

#include "core/domain/recording.h"

#include <cstddef>
#include <optional>

namespace triptych {

// V1, where atria and bundle branches tell most, else V2, V5, II or MLII, else the first other ECG lead by name that
// was recorded and not derived. Empty when the recording has no such lead beside `lead`.
[[nodiscard]] std::optional<std::size_t> companionLead(const Recording& recording, std::size_t lead);

}  // namespace triptych
