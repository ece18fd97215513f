// A reader's own model that came as TorchScript: a network whose code lies in the file. Loading it runs that code, so
// whoever calls this has asked the reader first.
#pragma once

#include "core/domain/error.h"
#include "core/inference/module/zoo/network.h"

#include <memory>
#include <string>

namespace triptych::inference::zoo {

// Its forward() takes one tensor for each input, in order, then the RR features where `takes_rr`, and returns logits
// [B × K]. Gradients reach the inputs; there is no convolution to show (hasTaps() is false).
// Errors: malformed (no TorchScript, or made by a newer LibTorch).
[[nodiscard]] Result<std::shared_ptr<Network>> loadScriptNetwork(const std::string& path, bool takes_rr);

}  // namespace triptych::inference::zoo
