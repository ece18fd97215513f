// The figures that a file states of itself, under the names that ours have.
#pragma once

#include "app/cli/console/json.h"
#include "core/domain/patient_header.h"

#include <map>
#include <string>
#include <vector>

namespace triptych::cli {

// By DeviceMeasurement::name; milliseconds, per minute, degrees.
using DeviceFigures = std::map<std::string, double, std::less<>>;
[[nodiscard]] DeviceFigures deviceFigures(const std::vector<DeviceMeasurement>& measurements);

// In the shape of `global` of the measure command, with null for what the file does not state; {} where it states
// nothing. "unnamed" is a QTc by a formula that it does not name.
[[nodiscard]] Json deviceJson(const std::vector<DeviceMeasurement>& measurements);

}  // namespace triptych::cli
