// The words of a command line before they are read: every option has a value of its own, and takes no other word for
// it. CLI11 by itself takes the next option for a value that was forgotten, and for a list all words that follow.
#pragma once

#include "core/text/said.h"

#include <optional>
#include <span>
#include <string>

namespace CLI {
class App;
}  // namespace CLI

namespace triptych::cli {

// Lists of the program and its commands take one word for each time that they are named.
void takeListsByWord(CLI::App& program);

struct MissingValue {
    text::Said what;      // one sentence without its point
    std::string command;  // " review list"; empty: of the program
};
// The first word, of those behind the program's name, that lacks something: an option its value, a list one of its
// items, or a word all its letters. Options that nobody knows are left to CLI11.
[[nodiscard]] std::optional<MissingValue> missingValue(const CLI::App& program, std::span<const char* const> words);

}  // namespace triptych::cli
