// A classification as text: JSON and CSV for programs, a table for people.
#pragma once

#include "app/cli/console/output.h"
#include "core/domain/prediction.h"

#include <string>
#include <vector>

namespace triptych::cli {

// A beat whose window leaves the recording or lies in missing samples has no class (null, an empty field).
// {model:{name, hash, ...}, lead, rate_hz, beats_origin, beats:[{sample, time_s, symbol, class, probability:{class: p},
// branches:{branch:{class: p}}, attention:{branch:{class: w}}, share:{branch:{class: s}}, margin, set:[classes],
// doubt, strangeness, borderline, reasons:[], usable}], warnings:[]}; set, doubt and strangeness are null where the
// model was not calibrated to give them. Both are written beat by beat: the text of a day is 100 MB.
void writeClassificationJson(const Classification& result, const std::vector<Warning>& warnings, Output& out);
void writeClassificationCsv(const Classification& result, Output& out);
[[nodiscard]] std::string classificationTable(const Classification& result);

// The label that stands for the beat: the reference's, or for a detected beat the one that its class is written as.
[[nodiscard]] std::string symbolOfBeat(const Classification& result, std::size_t beat);

// All warnings once, in order.
[[nodiscard]] std::vector<Warning> mergedWarnings(const std::vector<std::vector<Warning>>& lists);

}  // namespace triptych::cli
