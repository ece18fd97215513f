#include "tests/stories/reader.h"

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

namespace triptych::stories {
namespace {

using namespace std::chrono_literals;

constexpr auto kPatience = 30s;
constexpr auto kTypist = 400ms;  // between words and keys that depend on them

}  // namespace

bool Reader::sees(const std::function<bool()>& done) {
    const auto until = std::chrono::steady_clock::now() + kPatience;
    while (!done()) {
        if (std::chrono::steady_clock::now() > until) return false;
        std::this_thread::sleep_for(20ms);
    }
    return true;
}

Reader::Reader(const Display& display, std::string program, std::filesystem::path home)
    : display_(display.name()),
      program_(std::move(program)),
      home_(std::move(home)),
      project_(home_ / "own.triptych-project") {}

void Reader::starts(const std::vector<std::string>& arguments) {
    window_.reset();
    painted_ = home_ / ("painted-" + std::to_string(++starts_));
    Program window;
    window.arguments = {program_};
    window.arguments.insert(window.arguments.end(), arguments.begin(), arguments.end());
    window.environment = environmentOf({display_, home_, project_, painted_});
    window_.emplace(window);
    (void)sees([this] { return seesTitle(kWindow); });
}

void Reader::presses(const std::vector<std::string>& keys, const std::string& title) {
    Program press{{"xdotool", "search", "--onlyvisible", "--name", title, "windowfocus", "%1", "key", "--delay", "30"},
                  {{"DISPLAY", display_}},
                  true,
                  0};
    press.arguments.insert(press.arguments.end(), keys.begin(), keys.end());
    (void)outputOf(press);
}

void Reader::opens(const std::filesystem::path& file) {
    const std::string dialog = "^Open a recording";
    // A key that comes before a window has the focus is lost, as it is for people.
    (void)sees([&] {
        presses({"ctrl+o"});
        for (int looks = 0; looks < 20 && !seesTitle(dialog); ++looks) std::this_thread::sleep_for(kTypist / 2);
        return seesTitle(dialog);
    });
    // A loaded machine may lose a letter, and the dialog then says in a box, which has its title, that there is no such
    // file: the box is closed, and the words are typed again.
    (void)sees([&] {
        const auto press = [this](const std::vector<std::string>& keys) {
            Program program{{"xdotool"}, {{"DISPLAY", display_}}, true, 0};
            program.arguments.insert(program.arguments.end(), keys.begin(), keys.end());
            (void)outputOf(program);
            std::this_thread::sleep_for(kTypist);
        };
        if (windowsTitled(dialog) == 0) return true;
        if (windowsTitled(dialog) > 1) press({"key", "Return"});
        press({"search", "--onlyvisible", "--name", dialog, "windowfocus", "%1", "key", "ctrl+a", "type", "--delay",
               "30", file.string()});
        press({"key", "Return"});
        if (windowsTitled(dialog) == 1) press({"key", "Return"});  // the first chose from the list of completions
        return windowsTitled(dialog) == 0;
    });
    std::this_thread::sleep_for(kTypist);
}

bool Reader::seesTitle(const std::string& title) const {
    return windowsTitled(title) > 0;
}

std::ptrdiff_t Reader::windowsTitled(const std::string& title) const {
    const std::string ids =
        outputOf({{"xdotool", "search", "--onlyvisible", "--name", title}, {{"DISPLAY", display_}}, true, 0});
    return std::ranges::count(ids, '\n');
}

std::string Reader::lastPainted() const {
    const Told now = told();
    return now.painted.empty() ? std::string() : now.painted.back().second;
}

}  // namespace triptych::stories
