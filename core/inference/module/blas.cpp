#include "core/inference/module/blas.h"

#include <dlfcn.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <utility>

// The symbol that LibTorch itself calls; where an official LibTorch hides it, its own MKL is inside.
extern "C" [[gnu::weak]] void sgemm_();
extern "C" [[gnu::weak]] char* openblas_get_corename();

namespace triptych::inference {
namespace {

// OpenBLAS's kernels of before AVX2 (its dynamic.c); all else that it names on such a processor is at home there.
constexpr std::array<std::string_view, 13> kOldKernels = {
    "Prescott",  "Core2",  "Penryn", "Dunnington", "Nehalem", "Katmai",     "Coppermine",
    "Northwood", "Banias", "Atom",   "Athlon",     "Opteron", "Sandybridge"};

bool hasAvx2() {
#if defined(__x86_64__)
    return __builtin_cpu_supports("avx2");
#else
    return false;
#endif
}

Blas named(std::string file) {
    Blas blas;
    blas.name = std::move(file);
    return blas;
}

Blas withKernels(Blas blas) {
    if (&openblas_get_corename == nullptr) return blas;
    blas.kernels = openblas_get_corename();
    blas.outdated = hasAvx2() && std::ranges::find(kOldKernels, blas.kernels) != kOldKernels.end();
    return blas;
}

}  // namespace

Blas activeBlas() {
    if (&sgemm_ == nullptr) return named("built into LibTorch");
    Dl_info info{};
    if (dladdr(reinterpret_cast<void*>(&sgemm_), &info) == 0 || info.dli_fname == nullptr) return named("unknown");
    std::error_code status;
    const auto resolved = std::filesystem::canonical(info.dli_fname, status);
    const std::string file = (status ? std::filesystem::path(info.dli_fname) : resolved).filename().string();
    const std::string whole = (status ? std::filesystem::path(info.dli_fname) : resolved).string();
    // Debian's reference BLAS is .../blas/libblas.so.3.x; OpenBLAS, BLIS, ATLAS and MKL carry their names in the path.
    for (const char* fast : {"openblas", "blis", "mkl", "atlas", "torch"}) {
        if (whole.find(fast) != std::string::npos) return withKernels(named(file));
    }
    Blas other = named(file);
    other.slow = file.starts_with("libblas");
    return other;
}

}  // namespace triptych::inference
