#include "core/files/model_folders.h"

#include <cstdlib>
#include <system_error>

namespace triptych::files {

namespace fs = std::filesystem;

std::vector<fs::path> modelFolders() {
    std::vector<fs::path> folders;
    if (const char* asked = std::getenv("TRIPTYCH_MODELS"); asked != nullptr && *asked != '\0')
        folders.emplace_back(asked);
    std::error_code status;
    const fs::path beside = fs::read_symlink("/proc/self/exe", status).parent_path();
    if (!status) {
        folders.push_back(beside / ".." / "models");                         // the build folder
        folders.push_back(beside / ".." / "share" / "triptych" / "models");  // installed
    }
    if (const fs::path data = userDataFolder(); !data.empty()) folders.push_back(data / "models");
    return folders;
}

fs::path userDataFolder() {
    if (const char* data = std::getenv("XDG_DATA_HOME"); data != nullptr && *data != '\0')
        return fs::path(data) / "triptych";
    if (const char* home = std::getenv("HOME"); home != nullptr && *home != '\0')
        return fs::path(home) / ".local" / "share" / "triptych";
    return {};
}

}  // namespace triptych::files
