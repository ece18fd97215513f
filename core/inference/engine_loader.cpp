#include "core/inference/blas_kernels.h"
#include "core/inference/engine.h"
#include "core/text/said.h"

#include <dlfcn.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <mutex>

namespace triptych::inference {
namespace {

namespace fs = std::filesystem;
constexpr const char* kModuleFile = "libtriptych_inference_module.so";
constexpr const char* kEntry = "triptychInferenceEngine";

std::vector<fs::path> modulePlaces() {
    std::vector<fs::path> places;
    if (const char* asked = std::getenv("TRIPTYCH_MODULE"); asked != nullptr && *asked != '\0') return {asked};
    std::error_code status;
    const fs::path beside = fs::read_symlink("/proc/self/exe", status).parent_path();
    if (!status) {
        places.push_back(beside / kModuleFile);
        places.push_back(beside / ".." / "lib" / "triptych" / kModuleFile);
    }
    return places;
}

Result<std::shared_ptr<const Engine>> openModule(const fs::path& path) {
    // RTLD_LOCAL: LibTorch as Debian builds it brings OpenCV and Qt 5; their symbols must not meet ours.
    void* module = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (module == nullptr) {
        const char* reason = dlerror();
        return fail(ErrorCode::malformed,
                    text::say("the inference module cannot be loaded ({1})",
                              reason != nullptr ? text::foreign(reason) : "no reason given"),
                    path.string(), "install libtorch or build Triptych again");
    }
    using Entry = const Engine* (*)(const char*, const text::Catalogue&);
    const auto entry = reinterpret_cast<Entry>(dlsym(module, kEntry));
    const Engine* engine = entry != nullptr ? entry(TRIPTYCH_VERSION, text::catalogue()) : nullptr;
    if (engine == nullptr) {
        dlclose(module);
        return fail(ErrorCode::malformed, "the inference module is of another version", path.string(),
                    "build Triptych again");
    }
    // LibTorch cannot be unloaded (thread-local destructors, atexit handlers): the module stays until the process ends.
    return std::shared_ptr<const Engine>(engine, [](const Engine*) {});
}

}  // namespace

Result<std::shared_ptr<const Engine>> loadEngine() {
    static std::mutex guard;
    static std::shared_ptr<const Engine> loaded;
    const std::scoped_lock lock(guard);
    if (loaded) return loaded;
    // Read once, when the libraries start; what the reader set stays. Idle OpenMP and BLAS threads must sleep, not spin
    // (docs/performance.md).
    setenv("OMP_WAIT_POLICY", "passive", 0);
    setenv("OPENBLAS_NUM_THREADS", "1", 0);
    if (const char* kernels = fittingBlasKernels()) setenv("OPENBLAS_CORETYPE", kernels, 0);
    const auto places = modulePlaces();
    for (const fs::path& path : places) {
        std::error_code status;
        if (!fs::exists(path, status)) continue;
        auto engine = openModule(path);
        if (engine) loaded = *engine;
        return engine;
    }
    return fail(ErrorCode::not_found, "the inference module is missing",
                places.empty() ? std::string(kModuleFile) : places.front().string(),
                "build the target triptych_inference_module, or name it in TRIPTYCH_MODULE");
}

std::string name(Method method) {
    return method == Method::integrated_gradients ? "integrated_gradients" : "grad_cam";
}

Result<Method> methodOf(std::string_view method_name) {
    for (const std::string_view known : {"integrated_gradients", "integrated-gradients", "ig"}) {
        if (method_name == known) return Method::integrated_gradients;
    }
    for (const std::string_view known : {"grad_cam", "grad-cam", "gradcam"}) {
        if (method_name == known) return Method::grad_cam;
    }
    return fail(ErrorCode::wrong_use, text::say("there is no explanation method \"{1}\"", std::string(method_name)), {},
                "use integrated_gradients or grad_cam");
}

}  // namespace triptych::inference
