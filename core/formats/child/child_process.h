// A program of ours run beside us, for work that may crash, hang or eat memory: what it writes is read, within limits.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace triptych::formats {

// The program triptych-reader: as TRIPTYCH_READER names it, beside this program, or in ../lib/triptych. Error:
// not_found.
[[nodiscard]] Result<std::string> readerProgram();

// Runs it and hands over what it writes, piece by piece; false from `take` ends it. It gets no input, no environment of
// ours and no open file. `where` names the file in errors. Errors: not_found (no such program), io_failed, cancelled;
// malformed, where it ended by itself with a fault (its sentence, or that it broke down), took longer than it may, or
// `take` refused.
[[nodiscard]] Result<void> runReader(const std::vector<std::string>& arguments, const std::string& where,
                                     const Job& job, const std::function<bool(std::span<const std::byte>)>& take);

}  // namespace triptych::formats
