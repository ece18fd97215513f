// What a file holds, for tests that see it unchanged.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace triptych::test {

// Nothing where there is no file.
inline std::string bytesOf(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace triptych::test
