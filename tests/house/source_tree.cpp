#include "tests/house/source_tree.h"

#include <filesystem>
#include <fstream>
#include <regex>

namespace triptych::house {
namespace {

std::vector<std::string> linesOf(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) lines.push_back(line);
    return lines;
}

}  // namespace

std::vector<Include> includesOf(const std::vector<std::string>& lines) {
    static const std::regex kDirective(R"re(^\s*#\s*include\s*(["<])([^">]+)[">])re");
    std::vector<Include> includes;
    bool in_comment = false;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (in_comment) {
            in_comment = lines[i].find("*/") == std::string::npos;
            continue;
        }
        std::smatch match;
        if (std::regex_search(lines[i], match, kDirective)) {
            includes.push_back({match[2], match[1] == "\"", static_cast<int>(i) + 1});
        } else if (const auto open = lines[i].find("/*"); open != std::string::npos) {
            in_comment = lines[i].find("*/", open) == std::string::npos;
        }
    }
    return includes;
}

SourceTree readSources(const std::vector<std::string>& folders) {
    const std::filesystem::path root = TRIPTYCH_SOURCE_DIR;
    SourceTree tree;
    for (const auto& folder : folders) {
        if (!std::filesystem::is_directory(root / folder)) continue;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
            const auto extension = entry.path().extension();
            if (!entry.is_regular_file() || (extension != ".h" && extension != ".cpp")) continue;
            SourceFile file;
            file.path = std::filesystem::relative(entry.path(), root).generic_string();
            file.lines = linesOf(entry.path());
            file.includes = includesOf(file.lines);
            tree.emplace(file.path, std::move(file));
        }
    }
    return tree;
}

std::string roomOf(const std::string& path) {
    const auto first = path.find('/');
    const std::string top = path.substr(0, first);
    if (top != "core") return top;
    const auto second = path.find('/', first + 1);
    return second == std::string::npos ? top : path.substr(0, second);
}

}  // namespace triptych::house
