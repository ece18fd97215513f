// Files that are cut, replaced, written to or taken away while a recording of them is open: said, with what is lost.
#include "core/formats/file_changes.h"
#include "core/formats/open.h"

#include "tests/formats/dicom/dicom_files.h"
#include "tests/formats/edf/edf_files.h"
#include "tests/formats/record_files.h"

#include <gtest/gtest.h>

#include <cmath>

namespace triptych::formats {
namespace {

using namespace test;
using files::FileState;

RecordingPtr opened(const std::filesystem::path& path) {
    auto recording = open(path.string());
    EXPECT_TRUE(recording) << sentence(recording.error());
    return recording ? *recording : std::make_shared<const Recording>();
}

void cut(const std::filesystem::path& path, std::uintmax_t bytes) {
    std::filesystem::resize_file(path, std::filesystem::file_size(path) - bytes);
}

// As many samples of the recording, counted, as its files say are lost.
void expectLost(const Recording& recording, std::int64_t bytes, std::int64_t samples) {
    const auto changes = fileChangesOf(recording);
    ASSERT_EQ(changes.size(), 1U);
    EXPECT_EQ(changes[0].state, FileState::cut);
    EXPECT_EQ(changes[0].bytes_lost, bytes);
    EXPECT_EQ(changes[0].samples_lost, samples);
    std::int64_t missing = 0;
    for (std::size_t lead = 0; lead < recording.leads.size(); ++lead) {
        if (recording.leads[lead].derived) continue;
        for (const float value :
             physical(recording, lead, 0, static_cast<std::size_t>(recording.leads[lead].samples))) {
            missing += std::isnan(value) ? 1 : 0;
        }
    }
    EXPECT_EQ(missing, samples) << "what is said is what is missing";
    const std::string said = sentence(warningOf(changes[0]));
    EXPECT_NE(said.find("its last " + std::to_string(bytes) + " byte"), std::string::npos) << said;
    EXPECT_NE(said.find(std::to_string(samples) + " sample"), std::string::npos) << said;
    EXPECT_NE(said.find("open it again"), std::string::npos) << said;
}

TEST(FileChanges, OfFilesThatAreAsTheyWereThereAreNone) {
    EXPECT_TRUE(fileChangesOf(*opened(makeSmallRecord("unchanged") / "r")).empty());
    EXPECT_TRUE(fileChangesOf(Recording{}).empty());
}

TEST(FileChanges, ACutSignalFileIsSaidWithItsSamples) {
    const auto folder = makeSmallRecord("cut");
    const auto recording = opened(folder / "r");
    cut(folder / "r.dat", 5);  // one frame and a half of two words
    expectLost(*recording, 5, 3);
}

TEST(FileChanges, SkewAndFramesOfManySamplesAreCountedRight) {
    const auto folder = scratchFolder("cut-skew");
    writeText(folder / "s.hea", "s 2 100 4\ns.dat 16x2:1 200/mV 16 0 0 0 0 I\ns.dat 16 200/mV 16 0 0 0 0 II\n");
    writeBytes(folder / "s.dat", words({1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}));
    const auto recording = opened(folder / "s");
    cut(folder / "s.dat", 8);
    expectLost(*recording, 8, 4);
}

TEST(FileChanges, ACutEdfFileIsSaidWithItsSamples) {
    const auto folder = scratchFolder("cut-edf");
    MadeEdf edf;
    edf.signals.resize(2);
    edf.signals[0].values = {1, 2, 3, 4, 5, 6, 7, 8};
    edf.signals[1].samples_per_record = 1;
    edf.signals[1].values = {1, 2};
    writeText(folder / "e.edf", bytesOfEdf(edf));
    const auto recording = opened(folder / "e.edf");
    cut(folder / "e.edf", 10);
    expectLost(*recording, 10, 5);
}

TEST(FileChanges, ACutDicomFileIsSaidThroughDerivedLeads) {
    const auto folder = scratchFolder("cut-dicom");
    MadeGroup group;
    group.channels = {{.code = "2:1", .meaning = "Lead I"}, {.code = "2:2", .meaning = "Lead II"}};
    for (std::uint32_t i = 0; i < 20'000; ++i) group.data.push_back(i % 100);
    writeDicom(folder / "d.dcm", {{group}, {}}, MadeSyntax::explicit_little);
    const auto recording = opened(folder / "d.dcm");
    ASSERT_EQ(recording->leads.size(), 6U);
    cut(folder / "d.dcm", 20'000);
    const auto changes = fileChangesOf(*recording);
    ASSERT_EQ(changes.size(), 1U);
    EXPECT_EQ(changes[0].state, FileState::cut);
    EXPECT_EQ(changes[0].bytes_lost, 20'000);
    EXPECT_GT(changes[0].samples_lost, 9'000);
    EXPECT_LE(changes[0].samples_lost, 10'000);
}

TEST(FileChanges, OfSegmentsThoseThatAreOpenAndThoseThatCameBackShorterAreSaid) {
    const auto folder = scratchFolder("cut-segments");
    std::string header = "r/70 1 100\n";
    for (int i = 0; i < 70; ++i) {
        const std::string name = "s" + std::to_string(i);
        writeText(folder / (name + ".hea"), name + " 1 100 4\n" + name + ".dat 16 200/mV 16 0 0 0 0 II\n");
        writeBytes(folder / (name + ".dat"), words({1, 2, 3, 4}));
        header += name + " 4\n";
    }
    writeText(folder / "r.hea", header);
    const auto recording = opened(folder / "r");
    EXPECT_EQ(stored(*recording, 0, 0, 4), (std::vector<std::int32_t>{1, 2, 3, 4}));
    cut(folder / "s0.dat", 2);
    auto changes = fileChangesOf(*recording);
    ASSERT_EQ(changes.size(), 1U);
    EXPECT_EQ(changes[0].bytes_lost, 2);
    EXPECT_EQ(changes[0].samples_lost, 1);
    cut(folder / "s69.dat", 4);  // not open as yet: its header promises more than there is when it is
    EXPECT_EQ(stored(*recording, 0, 276, 4), (std::vector<std::int32_t>{1, 2, kMissingSample, kMissingSample}));
    changes = fileChangesOf(*recording);
    ASSERT_EQ(changes.size(), 2U);
    EXPECT_EQ(changes[0].state, FileState::cut);
    EXPECT_EQ(changes[0].samples_lost, 2);
    EXPECT_NE(sentence(warningOf(changes[0])).find("2 samples"), std::string::npos);
}

TEST(FileChanges, FilesThatWereReplacedWrittenToOrTakenAwayAreTold) {
    const auto stateAfter = [](const char* name, const auto& change) {
        const auto folder = makeSmallRecord(name);
        const auto recording = opened(folder / "r");
        change(folder / "r.dat");
        const auto changes = fileChangesOf(*recording);
        EXPECT_EQ(changes.size(), 1U) << name;
        if (changes.empty()) return FileState::same;
        EXPECT_EQ(changes[0].samples_lost, 0) << name;
        EXPECT_FALSE(sentence(warningOf(changes[0])).empty());
        EXPECT_EQ(stored(*recording, 0, 0, 3).size(), 3U);
        return changes[0].state;
    };
    using Path = std::filesystem::path;
    EXPECT_EQ(stateAfter("gone", [](const Path& path) { std::filesystem::remove(path); }), FileState::gone);
    EXPECT_EQ(stateAfter("replaced",
                         [](const Path& path) {
                             writeText(path.string() + ".new", "other bytes!");
                             std::filesystem::rename(path.string() + ".new", path);
                         }),
              FileState::replaced);
    EXPECT_EQ(stateAfter("grown", [](const Path& path) { std::filesystem::resize_file(path, 4'000); }),
              FileState::grown);
    EXPECT_EQ(stateAfter("rewritten",
                         [](const Path& path) {
                             const auto time = std::filesystem::last_write_time(path);
                             std::filesystem::last_write_time(path, time + std::chrono::seconds(5));
                         }),
              FileState::rewritten);
}

}  // namespace
}  // namespace triptych::formats
