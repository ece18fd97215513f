#include "tests/stories/window_program.h"

#include <fstream>
#include <sstream>

namespace triptych::stories {

std::vector<std::pair<std::string, std::string>> environmentOf(const Surroundings& surroundings) {
    return {{"DISPLAY", surroundings.display},
            {"QT_QPA_PLATFORM", "xcb"},
            {"HOME", surroundings.home.string()},
            {"XDG_CONFIG_HOME", (surroundings.home / "config").string()},
            {"XDG_DATA_HOME", (surroundings.home / "data").string()},
            {"TRIPTYCH_PROJECT", surroundings.project.string()},
            {"TRIPTYCH_READER", "reader"},
            {"TRIPTYCH_PAINTED_LABELS", surroundings.painted.string()}};
}

Told readTold(const std::filesystem::path& painted) {
    Told told;
    std::ifstream file(painted);
    for (std::string line; std::getline(file, line);) {
        std::istringstream words(line);
        std::string kind, symbol;
        std::int64_t sample = 0;
        words >> kind >> sample >> symbol;
        if (kind == "begun") told.begun = true;
        if (kind == "kept") told.kept[sample] = symbol;
        if (kind == "painted" && !symbol.empty()) told.painted.emplace_back(sample, symbol);
    }
    return told;
}

}  // namespace triptych::stories
