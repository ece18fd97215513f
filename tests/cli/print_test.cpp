// What print writes: a PDF, over nothing that was not meant, by a module that nobody else loads.
#include "tests/cli/process.h"
#include "tests/support/data.h"
#include "tests/support/file_bytes.h"

#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace triptych::test {
namespace {

TEST(CliPrint, WritesPagesAndReplacesNothingUnasked) {
    const auto folder = scratchFolder("cli-print");
    const std::string pdf = (folder / "ecg.pdf").string(), record = syntheticRecord().string();
    EXPECT_EQ(cli({"print", record, "--out", pdf}).out, pdf + '\n');
    EXPECT_TRUE(bytesOf(pdf).starts_with("%PDF"));
    expectFailure(cli({"print", record, "--out", pdf}), {pdf, "exists already", "--force"});
    const auto again = cli({"print", record, "--out", pdf, "--force", "--json", "--to", "5"});
    EXPECT_EQ(again.status, 0) << again.err;
    const auto said = nlohmann::json::parse(again.out, nullptr, false);
    EXPECT_EQ(said.at("file"), pdf);
    EXPECT_EQ(said.at("pages"), 1);
    EXPECT_LE(said.at("mm_per_mv"), 10);
}

TEST(CliPrint, TheNameEndsAsAPdfSoThatNoRecordingIsOverwritten) {
    const std::string record = syntheticRecord().string();
    const std::string before = bytesOf(record);
    const auto refused = cli({"print", record, "--out", record, "--force"});
    EXPECT_EQ(refused.status, 2);
    EXPECT_NE(refused.err.find("let it end in .pdf"), std::string::npos) << refused.err;
    EXPECT_EQ(bytesOf(record), before);
}

TEST(CliPrint, AnEcgGoesOnFourPagesAndBeatsComeAlong) {
    const std::string pdf = (scratchFolder("cli-print-4") / "ecg.pdf").string();
    const auto done = cli({"print", syntheticRecord().string(), "--out", pdf, "--beats", "reference", "--layout", "nx1",
                           "--from", "1", "--to", "9", "--json"});
    EXPECT_EQ(done.status, 0) << done.err;
    expectFailure(cli({"print", syntheticRecord().string(), "--out", pdf, "--force", "--leads", "V99"}), {"V99"});
    EXPECT_EQ(cli({"print", syntheticRecord().string(), "--out", pdf, "--force", "--from", "99999"}).status, 2);
}

TEST(CliPrint, ADayHasItsRhythmAndClassesByShape) {
    const std::string pdf = (scratchFolder("cli-print-day") / "day.pdf").string();
    for (const char* beats : {"none", "detected", "reference"}) {
        const auto done = cli({"print", syntheticRecord().string(), "--pages", "day", "--beats", beats, "--out", pdf,
                               "--force", "--json"});
        EXPECT_EQ(done.status, 0) << done.err;
        EXPECT_EQ(nlohmann::json::parse(done.out, nullptr, false).at("pages"), 1);
    }
}

TEST(CliPrint, WithoutTheModuleItSaysWhatToBuild) {
    ::setenv("TRIPTYCH_PAGE_MODULE", "/nowhere/module.so", 1);
    const auto done = cli({"print", syntheticRecord().string(), "--out", "/nowhere/ecg.pdf"});
    ::unsetenv("TRIPTYCH_PAGE_MODULE");
    expectFailure(done, {"module that draws pages", "triptych_page_module"});
}

TEST(CliPrint, AModuleOfOtherSourcesIsRefused) {
    ::setenv("TRIPTYCH_PAGE_MODULE", TRIPTYCH_STALE_MODULE, 1);
    const auto done = cli({"print", syntheticRecord().string(), "--out", "/nowhere/ecg.pdf"});
    ::unsetenv("TRIPTYCH_PAGE_MODULE");
    expectFailure(done, {"not built from the same sources"});
}

}  // namespace
}  // namespace triptych::test
