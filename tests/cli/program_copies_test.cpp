// The programs keep no variable of a library for themselves: LibTorch's libraries look for symbols among their own
// first, and would find another one there (core/inference/library_binding.h).
#include <gtest/gtest.h>

#include <elf.h>

#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace {

template <class T>
T valueAt(const std::string& bytes, std::size_t offset) {
    T out{};
    if (offset + sizeof(T) <= bytes.size()) std::memcpy(&out, bytes.data() + offset, sizeof(T));
    return out;
}

std::size_t copiesIn(const std::string& path, std::uint32_t copy) {
    std::ifstream file(path, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    const auto header = valueAt<Elf64_Ehdr>(bytes, 0);
    EXPECT_EQ(std::memcmp(header.e_ident, ELFMAG, SELFMAG), 0) << path;
    std::size_t copies = 0, relocations = 0;
    for (std::size_t i = 0; i < header.e_shnum; ++i) {
        const auto section = valueAt<Elf64_Shdr>(bytes, header.e_shoff + i * sizeof(Elf64_Shdr));
        if (section.sh_type != SHT_RELA) continue;
        for (std::size_t at = 0; at + sizeof(Elf64_Rela) <= section.sh_size; at += sizeof(Elf64_Rela), ++relocations) {
            copies += ELF64_R_TYPE(valueAt<Elf64_Rela>(bytes, section.sh_offset + at).r_info) == copy ? 1 : 0;
        }
    }
    EXPECT_GT(relocations, 100U) << path;
    return copies;
}

TEST(Programs, HoldNoCopiesOfLibrariesVariables) {
#if defined(__x86_64__)
    EXPECT_EQ(copiesIn(TRIPTYCH_CLI, R_X86_64_COPY), 0U);
#ifdef TRIPTYCH_WINDOW
    EXPECT_EQ(copiesIn(TRIPTYCH_WINDOW, R_X86_64_COPY), 0U);
#endif
#else
    GTEST_SKIP() << "what a copy is called on this processor is not asked";
#endif
}

}  // namespace
