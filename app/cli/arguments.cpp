#include "app/cli/arguments.h"

#include <CLI/CLI.hpp>

#include <cctype>
#include <string_view>

namespace triptych::cli {
namespace {

bool isList(const CLI::Option& option) {
    return option.get_items_expected_max() > 1;
}

// "--from" is, and "-5" and "--" are not.
bool looksLikeOption(std::string_view word) {
    return word.size() > 2 && word.starts_with("--") && std::isalpha(static_cast<unsigned char>(word[2])) != 0;
}

const CLI::App* commandNamed(const CLI::App& of, const std::string& name) {
    for (const CLI::App* command : of.get_subcommands(std::function<bool(const CLI::App*)>{})) {
        if (command->check_name(name)) return command;
    }
    return nullptr;
}

// "MLII,,V1", ",".
bool lacksAnItem(const CLI::Option& option, std::string_view value) {
    const char comma = option.get_delimiter();
    if (comma == '\0') return false;
    return value.front() == comma || value.back() == comma ||
           value.find(std::string(2, comma)) != std::string_view::npos;
}

std::optional<text::Said> wrongOf(const CLI::Option& option, const std::string& name, std::string_view value) {
    if (value.empty()) return text::say("{1} has no value", name);
    if (lacksAnItem(option, value))
        return text::say("{1}: nothing stands between two commas, or beside one, of \"{2}\"", name, std::string(value));
    return std::nullopt;
}

}  // namespace

void takeListsByWord(CLI::App& program) {
    for (CLI::Option* option : program.get_options()) {
        if (isList(*option) && !option->get_positional()) option->allow_extra_args(false);
    }
    for (CLI::App* command : program.get_subcommands(std::function<bool(CLI::App*)>{})) takeListsByWord(*command);
}

std::optional<MissingValue> missingValue(const CLI::App& program, std::span<const char* const> words) {
    const CLI::App* asked = &program;
    std::string command;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string word = words[i];
        if (word == "--") return std::nullopt;
        if (word.empty()) return MissingValue{text::Said("a word of the line is empty, and names nothing"), command};
        if (word.front() != '-') {
            if (const CLI::App* const below = commandNamed(*asked, word)) {
                asked = below;
                command += ' ' + word;
            }
            continue;
        }
        const std::size_t equals = word.starts_with("--") ? word.find('=') : std::string::npos;
        const std::string name = word.substr(0, equals);
        const CLI::Option* const option = asked->get_option_no_throw(name);
        if (option == nullptr || option->get_items_expected_max() == 0) continue;
        if (equals != std::string::npos) {
            if (auto wrong = wrongOf(*option, name, std::string_view(word).substr(equals + 1)))
                return MissingValue{std::move(*wrong), command};
            continue;
        }
        if (i + 1 == words.size()) return MissingValue{text::say("{1} has no value", name), command};
        const std::string_view value = words[++i];
        if (looksLikeOption(value)) {
            return MissingValue{text::say("{1} has no value: {2} follows; where that is the value, write {1}={2}", name,
                                          std::string(value)),
                                command};
        }
        if (auto wrong = wrongOf(*option, name, value)) return MissingValue{std::move(*wrong), command};
    }
    return std::nullopt;
}

}  // namespace triptych::cli
