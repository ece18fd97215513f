// FLAC streams written with libFLAC, for the tests of records that are stored so.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace triptych::test {

// One stream of equally long channels; `block` is the length of its frames in samples.
std::vector<std::byte> flacStream(const std::vector<std::vector<std::int32_t>>& channels, unsigned bits,
                                  unsigned block = 4096);

}  // namespace triptych::test
