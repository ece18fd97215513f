// In which order a loadable module's libraries are opened soonest. The dynamic loader looks for a symbol in all
// libraries of what is being opened, one after the other: for the 285 of Debian's LibTorch that is a hundred and thirty
// looks for each of 118,000 symbols, a third of the time that loading takes. Opened one by one from below, each looks
// in what it needs itself, and nearly all symbols are found at once.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace triptych::inference {

// The libraries that the ELF file `module` needs, and those that they need, by the names that they are needed by, each
// once and after all that it needs itself. Found in `folders` alone, in their order; what is not there, or no library
// of this machine's kind, is left out with what it needs: whoever opens `module` finds it all the same. Reads some
// kilobytes of each.
[[nodiscard]] std::vector<std::string> librariesFromBelow(const std::filesystem::path& module,
                                                          const std::vector<std::filesystem::path>& folders);

// Where the dynamic loader looks for libraries of this program: LD_LIBRARY_PATH, what was linked in, the system's own.
[[nodiscard]] std::vector<std::filesystem::path> libraryFolders();

}  // namespace triptych::inference
