#include "core/formats/matlab/matlab.h"

#include "core/formats/child/child_arrays.h"

#include <algorithm>
#include <cstdint>

namespace triptych::formats {
namespace {

// Level 4 has no mark but five numbers that must fit each other: type, rows, columns, complex or not, length of a name.
bool looksLikeLevel4(std::string_view beginning) {
    constexpr std::size_t kHead = 20;
    constexpr std::uint32_t kLongestName = 64;
    if (beginning.size() < kHead + 2) return false;
    const auto word = [beginning](std::size_t at) {
        std::uint32_t value = 0;
        for (std::size_t i = 0; i < 4; ++i) {
            value |= std::uint32_t{static_cast<unsigned char>(beginning[4 * at + i])} << 8 * i;
        }
        return value;
    };
    const std::uint32_t type = word(0);
    const bool is_type =
        type < 60 && type / 10 <= 5 && type % 10 <= 2;  // little-endian, a type of number, a kind of matrix
    const std::uint32_t name = word(4);
    if (!is_type || word(1) == 0 || word(2) == 0 || word(1) > INT32_MAX || word(2) > INT32_MAX || word(3) > 1 ||
        name < 2 || name > kLongestName || beginning.size() < kHead + name) {
        return false;
    }
    const std::string_view text = beginning.substr(kHead, name);
    const auto is_letter = [](char letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
               (letter >= '0' && letter <= '9') || letter == '_';
    };
    return text.back() == '\0' && std::all_of(text.begin(), text.end() - 1, is_letter);
}

}  // namespace

bool sniffMatlab(std::string_view beginning) {
    return beginning.starts_with("MATLAB 5.0 MAT-file") || beginning.starts_with("MATLAB 7.3 MAT-file") ||
           looksLikeLevel4(beginning);
}

Result<RecordingPtr> openMatlab(const std::string& path, const Job& job, const OpenHints& hints) {
    const auto file = childArrays("matlab", path, job);
    if (!file) return std::unexpected(file.error());
    return openArrays(**file, path, "MATLAB", job, hints);
}

Result<std::vector<std::string>> recordsInMatlab(const std::string& path, const Job& job, const OpenHints&) {
    const auto file = childArrays("matlab", path, job);
    if (!file) return std::unexpected(file.error());
    return recordsIn(**file);
}

}  // namespace triptych::formats
