// House rules that no compiler checks: small files, no nested event loops, nothing that names one person's machine.
#include "tests/house/source_tree.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <regex>

namespace triptych::house {
namespace {

constexpr std::size_t kLongestFile = 450;

const SourceTree& everything() {
    static const SourceTree tree = readSources({"core", "ui", "app", "tests"});
    return tree;
}

std::string offendingLines(const std::function<bool(const std::string&)>& breaks_the_rule) {
    std::string found;
    for (const auto& [path, file] : everything()) {
        for (std::size_t i = 0; i < file.lines.size(); ++i) {
            if (breaks_the_rule(file.lines[i])) found += "\n  " + path + ':' + std::to_string(i + 1);
        }
    }
    return found;
}

TEST(SourceRules, FilesHoldOneIdea) {
    std::string found;
    for (const auto& [path, file] : everything()) {
        if (file.lines.size() > kLongestFile) found += "\n  " + path + ": " + std::to_string(file.lines.size());
    }
    EXPECT_EQ(found, "") << "longer than " << kLongestFile << " lines: which second idea moved in?";
}

TEST(SourceRules, HeadersAreGuardedAndOpenWithASentence) {
    std::string found;
    for (const auto& [path, file] : everything()) {
        if (!path.ends_with(".h")) continue;
        const bool opens = !file.lines.empty() && file.lines.front().starts_with("// ");
        bool guarded = false;
        for (const auto& line : file.lines) guarded = guarded || line == "#pragma once";
        if (!opens || !guarded) found += "\n  " + path;
    }
    EXPECT_EQ(found, "");
}

TEST(SourceRules, NobodySpinsTheEventLoop) {
    const std::string forbidden = std::string("process") + "Events";
    EXPECT_EQ(offendingLines([&](const auto& line) { return line.find(forbidden) != std::string::npos; }), "");
}

// Their resolvers run before main and before a sanitizer that has instrumented them is there; __builtin_cpu_supports
// asks at run time and costs nothing that can be measured.
TEST(SourceRules, NobodyLetsTheLoaderChooseByTheProcessor) {
    const std::regex resolver(std::string("\\b(target_") + "clones|ifu" + "nc)(__)?\\s*\\(");
    EXPECT_EQ(offendingLines([&](const auto& line) { return std::regex_search(line, resolver); }), "");
}

TEST(SourceRules, NothingIsLeftForLater) {
    const std::regex later(std::string("\\b(TO") + "DO|FIX" + "ME|XX" + "X)\\b");
    EXPECT_EQ(offendingLines([&](const auto& line) { return std::regex_search(line, later); }), "");
}

TEST(SourceRules, NoPathOfOneMachine) {
    // Split, so that this file does not offend against its own rule. A folder of a system (/usr, /proc) is no one's.
    const std::regex machine(std::string("[\"'( =]/(ho") + "me|ro" + "ot|wo" + "rk|Us" + "ers|mn" + "t)/");
    EXPECT_EQ(offendingLines([&](const auto& line) { return std::regex_search(line, machine); }), "");

    const std::filesystem::path root = TRIPTYCH_SOURCE_DIR;
    for (const char* name :
         {"CMakeLists.txt", "CMakePresets.json", "README.md", "ARCHITECTURE.md", ".ci/run", "packaging/run.sh",
          "packaging/test.sh", "packaging/bench.sh", "packaging/common.sh", "packaging/fuzz.sh", "packaging/release.sh",
          "packaging/lint.sh", "packaging/deb.sh", "packaging/man_pages.sh", "packaging/completion.bash",
          "packaging/CMakeLists.txt", "packaging/README.md"}) {
        std::ifstream file(root / name);
        for (std::string line; std::getline(file, line);) {
            EXPECT_FALSE(std::regex_search(line, machine)) << name << ": " << line;
        }
    }
}

}  // namespace
}  // namespace triptych::house
