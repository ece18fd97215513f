// NAME.annotations.csv, which Triptych's CSV export writes beside NAME.csv: its labels come back with it.
#pragma once

#include "core/domain/annotation.h"
#include "core/domain/error.h"

#include <string>
#include <vector>

namespace triptych::formats {

// The file's first line; what the export writes when some annotation has a subtype, a channel or a number behind it.
inline constexpr const char* kAnnotationColumns = "time_s,sample,symbol,text,duration_s,annotator";
inline constexpr const char* kMoreAnnotationColumns = ",subtype,channel,number";

struct CsvAnnotations {
    std::vector<AnnotationSet> sets;
    std::vector<Warning> warnings;
};

// Those beside the table `path`; none where there is no such file, or one of another kind. `rate_hz`: of sets whose
// annotations are all at 0.
[[nodiscard]] CsvAnnotations readCsvAnnotations(const std::string& path, double rate_hz);

}  // namespace triptych::formats
