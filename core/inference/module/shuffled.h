// A model that has forgotten what it learnt: the null of explanations, whose maps should not survive it.
#pragma once

#include "core/inference/module/bundle.h"

#include <cstdint>
#include <memory>

namespace triptych::inference {

// The same networks with each weight tensor's values in a drawn order, so that their sizes stay as they were; constants
// of normalisation and the fusion are kept. Nothing where a network came as code.
[[nodiscard]] std::shared_ptr<const Bundle> shuffled(const Bundle& bundle, std::uint64_t seed);

// A bundle of the same card with networks of its own, equal in every weight; nothing where a network came as code.
[[nodiscard]] std::shared_ptr<Bundle> copied(const Bundle& bundle);

}  // namespace triptych::inference
