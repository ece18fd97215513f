#include "tests/support/data.h"

#include <unistd.h>

#include <cstdlib>
#include <vector>

namespace triptych::test {
namespace {

struct Scratch {
    std::vector<std::filesystem::path> folders;
    ~Scratch() {
        std::error_code ignored;
        for (const auto& folder : folders) std::filesystem::remove_all(folder, ignored);
    }
};

Scratch& scratch() {
    static Scratch instance;
    return instance;
}

}  // namespace

std::optional<std::filesystem::path> ecgData() {
    if (const char* from_environment = std::getenv("ECG_DATA"); from_environment != nullptr) {
        if (std::filesystem::is_directory(from_environment)) return std::filesystem::path(from_environment);
        return std::nullopt;
    }
    auto beside = std::filesystem::path(TRIPTYCH_SOURCE_DIR).parent_path() / "shared" / "data";
    if (std::filesystem::is_directory(beside)) return beside;
    return std::nullopt;
}

std::filesystem::path scratchFolder(const std::string& name) {
    static int serial = 0;
    auto folder = std::filesystem::temp_directory_path() /
                  ("triptych-" + name + '-' + std::to_string(::getpid()) + '-' + std::to_string(serial++));
    std::filesystem::create_directories(folder);
    scratch().folders.push_back(folder);
    return folder;
}

}  // namespace triptych::test
