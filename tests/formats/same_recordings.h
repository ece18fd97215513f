// Is a recording that was written and read again still the one that it was?
#pragma once

#include "core/domain/recording.h"

namespace triptych::test {

// Names, units, rates, lengths, missing samples and values of all leads; `steps` of the original's converter may lie
// between, or one of the copy's where that is coarser and `coarser` allows it.
void expectSame(const Recording& before, const Recording& after, double steps = 1, bool coarser = false);

// Times, codes and texts of all annotators; durations where the format has them.
void expectSameAnnotations(const Recording& before, const Recording& after, bool with_durations);

}  // namespace triptych::test
