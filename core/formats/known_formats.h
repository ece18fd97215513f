// What the table of formats (open.cpp) knows of a file that is not open yet, for the readers of files that hold others.
#pragma once

#include <string>
#include <string_view>

namespace triptych::formats {

// Does a file of this name, of which the first 4 KiB are given, look like the main file of a recording? Formats without
// a mark of their own (tables, headers of WFDB) need their usual ending, too.
[[nodiscard]] bool looksLikeRecording(std::string_view beginning, const std::string& name);

}  // namespace triptych::formats
