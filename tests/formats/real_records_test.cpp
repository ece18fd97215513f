// Real recordings against what their own headers state: first values, checksums, annotations byte for byte.
#include "core/formats/open.h"
#include "core/formats/wfdb/annotations.h"
#include "core/formats/wfdb/segments.h"
#include "core/formats/wfdb/wfdb.h"

#include "tests/formats/record_files.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <tuple>

namespace triptych::formats {
namespace {

using namespace test;

std::vector<std::filesystem::path> headersIn(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> headers;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() == ".hea") headers.push_back(entry.path());
    }
    std::sort(headers.begin(), headers.end());
    return headers;
}

void expectHeaderHolds(const Recording& recording) {
    for (std::size_t lead = 0; lead < recording.leads.size(); ++lead) {
        const Lead& stated = recording.leads[lead];
        const auto sum = storedChecksum(recording, lead);
        ASSERT_TRUE(sum);
        EXPECT_TRUE(checksumAgrees(stated, *sum)) << recording.name << ' ' << stated.name << ' ' << *sum;
        EXPECT_EQ(stored(recording, lead, 0, 1)[0], stated.stored_first) << recording.name << ' ' << stated.name;
        const float first = physical(recording, lead, 0, 1)[0];
        EXPECT_EQ(first, static_cast<float>((*stated.stored_first - stated.baseline) / stated.gain));
    }
}

