// The hash by which the programs know a module of their own (packaging/cmake/border_hash.cmake): of the border's
// headers, and of nothing else.
#include "tests/support/data.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace triptych::house {
namespace {

namespace fs = std::filesystem;

std::string textOf(const fs::path& path) {
    std::ifstream in(path);
    return {std::istreambuf_iterator<char>(in), {}};
}

// border.h and border.d, one after the other.
std::string madeFrom(const fs::path& root, const std::string& header, const std::string& salt = "1") {
    const fs::path out = triptych::test::scratchFolder("border");
    const std::string script = std::string(TRIPTYCH_SOURCE_DIR) + "/packaging/cmake/border_hash.cmake";
    const std::string command = "\"" TRIPTYCH_CMAKE "\" -DROOT=\"" + root.string() + "\" -DHEADER=" + header +
                                " -DSALT=" + salt + " -DOUT=\"" + (out / "border.h").string() + "\" -DDEPFILE=\"" +
                                (out / "border.d").string() + "\" -P \"" + script + '"';
    EXPECT_EQ(std::system(command.c_str()), 0) << command;
    const std::string depends = textOf(out / "border.d");
    return textOf(out / "border.h") + depends.substr(std::min(depends.find(':'), depends.size()));
}

void write(const fs::path& path, const std::string& text) {
    fs::create_directories(path.parent_path());
    std::ofstream(path) << text;
}

TEST(Border, ChangesWithEveryHeaderThatItReachesAndWithNoOther) {
    const fs::path root = triptych::test::scratchFolder("tree");
    write(root / "core/a/border.h", "#pragma once\n#include \"core/b/value.h\"\n#include <vector>\n");
    write(root / "core/b/value.h", "#pragma once\n#include \"core/b/deep.h\"\nstruct Value { int size; };\n");
    write(root / "core/b/deep.h", "#pragma once\n#include \"core/a/border.h\"\n");
    write(root / "core/b/other.h", "#pragma once\n");
    const std::string before = madeFrom(root, "core/a/border.h");
    EXPECT_EQ(madeFrom(root, "core/a/border.h"), before);
    write(root / "core/b/other.h", "#pragma once\nstruct Other;\n");
    EXPECT_EQ(madeFrom(root, "core/a/border.h"), before) << "what the border does not include";
    EXPECT_NE(madeFrom(root, "core/a/border.h", "2"), before) << "another compiler";
    write(root / "core/b/deep.h", "#pragma once\n#include \"core/a/border.h\"\nstruct Deep { int field; };\n");
    EXPECT_NE(madeFrom(root, "core/a/border.h"), before) << "what it includes through another";
}

TEST(Border, OfTheModuleReachesThePlainValuesThatCrossIt) {
    const std::string made = madeFrom(TRIPTYCH_SOURCE_DIR, "core/inference/module_border.h");
    for (const char* header : {"core/inference/engine.h", "core/inference/laboratory.h", "core/domain/prediction.h",
                               "core/domain/explanation.h", "core/domain/recording.h", "core/domain/error.h"})
        EXPECT_NE(made.find(header), std::string::npos) << header;
}

}  // namespace
}  // namespace triptych::house
