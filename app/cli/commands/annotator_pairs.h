// Which annotation files are to be compared with which, and on what clock.
#pragma once

#include "core/domain/annotation.h"
#include "core/domain/error.h"

#include <string>
#include <vector>

namespace triptych::cli {

// Each of the two is an annotation file (mitdb/100.atr), a record (mitdb/100, mitdb/100.hea) or a folder of records;
// for the last two an annotator names the file.
struct PairRequest {
    std::string reference;
    std::string test;
    std::string reference_annotator = "atr";
    std::string test_annotator;
    double rate_hz = 0;  // of annotation files that say nothing of it and have no header beside them
};

struct AnnotatorPair {
    std::string record;
    AnnotationSet reference;
    AnnotationSet test;
};

struct AnnotatorPairs {
    std::vector<AnnotatorPair> pairs;  // by record; at least one
    std::vector<Warning> warnings;     // records of one folder that the other does not have
};

// Does `path` name an annotation file, by content and for not being a record's header?
[[nodiscard]] bool isAnnotationFile(const std::string& path);

// Errors: wrong_use (a folder against a file, an annotator not named, no rate), not_found (no such file, nothing to
// compare), what reading says.
[[nodiscard]] Result<AnnotatorPairs> findPairs(const PairRequest& request);

}  // namespace triptych::cli
