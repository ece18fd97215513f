// What commands leave behind on a disk that is full: nothing that was not there before, and a sentence that says so.
#include "core/formats/wfdb/annotations.h"
#include "tests/cli/process.h"
#include "tests/support/data.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

namespace triptych::test {
namespace {

namespace fs = std::filesystem;

// No file may have more than so many blocks of 512 bytes, as on a disk that has no room for more.
Finished withRoomFor(int blocks, const std::vector<std::string>& arguments) {
    std::vector<std::string> line = {"sh", "-c", "ulimit -f " + std::to_string(blocks) + "; trap '' XFSZ; exec \"$@\"",
                                     "sh", TRIPTYCH_CLI};
    line.insert(line.end(), arguments.begin(), arguments.end());
    return runProgram(line);
}

std::vector<std::string> filesIn(const fs::path& folder) {
    std::vector<std::string> out;
    for (const auto& entry : fs::directory_iterator(folder)) out.push_back(entry.path().filename().string());
    std::ranges::sort(out);
    return out;
}

TEST(CliFullDisk, AFirstImportLeavesAWholeProjectOrNone) {
    const auto record = syntheticRecord();
    const auto marks = fs::path(record).replace_extension(".atr").string();
    ASSERT_TRUE(fs::exists(marks));
    int failed = 0, done = 0;
    for (const int blocks : {1, 8, 24, 64, 80, 96, 104, 112, 128, 160, 200, 400, 4000}) {
        const auto folder = scratchFolder("full-import");
        const std::string project = (folder / "new.triptych-project").string();
        const auto finished =
            withRoomFor(blocks, {"review", "import", record.string(), marks, "--reader", "bob", "--project", project});
        if (finished.status == 0) {
            ++done;
            EXPECT_EQ(cli({"review", "kappa", record.string(), "--project", project}).status, 0) << blocks;
            continue;
        }
        ++failed;
        expectFailure(finished, {project});
        EXPECT_EQ(filesIn(folder), std::vector<std::string>()) << blocks << " blocks: " << finished.err;
    }
    EXPECT_GT(failed, 2);
    EXPECT_GT(done, 0);
}

TEST(CliFullDisk, OtherFilesAreWholeOrNotThere) {
    const auto record = syntheticRecord().string();
    const auto folder = scratchFolder("full-files");
    const auto place = [&](const std::string& name) { return (folder / name).string(); };
    const std::vector<std::vector<std::string>> lines = {
        {"convert", record, place("a.hea")},
        {"convert", record, place("a.edf")},
        {"convert", record, place("a.bdf")},
        {"convert", record, place("a.dcm")},
        {"convert", record, place("a.csv")},
        {"convert", record, place("a.json")},
        {"synth", "--out", folder.string(), "--name", "made", "--duration", "60"},
        {"print", record, "--out", place("a.pdf")},
        {"beats", record, "--out", place("a.qrs")},
        {"waves", record, "--all-leads", "--output", folder.string()},
        {"explain", record, "--beat", "5", "--class", "N", "--npz", place("a.npz")},
        {"explain", record, "--beat", "5", "--class", "N", "--figure", place("a.svg")},
    };
    for (const auto& line : lines) {
        for (const int blocks : {0, 1, 4}) {
            const auto finished = withRoomFor(blocks, line);
            if (finished.status == 0) {
                for (const auto& entry : fs::directory_iterator(folder)) fs::remove_all(entry);
                continue;
            }
            EXPECT_EQ(finished.status, 1) << line[0] << ' ' << line.back() << finished.err;
            EXPECT_EQ(std::ranges::count(finished.err, '\n'), 1) << line[0] << finished.err;
            EXPECT_EQ(filesIn(folder), std::vector<std::string>()) << line[0] << ' ' << line.back() << ' ' << blocks;
            for (const auto& entry : fs::directory_iterator(folder)) fs::remove_all(entry);
        }
    }
}

}  // namespace
}  // namespace triptych::test
