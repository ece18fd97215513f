#include "core/formats/open.h"

#include "tests/formats/record_files.h"
#include "tests/formats/xml/made_xml.h"

#include <gtest/gtest.h>

#include <cmath>

namespace triptych::formats {
namespace {

using namespace test;

RecordingPtr opened(const std::string& text) {
    const auto folder = scratchFolder("muse");
    writeText(folder / "m.xml", text);
    const auto recording = open((folder / "m.xml").string());
    EXPECT_TRUE(recording) << sentence(recording.error());
    return recording ? *recording : std::make_shared<const Recording>();
}

TEST(Muse, ReadsTheRhythmAndItsScale) {
    const auto recording = opened(madeMuse());
    EXPECT_EQ(recording->format, "GE MUSE");
    EXPECT_EQ(recording->start, "2023-04-29T22:41:16");
    ASSERT_EQ(recording->leads.size(), 6U);
    EXPECT_DOUBLE_EQ(recording->leads[0].rate_hz, 500);
    EXPECT_FLOAT_EQ(physical(*recording, 0, 0, 1)[0], 0.488F);
    EXPECT_EQ(warningsOf(*recording), "");
    std::string comments;
    for (const std::string& comment : recording->comments) comments += comment + '|';
    EXPECT_NE(comments.find("Sinus rhythm|"), std::string::npos) << comments;
    EXPECT_NE(comments.find("no rhythm: \"Median\" of 1 leads"), std::string::npos) << comments;
    EXPECT_NE(comments.find("G\u00e4rtner"), std::string::npos) << comments;
}

TEST(Muse, LimbLeadsAreDerivedWithoutRounding) {
    const auto recording = opened(madeMuse());
    const auto expect = [&](std::size_t lead, const char* name, std::vector<std::int32_t> values, double gain) {
        EXPECT_EQ(recording->leads[lead].name, name);
        EXPECT_TRUE(recording->leads[lead].derived);
        EXPECT_EQ(stored(*recording, lead, 0, 3), values) << name;
        EXPECT_NEAR(recording->leads[lead].gain, gain, 1e-9);
    };
    const double gain = 1000 / 4.88;
    EXPECT_FALSE(recording->leads[1].derived);
    expect(2, "III", {200, 0, -199}, gain);
    expect(3, "aVR", {-400, -400, -401}, 2 * gain);
    expect(4, "aVL", {-100, 200, 499}, 2 * gain);
    expect(5, "aVF", {500, 200, -98}, 2 * gain);
    // Goldberger: the three augmented leads add up to nothing.
    for (std::int64_t k = 0; k < 3; ++k) {
        EXPECT_EQ(stored(*recording, 3, k, 1)[0] + stored(*recording, 4, k, 1)[0] + stored(*recording, 5, k, 1)[0], 0);
    }
}

TEST(Muse, QrsTimesAreMillisecondsAndNoClasses) {
    const auto recording = opened(madeMuse());
    ASSERT_EQ(recording->annotation_sets.size(), 1U);
    ASSERT_EQ(recording->annotation_sets[0].annotations.size(), 1U);
    const Annotation& beat = recording->annotation_sets[0].annotations[0];
    EXPECT_EQ(beat.sample, 1);
    EXPECT_EQ(beat.code, kLearn) << "a beat that nobody has classified";
    EXPECT_EQ(beat.number, 2);
}

TEST(Muse, PersonDeviceFiguresAndStatementsForTheHeaderLine) {
    const auto recording = opened(replaced(
        replaced(madeMuse(), "<PatientAge>",
                 "<PatientID>0815</PatientID><DateofBirth>07-08-1979</DateofBirth>"
                 "<PatientFirstName>Eva</PatientFirstName><PatientAge>"),
        "<Diagnosis>",
        "<RestingECGMeasurements><VentricularRate>90</VentricularRate><PRInterval>0</PRInterval>"
        "<QRSDuration>86</QRSDuration><QTInterval>402</QTInterval><QTCorrected>491</QTCorrected><PAxis>48</PAxis>"
        "<RAxis>0</RAxis><TAxis>200</TAxis><QTcFrederica>460</QTcFrederica></RestingECGMeasurements><Diagnosis>"));
    const PatientHeader& header = recording->header;
    EXPECT_EQ(header.person, (Person{"0815", "M\u00fcller, Eva", "1979-07-08", "43 years", "male"}));
    EXPECT_EQ(header.device, "GE G\u00e4rtner");
    EXPECT_EQ(header.statements, std::vector<std::string>{"Sinus rhythm"});
    EXPECT_EQ(header.measurements, (std::vector<DeviceMeasurement>{{"hr", 90, "bpm"},
                                                                   {"qrs", 86, "ms"},
                                                                   {"qt", 402, "ms"},
                                                                   {"qtc_bazett", 491, "ms"},
                                                                   {"qtc_fridericia", 460, "ms"},
                                                                   {"p_axis", 48, "deg"},
                                                                   {"qrs_axis", 0, "deg"},
                                                                   {"t_axis", -160, "deg"}}))
        << "a PR of 0 was not measured, an axis of 0 was";
}

TEST(Muse, AWaveformWithoutATypeIsARhythmIfItIsLongEnough) {
    const std::string untyped = replaced(madeMuse(), "<WaveformType>Rhythm</WaveformType>", "");
    const auto folder = scratchFolder("muse-untyped");
    writeText(folder / "short.xml", untyped);
    EXPECT_EQ(open((folder / "short.xml").string()).error().code, ErrorCode::unsupported);
    const auto slow = opened(replaced(untyped, "CONTINUOUS_SAMPLES</SampleType><SampleBase>500",
                                      "CONTINUOUS_SAMPLES</SampleType><SampleBase>1"));
    EXPECT_EQ(slow->leads.at(0).samples, 3);
    EXPECT_NE(warningsOf(*slow).find("does not say that its waveform is a rhythm"), std::string::npos);
}

TEST(Muse, DamageIsSaid) {
    const auto checksum = opened(replaced(madeMuse(), "<LeadDataCRC32>1", "<LeadDataCRC32>2"));
    EXPECT_NE(warningsOf(*checksum).find("checksum"), std::string::npos);
    const std::string rhythm_only = replaced(madeMuse(), "<WaveformType>Rhythm", "<WaveformType>Median");
    const auto folder = scratchFolder("muse");
    writeText(folder / "median.xml", rhythm_only);
    const auto median = open((folder / "median.xml").string());
    ASSERT_FALSE(median);
    EXPECT_NE(sentence(median.error()).find("median beats and no rhythm"), std::string::npos);
    const auto unit = opened(replaced(replaced(madeMuse(), "MICROVOLTS", "x"), "MICROVOLTS", "FURLONGS"));
    EXPECT_EQ(unit->leads[0].unit, "FURLONGS");
    EXPECT_EQ(unit->leads.size(), 2U);  // I is in another unit than II: nothing is derived
}

TEST(Muse, RealFilesOpenWithTheirChecksums) {
    TRIPTYCH_NEEDS_DATA(folder, "formats/muse");
    for (const char* name : {"braveheart_example1.xml", "EGM/muse-sinus.xml"}) {
        const auto recording = open((folder / name).string());
        ASSERT_TRUE(recording) << sentence(recording.error());
        EXPECT_EQ(warningsOf(**recording), "") << name;
        ASSERT_EQ((*recording)->leads.size(), 12U) << name;
        EXPECT_DOUBLE_EQ((*recording)->duration_s, 10) << name;
    }
}

// The same recording, converted to WFDB elsewhere: its stored values are whole microvolts (though its header says 200 a
// millivolt), its four limb leads were computed there.
TEST(Muse, EqualsItsConversionToWfdb) {
    TRIPTYCH_NEEDS_DATA(folder, "formats/muse");
    const auto muse = open((folder / "EGM/muse-sinus.xml").string());
    const auto wfdb = open((folder / "EGM/muse-sinus.hea").string());
    ASSERT_TRUE(muse && wfdb);
    for (const Lead& lead : (*wfdb)->leads) {
        const auto found = findLead(**muse, lead.name);
        ASSERT_TRUE(found) << lead.name;
        const auto ours = physical(**muse, *found, 0, 5000);
        const auto theirs_uv = stored(**wfdb, *findLead(**wfdb, lead.name), 0, 5000);
        float worst_uv = 0;
        for (std::size_t k = 0; k < ours.size(); ++k) {
            worst_uv = std::max(worst_uv, std::abs(1000 * ours[k] - static_cast<float>(theirs_uv[k])));
        }
        EXPECT_LE(worst_uv, 1.0F) << lead.name;
    }
}

}  // namespace
}  // namespace triptych::formats
