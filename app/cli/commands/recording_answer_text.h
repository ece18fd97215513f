// What a model says of a whole recording, as text: JSON and CSV for programs, a table for people.
#pragma once

#include "core/domain/error.h"
#include "core/domain/recording_answer.h"

#include <string>
#include <vector>

namespace triptych::cli {

// {model:{name, hash, task, classes, multi_label, inputs:{rate_hz, leads, samples, unit}, missing_leads, windows},
// labels:[{class, probability, threshold, said}], windows:[{start_s, end_s, probability:{class: p}}], padded_s,
// missing_s, missing_leads:[], remarks:[], wording, warnings:[]}; threshold is null where labels exclude each other.
[[nodiscard]] std::string recordingAnswerJson(const RecordingAnswer& answer, const std::vector<Warning>& warnings);
// One line a label of the whole, and one a label and stretch where there are several.
[[nodiscard]] std::string recordingAnswerCsv(const RecordingAnswer& answer);
// Likeliest first.
[[nodiscard]] std::string recordingAnswerTable(const RecordingAnswer& answer);

}  // namespace triptych::cli
