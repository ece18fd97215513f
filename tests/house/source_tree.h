// The project's own sources as text, for the tests of the house rules: who includes whom, and what no file may say.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace triptych::house {

struct Include {
    std::string target;  // as written between the quotes or the angle brackets
    bool quoted = false;
    int line = 0;
};

struct SourceFile {
    std::string path;  // from the root of the project: "core/domain/error.h"
    std::vector<std::string> lines;
    std::vector<Include> includes;
};

// Every .h and .cpp under `folders`, by path.
using SourceTree = std::map<std::string, SourceFile>;
[[nodiscard]] SourceTree readSources(const std::vector<std::string>& folders);

// #include directives of a text; commented-out ones do not count, those behind #if do.
[[nodiscard]] std::vector<Include> includesOf(const std::vector<std::string>& lines);

// "core/dsp" for "core/dsp/fft.cpp", "ui" for "ui/panes/trace.h": the room that a file stands in.
[[nodiscard]] std::string roomOf(const std::string& path);

}  // namespace triptych::house
