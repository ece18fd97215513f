// CSV (RFC 4180, decimal point) and JSON: every value with as many digits as it takes to be read back exactly.
#include "core/domain/own_labels.h"
#include "core/files/commit_all.h"
#include "core/formats/csv/annotations.h"
#include "core/formats/export/parts.h"
#include "core/formats/export/survey.h"
#include "core/text/numbers.h"
#include "core/text/unicode.h"
#include "core/text/words.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <limits>

namespace triptych::formats {
namespace {

constexpr std::int64_t kBlock_samples = 1 << 16;

// One lead's physical values in order, a block at a time. Stored values are scaled in double, so that each digit is the
// file's own; leads that Triptych computed exist in physical units alone.
class Values {
public:
    Values(const Recording& recording, std::size_t lead)
        : recording_(recording), lead_(lead), exact_(!recording.leads[lead].derived) {}

    // NaN where there is none. Indices must be asked for in ascending order.
    double at(std::int64_t index) {
        if (index >= first_ + count_ || index < first_) load(index);
        const auto i = static_cast<std::size_t>(index - first_);
        if (!exact_) return physical_[i];
        const Lead& lead = recording_.leads[lead_];
        if (stored_[i] == kMissingSample) return std::numeric_limits<double>::quiet_NaN();
        return (stored_[i] - lead.baseline) / lead.gain;
    }

private:
    void load(std::int64_t index) {
        first_ = index;
        count_ = std::min(kBlock_samples, recording_.leads[lead_].samples - index);
        if (exact_) {
            stored_.resize(static_cast<std::size_t>(count_));
            recording_.source->readStored(lead_, first_, stored_);
        } else {
            physical_.resize(static_cast<std::size_t>(count_));
            recording_.source->readPhysical(lead_, first_, physical_);
        }
    }

