#include "app/cli/study/report_files.h"

#include "core/files/atomic_file.h"
#include "core/files/file_writer.h"
#include "core/text/said.h"

#include <span>
#include <system_error>

namespace triptych::cli {

Result<void> makeReportFolder(const std::filesystem::path& folder) {
    std::error_code status;
    std::filesystem::create_directories(folder, status);
    if (status) {
        return fail(ErrorCode::io_failed,
                    text::say("the folder for the report cannot be made: {1}", text::foreign(status.message())),
                    folder.string(), "name another folder");
    }
    const auto tried = files::FileWriter::create((folder / "report").string(), files::WriteMode::replace);
    if (!tried) return std::unexpected(tried.error());
    return {};
}

Result<void> writeText(const std::filesystem::path& path, const std::string& text) {
    return files::writeFile(path.string(), std::as_bytes(std::span(text)), files::WriteMode::replace);
}

Result<void> writeTables(const std::filesystem::path& folder, const std::string& name, const std::string& markdown,
                         const std::string& json) {
    if (auto done = writeText(folder / (name + ".md"), markdown); !done) return done;
    return writeText(folder / (name + ".json"), json);
}

}  // namespace triptych::cli
