// A comparison of annotators as text: the tables that WFDB's bxb and sumstats print, so that programs which read those
// read these, and JSON.
#pragma once

#include "app/cli/options.h"
#include "core/beats/ec57.h"
#include "core/domain/error.h"

#include <string>
#include <vector>

namespace triptych::cli {

struct Ec57Row {
    std::string record;
    std::string reference_annotator;
    std::string test_annotator;
    beats::Ec57Comparison comparison;
};

// One line a record; of several records also their sum, gross and average figures.
[[nodiscard]] std::string ec57Lines(const std::vector<Ec57Row>& rows, bool with_s);
// The whole matrix of each record.
[[nodiscard]] std::string ec57Matrices(const std::vector<Ec57Row>& rows, bool with_s);
// What was missed in shutdown.
[[nodiscard]] std::string ec57Shutdown(const std::vector<Ec57Row>& rows);
[[nodiscard]] std::string ec57Json(const std::vector<Ec57Row>& rows, const beats::Ec57Options& options,
                                   const std::vector<Warning>& warnings);
[[nodiscard]] std::string ec57Csv(const std::vector<Ec57Row>& rows);

}  // namespace triptych::cli
