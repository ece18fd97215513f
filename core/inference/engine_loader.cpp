#include "core/inference/library_binding.h"
#include "core/inference/library_order.h"
#include "core/inference/module_border.h"
#include "core/text/said.h"

#include <dlfcn.h>
#include <triptych/border.h>

#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <string_view>

namespace triptych::inference {
namespace {

namespace fs = std::filesystem;
constexpr const char* kModuleFile = "libtriptych_inference_module.so";

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

Error stale(const fs::path& path) {
    return {ErrorCode::malformed, "the inference module and this program were not built from the same sources",
            path.string(), "build Triptych again, or install program and module from one package"};
}

template <class Function>
Function* symbolOf(void* module, const char* symbol) {
    return reinterpret_cast<Function*>(dlsym(module, symbol));
}

// A module that is refused stays mapped: LibTorch cannot be unloaded (thread-local destructors, atexit handlers).
Result<const ModuleParts*> openModule(const fs::path& path) {
    makeRoomForLibraries();
    const int binding = bindingFlags();
    // What cannot be opened by itself comes with whoever needs it; like the module, none is closed again.
    for (const std::string& library : librariesFromBelow(path, libraryFolders())) dlopen(library.c_str(), binding);
    void* module = dlopen(path.c_str(), binding);
    if (module == nullptr) {
        const char* reason = dlerror();
        return fail(ErrorCode::malformed,
                    text::say("the inference module cannot be loaded ({1})",
                              reason != nullptr ? text::foreign(reason) : "no reason given"),
                    path.string(), "install libtorch or build Triptych again");
    }
    const auto border = symbolOf<const char*()>(module, kBorderSymbol);
    if (border == nullptr || std::string_view(border()) != TRIPTYCH_BORDER) return std::unexpected(stale(path));
    const auto parts = symbolOf<const ModuleParts*(const text::Catalogue&)>(module, kPartsSymbol);
    if (parts == nullptr) return std::unexpected(stale(path));
    return parts(text::catalogue());
}

// Once per process; what failed is tried again.
Result<const ModuleParts*> loadModule() {
    static std::mutex guard;
    static const ModuleParts* loaded = nullptr;
    const std::scoped_lock lock(guard);
    if (loaded != nullptr) return loaded;
    const auto places = modulePlaces();
    for (const fs::path& path : places) {
        std::error_code status;
        if (!fs::exists(path, status)) continue;
        const auto parts = openModule(path);
        if (parts) loaded = *parts;
        return parts;
    }
    return fail(ErrorCode::not_found, "the inference module is missing",
                places.empty() ? std::string(kModuleFile) : places.front().string(),
                "build the target triptych_inference_module, or name it in TRIPTYCH_MODULE");
}

// The module's own, which stays until the process ends.
template <class Part>
std::shared_ptr<const Part> borrowed(const Part* part) {
    return {std::shared_ptr<const Part>(), part};
}

}  // namespace

Result<std::shared_ptr<const Engine>> loadEngine() {
    const auto parts = loadModule();
    if (!parts) return std::unexpected(parts.error());
    return borrowed((*parts)->engine);
}

Result<std::shared_ptr<const Laboratory>> loadLaboratory() {
    const auto parts = loadModule();
    if (!parts) return std::unexpected(parts.error());
    return borrowed((*parts)->laboratory);
}

}  // namespace triptych::inference
