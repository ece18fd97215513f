#include "core/formats/targets.h"

#include "core/files/mapped_file.h"
#include "core/formats/open.h"
#include "core/formats/wfdb/annotations.h"
#include "core/text/words.h"

#include <algorithm>
#include <filesystem>
#include <utility>

namespace triptych::formats {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kLargestHeader_bytes = 1 << 20;
constexpr std::string_view kWfdb = "WFDB";

enum class Belongs { not_at_all, beside, to_the_signal };

// Whether a WFDB header names the file: each line behind the first begins with a signal's file or, in a record of
// several segments, with a segment's name (header(5)).
bool isNamed(const std::string& header_path, const fs::path& file) {
    const auto header = files::readExcerpt(header_path, kLargestHeader_bytes);
    if (!header) return false;
    bool is_first = true;
    std::string_view rest = header->bytes;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        const std::string_view line = text::trimmed(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (line.empty() || line.starts_with('#')) continue;
        const std::string_view name = line.substr(0, line.find_first_of(" \t"));
        if (!is_first && (file.filename() == name || file.stem() == name)) return true;
        is_first = false;
    }
    return false;
}

// How the file at `path`, which exists, belongs to the recording.
Belongs belonging(const std::string& path, const Recording& recording) {
    if (recording.path.empty()) return Belongs::not_at_all;
    std::error_code ignored;
    const std::string main_file = fileOf(recording.path);
    if (fs::equivalent(path, main_file, ignored)) return Belongs::to_the_signal;
    const fs::path folder = fs::absolute(main_file, ignored).parent_path();
    if (!fs::equivalent(fs::absolute(path, ignored).parent_path(), folder, ignored)) return Belongs::not_at_all;
    if (recording.format == kWfdb && isNamed(main_file, path)) return Belongs::to_the_signal;
    return fs::path(path).stem() == fs::path(main_file).stem() ? Belongs::beside : Belongs::not_at_all;
}

std::unexpected<Error> belongs(const std::string& path) {
    return fail(ErrorCode::refused, "this file belongs to the recording that is read, which is never changed", path,
                "choose another name");
}

Result<void> mayTakeThePlace(const std::string& path, bool replaces) {
    if (replaces) return {};
    return fail(ErrorCode::refused, "the file exists already", path, "choose another name", Wants::to_replace);
}

bool isThere(const std::string& path) {
    std::error_code ignored;
    return fs::exists(fs::symlink_status(path, ignored));
}

// Whether an annotation file says itself that it was written here, and as what.
bool isOwn(const std::string& path, std::string_view kind) {
    const auto there = salvageAnnotations(path, 1);
    if (!there) return false;
    return std::ranges::any_of(there->set.notes, [kind](const std::string& note) {
        const auto own = ownNoteOf(note);
        return own && own->ends_with(kind);
    });
}

}  // namespace

Result<void> checkTargets(const Recording& recording, const std::vector<std::string>& files) {
    std::error_code ignored;
    for (const std::string& file : files) {
        if (!fs::exists(file, ignored)) continue;
        const Belongs how = belonging(file, recording);
        const bool is_beside =
            how == Belongs::beside && recording.format == kWfdb;  // annotations; else a copy of its own
        if (how == Belongs::to_the_signal || is_beside) return belongs(file);
    }
    return {};
}

Result<void> mayReplace(const std::string& path, const Recording& recording, bool replaces) {
    if (!isThere(path)) return {};
    if (auto checked = checkTargets(recording, {path}); !checked) return checked;
    return mayTakeThePlace(path, replaces);
}

Result<void> mayReplaceAnnotations(const std::string& path, const Recording& recording, std::string_view kind,
                                   bool replaces) {
    if (!isThere(path)) return {};
    const Belongs how = belonging(path, recording);
    if (how == Belongs::to_the_signal) return belongs(path);
    if (how == Belongs::beside && !isOwn(path, kind)) {
        return fail(
            ErrorCode::refused,
            "this file lies beside the recording and does not say that it was written here; it is left as it is", path,
            "choose another name, or another folder");
    }
    return mayTakeThePlace(path, replaces);
}

}  // namespace triptych::formats
