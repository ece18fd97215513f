// The dot of a QRS stands on a deflection's top. The network says which one it means; where its top is, the lead says.
#pragma once

#include "core/waves/lead_reader.h"

#include <array>

namespace triptych::waves {

// The peak of {onset, peak, end} on the turning point of the lead that is nearest to it, if that deflection is more
// than a ripple beside the largest one of the QRS (the small R of an rS is the wave that readers mark), and else on the
// largest: against the level before the onset, between the samples at kNetwork_hz. As it was where the lead does not
// turn between onset and end.
[[nodiscard]] Mark snapped(const LeadReader& lead, const std::array<Mark, 3>& qrs);

}  // namespace triptych::waves
