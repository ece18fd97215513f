// What the help of `explain` says of methods and baselines, from their tables.
#pragma once

#include <string>

namespace triptych::cli {

[[nodiscard]] std::string baselinesHelp();
// Every method of the table on a line of its own.
[[nodiscard]] std::string methodsHelp();

}  // namespace triptych::cli
