#include "core/formats/open.h"

#include "core/domain/ecg_names.h"
#include "core/domain/no_beats.h"
#include "core/files/mapped_file.h"
#include "core/formats/device_figures.h"
#include "core/formats/format_list.h"
#include "core/formats/known_formats.h"
#include "core/formats/page/page_image.h"
#include "core/text/said.h"
#include "core/text/visible.h"
#include "core/text/words.h"

#include <triptych/formats.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <string_view>

namespace triptych::formats {
namespace {

// Enough of a file to know it by.
constexpr std::int64_t kSniffed_bytes = 4096;

// What a row of the list says.
struct Format {
    const char* name = "";
    const char* extensions = "";  // the usual one first, blanks between them: "csv tsv"
    const char* mime_type = "";
    bool (*sniff)(std::string_view beginning) = nullptr;
    // The file to open instead, for a path that belongs to a recording of this format without being its main file;
    // nullptr where a recording is one file.
    std::optional<std::string> (*main_file)(const std::string& path) = nullptr;
    Result<RecordingPtr> (*open)(const std::string& path, const Job& job) = nullptr;
    // Instead, for formats that leave out what only the reader may know.
    Result<RecordingPtr> (*open_with_hints)(const std::string& path, const Job& job, const OpenHints& hints) = nullptr;
    // Of formats that may hold several recordings: their names.
    Result<std::vector<std::string>> (*records)(const std::string& path, const Job& job,
                                                const OpenHints& hints) = nullptr;
    // A signal file of a WFDB record may look like this: where a header of its name is beside it, that is meant.
    bool may_be_part = false;
    // Has columns to choose from, or holds files that may.
    bool has_columns = false;

    Result<RecordingPtr> read(const std::string& path, const Job& job, const OpenHints& hints) const {
        if (auto idle = refuseIdle(path, hints); !idle) return std::unexpected(idle.error());
        return open_with_hints != nullptr ? open_with_hints(path, job, hints) : open(path, job);
    }

