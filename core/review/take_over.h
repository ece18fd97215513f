// Labels that lie in a file beside the recording and that the log does not know become events of their reader and time.
#pragma once

#include "core/domain/error.h"
#include "core/review/triptych_annotations.h"
#include "core/store/event.h"

#include <cstddef>
#include <string>
#include <vector>

namespace triptych::review {

// Neighbouring labels of one reader and moment are one group. `known`: the log of the recording; a label is known where
// a group of its reader gave it at that beat, wherever it stood, in that second. Keys follow from labels and `identity`
// (of the recording), so that two windows which take the same file over at once make the same groups. Pure.
[[nodiscard]] std::vector<store::EventGroup> takeOver(const SavedLabels& saved, const std::string& identity,
                                                      const std::vector<store::EventGroup>& known);

// What a reader is told: labels that another reader, or another project, left beside the recording do not come in
// unsaid.
[[nodiscard]] Warning takenOver(std::size_t labels, const std::string& path);

}  // namespace triptych::review
