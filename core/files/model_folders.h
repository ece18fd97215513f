// Where models lie, for whoever looks for one by name.
#pragma once

#include <filesystem>
#include <vector>

namespace triptych::files {

// The first that has a model of a name wins: TRIPTYCH_MODELS (if set), beside the executable, the installed data
// folder, the user's own. Whether they exist is for the asker to see. Any thread.
[[nodiscard]] std::vector<std::filesystem::path> modelFolders();
// Where what a user has made lies, models among it; empty where the environment names no home.
[[nodiscard]] std::filesystem::path userDataFolder();

}  // namespace triptych::files
