// Time-stamped annotation lists (TAL) of EDF+ (Kemp & Olivan 2003, section 2.2): what each data record says of its own
// time, and the texts that somebody wrote at a time.
#pragma once

#include "core/domain/annotation.h"
#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/files/mapped_file.h"
#include "core/formats/edf/header.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace triptych::formats {

struct EdfText {
    double onset_s = 0;  // from the header's start time
    double duration_s = 0;
    std::string text;  // UTF-8
};

struct EdfTexts {
    std::vector<double> record_onset_s;  // of each record; NaN where it states none. Empty in plain EDF.
    std::vector<EdfText> texts;          // as they lie in the file
    std::int64_t damaged = 0;            // lists that are none
};

// Reads the annotation signals of the first `records` records. Errors: cancelled.
[[nodiscard]] Result<EdfTexts> readEdfTexts(const files::MappedFile& file, const EdfHeader& header,
                                            std::int64_t records, const Job& job);

// One annotation signal's bytes in one record. `onset_s` (may be null) receives the first list's time, which is the
// record's where it is the first annotation signal of EDF+.
void parseTals(std::string_view bytes, EdfTexts& into, double* onset_s);

// How Triptych writes WFDB annotations as texts, so that people can read them and it can read them back: "N", "+
// (AFIB",
// "\" a note", "V;sub=1;chan=2;num=3"; of any annotator but "atr": "qrs: N". Files that say in their header that
// Triptych wrote them are read so; in all others a text is a note, even where it is "V".
// Texts lie in one list, so one annotator's go without a name: those whom a reader of the file is to take for the
// labels. `unnamed`: annotatorWithoutName().
[[nodiscard]] std::string edfTextOf(const AnnotationSet& set, const Annotation& annotation,
                                    std::string_view unnamed = "atr");
inline constexpr std::string_view kEdfEquipment = "Triptych";
inline constexpr std::string_view kEdfCommentPrefix = "comment: ";
inline constexpr std::string_view kEdfEnd = "Recording ends";  // a standard text of EDF+
// Labels as readers left them: from the recording's own annotator "triptych" on their way out, called kEdfReviewed when
// they are read again, where they are the reference. The comment says so to people, and to whoever reads the file.
inline constexpr std::string_view kEdfReviewed = "reviewed";
inline constexpr std::string_view kEdfReviewedComment =
    "texts without an annotator's name are labels as reviewed in Triptych; with one (\"atr: N\") they are as that "
    "annotator left them";
// The annotator whose texts go without a name: "triptych" where there is one, else kEdfReviewed, else "atr".
[[nodiscard]] std::string_view annotatorWithoutName(const std::vector<AnnotationSet>& sets);
// Under which name a set is written: an earlier review, when there is a new one, is "reviewed-before".
[[nodiscard]] std::string edfAnnotatorOf(const AnnotationSet& set, std::string_view unnamed);
[[nodiscard]] bool writtenByTriptych(const EdfHeader& header);

// The texts as annotations, in ticks so fine that each onset is one: a lead's rate where that is enough. `start_s`: the
// time of the recording's first sample; `rates_hz`: of its leads, the preferred first; `unnamed`: whose the texts are
// that name no annotator in a file of ours. That one stands first.
[[nodiscard]] std::vector<AnnotationSet> annotationsOf(const std::vector<EdfText>& texts, double start_s,
                                                       std::span<const double> rates_hz, bool ours,
                                                       std::string_view unnamed = "atr");

}  // namespace triptych::formats
