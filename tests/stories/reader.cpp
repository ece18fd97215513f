#include "tests/stories/reader.h"

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
    presses({"ctrl+o"});
    // The first words may come before the dialog listens, and Return may choose from its list of completions.
    (void)sees([&] {
        if (!seesTitle(dialog)) return false;
        (void)outputOf({{"xdotool", "search", "--onlyvisible", "--name", dialog, "windowfocus", "%1", "key", "ctrl+a",
                         "type", "--delay", "5", file.string()},
                        {{"DISPLAY", display_}},
                        true,
                        0});
        std::this_thread::sleep_for(kTypist);
        presses({"Return"}, dialog);
        std::this_thread::sleep_for(kTypist);
        return !seesTitle(dialog);
    });
    std::this_thread::sleep_for(kTypist);
}

bool Reader::seesTitle(const std::string& title) const {
    return !outputOf({{"xdotool", "search", "--onlyvisible", "--name", title}, {{"DISPLAY", display_}}, true, 0})
                .empty();
}

std::string Reader::lastPainted() const {
    const Told now = told();
    return now.painted.empty() ? std::string() : now.painted.back().second;
}

}  // namespace triptych::stories
