#include "tests/house/documents.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace triptych::house {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSection = "§";
constexpr std::array<std::string_view, 9> kFolders = {".ci",       "app",       "core",  "docs", "models",
                                                      "packaging", "resources", "tests", "ui"};
constexpr std::array<std::string_view, 8> kSourceEndings = {".h",  ".cpp",  ".cmake", ".sh",
                                                            ".md", ".json", ".txt",   ".xml"};

bool isLetter(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

bool isPathLetter(char c) {
    return isLetter(c) || c == '/' || c == '.' || c == '-';
}

// "core/formats/NAME/NAME.h": what a reader puts a name into.
bool isPlaceholder(std::string_view word) {
    return word.find("NAME") != std::string_view::npos || word.find("NNNN") != std::string_view::npos;
}

int lineAt(std::string_view text, std::size_t at) {
    return 1 + static_cast<int>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
}

bool isText(const fs::path& path) {
    static constexpr std::array<std::string_view, 8> kEndings = {".h",  ".cpp",   ".md",   ".txt",
                                                                 ".sh", ".cmake", ".supp", ".in"};
    const std::string ending = path.extension().string(), name = path.filename().string();
    return std::find(kEndings.begin(), kEndings.end(), ending) != kEndings.end() || name == "run" ||
           name == ".clang-tidy" || name == ".clang-format" || name == "CMakePresets.json";
}

// Past what may stand between a document's name and its section, or between two sections: the end of a link, a comma, a
// line break with the mark of a comment, "and".
std::size_t skipped(std::string_view text, std::size_t at) {
    for (;;) {
        if (at < text.size() && std::string_view(" ,)]\n/#`").find(text[at]) != std::string_view::npos)
            ++at;
        else if (text.substr(at, 4) == "and ")
            at += 4;
        else
            return at;
    }
}

std::vector<std::string> sectionsAfter(std::string_view text, std::size_t at) {
    std::vector<std::string> out;
    for (at = skipped(text, at); text.substr(at, kSection.size()) == kSection; at = skipped(text, at)) {
        at += kSection.size();
        std::string number;
        while (at < text.size() && std::isdigit(static_cast<unsigned char>(text[at])) != 0) number += text[at++];
        out.push_back(number);
    }
    return out;
}

// "Style" of "the Style section of " before a document's name.
std::string sectionBefore(std::string_view text, std::size_t at) {
    constexpr std::string_view kWords = " section of ";
    if (at < kWords.size() || text.substr(at - kWords.size(), kWords.size()) != kWords) return {};
    const std::size_t end = at - kWords.size();
    std::size_t first = end;
    while (first > 0 && isLetter(text[first - 1])) --first;
    return std::string(text.substr(first, end - first));
}

}  // namespace

std::map<std::string, TextFile> readTexts() {
    const fs::path root = TRIPTYCH_SOURCE_DIR;
    std::map<std::string, TextFile> out;
    const auto take = [&](const fs::path& path) {
        if (!fs::is_regular_file(path) || !isText(path)) return;
        std::ifstream in(path, std::ios::binary);
        const std::string name = fs::relative(path, root).generic_string();
        out.emplace(name, TextFile{name, {std::istreambuf_iterator<char>(in), {}}});
    };
    for (const auto& entry : fs::directory_iterator(root)) take(entry.path());
    for (const auto folder : kFolders) {
        if (!fs::is_directory(root / folder)) continue;
        for (auto at = fs::recursive_directory_iterator(root / folder); at != fs::recursive_directory_iterator();
             ++at) {
            if (at->path().filename() == "fixtures") at.disable_recursion_pending();
            take(at->path());
        }
    }
    return out;
}

std::vector<Citation> citationsIn(std::string_view text) {
    // Split, so that this file cites nothing.
    constexpr std::string_view kEnding =
        "."
        "md";
    std::vector<Citation> out;
    for (std::size_t at = text.find(kEnding); at != std::string_view::npos; at = text.find(kEnding, at + 1)) {
        const std::size_t end = at + kEnding.size();
        if (end < text.size() && isLetter(text[end])) continue;
        std::size_t first = at;
        while (first > 0 && isPathLetter(text[first - 1])) --first;
        if (first == at || (first > 0 && text[first - 1] == ':' && text[first] == '/')) continue;
        if (isPlaceholder(text.substr(first, end - first))) continue;
        Citation citation{std::string(text.substr(first, end - first)), sectionsAfter(text, end), lineAt(text, at)};
        if (auto before = sectionBefore(text, first); !before.empty()) citation.sections.push_back(std::move(before));
        out.push_back(std::move(citation));
    }
    return out;
}

std::vector<Reference> linksIn(std::string_view markdown) {
    std::vector<Reference> out;
    for (std::size_t at = markdown.find("]("); at != std::string_view::npos; at = markdown.find("](", at + 1)) {
        const std::size_t end = markdown.find(')', at);
        if (end == std::string_view::npos) break;
        const std::string_view target = markdown.substr(at + 2, end - at - 2);
        if (target.find("://") == std::string_view::npos) out.push_back({std::string(target), lineAt(markdown, at)});
    }
    return out;
}

std::vector<Reference> pathsIn(std::string_view markdown) {
    std::vector<Reference> out;
    std::size_t at = markdown.find('`');
    while (at != std::string_view::npos) {
        const std::size_t end = markdown.find('`', at + 1);
        if (end == std::string_view::npos) break;
        const std::string_view word = markdown.substr(at + 1, end - at - 1);
        const bool is_path = !word.empty() && std::all_of(word.begin(), word.end(), isPathLetter);
        const auto slash = word.find('/');
        const bool is_ours = slash != std::string_view::npos &&
                             std::find(kFolders.begin(), kFolders.end(), word.substr(0, slash)) != kFolders.end();
        const bool is_source = slash != std::string_view::npos && slash != 0 &&
                               std::any_of(kSourceEndings.begin(), kSourceEndings.end(),
                                           [&](std::string_view ending) { return word.ends_with(ending); });
        if (is_path && (is_ours || is_source) && !isPlaceholder(word))
            out.push_back({std::string(word), lineAt(markdown, at)});
        at = markdown.find('`', end + 1);
    }
    return out;
}

std::vector<std::string> headingsOf(std::string_view markdown) {
    std::vector<std::string> out;
    for (std::size_t at = 0; at < markdown.size();) {
        const std::size_t end = std::min(markdown.find('\n', at), markdown.size());
        const std::string_view line = markdown.substr(at, end - at);
        const std::size_t marks = line.find_first_not_of('#');
        if (marks != 0 && marks != std::string_view::npos && marks <= 6 && line[marks] == ' ')
            out.emplace_back(line.substr(marks + 1));
        at = end + 1;
    }
    return out;
}

std::string anchorOf(std::string_view heading) {
    std::string out;
    for (const char c : heading) {
        if (c == ' ') out += '-';
        if (isLetter(c) || c == '-' || static_cast<unsigned char>(c) >= 0x80)
            out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    return out;
}

}  // namespace triptych::house
