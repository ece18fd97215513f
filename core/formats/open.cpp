#include "core/formats/open.h"

#include "core/domain/ecg_names.h"
#include "core/files/mapped_file.h"
#include "core/formats/aecg/aecg.h"
#include "core/formats/csv/csv.h"
#include "core/formats/dicom/dicom.h"
#include "core/formats/edf/edf.h"
#include "core/formats/ishne/ishne.h"
#include "core/formats/mfer/mfer.h"
#include "core/formats/muse/muse.h"
#include "core/formats/philips/philips.h"
#include "core/formats/scp/scp.h"
#include "core/formats/wfdb/wfdb.h"
#include "core/text/words.h"

#include <array>
#include <filesystem>
#include <optional>
#include <string_view>

namespace triptych::formats {
namespace {

// Enough of a file to know it by.
constexpr std::int64_t kSniffed_bytes = 4096;

struct Format {
    const char* name;
    const char* extensions;  // the usual one first, blanks between them: "csv tsv"
    const char* mime_type;
    bool (*sniff)(std::string_view beginning);
    // The file to open instead, for a path that belongs to a recording of this format without being its main file;
    // nullptr where a recording is one file.
    std::optional<std::string> (*mainFile)(const std::string& path);
    Result<RecordingPtr> (*open)(const std::string& path, const Job& job);
    // Instead, for formats that leave out what only the reader may know.
    Result<RecordingPtr> (*openWithHints)(const std::string& path, const Job& job, const OpenHints& hints) = nullptr;

    Result<RecordingPtr> read(const std::string& path, const Job& job, const OpenHints& hints) const {
        return openWithHints != nullptr ? openWithHints(path, job, hints) : open(path, job);
    }
};

// Every format that Triptych reads, tried in this order. A new one is a pair of files and a line here.
constexpr std::array kFormats = {
    Format{"EDF", "edf", "application/x-edf", sniffEdf, nullptr, openEdf},
    Format{"BDF", "bdf", "application/x-bdf", sniffBdf, nullptr, openEdf},
    Format{"WFDB", "hea", "application/x-wfdb", sniffWfdb, wfdbHeaderFor, openWfdb},
    Format{"HL7 aECG", "xml", "application/x-hl7-aecg+xml", sniffAecg, nullptr, openAecg},
    Format{"GE MUSE", "xml", "application/x-ge-muse+xml", sniffMuse, nullptr, openMuse},
    Format{"Philips Sierra", "xml", "application/x-philips-sierra+xml", sniffPhilips, nullptr, openPhilips},
    Format{"DICOM", "dcm", "application/dicom", sniffDicom, nullptr, openDicom},
    Format{"SCP-ECG", "scp", "application/x-scp-ecg", sniffScp, nullptr, openScp},
    Format{"ISHNE", "ecg", "application/x-ishne", sniffIshne, ishneFileFor, openIshne},
    Format{"MFER", "mwf mfer", "application/x-mfer", sniffMfer, nullptr, openMfer},
    // The last: a table of numbers has no mark of its own.
    Format{"CSV", "csv tsv txt", "text/csv", sniffCsv, nullptr, nullptr, openCsv},
};

const Format* formatOf(std::string_view beginning) {
    for (const Format& format : kFormats) {
        if (format.sniff(beginning)) return &format;
    }
    return nullptr;
}

Result<RecordingPtr> openMainFile(const std::string& path, const Job& job, const OpenHints& hints,
                                  const Error& otherwise) {
    for (const Format& format : kFormats) {
        if (format.mainFile == nullptr) continue;
        if (const auto main_file = format.mainFile(path)) return format.read(*main_file, job, hints);
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
        return openMainFile(path, job, hints, excerpt.error());
    }
    if (const Format* const format = formatOf(excerpt->bytes)) return format->read(path, job, hints);
    const std::string extension = text::lowered(std::filesystem::path(path).extension().string());
    for (const Format& format : kFormats) {
        // Named as the format but not looking like it: its own reader says best what is wrong.
        for (const std::string& usual : extensionsOf(format)) {
            if (extension == '.' + usual) return format.read(path, job, hints);
        }
    }
    const Error unknown = excerpt->file_size == 0
                              ? Error{ErrorCode::empty, "the file is empty", path, "restore it from its source"}
                              : Error{ErrorCode::unsupported, "this is no recording that Triptych reads", path,
                                      "open a file of one of these formats: " + knownNames()};
    return openMainFile(path, job, hints, unknown);
}

}  // namespace

Result<RecordingPtr> open(const std::string& path, const Job& job, const OpenHints& hints) {
    auto recording = read(path, job, hints);
    if (!recording || areNamesDistinct((*recording)->leads)) return recording;
    Recording renamed = **recording;
    makeNamesDistinct(renamed.leads);
    return std::make_shared<const Recording>(std::move(renamed));
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
