// WFDB format 212, the one most recordings come in: two 12-bit two's complement samples in three bytes. Apart from the
// other formats because it is worth vector code.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace triptych::formats {

// The contract of SignalFormat::decode. Uses AVX2 where the processor has it; the results are the same everywhere.
void decode212(const std::byte* file, std::int64_t first, std::int64_t stride, std::span<std::int32_t> out);

// The same without vector code; for tests.
void decode212Plain(const std::byte* file, std::int64_t first, std::int64_t stride, std::span<std::int32_t> out);

}  // namespace triptych::formats
