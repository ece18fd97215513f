// WFDB: header(5), signal(5) in format 212, 16, 24 or 32, whichever is the narrowest that holds every value, and one
// annotation file per annotator.
#include "core/domain/own_labels.h"
#include "core/domain/start_time.h"
#include "core/files/commit_all.h"
#include "core/formats/export/parts.h"
#include "core/formats/export/survey.h"
#include "core/formats/wfdb/annotations.h"
#include "core/text/numbers.h"
#include "core/text/said.h"
#include "core/text/words.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <set>

namespace triptych::formats {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kBlock_samples = 1 << 18;  // of all leads together
constexpr std::size_t kLongestAux_bytes = 255;

struct Storage {
    int format;
    int bits;
    std::int32_t limit;  // the largest magnitude; the value below its negative marks a missing sample
};
constexpr std::array kStorages = {Storage{212, 12, 2047}, Storage{16, 16, 32767}, Storage{24, 24, 8388607},
                                  Storage{32, 32, 2147483647}};

const Storage& storageFor(const std::vector<ExportLead>& leads) {
    for (const Storage& storage : kStorages) {
        if (std::all_of(leads.begin(), leads.end(), [&storage](const ExportLead& lead) {
                return lead.highest <= storage.limit && lead.lowest >= -storage.limit;
            })) {
            return storage;
        }
    }
    return kStorages.back();
}

// header(5): letters, digits, '-' and '_' only.
bool isRecordName(std::string_view name) {
    return !name.empty() && name.size() <= 100 && std::all_of(name.begin(), name.end(), [](char letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
               (letter >= '0' && letter <= '9') || letter == '-' || letter == '_';
    });
}

// Two samples of twelve bits in three bytes; an odd one at the end waits for the next call, or for finish().
class Packer {
public:
    explicit Packer(const Storage& storage) : storage_(storage) {}

    void add(std::int32_t value, std::string& bytes) {
        const std::uint32_t bits = static_cast<std::uint32_t>(value == kMissingSample ? missing() : value);
        if (storage_.bits != 12) {
            for (int shift = 0; shift < storage_.bits; shift += 8) bytes += static_cast<char>(bits >> shift & 0xff);
            return;
        }
        if (!has_first_) {
            first_ = bits;
        } else {
            pair(first_, bits, bytes);
        }
        has_first_ = !has_first_;
    }
    void finish(std::string& bytes) {
        if (has_first_) pair(first_, 0, bytes);
    }
    [[nodiscard]] std::int32_t missing() const { return storage_.bits == 32 ? kMissingSample : -storage_.limit - 1; }

private:
    static void pair(std::uint32_t a, std::uint32_t b, std::string& bytes) {
        bytes += static_cast<char>(a & 0xff);
        bytes += static_cast<char>((a >> 8 & 0x0f) | (b >> 8 & 0x0f) << 4);
        bytes += static_cast<char>(b & 0xff);
    }

