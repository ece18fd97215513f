#include "app/cli/study/report_files.h"

#include "core/files/atomic_file.h"

#include <span>

namespace triptych::cli {

Result<void> writeText(const std::filesystem::path& path, const std::string& text) {
    return files::writeFile(path.string(), std::as_bytes(std::span(text)), files::WriteMode::replace);
}

Result<void> writeTables(const std::filesystem::path& folder, const std::string& name, const std::string& markdown,
                         const std::string& json) {
    if (auto done = writeText(folder / (name + ".md"), markdown); !done) return done;
    return writeText(folder / (name + ".json"), json);
}

}  // namespace triptych::cli
