// Which BLAS the process ended up with: the reference one is thirty times slower, and a reader should hear of it.
#pragma once

#include <string>

namespace triptych::inference {

struct Blas {
    std::string name;   // resolved file name: "libopenblasp-r0.3.21.so"
    bool slow = false;  // the reference implementation
};
[[nodiscard]] Blas activeBlas();

}  // namespace triptych::inference