    const Storage& storage_;
    std::uint32_t first_ = 0;
    bool has_first_ = false;
};

struct Sums {
    std::int32_t first = 0;
    std::uint32_t sum = 0;
};

// Writes every sample, frame by frame; `sums` receives what the header states of each lead.
Result<void> writeSignals(const ExportTask& task, const std::vector<ExportLead>& leads, const Frame& frame,
                          std::int64_t frames, const Storage& storage, files::FileWriter& file,
                          std::vector<Sums>& sums) {
    std::int64_t width = 0;
    for (const std::int64_t samples : frame.samples) width += samples;
    const std::int64_t at_once = std::max<std::int64_t>(kBlock_samples / width, 1);
    std::vector<std::vector<std::int32_t>> values(leads.size());
    Packer packer(storage);
    std::string bytes;
    for (std::int64_t first = 0; first < frames; first += at_once) {
        if (task.job.stopRequested()) return fail(ErrorCode::cancelled, "the export was stopped", task.path);
        const std::int64_t count = std::min(at_once, frames - first);
        for (std::size_t i = 0; i < leads.size(); ++i) {
            values[i].resize(static_cast<std::size_t>(count * frame.samples[i]));
            readIntegers(task.recording, leads[i], first * frame.samples[i], values[i]);
            if (first == 0) sums[i].first = values[i][0] == kMissingSample ? packer.missing() : values[i][0];
            for (const std::int32_t value : values[i]) {
                sums[i].sum += static_cast<std::uint32_t>(value == kMissingSample ? packer.missing() : value);
            }
        }
        bytes.clear();
        for (std::int64_t at = 0; at < count; ++at) {
            for (std::size_t i = 0; i < leads.size(); ++i) {
                const std::int64_t samples = frame.samples[i];
                for (std::int64_t k = 0; k < samples; ++k) {
                    packer.add(values[i][static_cast<std::size_t>(at * samples + k)], bytes);
                }
            }
        }
        if (first + count == frames) packer.finish(bytes);
        if (auto written = file.write(bytes); !written) return written;
        task.job.progress(0.3 + 0.7 * static_cast<double>(first + count) / static_cast<double>(frames), "writing");
    }
    return {};
}

// "hh:mm:ss dd/mm/yyyy" of "2002-03-02T10:20:30.25+01:00", the time alone where no day is known; "" where there is no
// such start.
std::string baseTime(const std::optional<std::string>& start) {
    if (const auto known = start ? parseStart(*start) : std::nullopt; known && !known->day) {
        return ' ' + start->substr(0, std::min<std::size_t>(start->size(), 12));
    }
    if (!start || start->size() < 19 || (*start)[10] != 'T') return {};
    std::size_t end = 19;
    if (start->size() > end && (*start)[end] == '.') {
        end = std::min(start->find_first_not_of("0123456789", end + 1), start->size());
        end = std::min<std::size_t>(end, 23);  // milliseconds
    }
    return ' ' + start->substr(11, end - 11) + ' ' + start->substr(8, 2) + '/' + start->substr(5, 2) + '/' +
           start->substr(0, 4);
}

std::string unitOf(const Lead& lead) {
    std::string unit = oneLine(lead.unit);
    std::replace(unit.begin(), unit.end(), ' ', '_');
    return unit;
}

std::string headerOf(const ExportTask& task, const std::string& name, const std::vector<ExportLead>& leads,
                     const Frame& frame, std::int64_t frames, const Storage& storage, const std::vector<Sums>& sums) {
    std::string text = name + ' ' + std::to_string(leads.size()) + ' ' + text::shortestText(frame.rate_hz) + ' ' +
                       std::to_string(frames);
    if (!task.options.anonymise) text += baseTime(task.recording.start);
    text += '\n';
    for (std::size_t i = 0; i < leads.size(); ++i) {
        const Lead& lead = task.recording.leads[leads[i].lead];
        text += name + ".dat " + std::to_string(storage.format);
        if (frame.samples[i] != 1) text += 'x' + std::to_string(frame.samples[i]);
        text += ' ' + text::shortestText(leads[i].gain) + '(' + std::to_string(std::llround(leads[i].baseline)) + ")/" +
                unitOf(lead) + ' ' + std::to_string(lead.resolution_bits > 0 ? lead.resolution_bits : storage.bits) +
                " 0 " + std::to_string(sums[i].first) + ' ' + std::to_string(static_cast<std::int16_t>(sums[i].sum)) +
                " 0";
        text += ' ' + nameToWrite(lead) + '\n';
    }
    if (task.options.anonymise) return text;
    for (const std::string& comment : commentsToWrite(task.recording)) text += "# " + oneLine(comment) + '\n';
    return text;
}

// The suffix of an annotator's file: its own name where that is one and means nothing else.
std::string suffixFor(const std::string& annotator, std::set<std::string>& taken) {
    constexpr std::array<std::string_view, 12> kOther = {"hea", "dat", "mat",  "edf", "bdf", "xws",
                                                         "txt", "csv", "json", "xml", "ann", "ecg"};
    const std::string plain = text::lowered(annotator);
    const bool is_suffix = !plain.empty() && plain.size() <= 12 && isRecordName(plain) &&
                           std::find(kOther.begin(), kOther.end(), plain) == kOther.end();
    std::string suffix = is_suffix ? annotator : "atr";
    for (int number = 2; !taken.insert(suffix).second; ++number) {
        suffix = (is_suffix ? annotator : "notes") + std::to_string(number);
    }
    return suffix;
}

// What an annotation file can hold of the set.
AnnotationSet writable(const AnnotationSet& set, double frame_rate_hz, const std::string& where,
                       std::vector<Warning>& warnings) {
    AnnotationSet out{set.annotator, set.rate_hz, {}, set.notes};
    std::size_t cut = 0;
    std::size_t lasting = 0;
    std::size_t outside = 0;
    for (const Annotation& marked : set.annotations) {
        Annotation annotation = inWfdb(marked);
        if (annotation.duration != 0) ++lasting;
        if (annotation.sample < 0 || annotation.code < 1 || annotation.code >= kAnnotationCodes) {
            ++outside;
            continue;
        }
        if (annotation.aux.size() > kLongestAux_bytes) {
            std::size_t end = kLongestAux_bytes;
            while (end > 0 && (static_cast<unsigned char>(annotation.aux[end]) & 0xc0) == 0x80) --end;
            annotation.aux.resize(end);
            ++cut;
        }
        out.annotations.push_back(std::move(annotation));
    }
    const std::string annotator = text::inQuotes(set.annotator);
    if (outside > 0) {
        warnings.push_back(
            {text::say(
                 "{1} annotations of annotator {2} lie before the recording or have no code, and were not written",
                 outside, annotator),
             where});
    }
    if (cut > 0)
        warnings.push_back({text::say("{1} texts of annotator {2} were cut to 255 bytes", cut, annotator), where});
    if (lasting > 0) {
        warnings.push_back(
            {text::say("{1} annotations of annotator {2} last for a time, of which WFDB keeps the start alone", lasting,
                       annotator),
             where});
    }
    const bool states_rate = std::any_of(out.notes.begin(), out.notes.end(), [](const std::string& note) {
        return note.starts_with("## time resolution");
    });
    if (!states_rate && std::abs(set.rate_hz - frame_rate_hz) > 1e-9 * frame_rate_hz) {
        out.notes.insert(out.notes.begin(), timeResolutionNote(set.rate_hz));
    }
    return out;
}

struct AnnotationFile {
    std::string path;
    const AnnotationSet* set;
};

std::vector<AnnotationFile> annotationFiles(const Recording& recording, const std::string& stem) {
    std::vector<AnnotationFile> files;
    std::set<std::string> taken;
    for (const AnnotationSet& set : recording.annotation_sets) {
        if (!set.annotations.empty()) files.push_back({stem + '.' + suffixFor(set.annotator, taken), &set});
    }
    return files;
}

fs::path stemOf(const fs::path& path) {
    return text::lowered(path.extension().string()) == ".hea" ? fs::path(path).replace_extension() : path;
}

}  // namespace

