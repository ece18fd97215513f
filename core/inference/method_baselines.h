// Which methods ask what a beat adds to another input, so that a baseline (explanation_methods.h) means something to
// them.
#pragma once

#include <string>

namespace triptych::inference {

// By id or short name; false for a method that is not there.
[[nodiscard]] bool isHeldAgainst(const std::string& method);

}  // namespace triptych::inference
