// How much a map along the trace shares with the trace itself (Oladunni & Aneni 2025): association, and no test of
// whether the map is true of the model (docs/methods.md §6).
#pragma once

#include "core/domain/explanation.h"
#include "core/statistics/information.h"

#include <optional>

namespace triptych::inference {

// Mutual information of the beat's samples and the size of their attributions, 16 equal-width bins each, beside 200
// circular shifts. Nothing where the explanation has no map of the trace.
[[nodiscard]] std::optional<statistics::AgainstChance> signalInformation(const Explanation& explanation);

}  // namespace triptych::inference
