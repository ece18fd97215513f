// What a safetensors file says of itself (8-byte little-endian header length, JSON header, raw little-endian data),
// checked before a byte of its data is believed. Without Torch, so that what reads hostile bytes can be fuzzed alone.
#pragma once

#include "core/domain/error.h"
#include "core/files/mapped_file.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace triptych::files {

enum class TensorType { f32, f16, i64, i32, u8 };
[[nodiscard]] std::string_view name(TensorType type);  // as in the header: "F32"
[[nodiscard]] std::int64_t bytesOf(TensorType type);   // of one element

struct TensorPlace {
    std::string name;
    TensorType type = TensorType::f32;
    std::vector<std::int64_t> shape;
    std::int64_t offset = 0;  // of its first byte in the file
    std::int64_t bytes = 0;   // elements times their size
};

struct SafetensorsLayout {
    std::vector<TensorPlace> tensors;  // as they lie in the file: one behind the other, none overlapping
    std::map<std::string, std::string> metadata;
};

// Takes memory in proportion to the header, which has 16 MiB at most, and none for the data. Every byte of the data
// belongs to one tensor, as the format demands: so all tensors together are no larger than the file. Errors: truncated,
// malformed (what is wrong with which tensor), io_failed (the file's bytes cannot be delivered).
[[nodiscard]] Result<SafetensorsLayout> readSafetensorsLayout(const MappedFile& file);

}  // namespace triptych::files
