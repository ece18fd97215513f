// Files of many recordings: how one of them is named, picked and asked for.
#pragma once

#include "core/domain/error.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace triptych::formats {

// A recording in a file of many, and what of the name asked for is left for the files within it.
struct PickedRecord {
    std::size_t index = 0;
    std::string rest;
};

// `wanted`: a name of `names`, its last part or its letters in another case where only one has them, or a name with a
// further one behind a slash ("day.h5/ecg"); empty where nobody asked, which will do for a file of one recording (the
// whole of `wanted` is then for what is within). Errors: wrong_use with Wants::record, where there are several and none
// is named; not_found; empty (no names).
[[nodiscard]] Result<PickedRecord> pickRecord(const std::vector<std::string>& names, std::string_view wanted,
                                              const std::string& path);

// "a, b, c and 12 more".
[[nodiscard]] std::string listed(const std::vector<std::string>& names);

// The path that a recording within `path` is known by: "day.zip" and "a.edf" give "day.zip/a.edf".
[[nodiscard]] std::string pathWithin(const std::string& path, std::string_view record);

}  // namespace triptych::formats
