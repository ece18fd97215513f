// DICOM waveforms as one format of the table in open.cpp: 12-lead, General and Ambulatory ECG, and the ECG leads among
// hemodynamic ones (PS3.3 A.34).
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/domain/recording.h"

#include <string>
#include <string_view>

namespace triptych::formats {

// `beginning`: the first bytes of a file, 4 KiB at most.
[[nodiscard]] bool sniffDicom(std::string_view beginning);

// Every channel of every multiplex group becomes a lead with its group's rate; median beats do not, and it is said.
// Limb leads that follow from I and II are derived, where the channels' names are sure. Errors: those of formats::open.
[[nodiscard]] Result<RecordingPtr> openDicom(const std::string& path, const Job& job);

}  // namespace triptych::formats
