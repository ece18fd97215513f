#include "core/pages/page_border.h"
#include "core/text/said.h"

#include <dlfcn.h>
#include <triptych/page_border.h>

#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <vector>

namespace triptych::pages {
namespace {

namespace fs = std::filesystem;
constexpr const char* kModuleFile = "libtriptych_page_module.so";

std::vector<fs::path> modulePlaces() {
    if (const char* asked = std::getenv("TRIPTYCH_PAGE_MODULE"); asked != nullptr && *asked != '\0') return {asked};
    std::error_code status;
    const fs::path beside = fs::read_symlink("/proc/self/exe", status).parent_path();
    if (status) return {};
    return {beside / kModuleFile, beside / ".." / "lib" / "triptych" / kModuleFile};
}

template <class Function>
Function* symbolOf(void* module, const char* symbol) {
    return reinterpret_cast<Function*>(dlsym(module, symbol));
}

// Stays mapped: Qt cannot be unloaded.
Result<const PagePrinter*> openModule(const fs::path& path) {
    void* module = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (module == nullptr) {
        const char* reason = dlerror();
        return fail(ErrorCode::malformed,
                    text::say("the module that draws pages cannot be loaded ({1})",
                              reason != nullptr ? text::foreign(reason) : "no reason given"),
                    path.string(), "install Qt 6 or build Triptych again");
    }
    const auto border = symbolOf<const char*()>(module, kPageBorderSymbol);
    const auto printer = symbolOf<const PagePrinter*(const text::Catalogue&)>(module, kPagePrinterSymbol);
    if (border == nullptr || printer == nullptr || std::string_view(border()) != TRIPTYCH_PAGE_BORDER) {
        return fail(ErrorCode::malformed,
                    "the module that draws pages and this program were not built from the same sources", path.string(),
                    "build Triptych again, or install program and module from one package");
    }
    return printer(text::catalogue());
}

}  // namespace

Result<const PagePrinter*> loadPagePrinter() {
    const auto places = modulePlaces();
    for (const fs::path& path : places) {
        std::error_code status;
        if (fs::exists(path, status)) return openModule(path);
    }
    return fail(ErrorCode::not_found, "the module that draws pages is missing",
                places.empty() ? std::string(kModuleFile) : places.front().string(),
                "build the target triptych_page_module, or name it in TRIPTYCH_PAGE_MODULE");
}

}  // namespace triptych::pages
