#include "app/cli/study/report_files.h"

#include "core/files/atomic_file.h"
#include "core/files/file_writer.h"

#include <span>
#include <system_error>

namespace triptych::cli {

Result<void> mayReportTo(const std::filesystem::path& folder) {
    std::error_code ignored;
    std::filesystem::path there = std::filesystem::absolute(folder, ignored);
    while (there.has_relative_path() && !std::filesystem::exists(there, ignored)) there = there.parent_path();
    const auto tried = files::FileWriter::create((there / "report").string(), files::WriteMode::replace);
    if (!tried) return std::unexpected(tried.error());
    return {};
}

Result<void> writeText(const std::filesystem::path& path, const std::string& text) {
    std::error_code ignored;  // what cannot be made says so when it is written to
    if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path(), ignored);
    return files::writeFile(path.string(), std::as_bytes(std::span(text)), files::WriteMode::replace);
}

Result<void> writeTables(const std::filesystem::path& folder, const std::string& name, const std::string& markdown,
                         const std::string& json) {
    if (auto done = writeText(folder / (name + ".md"), markdown); !done) return done;
    return writeText(folder / (name + ".json"), json);
}

}  // namespace triptych::cli
