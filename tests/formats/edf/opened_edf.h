// What several tests of the EDF reader make and open alike.
#pragma once

#include "core/domain/recording.h"
#include "tests/formats/edf/edf_files.h"

#include <string>
#include <vector>

namespace triptych::test {

// Written into a scratch folder and opened; null where that failed, which fails the test.
RecordingPtr opened(const std::string& folder_name, const MadeEdf& edf, const std::string& file = "r.edf");

// Two leads of different rates, two records of a second.
MadeEdf twoLeads();

// The annotations' signal, with a text for each record.
MadeSignal clock(std::vector<std::string> texts, int samples_per_record = 40);

}  // namespace triptych::test
