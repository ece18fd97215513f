// Which of OpenBLAS's kernels fit this processor, for whoever starts it: it takes them once, when it is loaded.
#pragma once

namespace triptych::inference {

// The OpenBLAS kernels for this processor's instructions; null where its own choice is as good. A processor that is
// newer than OpenBLAS gets the oldest kernels, five times slower (0.3.21 on a Xeon of 2023: "Prescott").
[[nodiscard]] inline const char* fittingBlasKernels() {
#if defined(__x86_64__)
    const bool wide = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                      __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
                      __builtin_cpu_supports("avx512vl");
    if (wide) return "SkylakeX";
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return "Haswell";
#endif
    return nullptr;
}

}  // namespace triptych::inference
