// What an explanation adds up to, as bars: from what the beat is held against over timing, QRS, P, T, the beats around,
// trace and picture to the score, each group with its members folded away.
#pragma once

#include "core/domain/explanation.h"
#include "ui/panels/signed_bars.h"
#include "ui/state/why_state.h"

#include <set>
#include <string>
#include <vector>

namespace triptych::ui {

// The id of bars that stand for what the model was told of the beats around.
inline constexpr const char* kAroundBar = "beats around";

// Rows of the groups, the largest first; of those in `open` the members below them, the smallest of many as one. The
// explanation's own baseline stands above and the score below them where the explanation adds up to it.
[[nodiscard]] std::vector<SignedBar> sumBars(const WhyState& state, const Explanation& explanation,
                                             const std::set<std::string>& open);

}  // namespace triptych::ui
