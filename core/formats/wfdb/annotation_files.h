// The annotation files that lie beside a record: found by the record's name, told from other files by content.
#pragma once

#include "core/domain/annotation.h"
#include "core/domain/error.h"

#include <string>
#include <vector>

namespace triptych::formats {

struct FoundAnnotations {
    std::vector<AnnotationSet> sets;  // "atr" first, then other readers' by name, detectors', Triptych's own
    std::vector<Warning> warnings;    // damaged files of a known suffix; others that do not parse are no annotations
};

// Reads every FOLDER/STEM.SUFFIX beside FOLDER/STEM.hea that is an annotation file and none of `signal_files`.
// `rate_hz`: the record's frame rate. Never fails: a folder that cannot be listed has no annotation files but a
// warning.
[[nodiscard]] FoundAnnotations findAnnotations(const std::string& header_path,
                                               const std::vector<std::string>& signal_files, double rate_hz);

}  // namespace triptych::formats
