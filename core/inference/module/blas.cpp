#include "core/inference/module/blas.h"

#include <dlfcn.h>

#include <cstdlib>
#include <filesystem>

// The symbol that LibTorch itself calls; where an official LibTorch hides it, its own MKL is inside.
extern "C" [[gnu::weak]] void sgemm_();

namespace triptych::inference {

Blas activeBlas() {
    if (&sgemm_ == nullptr) return {"built into LibTorch", false};
    Dl_info info{};
    if (dladdr(reinterpret_cast<void*>(&sgemm_), &info) == 0 || info.dli_fname == nullptr) return {"unknown", false};
    std::error_code status;
    const auto resolved = std::filesystem::canonical(info.dli_fname, status);
    const std::string file = (status ? std::filesystem::path(info.dli_fname) : resolved).filename().string();
    const std::string whole = (status ? std::filesystem::path(info.dli_fname) : resolved).string();
    // Debian's reference BLAS is .../blas/libblas.so.3.x; OpenBLAS, BLIS, ATLAS and MKL carry their names in the path.
    for (const char* fast : {"openblas", "blis", "mkl", "atlas", "torch"}) {
        if (whole.find(fast) != std::string::npos) return {file, false};
    }
    return {file, file.starts_with("libblas")};
}

}  // namespace triptych::inference
