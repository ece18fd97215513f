#include "core/inference/library_binding.h"

#include <dlfcn.h>
#include <gnu/lib-names.h>
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

namespace triptych::inference {
namespace {

// What LibTorch has allocated when it has registered its operators, and a little less.
constexpr std::size_t kRoom = std::size_t{40} << 20;

// Where the symbol that everybody gets lies; null where nobody has it.
const void* homeOf(const char* symbol) {
    Dl_info info{};
    void* const found = dlsym(RTLD_DEFAULT, symbol);
    return found != nullptr && dladdr(found, &info) != 0 ? info.dli_fbase : nullptr;
}

// An allocator other than the C library's, or operators other than the C++ library's.
bool allocatesElsewhere() {
    const void* const c = homeOf("gnu_get_libc_version");
    const void* const cpp = homeOf("_ZSt9terminatev");
    constexpr std::array kOfC = {"malloc", "free", "calloc", "realloc", "memalign", "posix_memalign", "aligned_alloc"};
    constexpr std::array kOfCpp = {"_Znwm", "_Znam", "_ZdlPv", "_ZdaPv", "_ZdlPvm", "_ZdaPvm", "_ZnwmSt11align_val_t"};
    return std::ranges::any_of(kOfC, [c](const char* symbol) { return homeOf(symbol) != c; }) ||
           std::ranges::any_of(kOfCpp, [cpp](const char* symbol) { return homeOf(symbol) != cpp; });
}

// The program's own relocations: it comes first of what is loaded.
std::span<const ElfW(Rela)> relocationsOf(const dl_phdr_info& loaded) {
    const ElfW(Rela)* first = nullptr;
    std::size_t bytes = 0;
    for (const ElfW(Phdr) & part : std::span(loaded.dlpi_phdr, loaded.dlpi_phnum)) {
        if (part.p_type != PT_DYNAMIC) continue;
        for (const auto* entry = reinterpret_cast<const ElfW(Dyn)*>(loaded.dlpi_addr + part.p_vaddr);
             entry->d_tag != DT_NULL; ++entry) {
            // The loader has put addresses in place of offsets.
            if (entry->d_tag == DT_RELA) first = reinterpret_cast<const ElfW(Rela)*>(entry->d_un.d_ptr);
            if (entry->d_tag == DT_RELASZ) bytes = entry->d_un.d_val;
        }
    }
    return first == nullptr ? std::span<const ElfW(Rela)>() : std::span(first, bytes / sizeof(*first));
}

bool programHoldsCopies() {
    bool holds = true;
    dl_iterate_phdr(
        [](dl_phdr_info* loaded, std::size_t, void* into) {
            *static_cast<bool*>(into) = holdsCopies(relocationsOf(*loaded));
            return 1;  // the first alone
        },
        &holds);
    return holds;
}

}  // namespace

bool holdsCopies([[maybe_unused]] std::span<const ElfW(Rela)> relocations) {
#if defined(__x86_64__)
    constexpr std::uint32_t kCopy = R_X86_64_COPY;
#elif defined(__aarch64__)
    constexpr std::uint32_t kCopy = R_AARCH64_COPY;
#endif
#if defined(__x86_64__) || defined(__aarch64__)
    return std::ranges::any_of(relocations, [](const auto& of) { return ELF64_R_TYPE(of.r_info) == kCopy; });
#else
    return true;
#endif
}

int bindingFlags() {
    static const bool deep = !programHoldsCopies() && !allocatesElsewhere();
    // Local: LibTorch as Debian builds it brings OpenCV and Qt 5; their symbols must not meet ours.
    return RTLD_NOW | RTLD_LOCAL | (deep ? RTLD_DEEPBIND : 0);
}

void makeRoomForLibraries() {
    mallopt(M_MMAP_THRESHOLD, 1 << 30);
    mallopt(M_TRIM_THRESHOLD, 512 << 20);
    void* const room = std::malloc(kRoom);
    if (room == nullptr) return;
    const auto page = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
    const auto begin = (reinterpret_cast<std::uintptr_t>(room) + page - 1) / page * page;
    const auto length = kRoom - 2 * page;
    // Where the system has no large pages, small ones do.
    [[maybe_unused]] const int given = madvise(reinterpret_cast<void*>(begin), length, MADV_HUGEPAGE);
    std::free(room);
}

}  // namespace triptych::inference
