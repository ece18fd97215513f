// Why a call into LibTorch failed, in one line: its own what() brings the stack along.
#pragma once

#include <c10/util/Exception.h>

#include <exception>
#include <string>

namespace triptych::inference {

[[nodiscard]] inline std::string reasonOf(const std::exception& thrown) {
    const auto* torch = dynamic_cast<const c10::Error*>(&thrown);
    const std::string text = torch != nullptr ? torch->what_without_backtrace() : thrown.what();
    return text.substr(0, text.find('\n'));
}

}  // namespace triptych::inference
