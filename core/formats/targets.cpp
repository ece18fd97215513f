#include "core/formats/targets.h"

#include "core/files/mapped_file.h"
#include "core/formats/open.h"
#include "core/formats/wfdb/annotations.h"
#include "core/text/words.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <utility>

namespace triptych::formats {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kLargestHeader_bytes = 1 << 20;
constexpr std::string_view kWfdb = "WFDB";
constexpr std::array<std::string_view, 7> kMade = {".npz", ".svg", ".pdf", ".png", ".csv", ".json", ".txt"};

// To the recording that is read, in which way; or to another one.
enum class Belongs { not_at_all, beside, to_the_signal };

// What a name leads to: links are written through.
fs::path real(const fs::path& path) {
    std::error_code ignored;
    fs::path out = fs::weakly_canonical(fs::absolute(path, ignored), ignored);
    return out.empty() ? path : out;
}

// Whether a WFDB header names the file, by itself or by the header of a segment: each line behind the first begins with
// a signal's file or, in a record of several segments, with a segment's name (header(5)). Segments have no segments.
bool isNamed(const fs::path& header_path, const fs::path& target, bool with_segments) {
    const auto header = files::readExcerpt(header_path.string(), kLargestHeader_bytes);
    if (!header) return false;
    const fs::path folder = header_path.parent_path();
    bool is_first = true;
    std::string_view rest = header->bytes;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        const std::string_view line = text::trimmed(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (line.empty() || line.starts_with('#')) continue;
        const std::string name(line.substr(0, line.find_first_of(" \t")));
        if (!is_first && name != "~") {
            if (real(folder / name) == target) return true;
            const fs::path segment = real(folder / (name + ".hea"));
            std::error_code ignored;
            if (with_segments && fs::exists(segment, ignored)) {
                const bool is_of_it = target.parent_path() == segment.parent_path() && target.stem() == segment.stem();
                if (is_of_it || isNamed(segment, target, false)) return true;
            }
        }
        is_first = false;
    }
    return false;
}

// How the file at `path`, which exists, belongs to the recording.
Belongs belonging(const std::string& path, const Recording& recording) {
    if (recording.path.empty()) return Belongs::not_at_all;
    const fs::path target = real(path), named = fs::path(fileOf(recording.path)), main_file = real(named);
    if (target == main_file) return Belongs::to_the_signal;
    // By the header as it was named, too: its folder is where the names in it lie.
    std::error_code ignored;
    std::vector<fs::path> headers{fs::absolute(named, ignored)};
    if (headers.front() != main_file) headers.push_back(main_file);
    for (const fs::path& of : headers) {
        if (recording.format == kWfdb && isNamed(of, target, true)) return Belongs::to_the_signal;
    }
    for (const fs::path& of : headers) {
        if (target.parent_path() == real(of.parent_path()) && target.stem() == of.stem()) return Belongs::beside;
    }
    return Belongs::not_at_all;
}

// Whether another record of WFDB's lies there, of which the file is a part: a folder of records is nobody's to spoil.
bool isOfAnotherRecord(const std::string& path) {
    const fs::path target = real(path);
    if (target.extension() == ".hea") return true;
    fs::path header = target;
    header.replace_extension(".hea");
    std::error_code ignored;
    return fs::exists(header, ignored) && isNamed(header, target, false);
}

// What may lie beside a recording under its name, and was made of it.
bool isMadeOfIt(const std::string& path) {
    const std::string ending = text::lowered(real(path).extension().string());
    return std::ranges::find(kMade, ending) != kMade.end();
}

std::unexpected<Error> belongs(const std::string& path) {
    return fail(ErrorCode::refused, "this file belongs to the recording that is read, which is never changed", path,
                "choose another name");
}

std::unexpected<Error> belongsElsewhere(const std::string& path) {
    return fail(ErrorCode::refused, "this file belongs to another recording, which is left as it is", path,
                "choose another name");
}

bool isBesideAHeader(const std::string& path) {
    std::error_code ignored;
    return fs::exists(real(path).replace_extension(".hea"), ignored);
}

text::Said inWords(std::string_view kind) {
    if (kind == "waves") return "waves";
    if (kind == "rhythm") return "rhythms";
    if (kind == "beats") return "beats";
    return "labels";
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
    const Belongs how = belonging(path, recording);
    if (how == Belongs::to_the_signal || (how == Belongs::beside && !isMadeOfIt(path))) return belongs(path);
    if (isOfAnotherRecord(path)) return belongsElsewhere(path);
    return mayTakeThePlace(path, replaces);
}

Result<void> mayReplaceAnnotations(const std::string& path, const Recording& recording, std::string_view kind,
                                   bool replaces) {
    if (!isThere(path)) return {};
    const Belongs how = belonging(path, recording);
    if (how == Belongs::to_the_signal) return belongs(path);
    if (isOfAnotherRecord(path)) return belongsElsewhere(path);
    if (!isOwn(path, kind)) {
        const bool is_beside = how == Belongs::beside || isBesideAHeader(path);
        return fail(ErrorCode::refused,
                    is_beside ? text::say("this file lies beside a recording and does not say that it was written "
                                          "here as {1}; it is left as it is",
                                          inWords(kind))
                              : text::say("this file does not say that it was written here as {1}; it is left as it is",
                                          inWords(kind)),
                    path, "choose another name, or another folder");
    }
    return mayTakeThePlace(path, replaces);
}

}  // namespace triptych::formats
