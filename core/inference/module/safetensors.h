// Weights on disk: safetensors (core/files/safetensors_layout.h) as tensors. Python reads them, and loading runs no
// code. F32 and I64 occur in weights and checkpoints; F16, I32 and U8 in prepared beats.
#pragma once

#include "core/domain/error.h"

#include <torch/types.h>

#include <map>
#include <string>

namespace triptych::inference {

using TensorMap = std::map<std::string, torch::Tensor>;

// Takes no more memory than the file has bytes. Errors: those of files::MappedFile and of readSafetensorsLayout().
[[nodiscard]] Result<TensorMap> readSafetensors(const std::string& path,
                                                std::map<std::string, std::string>* metadata = nullptr);
// Half floats, bytes and whole numbers keep their type; everything else is stored as F32. Writes beside the target,
// then renames: a full disk leaves the old file whole. Errors: io_failed.
[[nodiscard]] Result<void> writeSafetensors(const std::string& path, const TensorMap& tensors,
                                            const std::map<std::string, std::string>& metadata = {});

// SHA-256 of a file, lower-case hex; read piece by piece. Errors: those of files::MappedFile.
[[nodiscard]] Result<std::string> sha256OfFile(const std::string& path);

}  // namespace triptych::inference
