// Another annotator's file becomes the reading of a named reader: one event group, which can be taken back as one.
#pragma once

#include "core/domain/beat.h"
#include "core/domain/error.h"
#include "core/domain/recording.h"
#include "core/review/readers.h"
#include "core/store/event.h"

#include <cstddef>
#include <string>
#include <vector>

namespace triptych::pipeline {

// Every beat of the file at `path`, as what `reader` says. The group gives way to all that is later than the file's own
// time, and its key follows from its content: the same file comes in once. Labels that the reader has given already
// in `log` are left out; a group without marks: all of them. `detected`: beats of the recording, which tell whether the
// file is of it. Errors: those of reading annotations; refused (it speaks of another recording), empty (it marks no
// beat), wrong_use (no name).
[[nodiscard]] Result<store::EventGroup> importReading(const Recording& recording, const std::string& identity,
                                                      const BeatList& detected, const std::string& path,
                                                      const std::string& reader,
                                                      const std::vector<store::EventGroup>& log);

// The share of `marks` beside which a beat of `beats` lies; 1 where there is nothing to compare.
[[nodiscard]] double shareBeside(const AnnotationSet& marks, const BeatList& beats);

}  // namespace triptych::pipeline
