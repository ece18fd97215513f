#include "app/cli/console/catalogue.h"

#include "core/files/mapped_file.h"
#include "core/text/numbers.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <map>
#include <memory>

namespace triptych::cli {
namespace {

constexpr std::int64_t kLargest_bytes = 16 << 20;

struct Entry {
    std::string text;
    std::map<std::int64_t, std::string> of_number;
};
using Entries = std::map<std::string, Entry, std::less<>>;

bool take(const nlohmann::json& from, Entry& entry) {
    if (from.is_string()) {
        entry.text = from.get<std::string>();
        return true;
    }
    if (!from.is_object() || !from.contains("other")) return false;
    for (const auto& [number, text] : from.items()) {
        if (!text.is_string()) return false;
        if (number == "other") {
            entry.text = text.get<std::string>();
            continue;
        }
        const auto count = text::wholeNumber<std::int64_t>(number);
        if (!count) return false;
        entry.of_number[*count] = text.get<std::string>();
    }
    return true;
}

void translate(CLI::App& app) {
    app.description(text::translated(app.get_description()));
    app.get_formatter()->label("Positionals", text::Said("Positionals"));
    app.get_formatter()->label("Usage", text::Said("Usage"));
    for (CLI::Option* option : app.get_options()) {
        option->description(text::translated(option->get_description()));
        if (option->get_group() == "Options") option->group(text::Said("Options"));
    }
    // CLI11's own words.
    if (app.get_help_ptr() != nullptr) app.get_help_ptr()->description(text::Said("Print this help message and exit"));
    if (app.get_version_ptr() != nullptr) {
        app.get_version_ptr()->description(text::Said("Display program version information and exit"));
    }
    for (CLI::App* command : app.get_subcommands({})) {
        if (command->get_group() == "Subcommands") command->group(text::Said("Subcommands"));
        translate(*command);
    }
}

}  // namespace

Result<text::Catalogue> readCatalogue(const std::string& path) {
    const auto bytes = files::readWhole(path, kLargest_bytes, "file of sentences");
    if (!bytes) return std::unexpected(bytes.error());
    const auto json = nlohmann::json::parse(*bytes, nullptr, false);
    auto entries = std::make_shared<Entries>();
    const auto malformed = [&path](const text::Said& what) {
        return fail(ErrorCode::malformed, what, path, "make it as packaging/sentences.sh does, or unset it");
    };
    if (!json.is_object()) return malformed("the file of sentences is no object of JSON");
    for (const auto& [id, from] : json.items()) {
        if (!take(from, (*entries)[id])) return malformed(text::say("the file of sentences has no text for {1}", id));
    }
    return text::Catalogue([entries](std::string_view id, std::optional<std::int64_t> count) {
        const auto found = entries->find(id);
        if (found == entries->end()) return std::optional<std::string>();
        const auto exact = count ? found->second.of_number.find(*count) : found->second.of_number.end();
        return std::optional(exact == found->second.of_number.end() ? found->second.text : exact->second);
    });
}

Result<void> setCatalogueOfEnvironment() {
    const char* const path = std::getenv("TRIPTYCH_SENTENCES");
    if (path == nullptr || *path == '\0') return {};
    auto catalogue = readCatalogue(path);
    if (!catalogue) return std::unexpected(catalogue.error());
    text::setCatalogue(std::move(*catalogue));
    return {};
}

void translateHelp(CLI::App& program) {
    if (text::catalogue()) translate(program);
}

}  // namespace triptych::cli