    const Recording& recording_;
    std::size_t lead_;
    bool exact_;
    std::vector<std::int32_t> stored_;
    std::vector<float> physical_;
    std::int64_t first_ = 0;
    std::int64_t count_ = 0;
};

std::vector<Values> valuesOf(const Recording& recording) {
    std::vector<Values> values;
    for (std::size_t i = 0; i < recording.leads.size(); ++i) values.emplace_back(recording, i);
    return values;
}

std::string csvField(std::string_view raw) {
    const std::string text = oneLine(raw);
    if (text.find_first_of(",\"") == std::string::npos) return text;
    std::string out = "\"";
    for (const char letter : text) out += letter == '"' ? std::string("\"\"") : std::string(1, letter);
    return out + '"';
}

std::string jsonString(std::string_view raw) {
    std::string out = "\"";
    for (const char letter : text::asUtf8(raw)) {
        if (letter == '"' || letter == '\\') {
            out += '\\';
            out += letter;
        } else if (static_cast<unsigned char>(letter) < ' ') {
            std::array<char, 8> code{};
            std::snprintf(code.data(), code.size(), "\\u%04x", static_cast<unsigned>(letter));
            out += code.data();
        } else {
            out += letter;
        }
    }
    return out + '"';
}

std::string numberOrNull(double value) {
    return std::isfinite(value) ? text::shortestText(value) : "null";
}

bool hasStart(const ExportTask& task) {
    return task.recording.start && !task.options.anonymise;
}

std::string csvAnnotations(const Recording& recording) {
    bool has_more = false;
    for (const AnnotationSet& set : recording.annotation_sets) {
        has_more = has_more || std::any_of(set.annotations.begin(), set.annotations.end(), [](const Annotation& one) {
                       return one.subtype != 0 || one.channel != 0 || one.number != 0;
                   });
    }
    std::string text = std::string(kAnnotationColumns) + (has_more ? kMoreAnnotationColumns : "") + '\n';
    for (const AnnotationSet& set : recording.annotation_sets) {
        for (const Annotation& annotation : set.annotations) {
            text += text::shortestText(static_cast<double>(annotation.sample) / set.rate_hz) + ',' +
                    std::to_string(annotation.sample) + ',' + csvField(symbolOf(annotation.code)) + ',' +
                    csvField(annotation.aux) + ',' +
                    text::shortestText(static_cast<double>(annotation.duration) / set.rate_hz) + ',' +
                    csvField(set.annotator);
            if (has_more) {
                text += ',' + std::to_string(annotation.subtype) + ',' + std::to_string(annotation.channel) + ',' +
                        std::to_string(annotation.number);
            }
            text += '\n';
        }
    }
    return text;
}

// "time_s,II (mV),V5 (mV)": where leads differ in rate, each says its own; a known start has a column, whose first
// field it is, so that programs that read a table by its names read it as before.
std::string csvHead(const ExportTask& task) {
    const std::vector<Lead>& leads = task.recording.leads;
    const bool is_mixed = std::any_of(leads.begin(), leads.end(),
                                      [&leads](const Lead& lead) { return lead.rate_hz != leads.front().rate_hz; });
    std::string head = "time_s";
    for (const Lead& lead : leads) {
        const std::string rate = is_mixed ? ", " + text::shortestText(lead.rate_hz) + " Hz" : std::string();
        head += ',' + csvField(lead.name + " (" + lead.unit + rate + ')');
    }
    return head + (hasStart(task) ? ",start\n" : "\n");
}

// Rows at every time at which some lead has a sample; leads of lower rates leave their field empty between theirs.
Result<void> writeRows(const ExportTask& task, files::FileWriter& file) {
    const Recording& recording = task.recording;
    std::vector<Values> values = valuesOf(recording);
    std::vector<std::int64_t> next(values.size(), 0);
    const auto timeOf = [&](std::size_t i) {
        return next[i] < recording.leads[i].samples ? static_cast<double>(next[i]) / recording.leads[i].rate_hz
                                                    : std::numeric_limits<double>::infinity();
    };
    std::string text;
    for (std::int64_t row = 0;; ++row) {
        double time_s = std::numeric_limits<double>::infinity();
        for (std::size_t i = 0; i < values.size(); ++i) time_s = std::min(time_s, timeOf(i));
        if (std::isinf(time_s)) break;
        text += text::shortestText(time_s);
        for (std::size_t i = 0; i < values.size(); ++i) {
            text += ',';
            if (timeOf(i) > time_s + 1e-9) continue;
            const double value = values[i].at(next[i]++);
            if (!std::isnan(value)) text += text::shortestText(value);
        }
        if (hasStart(task)) text += ',' + (row == 0 ? csvField(*recording.start) : std::string());
        text += '\n';
        if (row % 4096 != 0) continue;
        if (task.job.stopRequested()) return fail(ErrorCode::cancelled, "the export was stopped", task.path);
        if (auto written = file.write(text); !written) return written;
        text.clear();
        task.job.progress(std::min(time_s / std::max(recording.duration_s, 1e-9), 1.0), "writing");
    }
    return file.write(text);
}

// Whose recording it is and what its device said, part by part.
std::string jsonHeader(const PatientHeader& header) {
    std::string text = "  \"header\": {";
    const auto put = [&text](const char* key, const std::string& value) {
        if (!value.empty())
            text += (text.ends_with('{') ? "\"" : ", \"") + std::string(key) + "\": " + jsonString(value);
    };
    put("id", header.person.id);
    put("name", header.person.name);
    put("birth_date", header.person.birth_date);
    put("age", header.person.age);
    put("sex", header.person.sex);
    put("device", header.device);
    put("institution", header.institution);
    put("operator", header.operator_name);
    text += std::string(text.ends_with('{') ? "" : ", ") + "\"measurements\": [";
    for (std::size_t i = 0; i < header.measurements.size(); ++i) {
        const DeviceMeasurement& figure = header.measurements[i];
        text += (i > 0 ? ", {\"name\": " : "{\"name\": ") + jsonString(figure.name) +
                ", \"value\": " + numberOrNull(figure.value) + ", \"unit\": " + jsonString(figure.unit) + '}';
    }
    text += "], \"statements\": [";
    for (std::size_t i = 0; i < header.statements.size(); ++i) {
        text += (i > 0 ? ", " : "") + jsonString(header.statements[i]);
    }
    return text + "]},\n";
}

std::string jsonHead(const ExportTask& task) {
    const Recording& recording = task.recording;
    const bool anonymise = task.options.anonymise;
    std::string text = "{\n  \"name\": " + jsonString(anonymise ? std::string() : recording.name) +
                       ",\n  \"source_format\": " + jsonString(recording.format) + ",\n  \"start\": " +
                       (recording.start && !anonymise ? jsonString(*recording.start) : std::string("null")) +
                       ",\n  \"duration_s\": " + numberOrNull(recording.duration_s) + ",\n  \"comments\": [";
    for (std::size_t i = 0; i < recording.comments.size() && !anonymise; ++i) {
        text += (i > 0 ? ", " : "") + jsonString(recording.comments[i]);
    }
    text += "],\n";
    if (!anonymise && !recording.header.empty()) text += jsonHeader(recording.header);
    return text + "  \"leads\": [";
}

Result<void> writeJsonLead(const ExportTask& task, std::size_t index, files::FileWriter& file) {
    const Lead& lead = task.recording.leads[index];
    std::string text = std::string(index > 0 ? "," : "") + "\n    {\"name\": " + jsonString(lead.name) +
                       ", \"original_name\": " + jsonString(text::trimmed(lead.original_name)) +
                       ", \"unit\": " + jsonString(lead.unit) + ", \"rate_hz\": " + numberOrNull(lead.rate_hz) +
                       ", \"gain\": " + numberOrNull(lead.gain) + ", \"baseline\": " + numberOrNull(lead.baseline) +
                       ", \"derived\": " + (lead.derived ? "true" : "false") + ",\n     \"values\": [";
    Values values(task.recording, index);
    for (std::int64_t i = 0; i < lead.samples; ++i) {
        text += (i > 0 ? "," : "") + numberOrNull(values.at(i));
        if (i % 4096 != 0) continue;
        if (task.job.stopRequested()) return fail(ErrorCode::cancelled, "the export was stopped", task.path);
        if (auto written = file.write(text); !written) return written;
        text.clear();
        const double part = static_cast<double>(i) / static_cast<double>(lead.samples);
        task.job.progress((static_cast<double>(index) + part) / static_cast<double>(task.recording.leads.size()),
                          "writing");
    }
    return file.write(text + "]}");
}

std::string jsonAnnotations(const Recording& recording) {
    std::string text = "\n  ],\n  \"annotations\": [";
    for (std::size_t k = 0; k < recording.annotation_sets.size(); ++k) {
        const AnnotationSet& set = recording.annotation_sets[k];
        text += std::string(k > 0 ? "," : "") + "\n    {\"annotator\": " + jsonString(set.annotator) +
                ", \"rate_hz\": " + numberOrNull(set.rate_hz) + ", \"annotations\": [";
        for (std::size_t i = 0; i < set.annotations.size(); ++i) {
            const Annotation& annotation = set.annotations[i];
            text += std::string(i > 0 ? "," : "") + "\n      {\"sample\": " + std::to_string(annotation.sample) +
                    ", \"time_s\": " + numberOrNull(static_cast<double>(annotation.sample) / set.rate_hz) +
                    ", \"symbol\": " + jsonString(symbolOf(annotation.code)) +
                    ", \"code\": " + std::to_string(wfdbCodeOf(annotation.code)) +
                    ", \"subtype\": " + std::to_string(annotation.subtype) +
                    ", \"channel\": " + std::to_string(annotation.channel) +
                    ", \"number\": " + std::to_string(annotation.number) +
                    ", \"text\": " + jsonString(text::trimmed(annotation.aux)) +
                    ", \"duration_s\": " + numberOrNull(static_cast<double>(annotation.duration) / set.rate_hz) + '}';
        }
        text += "]}";
    }
    return text + "\n  ]\n}\n";
}

}  // namespace

Result<Exported> exportCsv(const ExportTask& task) {
    Exported done;
    const bool has_annotations = !task.recording.annotation_sets.empty();
    if (has_annotations) done.files.push_back(withEnding(task.path, ".annotations.csv"));
    done.files.push_back(task.path);
    if (const auto checked = checkTargets(task.recording, done.files); !checked)
        return std::unexpected(checked.error());
    std::vector<files::FileWriter> writers;
    for (const std::string& file : done.files) {
        auto writer = files::FileWriter::create(file, task.mode());
        if (!writer) return std::unexpected(writer.error());
        writers.push_back(std::move(*writer));
    }
    if (auto written = writers.back().write(csvHead(task)); !written) return std::unexpected(written.error());
    if (auto written = writeRows(task, writers.back()); !written) return std::unexpected(written.error());
    if (has_annotations) {
        if (auto written = writers.front().write(csvAnnotations(task.recording)); !written) {
            return std::unexpected(written.error());
        }
    }
    if (auto written = files::commitAll(writers); !written) return std::unexpected(written.error());
    if (!task.options.anonymise && !commentsToWrite(task.recording).empty()) {
        done.warnings.push_back(
            {"a table has no place for what the recording says of its patient, its device and itself: "
             "that is not written",
             task.path});
    }
    warnOfNotes(task, done.warnings);
    return done;
}

Result<Exported> exportJson(const ExportTask& task) {
    Exported done;
    done.files = {task.path};
    if (const auto checked = checkTargets(task.recording, done.files); !checked)
        return std::unexpected(checked.error());
    auto file = files::FileWriter::create(task.path, task.mode());
    if (!file) return std::unexpected(file.error());
    if (auto written = file->write(jsonHead(task)); !written) return std::unexpected(written.error());
    for (std::size_t i = 0; i < task.recording.leads.size(); ++i) {
        if (auto written = writeJsonLead(task, i, *file); !written) return std::unexpected(written.error());
    }
    if (auto written = file->write(jsonAnnotations(task.recording)); !written) return std::unexpected(written.error());
    if (auto written = file->commit(); !written) return std::unexpected(written.error());
    warnOfNotes(task, done.warnings);
    return done;
}

}  // namespace triptych::formats
