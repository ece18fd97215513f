// SCP-ECG, the standard communication protocol of computer-assisted electrocardiography (EN 1064, ISO 11073-91064), as
// one format of the table in open.cpp. Its own reader of sections 0 to 11.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/domain/recording.h"

#include <string>
#include <string_view>

namespace triptych::formats {

// `beginning`: the first bytes of a file, 4 KiB at most.
[[nodiscard]] bool sniffScp(std::string_view beginning);

// The rhythm's leads; QRS complexes and pacemaker spikes, where the file marks them, as the annotation set "scp". The
// reference beat is not shown as rhythm. Errors: those of formats::open.
[[nodiscard]] Result<RecordingPtr> openScp(const std::string& path, const Job& job);

}  // namespace triptych::formats
