// Half of what belongs together is never left behind.
#include "core/files/commit_all.h"
#include "tests/support/data.h"
#include "tests/support/file_bytes.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <span>
#include <string>

namespace triptych::files {
namespace {

namespace fs = std::filesystem;

std::size_t filesIn(const fs::path& folder) {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

std::vector<FileWriter> writersOf(const fs::path& folder, const std::vector<std::string>& names) {
    std::vector<FileWriter> writers;
    for (const std::string& name : names) {
        auto writer = FileWriter::create((folder / name).string(), WriteMode::replace);
        EXPECT_TRUE(writer) << name;
        EXPECT_TRUE(writer->write("new " + name));
        writers.push_back(std::move(*writer));
    }
    return writers;
}

TEST(CommitAll, GivesAllTheirNamesAndLeavesNothingElse) {
    const fs::path folder = test::scratchFolder("commit-all");
    std::ofstream(folder / "a") << "old a";
    auto writers = writersOf(folder, {"a", "b"});
    ASSERT_TRUE(commitAll(writers));
    EXPECT_EQ(test::bytesOf(folder / "a"), "new a");
    EXPECT_EQ(test::bytesOf(folder / "b"), "new b");
    EXPECT_EQ(filesIn(folder), 2U);
}

TEST(CommitAll, BringsBackWhatWasReplacedWhereOneCannotHaveItsName) {
    const fs::path folder = test::scratchFolder("commit-all-fails");
    std::ofstream(folder / "a") << "old a";
    {
        auto writers = writersOf(folder, {"a", "b", "c"});
        fs::create_directory(folder / "c");  // since its writer was made
        ASSERT_FALSE(commitAll(writers));
    }
    EXPECT_EQ(test::bytesOf(folder / "a"), "old a");
    EXPECT_FALSE(fs::exists(folder / "b"));
    EXPECT_EQ(filesIn(folder), 2U) << "a and the folder";
}

}  // namespace
}  // namespace triptych::files
