// The header of an EDF or BDF file, read field by field: EDF (Kemp et al. 1992, Electroenceph Clin Neurophysiol
// 82:391), EDF+ (Kemp & Olivan 2003, Clin Neurophysiol 114:1755) and BioSemi's 24-bit variant of both.
#pragma once

#include "core/domain/error.h"
#include "core/domain/start_time.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace triptych::formats {

// One of the signals, its texts trimmed and in UTF-8.
struct EdfSignal {
    std::string label;
    std::string transducer;
    std::string dimension;
    std::string prefiltering;
    std::optional<double> physical_minimum;  // nullopt: not a number
    std::optional<double> physical_maximum;
    std::optional<double> digital_minimum;
    std::optional<double> digital_maximum;
    std::int64_t samples_per_record = 0;
    std::int64_t byte_in_record = 0;  // where its samples start within a data record
    bool is_annotations = false;      // "EDF Annotations", "BDF Annotations": texts, no samples
};

struct EdfHeader {
    std::string patient;
    std::string recording;
    std::optional<std::string> start;  // as a recording's; a time of day alone where the day is withheld
    std::int64_t header_bytes = 0;     // 256·(signals + 1)
    std::int64_t records = -1;         // as stated; -1: not stated
    double record_duration_s = 0;
    bool is_plus = false;           // EDF+ or BDF+: the first annotation of a record is its time
    bool is_discontinuous = false;  // EDF+D or BDF+D
    int bytes_per_sample = 2;       // 3 in BDF
    std::int64_t record_bytes = 0;
    std::vector<EdfSignal> signals;
    std::vector<Warning> warnings;

    // "EDF", "EDF+C", "BDF+D", ...
    [[nodiscard]] std::string formatName() const;
};

// `bytes`: the file's beginning, its whole header where the file has it. Errors: malformed, truncated.
[[nodiscard]] Result<EdfHeader> parseEdfHeader(std::string_view bytes, const std::string& where);

// Does a file begin as EDF or as BDF does?
[[nodiscard]] bool looksLikeEdf(std::string_view beginning);
[[nodiscard]] bool looksLikeBdf(std::string_view beginning);

// Bytes of the header of `beginning` (256 at least), as its number of signals says.
[[nodiscard]] std::int64_t edfHeaderBytes(std::string_view beginning);

// "02-MAR-2002" as "2002-03-02"; nullopt for "X" and for what is no day.
[[nodiscard]] std::optional<std::string> edfLongDay(std::string_view word);

}  // namespace triptych::formats
