#include "core/formats/export/leftovers.h"

#include "core/formats/wfdb/annotation_files.h"
#include "core/text/said.h"
#include "core/text/words.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

namespace triptych::formats {
namespace {

namespace fs = std::filesystem;

// Read as annotations whatever is in them, or complained of.
constexpr std::array kAnnotators = {".atr", ".qrs", ".gqrs", ".wqrs", ".ari"};
constexpr const char* kLabels = ".triptych";

fs::path stemOf(const std::string& path) {
    const fs::path given(path);
    return given.has_extension() ? fs::path(given).replace_extension() : given;
}

// Is what lies beside `stem` the recording's own?
bool isOwn(const Recording& recording, const fs::path& stem) {
    if (recording.path.empty()) return false;
    std::error_code ignored;
    const fs::path own = stemOf(recording.path);
    const auto folderOf = [&](const fs::path& file) { return fs::absolute(file, ignored).parent_path(); };
    return own.filename() == stem.filename() && fs::equivalent(folderOf(own), folderOf(stem), ignored);
}

bool haveSameBytes(const std::string& a, const std::string& b) {
    std::ifstream first(a, std::ios::binary), second(b, std::ios::binary);
    using Bytes = std::istreambuf_iterator<char>;
    return first && second && std::equal(Bytes(first), Bytes(), Bytes(second), Bytes());
}

}  // namespace

std::vector<std::string> annotationsBeside(const Recording& recording, const std::string& path, ExportFormat format) {
    const fs::path stem = stemOf(path);
    const bool is_own = isOwn(recording, stem);
    std::vector<std::string> found;
    std::error_code ignored;
    const auto add = [&](const std::string& file) {
        if (fs::exists(file, ignored) && std::find(found.begin(), found.end(), file) == found.end())
            found.push_back(file);
    };
    if (format == ExportFormat::wfdb && !(is_own && recording.format == "WFDB")) {
        for (const AnnotationSet& set : findAnnotations(stem.string() + ".hea", {}, 250).sets) {
            const std::string suffix = '.' + set.annotator;
            if (suffix != kLabels) add(stem.string() + suffix);
        }
        for (const char* suffix : kAnnotators) add(stem.string() + suffix);
    }
    // The list belongs to NAME.csv; where that is what is read, it is the recording's.
    const bool is_csv = recording.format == "CSV" || recording.format == "TSV";
    if (format == ExportFormat::csv && !(is_own && is_csv)) add(stem.string() + ".annotations.csv");
    if (!is_own) add(stem.string() + kLabels);
    return found;
}

Result<std::vector<SetAside>> setAside(const std::vector<std::string>& files) {
    std::vector<SetAside> aside;
    std::error_code error;
    for (const std::string& file : files) {
        std::string copy = file + ".old";
        for (int number = 2; fs::exists(fs::symlink_status(copy, error)); ++number) {
            copy = file + ".old." + std::to_string(number);
        }
        fs::copy_file(file, copy, error);
        if (error) {
            std::error_code ignored;
            fs::remove(copy, ignored);
            for (const SetAside& earlier : aside) fs::remove(earlier.copy, ignored);
            return fail(ErrorCode::io_failed,
                        text::say("this annotation file of another recording is in the way, and cannot be copied to "
                                  "another name: {1}",
                                  error.message()),
                        file, "move it away");
        }
        aside.push_back({file, copy});
    }
    return aside;
}

Result<std::vector<Warning>> settle(const std::vector<SetAside>& aside, const std::vector<std::string>& written,
                                    bool done) {
    std::vector<Warning> warnings;
    for (const SetAside& kept : aside) {
        std::error_code error;
        if (haveSameBytes(kept.file, kept.copy)) {
            const bool is_needed = !done || std::ranges::find(written, kept.file) != written.end();
            fs::remove(is_needed ? kept.copy : kept.file, error);
            if (error && !is_needed) {
                return fail(ErrorCode::io_failed,
                            text::say("this annotation file of another recording would be read with the one that was "
                                      "written, and cannot be renamed: {1}",
                                      error.message()),
                            kept.file, "move it away");
            }
            if (is_needed) continue;
        }
        warnings.push_back(
            {text::say("these annotations of another recording lay beside the one that was written, and are now {1}",
                       text::inQuotes(fs::path(kept.copy).filename().string())),
             kept.file});
    }
    return warnings;
}

}  // namespace triptych::formats