    // Nobody gives a hint in vain: what the file says itself is not overruled, and what it has not is not chosen from.
    Result<void> refuseIdle(const std::string& path, const OpenHints& hints) const {
        if (hints.rate_hz > 0 && open_with_hints == nullptr) {
            return fail(ErrorCode::wrong_use, text::say("a file of format {1} states its own rate", std::string(name)),
                        path, "leave the rate out");
        }
        if (!hints.unit.empty() && open_with_hints == nullptr) {
            return fail(ErrorCode::wrong_use, text::say("a file of format {1} states its own units", std::string(name)),
                        path, "leave the unit out");
        }
        if (!hints.columns.empty() && !has_columns) {
            return fail(ErrorCode::wrong_use,
                        text::say("a file of format {1} has no columns to choose from", std::string(name)), path,
                        "leave the columns out");
        }
        return {};
    }
};

// Rows of whole numbers begin as a header does ("NAME SIGNALS"), and so do pairs above a table ("key1,value 1") and
// remarks there ("//Fs 1000").
bool sniffWfdbHeader(std::string_view beginning) {
    return !beginning.starts_with("//") && sniffWfdb(beginning) && !looksLikeRowsOfNumbers(beginning) &&
           !looksLikePairs(beginning);
}

#define TRIPTYCH_FORMAT(folder, ...) Format{__VA_ARGS__},
constexpr std::array kFormats = {TRIPTYCH_FORMATS(TRIPTYCH_FORMAT)};
#undef TRIPTYCH_FORMAT

const Format* formatOf(std::string_view beginning) {
    for (const Format& format : kFormats) {
        if (format.sniff(beginning)) return &format;
    }
    return nullptr;
}

// The header beside a signal file that names it: the record is meant, then.
std::optional<std::string> headerNaming(const std::string& path) {
    constexpr std::int64_t kHeader_bytes = 1 << 16;
    auto header = wfdbHeaderFor(path);
    if (!header) return std::nullopt;
    const auto excerpt = files::readExcerpt(*header, kHeader_bytes);
    const std::string name = std::filesystem::path(path).filename().string();
    return excerpt && excerpt->bytes.find(name) != std::string::npos ? header : std::nullopt;
}

// The record of a signal file.
Result<RecordingPtr> openHeader(const std::string& header, const Job& job, const OpenHints& hints) {
    const auto* const wfdb = std::ranges::find(kFormats, &openWfdb, &Format::open);
    return wfdb->read(header, job, hints);
}

Result<RecordingPtr> openMainFile(const std::string& path, const Job& job, const OpenHints& hints,
                                  const Error& otherwise) {
    for (const Format& format : kFormats) {
        if (format.main_file == nullptr) continue;
        if (const auto main_file = format.main_file(path)) return format.read(*main_file, job, hints);
    }
    return std::unexpected(otherwise);
}

std::vector<std::string> extensionsOf(const Format& format) {
    std::vector<std::string> list;
    std::string_view rest = format.extensions;
    for (std::string_view word = text::takeWord(rest); !word.empty(); word = text::takeWord(rest))
        list.emplace_back(word);
    return list;
}

bool isNamedAs(const Format& format, const std::string& path) {
    const std::string extension = text::lowered(std::filesystem::path(path).extension().string());
    const auto usual = extensionsOf(format);
    return std::any_of(usual.begin(), usual.end(), [&](const std::string& known) { return extension == '.' + known; });
}

// Where a path ends that goes on into a file of several recordings: the file's, and what is left.
struct PathWithin {
    std::string file;
    std::string record;
};
std::optional<PathWithin> splitPath(const std::string& path) {
    std::error_code status;
    for (std::size_t slash = path.rfind('/'); slash != std::string::npos && slash > 0;
         slash = path.rfind('/', slash - 1)) {
        const std::string file = path.substr(0, slash);
        if (std::filesystem::is_regular_file(file, status)) return PathWithin{file, path.substr(slash + 1)};
        if (std::filesystem::is_directory(file, status)) return std::nullopt;
    }
    return std::nullopt;
}

// Of the formats that hold several recordings.
const Format* holderOf(const std::string& path, std::string_view beginning) {
    const Format* const format = formatOf(beginning);
    if (format != nullptr) return format->records != nullptr ? format : nullptr;
    for (const Format& known : kFormats) {
        if (known.records != nullptr && isNamedAs(known, path)) return &known;
    }
    return nullptr;
}

std::string knownNames() {
    std::string names;
    for (const Format& format : kFormats) names += (names.empty() ? "" : ", ") + std::string(format.name);
    return names;
}

}  // namespace

namespace {

Result<RecordingPtr> read(const std::string& path, const Job& job, const OpenHints& hints) {
    if (path.empty()) return fail(ErrorCode::not_found, "no file is named", "(empty name)", "name a recording");
    const auto excerpt = files::readExcerpt(path, kSniffed_bytes);
    if (!excerpt) {
        const ErrorCode code = excerpt.error().code;
        // "208" may be no file, or a folder that happens to be there, and still mean record 208.
        if (code != ErrorCode::not_found && code != ErrorCode::not_a_file) return std::unexpected(excerpt.error());
        if (const auto within = splitPath(path)) {
            OpenHints named = hints;
            named.record = within->record + (hints.record.empty() ? "" : '/' + hints.record);
            return open(within->file, job, named);
        }
        return openMainFile(path, job, hints, excerpt.error());
    }
    if (const Format* const format = formatOf(excerpt->bytes)) {
        if (const auto header = format->may_be_part ? headerNaming(path) : std::nullopt)
            return openHeader(*header, job, hints);
        if (format->records == nullptr && !hints.record.empty()) {
            return fail(ErrorCode::not_found,
                        text::say("the file is one recording, and holds none called {1}", text::inQuotes(hints.record)),
                        path, "leave the name out");
        }
        return format->read(path, job, hints);
    }
    // Whatever a signal file begins with.
    if (const auto header = headerNaming(path); header && *header != path) return openHeader(*header, job, hints);
    for (const Format& format : kFormats) {
        // Named as the format but not looking like it: its own reader says best what is wrong.
        if (isNamedAs(format, path)) return format.read(path, job, hints);
    }
    const Error unknown = excerpt->file_size == 0
                              ? Error{ErrorCode::empty, "the file is empty", path, "restore it from its source"}
                              : Error{ErrorCode::unsupported, "this is no recording that Triptych reads", path,
                                      text::say("open a file of one of these formats: {1}", knownNames())};
    return openMainFile(path, job, hints, unknown);
}

}  // namespace

Result<RecordingPtr> open(const std::string& path, const Job& job, const OpenHints& hints) {
    auto recording = read(path, job, hints);
    if (!recording) return recording;
    PatientHeader header = (*recording)->header;
    const std::vector<text::Said> contradictions = dropContradictions(header);
    const text::Said why_no_beats = whyNoBeats(**recording);
    const bool are_seen =
        std::ranges::none_of((*recording)->leads, [](const Lead& lead) { return text::hasHidden(lead.name); });
    if (contradictions.empty() && why_no_beats.empty() && are_seen && areNamesDistinct((*recording)->leads))
        return recording;
    Recording mended = **recording;
    for (Lead& lead : mended.leads) lead.name = text::visible(lead.name);
    makeNamesDistinct(mended.leads);
    mended.header = std::move(header);
    for (const text::Said& said : contradictions) mended.warnings.push_back({said, mended.path});
    // A file within another has been opened, and this said, before.
    const auto is_said = [&](const Warning& warning) { return warning.what == why_no_beats; };
    if (!why_no_beats.empty() && std::none_of(mended.warnings.begin(), mended.warnings.end(), is_said)) {
        mended.warnings.push_back({why_no_beats, mended.path});
    }
    return std::make_shared<const Recording>(std::move(mended));
}

Result<std::vector<std::string>> recordsIn(const std::string& path, const Job& job, const OpenHints& hints) {
    const auto excerpt = files::readExcerpt(path, kSniffed_bytes);
    if (!excerpt) {
        for (const Format& format : kFormats) {
            if (format.main_file == nullptr || format.records == nullptr) continue;
            if (const auto main_file = format.main_file(path)) return format.records(*main_file, job, hints);
        }
        const auto within = splitPath(path);
        if (!within) return std::unexpected(excerpt.error());
        OpenHints named = hints;
        named.record = within->record;
        return recordsIn(within->file, job, named);
    }
    const Format* const format = holderOf(path, excerpt->bytes);
    if (format == nullptr) return std::vector<std::string>{};
    auto names = format->records(path, job, hints);
    if (names && names->size() == 1) names->clear();
    return names;
}

std::string fileOf(const std::string& path) {
    std::error_code status;
    if (std::filesystem::exists(path, status)) return path;
    const auto within = splitPath(path);
    return within ? within->file : path;
}

bool looksLikeRecording(std::string_view beginning, const std::string& name) {
    const Format* const format = formatOf(beginning);
    if (format == nullptr) return false;
    const std::string_view kind = format->name;
    // Two rows of numbers are in many a text.
    const bool needs_ending = kind == "CSV" || kind == "WFDB";
    if (needs_ending) return isNamedAs(*format, name);
    if (kind == "Apple Health") return false;  // its tables are there, too
    if (kind != "gzip") return kind != "ZIP";
    const std::string within = name.substr(0, name.rfind('.'));
    return std::any_of(kFormats.begin(), kFormats.end(),
                       [&within](const Format& known) { return isNamedAs(known, within); });
}

const std::vector<FormatInfo>& knownFormats() {
    static const std::vector<FormatInfo> formats = [] {
        std::vector<FormatInfo> list;
        for (const Format& format : kFormats) list.push_back({format.name, extensionsOf(format), format.mime_type});
        return list;
    }();
    return formats;
}

}  // namespace triptych::formats
