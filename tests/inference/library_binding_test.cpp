// A module's libraries look among their own first, unless something stands in for the C or C++ library.
#include "core/inference/library_binding.h"

#include <gtest/gtest.h>

#include <dlfcn.h>

#include <vector>

namespace triptych::inference {
namespace {

TEST(LibraryBinding, AProgramWithOneCopiedVariableHoldsCopies) {
#if defined(__x86_64__)
    const auto made = [](std::uint32_t type) { return ElfW(Rela){0x1000, ELF64_R_INFO(7, type), 0}; };
    std::vector<ElfW(Rela)> relocations(100, made(R_X86_64_GLOB_DAT));
    EXPECT_FALSE(holdsCopies(relocations));
    EXPECT_FALSE(holdsCopies({}));
    relocations.push_back(made(R_X86_64_COPY));
    EXPECT_TRUE(holdsCopies(relocations));
#else
    GTEST_SKIP() << "relocations of this processor are not made here";
#endif
}

TEST(LibraryBinding, SymbolsAreBoundAtOnceAndStayAmongThemselves) {
    const int flags = bindingFlags();
    EXPECT_TRUE(flags & RTLD_NOW);
    EXPECT_FALSE(flags & RTLD_GLOBAL);
    EXPECT_EQ(flags, bindingFlags());
}

}  // namespace
}  // namespace triptych::inference
