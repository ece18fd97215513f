#include "core/inference/library_order.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <link.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <set>
#include <span>
#include <type_traits>
#include <utility>

namespace triptych::inference {
namespace {

namespace fs = std::filesystem;
using Header = ElfW(Ehdr);
using Segment = ElfW(Phdr);
using Entry = ElfW(Dyn);

constexpr std::size_t kLongestName = 256;
constexpr std::size_t kMostSegments = 256, kMostEntries = 4096;  // far more than any library has

class ElfFile {
public:
    explicit ElfFile(const fs::path& path) : file_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
    ~ElfFile() {
        if (file_ >= 0) ::close(file_);
    }
    ElfFile(const ElfFile&) = delete;
    ElfFile& operator=(const ElfFile&) = delete;

    // Of a library of this machine's kind; nullopt where it is none.
    [[nodiscard]] std::optional<std::vector<std::string>> needed() const {
        Header header{};
        if (!read(0, std::span(&header, 1)) || std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0) return std::nullopt;
        const unsigned char kind = sizeof(void*) == 8 ? ELFCLASS64 : ELFCLASS32;
        if (header.e_ident[EI_CLASS] != kind || header.e_phentsize != sizeof(Segment)) return std::nullopt;
        if (header.e_machine != kMachine || header.e_phnum > kMostSegments) return std::nullopt;
        std::vector<Segment> segments(header.e_phnum);
        if (!read(header.e_phoff, std::span(segments))) return std::nullopt;
        const auto dynamic =
            std::ranges::find_if(segments, [](const Segment& segment) { return segment.p_type == PT_DYNAMIC; });
        std::vector<std::string> names;
        if (dynamic == segments.end()) return names;
        std::vector<Entry> entries(std::min<std::size_t>(dynamic->p_filesz / sizeof(Entry), kMostEntries));
        if (!read(dynamic->p_offset, std::span(entries))) return std::nullopt;
        const auto texts = std::ranges::find_if(entries, [](const Entry& entry) { return entry.d_tag == DT_STRTAB; });
        if (texts == entries.end()) return names;
        const auto at = placeOf(texts->d_un.d_ptr, segments);
        if (!at) return names;
        for (const Entry& entry : entries) {
            if (entry.d_tag == DT_NULL) break;
            if (entry.d_tag == DT_NEEDED) names.push_back(text(*at + entry.d_un.d_val));
        }
        return names;
    }

private:
#if defined(__x86_64__)
    static constexpr int kMachine = EM_X86_64;
#elif defined(__aarch64__)
    static constexpr int kMachine = EM_AARCH64;
#else
    static constexpr int kMachine = EM_NONE;  // nothing is listed, and all is opened at once
#endif

    template <class T>
    bool read(std::uint64_t offset, std::span<T> into) const {
        static_assert(std::is_trivially_copyable_v<T>);
        const auto got = ::pread(file_, into.data(), into.size_bytes(), static_cast<off_t>(offset));
        return got >= 0 && static_cast<std::size_t>(got) == into.size_bytes();
    }

    // Where in the file an address of the loaded library lies.
    static std::optional<std::uint64_t> placeOf(std::uint64_t address, const std::vector<Segment>& segments) {
        for (const Segment& segment : segments) {
            if (segment.p_type != PT_LOAD || address < segment.p_vaddr) continue;
            if (address - segment.p_vaddr < segment.p_filesz) return address - segment.p_vaddr + segment.p_offset;
        }
        return std::nullopt;
    }

    [[nodiscard]] std::string text(std::uint64_t offset) const {
        char name[kLongestName] = {};
        const auto got = ::pread(file_, name, sizeof(name) - 1, static_cast<off_t>(offset));
        return got > 0 ? std::string(name) : std::string();
    }

    int file_;
};

class Order {
public:
    explicit Order(const std::vector<fs::path>& folders) : folders_(folders) {}

    // Depth first: a library stands behind all that it needs, but for rings, which are cut where they are met.
    void add(const std::vector<std::string>& names) {
        for (const std::string& name : names) {
            if (!seen_.insert(name).second) continue;
            const auto below = neededBy(name);
            if (!below) continue;
            add(*below);
            found.push_back(name);
        }
    }

    std::vector<std::string> found;

private:
    [[nodiscard]] std::optional<std::vector<std::string>> neededBy(const std::string& name) const {
        if (name.empty() || name.find('/') != std::string::npos) return std::nullopt;
        for (const fs::path& folder : folders_) {
            if (auto names = ElfFile(folder / name).needed()) return names;
        }
        return std::nullopt;
    }

    const std::vector<fs::path>& folders_;
    std::set<std::string> seen_;
};

}  // namespace

std::vector<std::string> librariesFromBelow(const fs::path& module, const std::vector<fs::path>& folders) {
    Order order(folders);
    if (const auto names = ElfFile(module).needed()) order.add(*names);
    return std::move(order.found);
}

std::vector<fs::path> libraryFolders() {
    std::vector<fs::path> out;
    void* const program = dlopen(nullptr, RTLD_LAZY);
    Dl_serinfo size{};
    if (program == nullptr || dlinfo(program, RTLD_DI_SERINFOSIZE, &size) != 0) return out;
    std::vector<std::max_align_t> memory(size.dls_size / sizeof(std::max_align_t) + 1);
    auto* const places = reinterpret_cast<Dl_serinfo*>(memory.data());
    *places = size;
    if (dlinfo(program, RTLD_DI_SERINFO, places) != 0) return out;
    for (unsigned i = 0; i < places->dls_cnt; ++i) out.emplace_back(places->dls_serpath[i].dls_name);
    return out;
}

}  // namespace triptych::inference
