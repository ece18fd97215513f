// A DICOM waveform's annotations (PS3.3 C.10.10): those that stand at a time as an annotation set, statements and
// measurements of the whole ECG as comments.
#pragma once

#include "core/domain/annotation.h"
#include "core/formats/dicom/content.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace triptych::formats {

// The coding scheme of our own exports: WFDB's letters, and leads that no standard numbers.
inline constexpr std::string_view kTriptychScheme = "99TRIPTYCH";

struct DicomNotes {
    // What stands at a time: "dicom", and of our own exports a set for each annotator by its name ("dicom2" and on
    // where an anonymous object withholds it).
    std::vector<AnnotationSet> sets;
    std::vector<std::string> comments;  // "QRS Duration: 92 ms"
};

// Where in time a group's sample lies.
struct DicomGroupTime {
    bool shown = true;  // false for median beats, whose marks are no times of the rhythm: they are left out
    double rate_hz = 0;
    double start_s = 0;
};

// `groups`: in the file's order. `rate_hz`: of the set.
[[nodiscard]] DicomNotes notesOf(const std::vector<DicomNote>& notes, const std::vector<DicomGroupTime>& groups,
                                 double rate_hz);

// "Lead I" from a code, its meaning or its value.
[[nodiscard]] std::string wordsOf(const DicomCode& code);

// What the notes without a place in time say of the whole recording: figures by their concepts, and words.
void addMeasurements(const std::vector<DicomNote>& notes, PatientHeader& header);

}  // namespace triptych::formats
