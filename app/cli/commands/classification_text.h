// A classification as text: JSON and CSV for programs, a table for people.
#pragma once

#include "app/cli/console/output.h"
#include "core/domain/prediction.h"

#include <string>
#include <vector>

namespace triptych::cli {

// A beat that cannot be read, lies in flutter, is paced or stands at the edge has no class (null, an empty field), and
// `reason` says which (core/domain/silence.h); its other figures are what the networks made of the window all the same.
// {model:{name, hash, ...}, lead, rate_hz, beats_origin, beats:[{sample, time_s, symbol, class, readable, reason,
// reason_in_words, probability:{class: p},
// branches:{branch:{class: p}}, attention:{branch:{class: w}}, share:{branch:{class: s}}, margin, set:[classes],
// doubt, strangeness, borderline, reasons:[], usable}], unreadable:[{from_s, to_s,
// reason}], warnings:[]}; set, doubt and strangeness are null where the
// model was not calibrated to give them; `borderline`: in the review queue (core/pipeline/review_queue.h). Both are
// written beat by beat: the text of a day is 100 MB.
void writeClassificationJson(const Classification& result, const std::vector<Warning>& warnings, Output& out);
void writeClassificationCsv(const Classification& result, Output& out);
[[nodiscard]] std::string classificationTable(const Classification& result);

// The label that stands for the beat: the reference's, or for a detected beat the one that its class, or its having
// none, is written as.
[[nodiscard]] std::string symbolOfBeat(const Classification& result, std::size_t beat);

// All warnings once, in order.
[[nodiscard]] std::vector<Warning> mergedWarnings(const std::vector<std::vector<Warning>>& lists);

}  // namespace triptych::cli
