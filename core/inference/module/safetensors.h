// Weights on disk: safetensors (8-byte little-endian header length, JSON header, raw little-endian data). Python reads
// them, and loading runs no code. F32 and I64 occur in weights and checkpoints; F16, I32 and U8 in prepared beats.
#pragma once

#include "core/domain/error.h"

#include <torch/types.h>

#include <map>
#include <string>

namespace triptych::inference {

using TensorMap = std::map<std::string, torch::Tensor>;

// Errors: not_found, not_readable, truncated, malformed (each check of the header says what it found).
[[nodiscard]] Result<TensorMap> readSafetensors(const std::string& path,
                                                std::map<std::string, std::string>* metadata = nullptr);
// Half floats, bytes and whole numbers keep their type; everything else is stored as F32. Writes beside the target,
// then renames: a full disk leaves the old file whole. Errors: io_failed.
[[nodiscard]] Result<void> writeSafetensors(const std::string& path, const TensorMap& tensors,
                                            const std::map<std::string, std::string>& metadata = {});

// SHA-256 of a file, lower-case hex. Errors: not_found, not_readable.
[[nodiscard]] Result<std::string> sha256OfFile(const std::string& path);

}  // namespace triptych::inference
