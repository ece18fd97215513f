#include "tests/formats/edf/opened_edf.h"

#include "core/formats/open.h"
#include "tests/formats/record_files.h"

#include <gtest/gtest.h>

#include <utility>

namespace triptych::test {

RecordingPtr opened(const std::string& folder_name, const MadeEdf& edf, const std::string& file) {
    const auto folder = scratchFolder(folder_name);
    writeText(folder / file, bytesOfEdf(edf));
    const auto recording = formats::open((folder / file).string());
    EXPECT_TRUE(recording) << sentence(recording.error());
    return recording ? *recording : nullptr;
}

MadeEdf twoLeads() {
    MadeEdf edf;
    MadeSignal two;
    two.values = {0, 10, -10, 32767, -32768, 5, 6, 7};
    MadeSignal breath;
    breath.label = "Resp";
    breath.dimension = "l/min";
    breath.physical_minimum = "0";
    breath.physical_maximum = "100";
    breath.digital_minimum = "0";
    breath.digital_maximum = "1000";
    breath.samples_per_record = 1;
    breath.values = {250, 500};
    edf.signals = {two, breath};
    return edf;
}

MadeSignal clock(std::vector<std::string> texts, int samples_per_record) {
    MadeSignal signal;
    signal.label = "EDF Annotations";
    signal.dimension = "";
    signal.samples_per_record = samples_per_record;
    signal.texts = std::move(texts);
    return signal;
}

}  // namespace triptych::test
