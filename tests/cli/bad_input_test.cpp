// Files that lie, are cut, or are none: a clear sentence, exit 1, nothing hung and nothing lost.
#include "tests/cli/process.h"
#include "tests/support/data.h"

#include <nlohmann/json.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

namespace triptych::test {
namespace {

namespace fs = std::filesystem;

// A fresh copy of the made-up record without its annotations.
fs::path copyOfRecord(const std::string& purpose) {
    const auto folder = scratchFolder(purpose);
    for (const char* file : {"made.hea", "made.dat"}) fs::copy(syntheticRecord().parent_path() / file, folder / file);
    return folder / "made.hea";
}

fs::path written(const std::string& purpose, const std::string& file, const std::string& content) {
    const auto path = scratchFolder(purpose) / file;
    std::ofstream(path, std::ios::binary) << content;
    return path;
}

std::string content(const fs::path& path) {
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

// Every command that reads a recording must refuse it in the same way.
void expectEveryReaderFails(const fs::path& path, const std::vector<std::string>& words = {}) {
    for (const char* command : {"info", "samples", "beats", "spectrum", "scalogram"}) {
        SCOPED_TRACE(command);
        expectFailure(cli({command, path.string()}), words);
    }
}

// A picture of a page, an export of one, a spectrum: one sentence, whoever computes.
TEST(CliBadInput, WhatIsNoEcgInTimeHasNoBeatsWavesRhythmOrMeasurements) {
    std::string table = "time_s,mean row of the page (SD)\n";
    for (int i = 0; i < 1000; ++i)
        table += std::to_string(i / 100) + '.' + std::to_string(i % 100 / 10) + std::to_string(i % 10) + ',' +
                 std::to_string(i % 37) + '\n';
    const auto path = written("no-ecg", "page.csv", table);
    for (const char* command : {"beats", "classify", "waves", "measure", "rhythm", "hrv"}) {
        SCOPED_TRACE(command);
        expectFailure(cli({command, path.string()}), {"picture of a page is no ECG in time"});
    }
    const auto shown = cli({"info", path.string()});
    EXPECT_EQ(shown.status, 0);
    EXPECT_NE(shown.err.find("picture of a page is no ECG in time"), std::string::npos) << shown.err;
}

TEST(CliBadInput, AMissingFile) {
    expectEveryReaderFails(scratchFolder("none") / "nothing.hea", {"nothing"});
}

TEST(CliBadInput, AMissingSignalFile) {
    const auto header = copyOfRecord("no-dat");
    fs::remove(header.parent_path() / "made.dat");
    expectEveryReaderFails(header, {"made.dat"});
}

// Labels that are not ours lie beside the record: said whether or not a lead is named.
TEST(CliBadInput, LabelsThatAreNotTakenAreSaidWithALeadToo) {
    const auto header = copyOfRecord("foreign-labels");
    std::ofstream(header.parent_path() / "made.triptych", std::ios::binary) << "somebody else's";
    const auto info = nlohmann::json::parse(cli({"info", header.string(), "--json"}).out);
    const std::string lead = info.at("leads").at(0).at("name");
    for (const std::vector<std::string>& named : {std::vector<std::string>{}, {"--lead", lead}}) {
        std::vector<std::string> command = {"beats", header.string(), "--json"};
        command.insert(command.end(), named.begin(), named.end());
        const auto finished = cli(command);
        ASSERT_EQ(finished.status, 0) << finished.err;
        EXPECT_NE((finished.out + finished.err).find("saved labels were not taken"), std::string::npos)
            << named.size() << finished.out.substr(0, 300) << finished.err;
    }
}

TEST(CliBadInput, ATruncatedSignalFileShowsWhatThereIsWithAWarning) {
    const auto header = copyOfRecord("cut");
    fs::resize_file(header.parent_path() / "made.dat", 2 * 2 * 1000);
    const auto finished = cli({"info", header.string(), "--json"});
    ASSERT_EQ(finished.status, 0) << finished.err;
    const auto info = nlohmann::json::parse(finished.out);
    EXPECT_EQ(info.at("leads").at(0).at("samples"), 1000);
    EXPECT_EQ(info.at("leads").at(0).at("checksum_ok"), false);
    EXPECT_FALSE(info.at("warnings").empty());

    const auto samples = cli({"samples", header.string(), "--csv"});
    EXPECT_EQ(samples.status, 0);
    EXPECT_EQ(std::ranges::count(samples.out, '\n'), 1001);
    EXPECT_NE(samples.err.find("warning: "), std::string::npos) << samples.err;
}

TEST(CliBadInput, ASignalFileOfNoBytes) {
    const auto header = copyOfRecord("hollow");
    fs::resize_file(header.parent_path() / "made.dat", 0);
    const auto finished = cli({"samples", header.string()});
    expectFailure(finished);
}

TEST(CliBadInput, AHeaderThatLies) {
    const auto header = copyOfRecord("lies");
    const auto truth = content(header);
    const auto lie = [&](const std::string& text) {
        std::ofstream(header, std::ios::binary | std::ios::trunc) << text;
        const auto finished = cli({"info", header.string(), "--json"});
        EXPECT_EQ(finished.signal, 0) << text;
        EXPECT_FALSE(finished.timed_out) << text;
        if (finished.status == 0) {
            EXPECT_FALSE(nlohmann::json::parse(finished.out).at("warnings").empty()) << text << finished.out;
        } else {
            expectFailure(finished);
        }
    };
    lie("made 99 360 21600\n" + truth.substr(truth.find('\n') + 1));
    lie("made 2 0 21600\n" + truth.substr(truth.find('\n') + 1));
    lie("made 2 -360 21600\n" + truth.substr(truth.find('\n') + 1));
    lie("made 2 360 999999999999\n" + truth.substr(truth.find('\n') + 1));
    lie("made 2147483647 360 21600\n" + truth.substr(truth.find('\n') + 1));
    lie("made 2 360 21600\nmade.dat 99 200\nmade.dat 99 200\n");
    lie("made 2 1e300 21600\n" + truth.substr(truth.find('\n') + 1));
    lie("made 1 360 21600\nmade.dat 16x2000000000 200 16 0 0 0 0 MLII\n");
    lie("made 1 360 21600\nmade.dat 16 nan 16 0 0 0 0 MLII\n");
    lie("made 1 360 21600\nmade.dat 16+99999999999 200 16 0 0 0 0 MLII\n");
    lie("made 1 360 21600\n");
}

TEST(CliBadInput, AnEmptyFile) {
    expectEveryReaderFails(written("empty", "empty.hea", ""), {"empty"});
}

TEST(CliBadInput, AFolder) {
    const auto folder = scratchFolder("folder") / "name.hea";
    fs::create_directory(folder);
    expectEveryReaderFails(folder, {"folder"});
}

TEST(CliBadInput, BinaryNoise) {
    std::string noise;
    std::uint32_t state = 1;
    for (int i = 0; i < 5000; ++i) noise += static_cast<char>((state = state * 1664525 + 1013904223) >> 24U);
    expectEveryReaderFails(written("noise", "noise.hea", noise));
    expectEveryReaderFails(written("noise", "noise.xyz", noise));
}

TEST(CliBadInput, AFileWithoutPermission) {
    if (::geteuid() == 0) GTEST_SKIP() << "needs a user whom the system can refuse; this one is root";
    const auto header = copyOfRecord("locked");
    fs::permissions(header.parent_path() / "made.dat", fs::perms::none);
    expectFailure(cli({"samples", header.string()}), {"made.dat"});
    fs::permissions(header, fs::perms::none);
    expectFailure(cli({"info", header.string()}), {"made.hea"});
}

TEST(CliBadInput, APathOutOfTheFolderIsRefused) {
    const auto header = copyOfRecord("escape");
    const auto inner = header.parent_path() / "inner";
    fs::create_directory(inner);
    const auto sly = inner / "sly.hea";
    for (const std::string target : {"../made.dat", "x/../../made.dat", "/etc/passwd"}) {
        std::ofstream(sly, std::ios::trunc) << "sly 1 360 100\n" << target << " 16 200 16 0 0 0 0 MLII\n";
        expectFailure(cli({"samples", sly.string()}));
        expectFailure(cli({"info", sly.string()}));
    }
}

TEST(CliBadInput, AGigabyteOfZerosIsAnsweredAtOnce) {
    const auto path = written("zeros", "zeros.hea", "");
    fs::resize_file(path, 1U << 30U);  // sparse: it takes no room
    RunOptions impatient;
    impatient.limit = std::chrono::seconds(20);
    expectFailure(cli({"info", path.string()}, impatient), {"zeros"});
}

TEST(CliBadInput, APipeIsNoRecording) {
    const auto path = scratchFolder("fifo") / "fifo.hea";
    ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
    RunOptions impatient;
    impatient.limit = std::chrono::seconds(20);
    expectFailure(cli({"info", path.string()}, impatient));
}

TEST(CliBadInput, AHostileNameStaysOnOneLine) {
    expectFailure(cli({"info", (scratchFolder("name") / "a\nb\x1b[2J.hea").string()}), {"\\x0a", "\\x1b"});
}

TEST(CliBadInput, DamagedAnnotationsLeaveTheRecordingReadable) {
    const auto header = copyOfRecord("bad-atr");
    std::ofstream(header.parent_path() / "made.atr", std::ios::binary) << std::string("\x01\x04\x00\xec\xff", 5);
    const auto finished = cli({"info", header.string(), "--json"});
    ASSERT_EQ(finished.status, 0) << finished.err;
    EXPECT_FALSE(nlohmann::json::parse(finished.out).at("warnings").empty()) << finished.out;
}

TEST(CliBadInput, ReferenceBeatsThatAreNotThere) {
    expectFailure(cli({"classify", copyOfRecord("no-atr").string(), "--beats", "reference"}));
}

}  // namespace
}  // namespace triptych::test
