// Waves as WFDB annotation files, for the programs that read them.
#pragma once

#include "core/domain/error.h"
#include "core/pipeline/find_waves.h"

#include <string>
#include <string_view>
#include <vector>

namespace triptych::cli {

struct WavesFiles {
    std::string folder;
    std::string annotator;  // one file with all leads, each mark saying which; empty: a file a lead, named after it
    bool replaces = false;
};

// Whether the options go together: an annotator and leave to replace files say nothing without a folder. Error:
// wrong_use, of `command`.
[[nodiscard]] Result<void> mayWrite(const WavesFiles& files, const std::string& command);

// No marks yet: the annotator, what wrote them ("waves", "beats", as own notes say), and the clock, where it is not
// each lead's own.
[[nodiscard]] AnnotationSet annotationSet(const std::string& annotator, double rate_hz, const Recording& recording,
                                          std::string_view kind);

// "(", p, N, t, ")" of the certain waves, N at the peak of the QRS: RECORD.ANNOTATOR with the lead's number as channel,
// or RECORD.ii, RECORD.avr, ... Answers the files written. Errors: refused (one of them exists, and `replaces` is not
// set or it may not be replaced: formats/targets.h; two leads would have one name), not_found (no such folder),
// io_failed.
[[nodiscard]] Result<std::vector<std::string>> writeWaves(const Recording& recording, const pipeline::FoundWaves& found,
                                                          const WavesFiles& files);

// Changes of rhythm and of signal quality, on the recording's own clock: RECORD.rhy, or RECORD.ANNOTATOR. Answers the
// file written. Errors: likewise.
[[nodiscard]] Result<std::string> writeRhythm(const Recording& recording, const Layer& layer, const WavesFiles& files);

}  // namespace triptych::cli
