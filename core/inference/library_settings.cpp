#include "core/inference/library_settings.h"

#include "core/inference/blas_kernels.h"

#include <cstdlib>

namespace triptych::inference {

void settleLibraries() {
    setenv("OMP_WAIT_POLICY", "passive", 0);
    setenv("OPENBLAS_NUM_THREADS", "1", 0);
    if (const char* kernels = fittingBlasKernels()) setenv("OPENBLAS_CORETYPE", kernels, 0);
}

}  // namespace triptych::inference
