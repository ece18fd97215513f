// What a command that has --force says where a file stands in its way.
#pragma once

#include "core/domain/error.h"
#include "core/formats/targets.h"
#include "core/text/said.h"

#include <expected>
#include <string>
#include <utility>
#include <vector>

namespace triptych::cli {

// The error, with --force among what can be done where it would help.
[[nodiscard]] inline std::unexpected<Error> orForced(Error error) {
    if (error.wants == Wants::to_replace) error.hint = text::say("{1}, or use --force", error.hint);
    return std::unexpected(std::move(error));
}

// Whether all these files may be written while the recording is read; empty names are of files that nobody asked for.
[[nodiscard]] inline Result<void> mayWriteAll(const std::vector<std::string>& paths, const Recording& recording,
                                              bool force) {
    for (const std::string& path : paths) {
        if (path.empty()) continue;
        if (auto may = formats::mayReplace(path, recording, force); !may) return orForced(may.error());
    }
    return {};
}

}  // namespace triptych::cli
