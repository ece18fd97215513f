// A comment that cites a page which is not in the repository sends its reader nowhere, and so does a page that names a
// file which was moved.
#include "tests/house/documents.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <regex>

namespace triptych::house {
namespace {

namespace fs = std::filesystem;

constexpr int kLongestReadme = 90;

const std::map<std::string, TextFile>& texts() {
    static const std::map<std::string, TextFile> all = readTexts();
    return all;
}

bool isPage(const std::string& path) {
    return path.ends_with(".md");
}

std::string at(const std::string& path, int line, const std::string& what) {
    return "\n  " + path + ':' + std::to_string(line) + ": " + what;
}

// The path from the root of what is named in `from`: from the root, else from the folder of `from`; empty: not there.
std::string resolved(const std::string& from, const std::string& name) {
    const fs::path root = TRIPTYCH_SOURCE_DIR;
    for (const fs::path& folder : {root, (root / from).parent_path()}) {
        const fs::path path = (folder / name).lexically_normal();
        if (fs::exists(path)) return fs::relative(path, root).generic_string();
    }
    return {};
}

bool hasSection(const std::string& page, const std::string& section) {
    const auto titles = headingsOf(texts().at(page).text);
    return std::any_of(titles.begin(), titles.end(),
                       [&](const std::string& title) { return title == section || title.starts_with(section + ". "); });
}

TEST(Documents, EveryPageThatIsCitedIsThereAndHasTheSection) {
    std::string missing;
    std::size_t seen = 0;
    for (const auto& [path, file] : texts()) {
        if (path.starts_with("tests/house/documents")) continue;  // its examples
        for (const Citation& citation : citationsIn(file.text)) {
            ++seen;
            const std::string page = resolved(path, citation.document);
            if (page.empty()) {
                missing += at(path, citation.line, citation.document);
                continue;
            }
            for (const std::string& section : citation.sections) {
                if (!hasSection(page, section))
                    missing += at(path, citation.line, citation.document + " has no section " + section);
            }
        }
    }
    EXPECT_GT(seen, 50U) << "the citations were not found";
    EXPECT_EQ(missing, "") << "what is cited must be in the repository: write it, or cite what is there";
}

TEST(Documents, EveryLinkLeadsSomewhere) {
    std::string missing;
    for (const auto& [path, file] : texts()) {
        if (!isPage(path)) continue;
        for (const Reference& link : linksIn(file.text)) {
            const auto hash = link.target.find('#');
            const std::string target = link.target.substr(0, hash);
            const fs::path folder = fs::path(path).parent_path();
            const std::string page = target.empty() ? path : (folder / target).lexically_normal().generic_string();
            if (!fs::exists(fs::path(TRIPTYCH_SOURCE_DIR) / page)) {
                missing += at(path, link.line, link.target);
            } else if (hash != std::string::npos) {
                const auto titles = headingsOf(texts().at(page).text);
                const std::string anchor = link.target.substr(hash + 1);
                if (std::none_of(titles.begin(), titles.end(), [&](const auto& t) { return anchorOf(t) == anchor; }))
                    missing += at(path, link.line, link.target);
            }
        }
    }
    EXPECT_EQ(missing, "");
}

// Whole from the root, or in part ("zoo/registry.cpp"), as long as such a file is in the tree.
TEST(Documents, EveryFileThatAPageNamesIsInTheTree) {
    std::string missing;
    for (const auto& [path, file] : texts()) {
        if (!isPage(path)) continue;
        for (const Reference& named : pathsIn(file.text)) {
            const bool is_tail = std::any_of(texts().begin(), texts().end(), [&](const auto& other) {
                return other.first.ends_with('/' + named.target);
            });
            if (!is_tail && resolved(path, named.target).empty()) missing += at(path, named.line, named.target);
        }
    }
    EXPECT_EQ(missing, "");
}

TEST(Documents, NoPageNamesAPathOfOneMachine) {
    const std::regex machine(std::string("[\"'( =`]/(ho") + "me|ro" + "ot|wo" + "rk|Us" + "ers|mn" + "t)/");
    for (const auto& [path, file] : texts()) {
        EXPECT_FALSE(isPage(path) && std::regex_search(file.text, machine)) << path;
    }
}

TEST(Documents, TheReadmeIsReadInFiveMinutes) {
    const std::string& text = texts().at("README.md").text;
    EXPECT_LE(std::count(text.begin(), text.end(), '\n'), kLongestReadme) << "figures and history stand elsewhere";
}

TEST(Documents, EveryDecisionHasItsFourPartsAndStandsInTheIndex) {
    const std::string& index = texts().at("docs/decisions/README.md").text;
    std::map<std::string, std::string> by_number;
    for (const auto& [path, file] : texts()) {
        if (!path.starts_with("docs/decisions/") || path.ends_with("README.md")) continue;
        const std::string name = fs::path(path).filename().string();
        const auto [other, is_new] = by_number.emplace(name.substr(0, 4), path);
        EXPECT_TRUE(is_new) << path << " has the number of " << other->second;
        EXPECT_NE(index.find('(' + name + ')'), std::string::npos) << "docs/decisions/README.md does not list " << name;
        const auto titles = headingsOf(file.text);
        ASSERT_FALSE(titles.empty()) << path;
        EXPECT_TRUE(titles.front().starts_with(name.substr(0, 4) + ". ")) << path;
        for (const char* part : {"Context", "Decision", "Why", "Consequences"}) {
            EXPECT_NE(std::find(titles.begin(), titles.end(), part), titles.end()) << path << " lacks " << part;
        }
    }
    EXPECT_GT(by_number.size(), 20U);
}

TEST(Documents, CitationsAreFoundWithTheirSections) {
    const auto found = citationsIn(
        "// as docs/a.md §2 and §3 say, and b.md\n// §4). k.mdc, *.md, NNNN-a.md; https://x.y/z.md\n"
        "the Style section of C.md");
    ASSERT_EQ(found.size(), 3U);
    EXPECT_EQ(found[0].document, "docs/a.md");
    EXPECT_EQ(found[0].sections, (std::vector<std::string>{"2", "3"}));
    EXPECT_EQ(found[1].document, "b.md");
    EXPECT_EQ(found[1].sections, std::vector<std::string>{"4"});
    EXPECT_EQ(found[1].line, 1);
    EXPECT_EQ(found[2].document, "C.md");
    EXPECT_EQ(found[2].sections, std::vector<std::string>{"Style"});
    EXPECT_EQ(found[2].line, 3);
}

TEST(Documents, LinksPathsAndHeadingsAreFound) {
    const auto links = linksIn("[a](b.md) and [c](d.md#e-f), [g](https://h.i)");
    ASSERT_EQ(links.size(), 2U);
    EXPECT_EQ(links[1].target, "d.md#e-f");
    const auto paths =
        pathsIn("`core/text`, `zoo/registry.cpp`,\n`core/*.h`, `a b/c.h`, `std/x`, `ui/NAME.h`, `ui/state`");
    ASSERT_EQ(paths.size(), 3U);
    EXPECT_EQ(paths[1].target, "zoo/registry.cpp");
    EXPECT_EQ(paths[2].line, 2);
    EXPECT_EQ(headingsOf("# A b\ntext # no\n## 2. C, d\n#no\n"), (std::vector<std::string>{"A b", "2. C, d"}));
    EXPECT_EQ(anchorOf("2. C, d"), "2-c-d");
}

}  // namespace
}  // namespace triptych::house