TEST(RealRecords, MitBihAgreesWithItsHeaders) {
    TRIPTYCH_NEEDS_DATA(mitdb, "mitdb");
    const auto headers = headersIn(mitdb);
    ASSERT_EQ(headers.size(), 48U);
    for (const auto& header : headers) {
        const auto recording = open(header.string());
        ASSERT_TRUE(recording) << sentence(recording.error());
        EXPECT_EQ(warningsOf(**recording), "");
        EXPECT_EQ((*recording)->leads.size(), 2U);
        EXPECT_EQ((*recording)->leads[0].samples, 650'000);
        EXPECT_DOUBLE_EQ((*recording)->leads[0].rate_hz, 360);
        EXPECT_FALSE((*recording)->start);
        expectHeaderHolds(**recording);
    }
}

TEST(RealRecords, MitBihAnnotationsSurviveByteForByte) {
    TRIPTYCH_NEEDS_DATA(mitdb, "mitdb");
    const auto folder = scratchFolder("mitdb");
    std::size_t beats = 0;
    for (const auto& header : headersIn(mitdb)) {
        const auto original = std::filesystem::path(header).replace_extension(".atr");
        const auto set = readAnnotations(original.string(), 360);
        ASSERT_TRUE(set) << sentence(set.error());
        const auto copy = folder / original.filename();
        ASSERT_TRUE(writeAnnotations(copy.string(), *set));
        EXPECT_TRUE(readBytes(copy) == readBytes(original)) << original.filename();
        const auto again = readAnnotations(copy.string(), 360);
        ASSERT_TRUE(again);
        EXPECT_TRUE(again->annotations == set->annotations) << original.filename();
        for (const Annotation& annotation : set->annotations) beats += isBeat(annotation.code) ? 1U : 0U;
    }
    EXPECT_EQ(beats, 109'494U) << "the beats that PhysioNet counts";
}

TEST(RealRecords, Record208HasTheBeatsOfItsPublishedTable) {
    TRIPTYCH_NEEDS_DATA(mitdb, "mitdb");
    const auto recording = open((mitdb / "208").string());
    ASSERT_TRUE(recording);
    std::map<std::string, int> counts;
    for (const Annotation& annotation : (*recording)->annotation_sets.at(0).annotations) {
        ++counts[std::string(symbolOf(annotation.code))];
    }
    EXPECT_EQ(counts["N"], 1586);
    EXPECT_EQ(counts["V"], 992);
    EXPECT_EQ(counts["F"], 373);
    EXPECT_EQ(counts["S"], 2);
    EXPECT_EQ(counts["Q"], 2);
    EXPECT_EQ((*recording)->leads[0].name, "MLII");
    EXPECT_EQ((*recording)->leads[1].name, "V1");
}

TEST(RealRecords, LudbAndSvdbAgreeWithTheirHeaders) {
    TRIPTYCH_NEEDS_DATA(ludb, "ludb");
    int annotators = 0;
    for (const auto& header : headersIn(ludb)) {
        const auto recording = open(header.string());
        ASSERT_TRUE(recording) << sentence(recording.error());
        EXPECT_EQ((*recording)->leads.size(), 12U);
        EXPECT_EQ((*recording)->leads[3].name, "aVR");
        EXPECT_EQ((*recording)->leads[3].original_name, "avr");
        annotators += static_cast<int>((*recording)->annotation_sets.size());
        expectHeaderHolds(**recording);
    }
    EXPECT_EQ(annotators, 12 * 200);
    if (!std::filesystem::exists(*ludb_root / "svdb")) return;
    for (const auto& header : headersIn(*ludb_root / "svdb")) {
        const auto recording = open(header.string());
        ASSERT_TRUE(recording) << sentence(recording.error());
        expectHeaderHolds(**recording);
    }
}

TEST(RealRecords, EveryStorageFormatAgreesWithItsHeader) {
    TRIPTYCH_NEEDS_DATA(wfdb, "formats/wfdb/wfdb-python");
    for (const char* name : {"binformats", "310derive", "310derive_2", "311derive", "311derive_2", "100_3chan",
                             "p10143", "3000003_0003", "s0010_re", "a103l", "test01_00s", "v102s", "flacformats",
                             "../mat_records/TestICU", "../mat_records/sample_ecg_datam"}) {
        const auto recording = open((wfdb / name).string());
        ASSERT_TRUE(recording) << sentence(recording.error());
        expectHeaderHolds(**recording);
    }
    const auto formats = open((wfdb / "binformats").string());
    EXPECT_EQ((*formats)->format_detail, "formats 8, 16, 24, 32, 61, 80, 160, 212, 310, 311");
}

TEST(RealRecords, SegmentsFollowEachOtherAndAgreeWithTheirHeaders) {
    TRIPTYCH_NEEDS_DATA(wfdb, "formats/wfdb");
    const std::filesystem::path folder = wfdb / "wfdb-python/multi-segment";
    const std::vector<std::tuple<std::string, std::size_t, double>> expected = {
        {"041s/041s", 7, 16}, {"fixed1/v102s", 4, 900}, {"s00001/s00001-2896-10-10-00-31", 4, 116'146.92}};
    for (const auto& [name, leads, duration_s] : expected) {
        const auto recording = open((folder / name).string());
        ASSERT_TRUE(recording) << sentence(recording.error());
        EXPECT_EQ((*recording)->leads.size(), leads);
        EXPECT_NEAR((*recording)->duration_s, duration_s, 1e-9);
        int segments = 0;
        forEachSegment(**recording, [&segments](const Recording& segment) {
            ++segments;
            expectHeaderHolds(segment);
        });
        EXPECT_GE(segments, 2);
    }
    const auto blocks = open((folder / "041s/041s").string());
    const auto second = open((folder / "041s/041s02").string());
    EXPECT_EQ(physical(**blocks, 0, 4'000, 4'000), physical(**second, 0, 0, 4'000)) << "four samples a frame";
    EXPECT_EQ(stored(**blocks, 3, 1'000, 1'000), stored(**second, 3, 0, 1'000));
    const auto gaps = open((folder / "s00001/s00001-2896-10-10-00-31").string());
    const auto first = open((folder / "s00001/3975656_0001").string());
    EXPECT_TRUE(std::isnan(physical(**gaps, 0, 3'260, 1)[0]));
    EXPECT_EQ(physical(**gaps, 0, 3'261, 6'750), physical(**first, 0, 0, 6'750));
    const auto between = open((wfdb / "wfdb-c/multi").string());
    ASSERT_TRUE(between) << sentence(between.error());
    EXPECT_EQ(warningsOf(**between), "");
    EXPECT_EQ(stored(**between, 1, 23'400, 21'600), stored(**between, 1, 0, 21'600));
    EXPECT_EQ(stored(**between, 1, 21'600, 1'800), std::vector<std::int32_t>(1'800, kMissingSample));
}

TEST(RealRecords, SkewAndFramesAgreeWithTheRecordTheyCameFrom) {
    TRIPTYCH_NEEDS_DATA(wfdb, "formats/wfdb/wfdb-python");
    const auto plain = open((wfdb / "test01_00s").string());
    const auto skewed = open((wfdb / "test01_00s_skew").string());
    const auto framed = open((wfdb / "test01_00s_frame").string());
    ASSERT_TRUE(plain && skewed && framed);
    EXPECT_EQ(stored(**skewed, 1, 0, 3997), stored(**plain, 1, 3, 3997));
    EXPECT_EQ(stored(**skewed, 1, 3997, 3), std::vector<std::int32_t>(3, kMissingSample));
    EXPECT_EQ(stored(**skewed, 0, 0, 4000), stored(**plain, 0, 0, 4000));
    const auto second = stored(**plain, 1, 0, 4000);
    const auto third = stored(**plain, 2, 0, 4000);
    const auto both = stored(**framed, 1, 0, 8000);
    for (std::size_t i = 0; i < 4000; ++i) {
        ASSERT_EQ(both[2 * i], second[i]) << i;
        ASSERT_EQ(both[2 * i + 1], third[i]) << i;
    }
    EXPECT_DOUBLE_EQ((*framed)->leads[1].rate_hz, 1000);
}

TEST(RealRecords, MicrovoltsBecomeMillivolts) {
    TRIPTYCH_NEEDS_DATA(toolbox, "formats/wfdb/app-toolbox");
    const auto recording = open((toolbox / "a01").string());
    ASSERT_TRUE(recording);
    EXPECT_EQ((*recording)->leads[0].unit, "mV");
    EXPECT_EQ(physical(**recording, 0, 0, 1)[0], -0.0033F);
    expectHeaderHolds(**recording);
}

TEST(RealRecords, HeadersWithoutTheirSignalsAreClearErrors) {
    TRIPTYCH_NEEDS_DATA(wfdb, "formats/wfdb");
    const std::map<std::string, ErrorCode> expected = {
        {"wfdb-python/100", ErrorCode::not_found},
        {"wfdb-c/null", ErrorCode::unsupported},
        {"wfdb-c/100a", ErrorCode::empty},
        {"wfdb-python/multi-segment/s00001/s00001-2896-10-09-01-56", ErrorCode::empty},
        {"wfdb-python/multi-segment/s00001/3975656_layout", ErrorCode::unsupported},
        {"wfdb-python/multi-segment/s00001/3975656_0009", ErrorCode::not_found}};
    for (const auto& [name, code] : expected) {
        const auto recording = open((wfdb / name).string());
        ASSERT_FALSE(recording) << name;
        EXPECT_EQ(recording.error().code, code) << sentence(recording.error());
    }
    EXPECT_NE(sentence(open((wfdb / "wfdb-python/100.hea").string()).error()).find("100.dat"), std::string::npos);
}

TEST(RealRecords, LongTimesAreRead) {
    TRIPTYCH_NEEDS_DATA(wfdb, "formats/wfdb/wfdb-python");
    const auto set = readAnnotations((wfdb / "huge.qrs").string(), 360);
    ASSERT_TRUE(set);
    EXPECT_EQ(set->annotations.at(0).sample, 10'000'000'000);
    EXPECT_TRUE(encodeAnnotations(*set) == readBytes(wfdb / "huge.qrs"));
}

}  // namespace
}  // namespace triptych::formats
