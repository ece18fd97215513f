#include "core/review/triptych_annotations.h"

#include "core/domain/own_labels.h"
#include "core/files/mapped_file.h"
#include "core/formats/open.h"
#include "core/formats/wfdb/annotations.h"
#include "core/review/label_matching.h"
#include "core/review/letters.h"
#include "core/text/digest.h"
#include "core/text/said.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <iterator>
#include <span>

namespace triptych::review {
namespace {

constexpr std::string_view kResolutionNote = "## time resolution:";  // WFDB's, read by every program
constexpr std::string_view kRecordingNote = "recording ";            // own notes, as "labels" at the end of the first
constexpr std::string_view kLabels = " labels";
constexpr std::string_view kReaderPrefix = "reader: ";
constexpr std::string_view kOwnAux = " | ";  // between the provenance and an aux that the beat had before
constexpr std::size_t kAuxBytes = 254;       // WFDB counts an aux string in one byte and keeps room for its NUL

// At the head of the file, where WFDB looks for tables and passes over notes that it does not know.
std::vector<std::string> headerNotes(const FileHeader& header, const AnnotationSet& unedited) {
    std::vector<std::string> notes;
    notes.push_back(formats::timeResolutionNote(unedited.rate_hz));
    const auto ours = [&notes](const std::string& text) { notes.push_back(formats::ownNote(text)); };
    ours(header.version + std::string(kLabels));
    if (!header.labels_by.empty()) ours("unedited labels by " + header.labels_by);
    for (const auto& [hash, name] : header.models) ours("model " + name + " sha256 " + hash);
    if (!header.wording.empty()) ours(header.wording);
    if (!header.recording.empty()) ours(std::string(kRecordingNote) + header.recording);
    for (const std::string& note : unedited.notes) {  // definitions of the reference's own codes
        if (!note.starts_with(kResolutionNote) && !formats::ownNoteOf(note)) notes.push_back(note);
    }
    for (std::string& note : notes) note.resize(std::min(note.size(), kAuxBytes));
    return notes;
}

Result<std::string> readBytes(const std::string& path) {
    return files::readWhole(path, formats::kLargestAnnotationFile_bytes, "file of labels");
}

// Where a label comes from, and what its letter means where it is none of WFDB's.
std::string textOf(const ReaderLabel& label) {
    const OwnLabel* own = ownLabelOf(label.code);
    return own == nullptr || own->name.empty() ? label.provenance : label.provenance + std::string(kOwnAux) + own->name;
}

// What stands at `path` must be nothing, or labels that we wrote and know.
Result<void> mayReplace(const std::string& path, std::optional<std::uint64_t> known_fingerprint) {
    std::error_code error;
    if (!std::filesystem::exists(path, error)) return {};
    const auto there = loadLabels(path, 1.0);
    if (!there) {
        return fail(ErrorCode::refused, "a file that Triptych did not write stands there, and it is left as it is",
                    path, "save the labels to another folder");
    }
    if (known_fingerprint && *known_fingerprint == there->fingerprint) return {};
    return fail(ErrorCode::refused, "labels that this window has not read stand there, saved by another one", path,
                "save to another folder, or open the recording again to start from those labels");
}

}  // namespace

AnnotationSet detectedAnnotations(const BeatList& beats, std::span<const std::uint8_t> codes,
                                  const AnnotationSet* reference) {
    AnnotationSet set;
    set.annotator = kAnnotator;
    set.rate_hz = reference != nullptr && reference->rate_hz > 0 ? reference->rate_hz : beats.rate_hz;
    for (std::size_t i = 0; i < beats.beats.size(); ++i) {
        Annotation annotation;
        annotation.sample = onClock(beats.beats[i].sample, beats.rate_hz, set.rate_hz);
        annotation.code = i < codes.size() && codes[i] != 0 ? codes[i] : static_cast<std::uint8_t>(kLearn);
        annotation.channel = static_cast<std::uint8_t>(std::min<std::size_t>(beats.lead, 255));
        set.annotations.push_back(std::move(annotation));
    }
    if (reference != nullptr) {
        set.notes = reference->notes;
        std::copy_if(reference->annotations.begin(), reference->annotations.end(), std::back_inserter(set.annotations),
                     [](const Annotation& annotation) { return !isBeat(annotation.code); });
    }
    std::stable_sort(set.annotations.begin(), set.annotations.end(),
                     [](const Annotation& a, const Annotation& b) { return a.sample < b.sample; });
    return set;
}

AnnotationSet composeAnnotations(AnnotationSet unedited, const ReaderLabels& labels, double labels_rate_hz,
                                 std::uint8_t channel, const FileHeader& header) {
    AnnotationSet out;
    out.annotator = kAnnotator;
    out.rate_hz = unedited.rate_hz > 0 ? unedited.rate_hz : labels_rate_hz;
    unedited.rate_hz = out.rate_hz;
    ReaderLabels on_file_clock;
    for (const auto& [sample, label] : labels) on_file_clock[onClock(sample, labels_rate_hz, out.rate_hz)] = label;
    std::vector<std::int64_t> beat_samples;
    std::vector<std::size_t> beat_places;
    for (std::size_t i = 0; i < unedited.annotations.size(); ++i) {
        if (!isBeat(unedited.annotations[i].code)) continue;
        beat_samples.push_back(unedited.annotations[i].sample);
        beat_places.push_back(i);
    }
    const auto tolerance = static_cast<std::int64_t>(kSameBeat_s * out.rate_hz);
    for (const auto& [beat, sample] : matchLabels(on_file_clock, beat_samples, tolerance)) {
        Annotation& annotation = unedited.annotations[beat_places[beat]];
        const ReaderLabel& label = on_file_clock.at(sample);
        annotation.code = label.code;
        annotation.aux = textOf(label) + (annotation.aux.empty() ? "" : std::string(kOwnAux) + annotation.aux);
        annotation.aux.resize(std::min(annotation.aux.size(), kAuxBytes));
        on_file_clock.erase(sample);
    }
    for (const auto& [sample, label] : on_file_clock) {
        // Beside a nearer label of the same beat, which took its place.
        if (nearestWithin(beat_samples, sample, tolerance)) continue;
        Annotation annotation;
        annotation.sample = std::max<std::int64_t>(sample, 0);
        annotation.code = label.code;
        annotation.channel = channel;
        annotation.aux = textOf(label).substr(0, kAuxBytes);
        unedited.annotations.push_back(std::move(annotation));
    }
    std::stable_sort(unedited.annotations.begin(), unedited.annotations.end(),
                     [](const Annotation& a, const Annotation& b) { return a.sample < b.sample; });

    out.notes = headerNotes(header, unedited);
    out.annotations = std::move(unedited.annotations);
    return out;
}

bool isOurs(const AnnotationSet& set) {
    return std::ranges::any_of(set.notes, [](const std::string& note) {
        const auto own = formats::ownNoteOf(note);
        return own && own->ends_with(kLabels);
    });
}

std::string labelPath(const Recording& recording, const std::string& folder) {
    namespace fs = std::filesystem;
    const fs::path opened(recording.path.empty() ? recording.name : recording.path);
    if (recording.path.empty() && folder.empty()) return {};
    // "x.hea", "x.dat" and "x.atr" name record x; so does "x", even when x itself has a dot in it.
    std::error_code ignored;
    const bool is_record_name = fs::exists(fs::path(opened.string() + ".hea"), ignored);
    fs::path base = is_record_name ? opened.filename() : opened.stem();
    if (base.empty() || base == "." || base == "..") base = "recording";
    fs::path where = folder.empty() ? opened.parent_path() : fs::path(folder);
    // A recording in a file of several: beside the file, under a name that says which of them it is.
    if (const fs::path file(formats::fileOf(opened.string())); file != opened) {
        std::string within = opened.lexically_relative(file).string();
        std::replace(within.begin(), within.end(), '/', '-');
        base = file.stem().string() + '-' + within;
        if (folder.empty()) where = file.parent_path();
    }
    return (where / (base.string() + '.' + std::string(kAnnotator))).string();
}

Result<SavedLabels> loadLabels(const std::string& path, double frame_rate_hz) {
    std::error_code error;
    if (!std::filesystem::exists(path, error)) {
        return fail(ErrorCode::not_found, "there are no saved labels", path);
    }
    if (!std::filesystem::is_regular_file(path, error)) {
        return fail(ErrorCode::not_a_file, "something that is not a file stands where the labels would be", path,
                    "save the labels to another folder");
    }
    auto bytes = readBytes(path);
    if (!bytes) return std::unexpected(bytes.error());
    auto set = formats::parseAnnotations(std::as_bytes(std::span(*bytes)), path, frame_rate_hz);
    if (!set) return std::unexpected(set.error());
    if (!isOurs(*set)) {
        return fail(ErrorCode::refused, "the file was not written by Triptych, so its labels are not taken", path,
                    "open it as an annotator of its own, under another suffix");
    }
    SavedLabels saved;
    saved.fingerprint = text::fnv1a(*bytes);
    // What the reader's own letter was written as is told by its provenance.
    for (Annotation& annotation : set->annotations) annotation.code = ownLetterIn(annotation).value_or(annotation.code);
    for (const Annotation& annotation : set->annotations) {
        if (isBeat(annotation.code) && annotation.aux.starts_with(kReaderPrefix)) {
            const std::string provenance = annotation.aux.substr(0, annotation.aux.find(kOwnAux));
            saved.labels[annotation.sample] = ReaderLabel{annotation.code, provenance};
        }
    }
    for (const std::string& note : set->notes) {
        const auto own = formats::ownNoteOf(note);
        if (own && own->starts_with(kRecordingNote)) saved.recording = own->substr(kRecordingNote.size());
    }
    saved.set = std::move(*set);
    saved.set.annotator = kAnnotator;
    return saved;
}

Result<std::uint64_t> saveLabels(const std::string& path, const AnnotationSet& set,
                                 std::optional<std::uint64_t> known_fingerprint) {
    if (std::filesystem::path(path).extension() != '.' + std::string(kAnnotator)) {
        return fail(ErrorCode::wrong_use, "labels are saved only under the suffix .triptych", path,
                    "choose a name that ends in .triptych");
    }
    if (const auto allowed = mayReplace(path, known_fingerprint); !allowed) return std::unexpected(allowed.error());
    if (auto written = formats::writeAnnotations(path, set); !written) {
        Error error = written.error();
        error.what = text::say("the labels could not be written ({1})", error.what);
        error.where = path;
        error.hint = "save them to a folder that you may write to";
        return std::unexpected(std::move(error));
    }
    const auto bytes = readBytes(path);
    if (!bytes) return std::unexpected(bytes.error());
    return text::fnv1a(*bytes);
}

}  // namespace triptych::review
