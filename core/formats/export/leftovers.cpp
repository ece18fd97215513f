#include "core/formats/export/leftovers.h"

#include "core/formats/open.h"
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

std::string labelsBeside(const std::string& path) {
    return stemOf(path).string() + kLabels;
}

std::string whoseLabels(const std::string& path, ExportFormat format) {
    const std::string stem = stemOf(path).string();
    std::error_code ignored;
    for (const FormatInfo& known : knownFormats()) {
        for (const std::string& ending : known.extensions) {
            const std::string file = stem + '.' + ending;
            const bool is_target = format == ExportFormat::wfdb ? ending == "hea" || ending == "dat" : file == path;
            if (!is_target && "." + ending != kLabels && fs::is_regular_file(file, ignored)) return file;
        }
    }
    return {};
}

Result<std::vector<SetAside>> setAside(const std::vector<std::string>& files) {
    std::vector<SetAside> aside;
    std::error_code error;
    for (const std::string& file : files) {
        std::string name = file + ".old";
        for (int number = 2; fs::exists(fs::symlink_status(name, error)); ++number) {
            name = file + ".old." + std::to_string(number);
        }
        fs::rename(file, name, error);
        if (error) {
            putBack(aside);
            return fail(ErrorCode::io_failed,
                        text::say("this annotation file of another recording would be read with the one that is "
                                  "written, and cannot be renamed: {1}",
                                  text::foreign(error.message())),
                        file, "move it away");
        }
        aside.push_back({file, name});
    }
    return aside;
}

void putBack(const std::vector<SetAside>& aside) {
    std::error_code ignored;
    for (const SetAside& of : aside) fs::rename(of.kept, of.file, ignored);
}

std::vector<Warning> settle(const std::vector<SetAside>& aside) {
    std::vector<Warning> warnings;
    for (const SetAside& of : aside) {
        std::error_code ignored;
        if (!fs::is_symlink(of.kept, ignored) && haveSameBytes(of.file, of.kept)) {
            fs::remove(of.kept, ignored);
            continue;
        }
        warnings.push_back(
            {text::say("these annotations of another recording lay beside the one that was written, and are now {1}",
                       text::inQuotes(fs::path(of.kept).filename().string())),
             of.file});
    }
    return warnings;
}

}  // namespace triptych::formats
