// What an electrocardiograph measured and wrote into an SCP-ECG file, as lines of text.
#pragma once

#include "core/formats/scp/file.h"
#include "core/formats/scp/texts.h"

#include <string>

namespace triptych::formats {

// Section 7 (EN 1064 §5.10): mean intervals, then for each reference beat the limits of its waves in ms and their axes
// in degrees; pacemaker spikes, rates, the corrected QT. What is damaged is left out, with a warning in `file`.
void readScpGlobalMeasurements(ScpFile& file, const std::string& path, ScpTexts& out);

// Section 10 (§5.13): for each lead up to thirty-one measurements in a fixed order; shown are those in ms and uV.
void readScpLeadMeasurements(ScpFile& file, const std::string& path, ScpTexts& out);

}  // namespace triptych::formats
