// What may stand in a place that is to be written while a recording is open. A recording is never changed, nor what
// somebody laid beside it: a marker's reference is as hard to get back as the signal.
#pragma once

#include "core/domain/error.h"
#include "core/domain/recording.h"

#include <string>
#include <string_view>
#include <vector>

namespace triptych::formats {

// Refuses to write over the recording that is read. Of each file that exists: is it the source's main file, one that
// its WFDB header names, or annotations beside it?
[[nodiscard]] Result<void> checkTargets(const Recording& recording, const std::vector<std::string>& files);

// Whether `path` may be written. Errors: refused, as checkTargets() says, beside recordings of other formats, too, but
// for what was made of the recording and says so by its ending (.npz, .svg, .pdf, .png, .csv, .json, .txt); or it
// belongs to another record of WFDB's; or a file is there and `replaces` is not set (Wants::to_replace). Links are
// followed, and are what they lead to.
[[nodiscard]] Result<void> mayReplace(const std::string& path, const Recording& recording, bool replaces);

// The same for an annotation file, which may lie beside the recording: one is replaced where its own note
// (wfdb/annotations.h) ends in `kind` ("beats", "waves", "rhythm", "labels"), so that one made by others stays,
// wherever it lies.
[[nodiscard]] Result<void> mayReplaceAnnotations(const std::string& path, const Recording& recording,
                                                 std::string_view kind, bool replaces);

}  // namespace triptych::formats
