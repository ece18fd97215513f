// The text file that describes a WFDB record (.hea), as header(5) of the WFDB Applications Guide defines it: parsed
// without touching any other file.
#pragma once

#include "core/domain/error.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace triptych::formats {

// One signal line; a field that the line leaves out has header(5)'s default.
struct WfdbSignalLine {
    std::string file;  // relative to the header's folder; checked: never outside it
    int format = 0;
    int samples_per_frame = 1;
    int skew_frames = 0;           // this signal's samples lie so many frames later than the others' in the file
    std::int64_t byte_offset = 0;  // of sample 0 in the file
    double gain = 200;             // stored units per physical unit
    bool calibrated = false;       // the line states a gain other than 0
    std::int32_t baseline = 0;     // default: adc_zero
    std::string unit;              // "" where the line names none (then mV is meant)
    int adc_resolution_bits = 0;   // 0: not stated
    std::int32_t adc_zero = 0;
    std::optional<std::int32_t> initial_value;
    std::optional<int> checksum;
    std::string description;  // the lead's name, as written
    int line_number = 0;
};

// A line of a record that is made of other records, in their order.
struct WfdbSegmentLine {
    std::string name;  // of a record in the same folder (checked), or "~" for a gap
    std::int64_t frames = 0;
    int line_number = 0;

    [[nodiscard]] bool isGap() const { return name == "~"; }
};

struct WfdbHeader {
    std::string name;
    std::string folder;                          // "records/" where the record line has a path before the name
    int segments = 0;                            // 0: an ordinary record; n: made of n records
    std::vector<WfdbSegmentLine> segment_lines;  // as many as are listed, at most `segments`
    std::int64_t signals_promised = 0;
    double frame_rate_hz = 250;
    std::optional<std::int64_t> frames;      // nullopt: not stated
    std::optional<std::string> start;        // ISO 8601 without offset; nullopt unless date and time are stated
    std::vector<WfdbSignalLine> signals;     // as many as are described, at most signals_promised
    std::vector<WfdbSignalLine> unpromised;  // described beyond signals_promised; empty where one of them is no signal
    std::vector<std::string> comments;       // of the lines behind the signals, without '#'
    std::vector<Warning> warnings;
};

// Does the text begin as a header does: comments, then "NAME SIGNALS ..."? Needs the first 4 KiB at most.
[[nodiscard]] bool looksLikeWfdbHeader(std::string_view beginning);

// `where` names the header in errors and warnings. Text that is not UTF-8 is taken as Latin-1 and returned as UTF-8.
// Errors: empty, malformed (with the line's number), refused (a signal file or a segment outside the header's folder).
[[nodiscard]] Result<WfdbHeader> parseWfdbHeader(std::string_view text, const std::string& where);

}  // namespace triptych::formats
