#include "core/review/vocabulary.h"

#include "core/files/atomic_file.h"
#include "core/files/mapped_file.h"
#include "core/store/project.h"
#include "core/text/said.h"
#include "core/text/visible.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <set>
#include <span>

namespace triptych::review {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr std::int64_t kLargest_bytes = 256 * 1024;
constexpr std::size_t kLongestName_bytes = 60;
constexpr const char* kVersionKey = "triptych_vocabulary";
constexpr int kVersion = 1;
constexpr const char* kOwnName = "vocabulary.json";

std::unexpected<Error> malformed(const text::Said& what, const std::string& where, const text::Said& hint) {
    return fail(ErrorCode::malformed, what, where, hint);
}

bool isColour(std::string_view text) {
    return text.size() == 7 && text.front() == '#' && std::ranges::all_of(text.substr(1), [](char digit) {
               return (digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f') ||
                      (digit >= 'A' && digit <= 'F');
           });
}

bool isName(std::string_view name) {
    return !name.empty() && name.size() <= kLongestName_bytes && name.front() != ' ' && name.back() != ' ' &&
           !text::hasHidden(name) && name.find('|') == std::string_view::npos;  // which parts texts in annotation files
}

// The words of an entry; a key that means nothing here is a slip of the pen, and taking it for nothing would hide it.
Result<OwnLabel> entryOf(const Json& entry, const std::string& where) {
    if (!entry.is_object()) {
        return malformed("a label of the vocabulary is no object", where, "write {\"letter\": …, \"name\": …}");
    }
    OwnLabel label;
    std::string wfdb;
    for (const auto& [key, value] : entry.items()) {
        std::string* into = key == "letter"   ? &label.letter
                            : key == "name"   ? &label.name
                            : key == "colour" ? &label.colour
                            : key == "wfdb"   ? &wfdb
                                              : nullptr;
        if (into == nullptr) {
            return malformed(text::say("a label has \"{1}\", which means nothing here", key), where,
                             "a label has \"letter\", \"name\", \"colour\" and \"wfdb\" alone");
        }
        if (!value.is_string()) {
            return malformed(text::say("the \"{1}\" of a label is no text", key), where, "put it in quotation marks");
        }
        *into = value.get<std::string>();
    }
    if (!isOwnLetter(label.letter)) {
        if (const auto code = codeOfSymbol(label.letter)) {
            return malformed(
                text::say("the letter \"{1}\" is WFDB's own ({2})", label.letter, std::string(meaningOf(*code))), where,
                "choose one that WFDB does not have");
        }
        return malformed(text::say("\"{1}\" can be no letter of a label", label.letter), where,
                         "use one to four of A–Z, a–z, 0–9");
    }
    if (!isName(label.name)) {
        return malformed(
            text::say("the letter \"{1}\" has no name, or one that is too long or has characters that are not seen",
                      label.letter),
            where, text::say("name it in at most {1} bytes, on one line, without \"|\"", kLongestName_bytes));
    }
    if (!label.colour.empty() && !isColour(label.colour)) {
        return malformed(text::say("the colour of \"{1}\", \"{2}\", is none", label.letter, label.colour), where,
                         "write it as \"#1b9e77\"");
    }
    if (wfdb.empty()) return label;
    const auto code = codeOfSymbol(wfdb);
    if (!code || isOwn(*code) || !isBeat(*code) || *code == kLearn) {
        return malformed(
            text::say("\"{1}\", which is to stand for \"{2}\", is no letter of a beat of WFDB's", wfdb, label.letter),
            where, "name one of N L R B A a J S V r F e j n E / f Q, or leave \"wfdb\" out");
    }
    label.wfdb = *code;
    return label;
}

// JSON allows it, and of two such words one would be taken in silence.
Json parsed(std::string_view json, std::optional<std::string>& doubled) {
    std::vector<std::set<std::string>> open;  // keys of the objects that are not closed yet
    const auto look = [&](int /*depth*/, Json::parse_event_t event, Json& value) {
        if (event == Json::parse_event_t::object_start) open.emplace_back();
        if (event == Json::parse_event_t::object_end && !open.empty()) open.pop_back();
        if (event == Json::parse_event_t::key && !open.empty() && !doubled) {
            auto key = value.get<std::string>();
            if (!open.back().insert(key).second) doubled = std::move(key);
        }
        return true;
    };
    return Json::parse(json, look, false);
}

bool isThere(const std::string& path) {
    std::error_code ignored;
    return !path.empty() && fs::exists(path, ignored);
}

}  // namespace

Result<std::vector<OwnLabel>> parseVocabulary(std::string_view json, const std::string& where) {
    std::optional<std::string> doubled;
    const Json whole = parsed(json, doubled);
    if (whole.is_discarded()) {
        return malformed("the vocabulary is no JSON", where, "mend it, or write it anew as docs/log.md has it");
    }
    if (doubled) {
        return malformed(text::say("\"{1}\" stands twice in one place of the vocabulary", *doubled), where,
                         "leave one");
    }
    const auto version = whole.is_object() ? whole.find(kVersionKey) : whole.end();
    if (!whole.is_object() || version == whole.end() || !version->is_number_integer() || !whole.contains("labels") ||
        !whole["labels"].is_array()) {
        return malformed("this is no vocabulary of labels", where,
                         "it begins with {\"triptych_vocabulary\": 1, \"labels\": […");
    }
    if (version->get<std::int64_t>() != kVersion) {
        return fail(ErrorCode::unsupported, text::say("the vocabulary is of version {1}", version->get<std::int64_t>()),
                    where, "read it with the version of Triptych that it was written for");
    }
    const Json& entries = whole["labels"];
    if (entries.size() > kMostLabels) {
        return malformed(text::say("the vocabulary has {1} labels", entries.size()), where,
                         text::say("leave {1} or fewer", kMostLabels));
    }
    std::vector<OwnLabel> labels;
    std::set<std::string> letters, names;
    for (const Json& entry : entries) {
        auto label = entryOf(entry, where);
        if (!label) return std::unexpected(label.error());
        if (!letters.insert(label->letter).second) {
            return malformed(text::say("the letter \"{1}\" is there twice", label->letter), where, "leave one");
        }
        if (!names.insert(label->name).second) {
            return malformed(text::say("two labels are called \"{1}\"", label->name), where, "name them apart");
        }
        labels.push_back(std::move(*label));
    }
    return labels;
}

Result<std::vector<OwnLabel>> readVocabulary(const std::string& path) {
    const auto bytes = files::readWhole(path, kLargest_bytes, "vocabulary of labels");
    if (!bytes) return std::unexpected(bytes.error());
    return parseVocabulary(*bytes, path);
}

std::string vocabularyText(const std::vector<OwnLabel>& labels) {
    Json list = Json::array();
    for (const OwnLabel& label : labels) {
        Json one = {{"letter", label.letter}, {"name", label.name}};
        if (!label.colour.empty()) one["colour"] = label.colour;
        if (label.wfdb != 0) one["wfdb"] = std::string(symbolOf(label.wfdb));
        list.push_back(std::move(one));
    }
    return Json({{kVersionKey, kVersion}, {"labels", std::move(list)}}).dump(2) + '\n';
}

std::string ownVocabularyPath() {
    if (const char* config = std::getenv("XDG_CONFIG_HOME"); config != nullptr && *config == '/') {
        return (fs::path(config) / "Triptych" / kOwnName).string();
    }
    if (const char* home = std::getenv("HOME"); home != nullptr && *home == '/') {
        return (fs::path(home) / ".config" / "Triptych" / kOwnName).string();
    }
    return {};
}

std::string vocabularyBeside(const std::string& project) {
    const std::string path = project.empty() ? store::defaultProjectPath() : project;
    if (path.empty()) return {};
    return fs::path(path).replace_extension(kVocabularySuffix).string();
}

Vocabulary vocabularyFor(const std::string& project) {
    Vocabulary all;
    for (const std::string& path : {ownVocabularyPath(), vocabularyBeside(project)}) {
        all.files.push_back({path, isThere(path), {}});
        VocabularyFile& file = all.files.back();
        if (!file.is_there) continue;
        auto labels = readVocabulary(path);
        if (!labels) {
            all.warnings.push_back(
                {text::say("a vocabulary of labels is not used: {1} ({2})", labels.error().what, labels.error().hint),
                 path});
            continue;
        }
        file.labels = std::move(*labels);
        for (const OwnLabel& label : file.labels) {
            std::erase_if(all.labels, [&](const OwnLabel& before) {
                return before.letter == label.letter || before.name == label.name;
            });
        }
        all.labels.insert(all.labels.end(), file.labels.begin(), file.labels.end());
    }
    return all;
}

Vocabulary useVocabulary(const std::string& project) {
    Vocabulary all = vocabularyFor(project);
    if (const std::size_t left_out = setOwnLabels(all.labels); left_out > 0) {
        all.warnings.push_back({text::say("{1} labels of the vocabulary found no room: too many letters were known "
                                          "before; start the program anew",
                                          left_out),
                                all.files.back().path});
    }
    return all;
}

Result<std::string> installVocabulary(const std::string& from, const std::string& project, bool replace) {
    const auto labels = readVocabulary(from);
    if (!labels) return std::unexpected(labels.error());
    if (!project.empty() && !project.ends_with(store::kProjectSuffix)) {
        return fail(ErrorCode::wrong_use, "this is no name of a project", project,
                    text::say("name one that ends in {1}", std::string(store::kProjectSuffix)));
    }
    const std::string to = project.empty() ? ownVocabularyPath() : vocabularyBeside(project);
    if (to.empty()) {
        return fail(ErrorCode::not_found, "there is no folder for settings", from,
                    "set HOME or XDG_CONFIG_HOME, or install it beside a project");
    }
    if (!replace && isThere(to)) {
        return fail(ErrorCode::refused, "a vocabulary is there already", to, "replace it, or add to it by hand",
                    Wants::to_replace);
    }
    std::error_code error;
    const fs::path folder = fs::path(to).parent_path();
    if (!folder.empty()) fs::create_directories(folder, error);
    if (error) {
        return fail(ErrorCode::io_failed, text::say("the folder could not be made ({1})", error.message()),
                    folder.string(), "check its permissions, or install the vocabulary beside a project");
    }
    const std::string text = vocabularyText(*labels);
    const auto mode = replace ? files::WriteMode::replace : files::WriteMode::create_new;
    if (auto written = files::writeFile(to, std::as_bytes(std::span(text)), mode); !written) {
        return std::unexpected(written.error());
    }
    return to;
}

}  // namespace triptych::review
