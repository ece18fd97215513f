// By what a recording is known again, wherever its file lies and whatever it is called.
#pragma once

#include "core/domain/recording.h"

#include <string>

namespace triptych::store {

// SHA-256 (hex) over the format, the lead table (names as in the file, rates, lengths) and the stored values of blocks
// spread evenly over every lead: at most 32 blocks of 128 samples a lead, of at most 16 leads, so that a day costs
// milliseconds. Derived leads do not count, nor do gains, units and comments: a corrected header leaves labels where
// they are. Any thread; empty where SHA-256 is not to be had.
[[nodiscard]] std::string identityOf(const Recording& recording);

}  // namespace triptych::store
