// What comments and pages cite: documents, their sections, and files of the source tree. Found in text, so that a test
// can refuse a citation of what is not there.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace triptych::house {

// A text file of the repository: sources, build files, scripts and pages.
struct TextFile {
    std::string path;  // from the root of the project: "docs/methods.md"
    std::string text;
};
// By path. Built folders, fixtures and data are left out.
[[nodiscard]] std::map<std::string, TextFile> readTexts();

struct Citation {
    std::string document;               // as written: "docs/methods.md"
    std::vector<std::string> sections;  // "2", "3" of "docs/methods.md §2 and §3"; "Style" of "the Style section of …"
    int line = 0;
};
// Names that end in ".md", wherever they stand, but for addresses on the net and placeholders (NAME, NNNN). Sections
// may stand on the next line of a comment.
[[nodiscard]] std::vector<Citation> citationsIn(std::string_view text);

struct Reference {
    std::string target;
    int line = 0;
};
// Targets of Markdown links, "file.md#anchor" among them; addresses on the net are left out.
[[nodiscard]] std::vector<Reference> linksIn(std::string_view markdown);
// What stands between backticks and looks like a file or folder of the source tree: "core/text", "zoo/registry.cpp".
// Patterns and placeholders are left out.
[[nodiscard]] std::vector<Reference> pathsIn(std::string_view markdown);

// Titles of a page's headings, without marks: "1. What a model sees of a beat".
[[nodiscard]] std::vector<std::string> headingsOf(std::string_view markdown);
// The anchor under which a heading is linked to: "1-what-a-model-sees-of-a-beat".
[[nodiscard]] std::string anchorOf(std::string_view heading);

}  // namespace triptych::house
