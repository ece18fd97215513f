// Which BLAS the process ended up with: the reference one is thirty times slower, OpenBLAS with the kernels of another
// age five times, and a reader should hear of it.
#pragma once

#include <string>

namespace triptych::inference {

struct Blas {
    std::string name;       // resolved file name: "libopenblasp-r0.3.21.so"
    bool slow = false;      // the reference implementation
    std::string kernels;    // OpenBLAS alone: the processor it computes for, "SkylakeX"
    bool outdated = false;  // kernels older than AVX2 on a processor that has it
};
[[nodiscard]] Blas activeBlas();

}  // namespace triptych::inference
