// The limb leads that twelve-lead files leave out, because they follow from I and II (Einthoven, Goldberger).
#pragma once

#include "core/domain/recording.h"

namespace triptych::formats {

// III, aVR, aVL and aVF behind II, marked as derived, where I and II are there with one rate, scale, unit and length
// and none of the four is. Computed when asked for, and exact: III = II - I in I's units, and of aVR = -(I + II)/2, aVL
// = (2I - II)/2, aVF = (2II - I)/2 the numerators with twice the gain, so that nothing is rounded. Channel numbers of
// annotations are moved along.
void deriveLimbLeads(Recording& recording);

}  // namespace triptych::formats
