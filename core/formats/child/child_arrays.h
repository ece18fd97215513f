// The arrays of a file that a child process reads for us (child_process.h), as those of any other file.
#pragma once

#include "core/formats/arrays/arrays.h"

#include <memory>
#include <string>
#include <string_view>

namespace triptych::formats {

// Into `file`: the arrays, numbers and words that the child lists. Nothing in the text is believed that could not be
// true of a file. Error: malformed.
[[nodiscard]] Result<void> takeListing(std::string_view json, const std::string& where, ArrayFile& file);

// `kind`: as triptych-reader names it, "hdf5" or "matlab". Errors: those of runReader().
[[nodiscard]] Result<std::unique_ptr<ArrayFile>> childArrays(const std::string& kind, const std::string& path,
                                                             const Job& job);

}  // namespace triptych::formats
