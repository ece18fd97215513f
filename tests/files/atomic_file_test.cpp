#include "core/files/atomic_file.h"

#include "tests/formats/record_files.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

namespace triptych::files {
namespace {

using namespace test;

std::size_t filesIn(const std::filesystem::path& folder) {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
}

TEST(AtomicFile, ReplacesContentAndKeepsPermissions) {
    const auto folder = scratchFolder("atomic");
    const auto path = folder / "x.atr";
    ASSERT_TRUE(writeFile(path.string(), bytesOf({1, 2, 3}), WriteMode::create_new));
    ASSERT_EQ(::chmod(path.c_str(), 0640), 0);
    ASSERT_TRUE(writeFile(path.string(), bytesOf({4}), WriteMode::replace));
    EXPECT_EQ(readBytes(path), bytesOf({4}));
    struct stat status {};
    ASSERT_EQ(::stat(path.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0640U);
    EXPECT_EQ(filesIn(folder), 1U) << "no temporary file stays behind";
}

TEST(AtomicFile, NeverTakesANameThatIsTaken) {
    const auto folder = scratchFolder("taken");
    writeText(folder / "x", "old");
    const auto written = writeFile((folder / "x").string(), bytesOf({1}), WriteMode::create_new);
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, ErrorCode::refused);
    EXPECT_EQ(readText(folder / "x"), "old");
    EXPECT_EQ(filesIn(folder), 1U);
}

TEST(AtomicFile, WritesThroughALink) {
    const auto folder = scratchFolder("link");
    writeText(folder / "real", "old");
    std::filesystem::create_symlink("real", folder / "link");
    ASSERT_TRUE(writeFile((folder / "link").string(), bytesOf({'n'}), WriteMode::replace));
    EXPECT_EQ(readText(folder / "real"), "n");
    EXPECT_TRUE(std::filesystem::is_symlink(folder / "link"));
}

TEST(AtomicFile, SaysWhyItCannotWrite) {
    const auto folder = scratchFolder("why");
    std::filesystem::create_directory(folder / "d");
    EXPECT_EQ(writeFile((folder / "d").string(), {}, WriteMode::replace).error().code, ErrorCode::not_a_file);
    EXPECT_EQ(writeFile((folder / "e" / "x").string(), {}, WriteMode::replace).error().code, ErrorCode::not_found);
    EXPECT_EQ(filesIn(folder), 1U);
}

TEST(AtomicFile, TakesTheRoomOfNoPipe) {
    const auto path = scratchFolder("atomic-pipe") / "pipe";
    ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
    const auto written = writeFile(path.string(), bytesOf({1}), WriteMode::replace);
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, ErrorCode::refused);
    EXPECT_TRUE(std::filesystem::is_fifo(path));
}

}  // namespace
}  // namespace triptych::files
