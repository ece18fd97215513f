#include "core/formats/open.h"
#include "core/formats/philips/xli.h"

#include "tests/formats/record_files.h"
#include "tests/formats/xml/made_xml.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace triptych::formats {
namespace {

using namespace test;

Result<RecordingPtr> written(const std::string& text) {
    const auto folder = scratchFolder("philips");
    writeText(folder / "p.xml", text);
    return open((folder / "p.xml").string());
}

TEST(Xli, GivesBackWhatWasCompressed) {
    std::mt19937 random(7);  // NOLINT: the same numbers every time
    for (const std::size_t size : {0U, 1U, 2U, 3U, 100U, 5500U}) {
        std::vector<std::int32_t> samples(size);
        std::int32_t value = 0;
        for (std::int32_t& sample : samples) sample = value += static_cast<std::int32_t>(random() % 9) - 4;
        const auto block = xliBlockOf(samples);
        const auto blocks = xliBlocks(block);
        ASSERT_EQ(blocks.size(), 1U);
        EXPECT_EQ(decodeXli(blocks[0], size), samples) << size;
    }
}

TEST(Xli, CodesThatEndEarlyGiveTheSamplesThatAreWhole) {
    std::vector<std::int32_t> samples(600);
    for (std::size_t k = 0; k < samples.size(); ++k) samples[k] = static_cast<std::int32_t>(k * k % 400);
    auto block = xliBlockOf(samples);
    const std::size_t whole = block.size();
    for (std::size_t size = 8; size < whole; ++size) {
        const XliBlock cut{std::span(block).subspan(8, size - 8), xliBlocks(block)[0].first_difference};
        const auto decoded = decodeXli(cut, samples.size());
        ASSERT_LE(decoded.size(), samples.size());
        EXPECT_TRUE(std::equal(decoded.begin(), decoded.end(), samples.begin())) << size;
        EXPECT_TRUE(xliBlocks(std::span(block).first(size)).empty());
    }
}

TEST(Philips, ReadsCompressedAndPlainSamples) {
    for (const bool compressed : {true, false}) {
        const auto recording = written(madePhilips(compressed));
        ASSERT_TRUE(recording) << sentence(recording.error());
        ASSERT_EQ((*recording)->leads.size(), 12U);
        EXPECT_EQ((*recording)->leads[3].name, "aVR");
        EXPECT_FALSE((*recording)->leads[3].derived);
        EXPECT_DOUBLE_EQ((*recording)->leads[0].rate_hz, 1000);
        EXPECT_EQ((*recording)->start, "2008-12-23T19:44:46");
        EXPECT_EQ((*recording)->format_detail, "PhilipsECG 1.04");
        EXPECT_EQ(warningsOf(**recording), "");
        for (std::size_t lead = 0; lead < 12; ++lead) {
            for (std::size_t k = 0; k < 10; ++k) {
                EXPECT_EQ(stored(**recording, lead, static_cast<std::int64_t>(k), 1)[0], philipsSample(lead, k));
            }
        }
        EXPECT_FLOAT_EQ(physical(**recording, 0, 0, 1)[0], -0.3F);
    }
}

TEST(Philips, ReadsUtf16OfBothByteOrders) {
    for (const bool big_endian : {true, false}) {
        const auto recording = written(asUtf16(madePhilips(true, "1.03", "SierraECG"), big_endian));
        ASSERT_TRUE(recording) << sentence(recording.error());
        EXPECT_EQ((*recording)->format_detail, "SierraECG 1.03");
        ASSERT_EQ((*recording)->comments.size(), 3U);
        EXPECT_EQ((*recording)->comments[1], "SINUS BRADYCARDIA (V-rate<60)");
    }
}

TEST(Philips, OtherDocumentsAreRefusedWithTheReason) {
    const auto type = written(madePhilips(true, "1.03", "OtherECG"));
    ASSERT_FALSE(type);
    EXPECT_EQ(type.error().code, ErrorCode::unsupported);
    EXPECT_NE(sentence(type.error()).find("\"OtherECG\""), std::string::npos);
    const auto version = written(madePhilips(true, "1.05"));
    ASSERT_FALSE(version);
    EXPECT_EQ(version.error().code, ErrorCode::unsupported);
    EXPECT_NE(sentence(version.error()).find("\"1.05\""), std::string::npos);
    const auto method = written(replaced(madePhilips(true), "\"XLI\"", "\"ZIP\""));
    ASSERT_FALSE(method);
    EXPECT_NE(sentence(method.error()).find("\"ZIP\""), std::string::npos);
}

TEST(Philips, LengthsThatLieCostNothing) {
    for (const char* duration : {"\"86400001\"", "\"-1\"", "\"x\"", "\"\""}) {
        EXPECT_FALSE(written(
            replaced(madePhilips(true), "durationperchannel=\"10\"", std::string("durationperchannel=") + duration)));
    }
    const auto longer =
        written(replaced(madePhilips(false), "durationperchannel=\"10\"", "durationperchannel=\"120\""));
    ASSERT_TRUE(longer);
    EXPECT_EQ((*longer)->leads.size(), 1U);
    EXPECT_NE(warningsOf(**longer).find("promises 12 leads and holds 1"), std::string::npos);
}

TEST(Philips, RealFilesOpen) {
    TRIPTYCH_NEEDS_DATA(folder, "formats/philips");
    for (const char* name :
         {"3191723_ZZDEMOPTONLY_1-04_orig.xml", "ad4d3d80-d165_1-04_orig.xml", "repbeats_example.xml"}) {
        const auto recording = open((folder / name).string());
        ASSERT_TRUE(recording) << sentence(recording.error());
        // Two state a P wave that outlasts their PR interval of 144 ms: 148 ms and 508 ms.
        const auto& figures = (*recording)->header.measurements;
        const bool is_contradictory =
            warningsOf(**recording).find("a PR interval of 144 ms, which cannot be") != std::string::npos;
        EXPECT_EQ(is_contradictory, std::string(name) != "repbeats_example.xml") << warningsOf(**recording);
        EXPECT_EQ((*recording)->warnings.size(), is_contradictory ? 1U : 0U) << warningsOf(**recording);
        EXPECT_TRUE(std::none_of(figures.begin(), figures.end(), [](const DeviceMeasurement& figure) {
            return figure.name == "p_duration" && figure.value > 144;
        })) << name;
        ASSERT_EQ((*recording)->leads.size(), 12U) << name;
        EXPECT_EQ((*recording)->leads[11].name, "V6") << name;
        EXPECT_EQ((*recording)->leads[0].samples, 5500) << name;
        EXPECT_DOUBLE_EQ((*recording)->leads[0].gain, 200) << name;
        // The recorder's own pulse closes every lead: 1 mV for 0.2 s.
        ASSERT_EQ((*recording)->annotation_sets.size(), 1U) << name;
        ASSERT_EQ((*recording)->annotation_sets[0].annotations.size(), 1U) << name;
        EXPECT_EQ((*recording)->annotation_sets[0].annotations[0].sample, 5350) << name;
        EXPECT_FALSE(isBeat((*recording)->annotation_sets[0].annotations[0].code)) << name;
        EXPECT_EQ(physical(**recording, 3, 5400, 1)[0], 1.0F) << name;
    }
    for (const char* name : {"invalid-doc-type.xml", "invalid-doc-version.xml"}) {
        const auto recording = open((folder / name).string());
        ASSERT_FALSE(recording);
        EXPECT_EQ(recording.error().code, ErrorCode::unsupported) << name;
    }
}

// A recorder's file and the aECG that its maker's software made of it. That software ran its adaptive 60 Hz filter over
// the rhythm before it wrote the aECG (its header says so: "Notch Frequency 60 Hz, Adaptive", where the original says
// "notchfiltered False"), so the two differ by what that filter took out: never by more than four quanta (20 µV), nine
// samples of ten by one at most, and by no more than about one quantum once the mains are averaged out over 50 ms, that
// is three whole periods of them and nine of their third harmonic. A decoding that missed by one quantum a sample would
// drift away within a second: what is stored is second differences.
TEST(Philips, EqualsItsConversionToAecg) {
    TRIPTYCH_NEEDS_DATA(folder, "formats/philips");
    const auto original = open((folder / "ad4d3d80-d165_1-04_orig.xml").string());
    const auto converted = open((folder / "ad4d3d80-d165_1-04_converted.xml").string());
    ASSERT_TRUE(original) << sentence(original.error());
    ASSERT_TRUE(converted) << sentence(converted.error());
    ASSERT_EQ((*original)->leads.size(), (*converted)->leads.size());
    EXPECT_EQ((*original)->start, (*converted)->start);
    constexpr std::size_t kMains_samples = 25;
    for (std::size_t lead = 0; lead < 12; ++lead) {
        EXPECT_EQ((*original)->leads[lead].name, (*converted)->leads[lead].name);
        EXPECT_DOUBLE_EQ((*original)->leads[lead].gain, (*converted)->leads[lead].gain);
        const auto a = stored(**original, lead, 0, 5500);
        const auto b = stored(**converted, lead, 0, 5500);
        std::vector<int> difference(a.size());
        std::transform(a.begin(), a.end(), b.begin(), difference.begin(), std::minus<>());
        std::size_t close = 0;
        int sum = 0;
        double worst_mean = 0;
        for (std::size_t k = 0; k < difference.size(); ++k) {
            ASSERT_LE(std::abs(difference[k]), 4) << lead << ' ' << k;
            close += std::abs(difference[k]) <= 1 ? 1U : 0U;
            sum += difference[k] - (k >= kMains_samples ? difference[k - kMains_samples] : 0);
            if (k + 1 >= kMains_samples) worst_mean = std::max(worst_mean, std::abs(sum / double{kMains_samples}));
        }
        EXPECT_GE(close, 4950U) << lead;
        EXPECT_LE(worst_mean, 1.05) << lead;
    }
}

TEST(Philips, PersonDeviceFiguresAndStatementsForTheHeaderLine) {
    const auto recording = written(replaced(
        replaced(madePhilips(false), "<signalcharacteristics>",
                 "<machine machineid=\"1\">PageWriter</machine><acquirer><operator id=\"VWJ\"/>"
                 "<institutionname>---</institutionname></acquirer><signalcharacteristics>"),
        "<interpretations>",
        "<patient><generalpatientdata><patientid>9999</patientid><name><lastname>DEMO</lastname><firstname>---</"
        "firstname>"
        "</name><age><dateofbirth>1950-01-01</dateofbirth></age><sex>Female</sex></generalpatientdata></patient>"
        "<measurements><globalmeasurements><heartrate>84</heartrate><print>144</print><qrsdur>84</qrsdur>"
        "<qtcb>417</qtcb><pfrontaxis>Failed</pfrontaxis><qrsfrontaxis>78</qrsfrontaxis></globalmeasurements>"
        "</measurements><interpretations>"));
    ASSERT_TRUE(recording) << sentence(recording.error());
    const PatientHeader& header = (*recording)->header;
    EXPECT_EQ(header.person, (Person{"9999", "DEMO", "1950-01-01", "", "female"}));
    EXPECT_EQ(header.device, "Philips PageWriter");
    EXPECT_EQ(header.institution, "");
    EXPECT_EQ(header.operator_name, "VWJ");
    EXPECT_EQ(header.statements, std::vector<std::string>{"SINUS BRADYCARDIA (V-rate<60)"});
    EXPECT_EQ(header.measurements, (std::vector<DeviceMeasurement>{{"hr", 84, "bpm"},
                                                                   {"pr", 144, "ms"},
                                                                   {"qrs", 84, "ms"},
                                                                   {"qtc_bazett", 417, "ms"},
                                                                   {"qrs_axis", 78, "deg"}}));
}

}  // namespace
}  // namespace triptych::formats
