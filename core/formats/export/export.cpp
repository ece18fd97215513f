#include "core/formats/export/export.h"

#include "core/formats/export/leftovers.h"
#include "core/formats/export/parts.h"
#include "core/formats/lead_names.h"
#include "core/formats/open.h"
#include "core/text/said.h"
#include "core/text/unicode.h"
#include "core/text/words.h"

#include <algorithm>
#include <array>
#include <filesystem>

namespace triptych::formats {
namespace {

namespace fs = std::filesystem;

struct Named {
    const char* name;
    const char* ending;
    ExportFormat format;
};
constexpr std::array kFormats = {
    Named{"wfdb", ".hea", ExportFormat::wfdb},  Named{"edf", ".edf", ExportFormat::edf},
    Named{"bdf", ".bdf", ExportFormat::bdf},    Named{"csv", ".csv", ExportFormat::csv},
    Named{"json", ".json", ExportFormat::json}, Named{"dicom", ".dcm", ExportFormat::dicom},
};

constexpr std::string_view kReadersLabels = "triptych";  // the annotator of labels given in Triptych

Result<Exported> write(const ExportTask& task, ExportFormat format) {
    switch (format) {
        case ExportFormat::wfdb:
            return exportWfdb(task);
        case ExportFormat::edf:
        case ExportFormat::bdf:
            return exportEdf(task, format == ExportFormat::bdf);
        case ExportFormat::dicom:
            return exportDicom(task);
        case ExportFormat::csv:
            return exportCsv(task);
        case ExportFormat::json:
            return exportJson(task);
    }
    return fail(ErrorCode::internal, "an unknown export format", task.path);
}

bool isAmong(const std::vector<std::string>& files, const std::string& file) {
    return std::ranges::find(files, file) != files.end();
}

}  // namespace

std::optional<ExportFormat> exportFormatFor(const std::string& path) {
    const std::string ending = text::lowered(fs::path(path).extension().string());
    if (ending.empty()) return ExportFormat::wfdb;
    for (const Named& format : kFormats) {
        if (ending == format.ending) return format.format;
    }
    return std::nullopt;
}

std::optional<ExportFormat> exportFormatNamed(std::string_view name) {
    for (const Named& format : kFormats) {
        if (name == format.name) return format.format;
    }
    return std::nullopt;
}

Result<Exported> exportRecording(const Recording& recording, const std::string& path, ExportFormat format,
                                 const ExportOptions& options, const Job& job) {
    if (recording.source == nullptr || recording.leads.empty()) {
        return fail(ErrorCode::empty, "the recording has no leads to write", recording.path, "open another recording");
    }
    std::vector<std::string> strange = annotationsBeside(recording, path, format);
    if (const std::string other = whoseLabels(path, format); !other.empty() && isAmong(strange, labelsBeside(path))) {
        return fail(ErrorCode::refused,
                    text::say("the labels there are of another recording of that name, which stays: {1}",
                              text::inQuotes(fs::path(other).filename().string())),
                    labelsBeside(path), "choose another name");
    }
    if (!strange.empty() && !options.overwrite) {
        return fail(ErrorCode::refused,
                    "these annotations of another recording would be read with the one that is written",
                    strange.front(), "choose another name, or move it away", Wants::to_replace);
    }
    // Whatever an annotator's file is to replace, if it cannot be read as annotations, too.
    if (format == ExportFormat::wfdb) {
        for (const std::string& file : annotatorFiles(recording, path)) {
            std::error_code ignored;
            if (!isAmong(strange, file) && fs::exists(file, ignored)) strange.push_back(file);
        }
    }
    auto aside = setAside(strange);
    if (!aside) return std::unexpected(aside.error());
    auto done = write({recording, path, options, job}, format);
    if (!done) {
        putBack(*aside);
        return done;
    }
    for (Warning& warning : settle(*aside)) done->warnings.push_back(std::move(warning));
    return done;
}

std::string withEnding(const std::string& path, const std::string& ending) {
    fs::path changed(path);
    changed.replace_extension(ending);
    return changed.string();
}

std::string nameToWrite(const Lead& lead) {
    std::string name = oneLine(lead.original_name);
    return name.empty() || normalisedLeadName(name) != lead.name ? oneLine(lead.name) : name;
}

std::string oneLine(std::string_view text) {
    std::string line = text::asUtf8(text::trimmed(text));
    for (char& letter : line) {
        if (static_cast<unsigned char>(letter) < ' ' || letter == '\x7f') letter = ' ';
    }
    return line;
}

void warnOfNotes(const ExportTask& task, std::vector<Warning>& warnings) {
    if (!task.options.anonymise) return;
    std::size_t notes = 0;
    std::size_t labels = 0;
    for (const AnnotationSet& set : task.recording.annotation_sets) {
        for (const Annotation& annotation : set.annotations) {
            if (annotation.aux.empty()) continue;
            if (annotation.code == kNote) ++notes;
            if (annotation.code != kNote && set.annotator == kReadersLabels) ++labels;
        }
    }
    if (notes > 0) {
        warnings.push_back(
            {text::say("the annotations hold {1} notes in free text, which are kept: check that none names the patient",
                       notes),
             task.path});
    }
    if (labels > 0) {
        warnings.push_back({text::say("{1} labels say who gave them and when, which is kept", labels), task.path});
    }
}

std::vector<std::string> commentsToWrite(const Recording& recording) {
    std::vector<std::string> comments = recording.comments;
    for (const HeaderPart& part : headerParts(recording.header)) {
        // What goes into a file is in English, whoever writes it.
        constexpr std::array kNames = {"Patient", "Device", "Institution", "Operator", "Measured", "Statement"};
        const std::string start = std::string(kNames[static_cast<std::size_t>(part.kind)]) + ": ";
        const bool is_said = std::ranges::any_of(recording.comments, [&](const std::string& comment) {
            return text::lowered(comment).starts_with(text::lowered(start)) ||
                   comment.find(part.text) != std::string::npos;
        });
        if (!is_said) comments.push_back(start + part.text);
    }
    return comments;
}

}  // namespace triptych::formats
