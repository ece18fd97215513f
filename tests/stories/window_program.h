// The window as the stories start it: on a display of its own, with a home, settings and a project that nobody else
// has, writing down which labels it painted as saved.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace triptych::stories {

struct Surroundings {
    std::string display;            // ":N"
    std::filesystem::path home;     // settings and data lie below it
    std::filesystem::path project;  // the reader's own
    std::filesystem::path painted;  // what was painted is written there (ui/window/painted_labels.h)
};
[[nodiscard]] std::vector<std::pair<std::string, std::string>> environmentOf(const Surroundings& surroundings);

struct Told {
    bool begun = false;  // the beats of a recording are there
    std::map<std::int64_t, std::string> kept;
    std::vector<std::pair<std::int64_t, std::string>> painted;  // in their order; "-": taken away
};
[[nodiscard]] Told readTold(const std::filesystem::path& painted);

}  // namespace triptych::stories
