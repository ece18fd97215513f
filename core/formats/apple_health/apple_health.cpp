#include "core/formats/apple_health/apple_health.h"

#include "core/formats/records.h"
#include "core/text/words.h"

#include <algorithm>
#include <filesystem>

namespace triptych::formats {
namespace {

namespace fs = std::filesystem;

constexpr const char* kFolder = "electrocardiograms";  // in every language

// The tables' folder of an export, or of its export.xml.
std::optional<fs::path> tablesOf(const fs::path& path) {
    std::error_code ignored;
    const fs::path folder = fs::is_directory(path, ignored) ? path : path.parent_path();
    for (const fs::path& candidate : {folder / kFolder, folder}) {
        if (candidate.filename() == kFolder && fs::is_directory(candidate, ignored)) return candidate;
    }
    return std::nullopt;
}

}  // namespace

bool sniffAppleHealth(std::string_view beginning) {
    return text::trimmed(beginning).starts_with("<?xml") &&
           (beginning.find("<!DOCTYPE HealthData") != std::string_view::npos ||
            beginning.find("<HealthData") != std::string_view::npos);
}

std::optional<std::string> appleHealthFolder(const std::string& path) {
    std::error_code ignored;
    fs::path folder(path);
    if (!folder.has_filename()) folder = folder.parent_path();  // "export/"
    if (!fs::is_directory(folder, ignored) || !tablesOf(folder)) return std::nullopt;
    return folder.string();
}

Result<std::vector<std::string>> recordsInAppleHealth(const std::string& path, const Job&, const OpenHints&) {
    const auto folder = tablesOf(path);
    if (!folder) {
        return fail(ErrorCode::not_found, "the export's folder \"electrocardiograms\" is not beside it", path,
                    "unpack the whole export of Apple Health, or open its ZIP file");
    }
    std::vector<std::string> names;
    std::error_code status;
    for (fs::directory_iterator it(*folder, status), end; !status && it != end; it.increment(status)) {
        const bool is_table = text::lowered(it->path().extension().string()) == ".csv";
        if (is_table && !it->path().filename().string().starts_with('.'))
            names.push_back(it->path().filename().string());
    }
    if (names.empty()) {
        return fail(ErrorCode::empty, "the export holds no ECG", folder->string(),
                    "export it again after an ECG has been recorded");
    }
    std::sort(names.begin(), names.end());
    return names;
}

Result<RecordingPtr> openAppleHealth(const std::string& path, const Job& job, const OpenHints& hints) {
    const auto names = recordsInAppleHealth(path, job, hints);
    if (!names) return std::unexpected(names.error());
    const auto picked = pickRecord(*names, hints.record, path);
    if (!picked) return std::unexpected(picked.error());
    OpenHints within = hints;
    within.record = picked->rest;
    return open((*tablesOf(path) / (*names)[picked->index]).string(), job, within);
}

}  // namespace triptych::formats
