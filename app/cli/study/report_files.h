// The files of a study's report, each written whole.
#pragma once

#include "core/domain/error.h"

#include <filesystem>
#include <string>

namespace triptych::cli {

// The folder is made, and it is seen that files can be written there, before hours of work. Nothing remains of the try.
// Errors: those of files::writeFile().
[[nodiscard]] Result<void> makeReportFolder(const std::filesystem::path& folder);

// In place of what is there. Errors: those of files::writeFile().
[[nodiscard]] Result<void> writeText(const std::filesystem::path& path, const std::string& text);

// NAME.md and NAME.json. Errors: likewise.
[[nodiscard]] Result<void> writeTables(const std::filesystem::path& folder, const std::string& name,
                                       const std::string& markdown, const std::string& json);

}  // namespace triptych::cli
