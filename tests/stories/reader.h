// A reader at the real window, who presses keys, types into dialogs, and sees what a reader sees: titles, and labels as
// they are painted. Stories are written with it as one would tell them.
#pragma once

#include "tests/stories/processes.h"
#include "tests/stories/window_program.h"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace triptych::stories {

class Reader {
public:
    // Waits until `done` or for half a minute.
    static bool sees(const std::function<bool()>& done);

    // Needs Xvfb and xdotool; `display` must outlive the reader.
    Reader(const Display& display, std::string program, std::filesystem::path home);

    void starts(const std::vector<std::string>& arguments = {});
    // Keys by their X names ("ctrl+o", "v", "Page_Down"), into the window of which the title matches.
    void presses(const std::vector<std::string>& keys, const std::string& title = kWindow);
    // Ctrl+O, the path, Return.
    void opens(const std::filesystem::path& file);

    // A visible window has this title (an expression of xdotool's search).
    [[nodiscard]] bool seesTitle(const std::string& title) const;
    [[nodiscard]] std::ptrdiff_t windowsTitled(const std::string& title) const;
    [[nodiscard]] Told told() const { return readTold(painted_); }
    // The label that was painted last, as saved; "-": taken away; "": none yet.
    [[nodiscard]] std::string lastPainted() const;
    [[nodiscard]] bool isAtWork() { return window_ && window_->runs(); }
    [[nodiscard]] const std::filesystem::path& project() const { return project_; }

    static constexpr const char* kWindow = "Triptych$";

private:
    std::string display_;
    std::string program_;
    std::filesystem::path home_, project_, painted_;
    std::optional<Process> window_;
    int starts_ = 0;
};

}  // namespace triptych::stories
