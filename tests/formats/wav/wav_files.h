// WAVE files made byte by byte, for tests and as seeds of the fuzzers.
#pragma once

#include <cstdint>
#include <string>

namespace triptych::test {

struct MadeWav {
    int tag = 1;  // 1 whole numbers, 3 floating point, 0xfffe extensible
    int channels = 2;
    int rate_hz = 500;
    int bits = 16;
    std::string data = {};
    std::int64_t stated_bytes = -1;  // -1: what is true
    std::string before = {};         // chunks in front of the samples
};

std::string bytesOfWav(const MadeWav& wav);

}  // namespace triptych::test
