// What OpenMP and OpenBLAS read of the environment, once, when they are loaded.
#pragma once

namespace triptych::inference {

// Idle OpenMP and BLAS threads sleep instead of spinning, and OpenBLAS takes kernels that fit the processor
// (docs/performance.md); what the reader set stays. The first thing in main(): no other thread may read the environment
// meanwhile.
void settleLibraries();

}  // namespace triptych::inference