std::vector<std::string> annotatorFiles(const Recording& recording, const std::string& path) {
    std::vector<std::string> files;
    for (const AnnotationFile& file : annotationFiles(recording, stemOf(path).string())) files.push_back(file.path);
    return files;
}

Result<Exported> exportWfdb(const ExportTask& task) {
    const fs::path stem_path = stemOf(task.path);
    const std::string stem = stem_path.string();
    const std::string name = stem_path.filename().string();
    if (!isRecordName(name)) {
        return fail(ErrorCode::wrong_use, text::say("a WFDB record cannot be called {1}", text::inQuotes(name)),
                    task.path, "use letters, digits, '-' and '_'");
    }
    const std::vector<AnnotationFile> annotations = annotationFiles(task.recording, stem);
    Exported done;
    done.files = {stem + ".dat"};
    for (const AnnotationFile& file : annotations) done.files.push_back(file.path);
    done.files.push_back(stem + ".hea");  // the last: a record without its header is none, so it appears whole
    if (const auto checked = checkTargets(task.recording, done.files); !checked)
        return std::unexpected(checked.error());
    std::vector<files::FileWriter> writers;
    for (const std::string& file : done.files) {
        auto writer = files::FileWriter::create(file, task.mode());
        if (!writer) return std::unexpected(writer.error());
        writers.push_back(std::move(*writer));
    }
    const auto leads = surveyLeads(task.recording, task.job, 0.3);
    if (!leads) return std::unexpected(leads.error());
    const auto frame = commonFrame(*leads, task.path);
    if (!frame) return std::unexpected(frame.error());
    std::int64_t frames = 0;
    for (std::size_t i = 0; i < leads->size(); ++i) {
        frames = std::max(frames, ((*leads)[i].samples + frame->samples[i] - 1) / frame->samples[i]);
    }
    const Storage& storage = storageFor(*leads);
    std::vector<Sums> sums(leads->size());
    if (auto written = writeSignals(task, *leads, *frame, frames, storage, writers.front(), sums); !written) {
        return std::unexpected(written.error());
    }
    for (std::size_t i = 0; i < annotations.size(); ++i) {
        const auto bytes =
            encodeAnnotations(writable(*annotations[i].set, frame->rate_hz, annotations[i].path, done.warnings));
        if (auto written = writers[i + 1].write(bytes); !written) return std::unexpected(written.error());
    }
    if (auto written = writers.back().write(headerOf(task, name, *leads, *frame, frames, storage, sums)); !written) {
        return std::unexpected(written.error());
    }
    if (auto written = files::commitAll(writers); !written) return std::unexpected(written.error());
    warnOfNotes(task, done.warnings);
    return done;
}

}  // namespace triptych::formats
