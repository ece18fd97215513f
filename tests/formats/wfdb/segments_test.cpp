// Records made of segments: fixed and variable layout, gaps, lying lengths, and nests that are refused.
#include "core/formats/wfdb/segments.h"
#include "core/formats/open.h"
#include "core/formats/wfdb/wfdb.h"

#include "tests/formats/record_files.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <cmath>

namespace triptych::formats {
namespace {

using namespace test;
constexpr std::int32_t kNone = kMissingSample;

RecordingPtr opened(const std::filesystem::path& path) {
    auto recording = open(path.string());
    EXPECT_TRUE(recording) << sentence(recording.error());
    return recording ? *recording : std::make_shared<const Recording>();
}

// Three frames of two signals, (1 -1) (2 -2) (3 -3), gain 200; and two frames of the second alone, 40 50, gain 100.
std::filesystem::path makeSegments(const std::string& name) {
    const auto folder = scratchFolder(name);
    writeText(folder / "a.hea",
              "a 2 100 3\na.dat 16 200/mV 16 0 1 6 0 II\na.dat 16 200/mV 16 0 -1 -6 0 V\n# segment a\n");
    writeBytes(folder / "a.dat", words({1, 0xffff, 2, 0xfffe, 3, 0xfffd}));
    writeText(folder / "b.hea", "b 1 100 2\nb.dat 16 100(10)/mV 16 0 40 90 0 V\n");
    writeBytes(folder / "b.dat", words({40, 50}));
    writeText(folder / "none.hea", "none 2 100 2\n~ 0\n~ 0\n");
    writeText(folder / "lay.hea", "lay 2 100 0\n~ 0 200/mV 12 0 -2048 0 0 II\n~ 0 200/mV 12 0 -2048 0 0 V\n");
    return folder;
}

TEST(WfdbSegments, WithFixedLayoutFollowEachOther) {
    const auto folder = makeSegments("fixed");
    writeText(folder / "r.hea", "r/4 2 100 11 10:00:00 01/02/2003\na 3\n~ 3\nnone 2\na 3\n# whole\n");
    writeBytes(folder / "r.atr", words({1 << 10 | 9, 0}));
    const auto recording = opened(folder / "r");
    EXPECT_EQ(warningsOf(*recording), "");
    EXPECT_EQ(recording->format_detail, "4 segments, format 16");
    EXPECT_EQ(recording->start, "2003-02-01T10:00:00");
    EXPECT_EQ(recording->comments, (std::vector<std::string>{"whole", "segment a"}));
    EXPECT_DOUBLE_EQ(recording->duration_s, 0.11);
    ASSERT_EQ(recording->leads.size(), 2U);
    EXPECT_EQ(recording->leads[0].samples, 11);
    EXPECT_EQ(stored(*recording, 0, 0, 11),
              (std::vector<std::int32_t>{1, 2, 3, kNone, kNone, kNone, kNone, kNone, 1, 2, 3}));
    EXPECT_EQ(stored(*recording, 1, 7, 5), (std::vector<std::int32_t>{kNone, -1, -2, -3, kNone}));
    EXPECT_EQ(stored(*recording, 1, -1, 3), (std::vector<std::int32_t>{kNone, -1, -2}));
    EXPECT_TRUE(std::isnan(physical(*recording, 0, 3, 1)[0]));
    EXPECT_EQ(physical(*recording, 0, 9, 1)[0], 0.01F);
    ASSERT_EQ(recording->annotation_sets.size(), 1U);
    EXPECT_EQ(recording->annotation_sets[0].annotations.at(0).sample, 9);
    for (const std::int64_t far : {INT64_MIN, INT64_MAX, std::int64_t{11}}) {
        EXPECT_EQ(stored(*recording, 0, far, 2), std::vector<std::int32_t>(2, kNone));
    }
}

TEST(WfdbSegments, WithVariableLayoutAreMatchedByName) {
    const auto folder = makeSegments("variable");
    writeText(folder / "r.hea", "r/4 2 100 6\nlay 0\nb 2\n~ 1\na 3\n");
    const auto recording = opened(folder / "r");
    EXPECT_EQ(warningsOf(*recording), "");
    ASSERT_EQ(recording->leads.size(), 2U);
    EXPECT_EQ(recording->leads[0].name, "II");
    EXPECT_EQ(stored(*recording, 0, 0, 6), (std::vector<std::int32_t>{kNone, kNone, kNone, 1, 2, 3}));
    // V comes with gains of 100 and 200: physical values are exact, stored ones are in the finer.
    EXPECT_DOUBLE_EQ(recording->leads[1].gain, 200);
    EXPECT_EQ(physical(*recording, 1, 0, 2), (std::vector<float>{0.3F, 0.4F}));
    EXPECT_EQ(stored(*recording, 1, 0, 6), (std::vector<std::int32_t>{60, 80, kNone, -1, -2, -3}));
    std::vector<std::string> seen;
    forEachSegment(*recording, [&seen](const Recording& segment) {
        seen.push_back(segment.name);
        for (std::size_t i = 0; i < segment.leads.size(); ++i) {
            EXPECT_TRUE(checksumAgrees(segment.leads[i], *storedChecksum(segment, i)));
        }
    });
    EXPECT_EQ(seen, (std::vector<std::string>{"b", "a"}));
}

// How many checksums the segments of a record state.
int checksumsOf(const Recording& recording) {
    int stated = 0;
    forEachSegment(recording, [&stated](const Recording& segment) {
        for (const Lead& lead : segment.leads) stated += lead.checksum.has_value() ? 1 : 0;
    });
    return stated;
}

TEST(WfdbSegments, ChecksumsThatNobodyComputedAreNone) {
    const auto folder = scratchFolder("no-sums");
    // One signal a segment, which begins with what it states and sums up to 6.
    const auto withSums = [&folder](const char* first, const char* second) {
        for (const auto& [name, sum] : {std::pair("a", first), std::pair("b", second)}) {
            writeText(folder / (std::string(name) + ".hea"),
                      std::string(name) + " 1 100 3\na.dat 16 200/mV 16 0 1 " + sum + " 0 II\n");
        }
        writeBytes(folder / "a.dat", words({1, 2, 3}));
        writeText(folder / "r.hea", "r/2 1 100 6\na 3\nb 3\n");
        return checksumsOf(*opened(folder / "r"));
    };
    EXPECT_EQ(withSums("0", "0"), 0) << "two sums are not both zero by chance";
    EXPECT_EQ(withSums("6", "0"), 2) << "one of them is stated, so the other one is wrong";
    EXPECT_EQ(withSums("6", "6"), 2);
}

TEST(WfdbSegments, ALeadIsNoLongerThanWhatCanBeReadOfItAllows) {
    const auto folder = makeSegments("bounded");
    // 47 bytes that claim four hundred days at 360 Hz: a gap that costs nothing to state.
    writeText(folder / "c.hea", "c 1 360 3\nc.dat 16 200/mV 16 0 1 6 0 II\n");
    writeBytes(folder / "c.dat", words({1, 2, 3}));
    writeText(folder / "r.hea", "r/3 1 360\nc 3\n~ 12400000000\nc 3\n");
    const auto recording = opened(folder / "r");
    ASSERT_EQ(recording->leads.size(), 1U);
    EXPECT_EQ(recording->leads[0].samples, 3) << "what lies behind the gap is not shown";
    EXPECT_EQ(stored(*recording, 0, 0, 4), (std::vector<std::int32_t>{1, 2, 3, kNone}));
    EXPECT_LE(recording->duration_s, 1);
    EXPECT_NE(warningsOf(*recording).find("those behind sample 3 are not shown"), std::string::npos)
        << warningsOf(*recording);
    writeText(folder / "r.hea", "r/2 1 360\n~ 12400000000\nc 3\n");
    const auto late = open((folder / "r").string());
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().code, ErrorCode::malformed) << sentence(late.error());
    // A day between two segments is no lie.
    writeText(folder / "r.hea", "r/3 1 360\nc 3\n~ 31104000\nc 3\n");
    EXPECT_EQ(opened(folder / "r")->leads[0].samples, 31'104'006);
    EXPECT_EQ(warningsOf(*opened(folder / "r")), "");
}

TEST(WfdbSegments, ASegmentPlayedAgainAndAgainIsNoMoreThanItIs) {
    const auto folder = scratchFolder("repeated");
    writeText(folder / "c.hea", "c 1 360 200000\nc.dat 16 200/mV 16 0 0 0 0 II\n");
    writeBytes(folder / "c.dat", std::vector<std::byte>(400'000, std::byte{1}));
    std::string header = "r/20000 1 360\n";
    for (int i = 0; i < 20'000; ++i) header += "c 200000\n";
    writeText(folder / "r.hea", header);
    const auto recording = opened(folder / "r");
    ASSERT_EQ(recording->leads.size(), 1U);
    EXPECT_EQ(recording->leads[0].samples, 200'000'000);
    EXPECT_EQ(stored(*recording, 0, 199'999'999, 2), (std::vector<std::int32_t>{257, kNone}));
    EXPECT_NE(warningsOf(*recording).find("not shown"), std::string::npos);
}

TEST(WfdbSegments, ProductsThatNoNumberHoldsAreRefused) {
    const auto folder = scratchFolder("products");
    // 3e16 frames of a million samples: their product is no 64-bit number.
    writeText(folder / "c.hea", "c 1 1e9 1\nc.dat 16x1000000 200/mV 16 0 0 0 0 II\n");
    writeBytes(folder / "c.dat", std::vector<std::byte>(2'000'000));
    for (const char* gap : {"30000000000000000", "9007199254740992", "9007199254740000", "10000000000"}) {
        for (const std::string& order :
             {"c 1\n~ " + std::string(gap) + "\nc 1\n", "~ " + std::string(gap) + "\nc 1\n"}) {
            writeText(folder / "r.hea", (order[0] == '~' ? "r/2 1 1e9\n" : "r/3 1 1e9\n") + order);
            const auto recording = open((folder / "r").string());
            ASSERT_FALSE(recording) << gap;
            EXPECT_EQ(recording.error().code, ErrorCode::malformed) << sentence(recording.error());
        }
    }
    writeText(folder / "r.hea", "r/2 1 1e9\nc 1\n~ 10\n");
    EXPECT_EQ(opened(folder / "r")->leads[0].samples, 11'000'000);
}

TEST(WfdbSegments, LeadsThatNoSegmentHasAreSaidAndNotShown) {
    const auto folder = makeSegments("absent-lead");
    writeText(folder / "lay.hea", "lay 2 100 0\n~ 0 200/mV 12 0 0 0 0 ABP\n~ 0 200/mV 12 0 0 0 0 V\n");
    writeText(folder / "r.hea", "r/2 2 100 2\nlay 0\nb 2\n");
    const auto recording = opened(folder / "r");
    ASSERT_EQ(recording->leads.size(), 1U);
    EXPECT_NE(warningsOf(*recording).find("no segment has samples of ABP"), std::string::npos);
    std::filesystem::remove(folder / "lay.hea");
    EXPECT_NE(warningsOf(*opened(folder / "r")).find("layout"), std::string::npos);
}

TEST(WfdbSegments, LengthsThatLieAreSaid) {
    const auto folder = makeSegments("lengths");
    writeText(folder / "r.hea", "r/3 2 100 99\na 5\na 2\n");
    const auto recording = opened(folder / "r");
    EXPECT_EQ(stored(*recording, 0, 0, 8), (std::vector<std::int32_t>{1, 2, 3, kNone, kNone, 1, 2, kNone}));
    EXPECT_EQ(recording->leads[0].samples, 7);
    const std::string warnings = warningsOf(*recording);
    EXPECT_NE(warnings.find("promises 3 segments and lists 2"), std::string::npos) << warnings;
    EXPECT_NE(warnings.find("promises 99 samples and its segments add up to 7"), std::string::npos) << warnings;
    EXPECT_NE(warnings.find("5 samples and the segment's own states 3"), std::string::npos) << warnings;
    writeText(folder / "r.hea", "r/2 2 100\na 3\n~ 9000000000000\n");
    EXPECT_EQ(open((folder / "r").string()).error().code, ErrorCode::malformed) << "a gap of 2,850 years";
    writeText(folder / "r.hea", "r/2 2 100\na 3\n~ 99999999999999999999\n");
    EXPECT_EQ(open((folder / "r").string()).error().code, ErrorCode::malformed);
    writeText(folder / "r.hea", "r/2 2 100\na\n");
    EXPECT_EQ(open((folder / "r").string()).error().code, ErrorCode::malformed);
}

TEST(WfdbSegments, WhatCannotBeReadIsAGapWithAWarning) {
    const auto folder = makeSegments("gaps");
    writeText(folder / "c.hea", "c 2 250 3\na.dat 16\na.dat 16\n");
    writeText(folder / "d.hea", "d 2 100 3\na.dat 16x2 200/mV 16 0 0 0 0 II\na.dat 16 7/mmHg 16 0 0 0 0 V\n");
    writeText(folder / "r.hea", "r/5 2 100 14\na 3\nnowhere 2\nc 3\nd 3\na 3\n");
    const auto recording = opened(folder / "r");
    auto expected = std::vector<std::int32_t>(14, kNone);
    for (const std::size_t i : {0U, 1U, 2U}) expected[i] = expected[11 + i] = static_cast<std::int32_t>(i + 1);
    EXPECT_EQ(stored(*recording, 0, 0, 14), expected);
    const std::string warnings = warningsOf(*recording);
    for (const char* part : {"\"nowhere\" is shown as a gap", "its rate is not the record's", "another unit"}) {
        EXPECT_NE(warnings.find(part), std::string::npos) << warnings;
    }
    writeText(folder / "r.hea", "r/2 2 100 5\nnowhere 2\n~ 3\n");
    EXPECT_EQ(open((folder / "r").string()).error().code, ErrorCode::not_found);
    writeText(folder / "r.hea", "r/2 2 100 5\nnone 2\n~ 3\n");
    EXPECT_EQ(open((folder / "r").string()).error().code, ErrorCode::empty);
}

TEST(WfdbSegments, NestsAndOtherFoldersAreRefused) {
    const auto folder = makeSegments("nests");
    writeText(folder / "r.hea", "r/2 2 100 6\na 3\nr 3\n");
    EXPECT_EQ(open((folder / "r").string()).error().code, ErrorCode::refused);
    writeText(folder / "s.hea", "s/1 2 100 6\nr 6\n");
    EXPECT_EQ(open((folder / "s").string()).error().code, ErrorCode::refused);
    for (const char* name : {"../a", "/etc/passwd", "x/../../a", ".."}) {
        writeText(folder / "r.hea", "r/2 2 100 6\na 3\n" + std::string(name) + " 3\n");
        EXPECT_EQ(open((folder / "r").string()).error().code, ErrorCode::refused) << name;
    }
    writeText(folder / "e.hea", "e 1 100 3\n../a.dat 16\n");
    writeText(folder / "r.hea", "r/2 2 100 6\na 3\ne 3\n");
    EXPECT_EQ(open((folder / "r").string()).error().code, ErrorCode::refused) << "by way of a segment";
}

TEST(WfdbSegments, MoreOfThemThanAProcessMayOpenFiles) {
    const auto folder = scratchFolder("thousands");
    constexpr int kSegments = 300;
    rlimit files{};
    ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &files), 0);
    rlimit fewer = files;
    fewer.rlim_cur = 200;
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &fewer), 0);
    std::string header = "r/" + std::to_string(kSegments) + " 1 100\n";
    for (int i = 0; i < kSegments; ++i) {
        const std::string name = "s" + std::to_string(i);
        writeText(folder / (name + ".hea"), name + " 1 100 2\n" + name + ".dat 16 200/mV 16 0 0 0 0 II\n");
        writeBytes(folder / (name + ".dat"), words({static_cast<unsigned>(i), static_cast<unsigned>(i)}));
        header += name + " 2\n";
    }
    writeText(folder / "r.hea", header);
    const auto recording = opened(folder / "r");
    EXPECT_EQ(warningsOf(*recording), "");
    const auto values = stored(*recording, 0, 0, 2 * kSegments);
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &files), 0);
    for (int i = 0; i < 2 * kSegments; ++i) ASSERT_EQ(values[static_cast<std::size_t>(i)], i / 2);
}

}  // namespace
}  // namespace triptych::formats
