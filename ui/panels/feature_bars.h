// An explanation's named features as bars: what each said of the beat itself, and what the beats around it said.
#pragma once

#include "core/domain/explanation.h"
#include "ui/panels/signed_bars.h"

#include <vector>

namespace triptych::ui {

// The bars that did most, in falling order, and one for the sum of all others, so that nothing is lost from the total
// of the inputs "rr" and "neighbours". A feature's bar is what the beat's own value of it did, in either input; all
// that the beats before did is one bar more, and all that those after did another. Empty where the model reads neither.
[[nodiscard]] std::vector<SignedBar> featureBars(const Explanation& explanation);

}  // namespace triptych::ui
