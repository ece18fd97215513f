// The files of a study's report, each written whole.
#pragma once

#include "core/domain/error.h"

#include <filesystem>
#include <string>

namespace triptych::cli {

// Can files be written there, or, where there is no such folder yet, where it will be made? Asked before hours of work;
// nothing is made. Errors: those of files::writeFile().
[[nodiscard]] Result<void> mayReportTo(const std::filesystem::path& folder);

// In place of what is there; the folder is made. Errors: those of files::writeFile().
[[nodiscard]] Result<void> writeText(const std::filesystem::path& path, const std::string& text);

// NAME.md and NAME.json. Errors: likewise.
[[nodiscard]] Result<void> writeTables(const std::filesystem::path& folder, const std::string& name,
                                       const std::string& markdown, const std::string& json);

}  // namespace triptych::cli
