// Labels on disk: one WFDB annotation file under Triptych's own annotator name beside the record ("208.triptych"),
// which every WFDB program reads, and which Triptych recognises as its own and never confuses with another annotator's.
#pragma once

#include "core/domain/annotation.h"
#include "core/domain/beat.h"
#include "core/domain/error.h"
#include "core/domain/recording.h"
#include "core/review/label_journal.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace triptych::review {

inline constexpr std::string_view kAnnotator = "triptych";  // letters only, as annotator names of WFDB must be

// What the notes at the head of the file say; one own note each (formats::ownNote()).
struct FileHeader {
    std::string version;    // of the program
    std::string labels_by;  // whose labels the unedited beats carry: "annotator atr", "model NAME", ...
    std::string wording;    // "Research use - not for diagnosis"
    std::vector<std::pair<std::string, std::string>> models;  // hash, name: those that edits or labels speak of
    std::string recording = {};  // its identity (core/store/recording_identity.h); empty: not stated
};

// The detector's beats with `codes` (one per beat; 0, not labelled by anyone, is written "?", "not classified"), and
// every annotation of `reference` that is no beat, on the reference's clock where there is one, else on the beats'.
[[nodiscard]] AnnotationSet detectedAnnotations(const BeatList& beats, std::span<const std::uint8_t> codes,
                                                const AnnotationSet* reference);

// `unedited` with the reader's labels put on their beats (matchLabels): code and aux change, all else of an annotation
// is kept; an aux of its own is kept behind the provenance. A label that belongs to no beat becomes a beat of its own
// on `channel`. The file's notes are "## time resolution" (always, so that the labels keep their times whatever the
// record's frame rate is), the header, and those of `unedited`. `labels_rate_hz` is the clock of `labels`.
[[nodiscard]] AnnotationSet composeAnnotations(AnnotationSet unedited, const ReaderLabels& labels,
                                               double labels_rate_hz, std::uint8_t channel, const FileHeader& header);

// Does the set begin with Triptych's note?
[[nodiscard]] bool isOurs(const AnnotationSet& set);

// "/data/208.triptych" for a recording opened as "/data/208.hea", "/data/208" or "/data/208.dat"; empty for a recording
// that was made in memory. `folder` in its place where one is given (the record's own name is kept).
[[nodiscard]] std::string labelPath(const Recording& recording, const std::string& folder = {});

// A file of ours as it was read. `fingerprint` tells whether it has changed on disk since.
struct SavedLabels {
    AnnotationSet set;
    ReaderLabels labels;  // the edited beats, on the clock of `set.rate_hz`
    std::uint64_t fingerprint = 0;
    std::string recording;  // identity of the one that they were given to; empty in files of 0.1.0, which do not say
};

// Errors: not_found (there is none), refused (it is another program's), and those of readAnnotations.
[[nodiscard]] Result<SavedLabels> loadLabels(const std::string& path, double frame_rate_hz);

// Writes through a temporary file and a rename. `known_fingerprint` is that of the file last read from or written to
// `path`. Returns the new fingerprint. Errors: wrong_use (another suffix), refused (the file there was not written by
// Triptych, or changed since we read it), not_readable and io_failed (a folder that cannot be written to).
[[nodiscard]] Result<std::uint64_t> saveLabels(const std::string& path, const AnnotationSet& set,
                                               std::optional<std::uint64_t> known_fingerprint);

}  // namespace triptych::review
