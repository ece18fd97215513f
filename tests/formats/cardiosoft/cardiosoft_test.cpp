// CardioSoft's XML: strips, full disclosures, and median beats that are no rhythm.
#include "core/formats/cardiosoft/cardiosoft.h"

#include "core/formats/open.h"
#include "tests/formats/record_files.h"
#include "tests/formats/sweep.h"
#include "tests/formats/xml/made_xml.h"

#include <gtest/gtest.h>

namespace triptych::formats {
namespace {

using namespace test;

RecordingPtr opened(const std::filesystem::path& path, const std::string& text) {
    writeText(path, text);
    const auto recording = open(path.string());
    EXPECT_TRUE(recording) << sentence(recording.error());
    return recording ? *recording : nullptr;
}

TEST(CardioSoft, AStripIsShownAndTheMedianBeatIsNot) {
    const auto path = scratchFolder("cardiosoft") / "a.xml";
    const auto recording = opened(path, madeCardioSoft());
    ASSERT_TRUE(recording);
    EXPECT_EQ(recording->format, "GE CardioSoft");
    ASSERT_EQ(recording->leads.size(), 7U) << "three leads, and the four limb leads that follow from I and II";
    EXPECT_EQ(recording->leads[0].name, "I");
    EXPECT_EQ(recording->leads[0].rate_hz, 500);
    EXPECT_EQ(recording->leads[0].samples, 4);
    EXPECT_EQ(stored(*recording, 0, 0, 4), (std::vector<std::int32_t>{12, 14, -14, 0}));
    EXPECT_FLOAT_EQ(physical(*recording, 0, 1, 1)[0], 0.07F) << "5 uV a step";
    EXPECT_EQ(recording->start, "2021-03-09T14:05:07");
    EXPECT_TRUE(recording->warnings.empty()) << warningsOf(*recording);
    const std::string comments = [&] {
        std::string all;
        for (const std::string& comment : recording->comments) all += comment + '\n';
        return all;
    }();
    EXPECT_NE(comments.find("Ventricular rate: 71 /min"), std::string::npos) << comments;
    EXPECT_NE(comments.find("Sinus rhythm"), std::string::npos) << comments;
}

TEST(CardioSoft, AFullDisclosureIsTheLongestRhythm) {
    const auto path = scratchFolder("cardiosoft-full") / "a.xml";
    const std::string full =
        "<FullDisclosure><StartTime><Minute>0</Minute><Second>0</Second></StartTime><NumberOfChannels units=\"pcs\">3"
        "</NumberOfChannels><SampleRate units=\"Hz\">250</SampleRate><Resolution units=\"uVperLsb\">2.5</Resolution>"
        "<LeadOrder>I,II,V2</LeadOrder><FullDisclosureData>1,2,3,\n 4,5,6, "
        "7,8,9,10,11,12,13,14,15,</FullDisclosureData>"
        "</FullDisclosure>";
    const auto recording = opened(path, replaced(madeCardioSoft(), "<StripData>", full + "<StripData>"));
    ASSERT_TRUE(recording);
    EXPECT_EQ(recording->leads[0].rate_hz, 250);
    EXPECT_EQ(stored(*recording, 0, 0, 5), (std::vector<std::int32_t>{1, 4, 7, 10, 13}));
    EXPECT_EQ(recording->leads.back().name, "V2");
    EXPECT_EQ(stored(*recording, recording->leads.size() - 1, 0, 5), (std::vector<std::int32_t>{3, 6, 9, 12, 15}));
    EXPECT_FLOAT_EQ(physical(*recording, 0, 1, 1)[0], 0.01F);
    EXPECT_NE(recording->comments.back().find("a strip of 3 leads"), std::string::npos);
}

TEST(CardioSoft, WhatIsMissingIsSaid) {
    const auto path = scratchFolder("cardiosoft-said") / "a.xml";
    const auto recording = opened(path, replaced(madeCardioSoft(), "12,14,", "12,x14,"));
    EXPECT_NE(warningsOf(*recording).find("1 samples of lead \"I\" are no numbers"), std::string::npos);
    const auto unscaled =
        opened(path, replaced(madeCardioSoft(), "</ChannelSampleCountTotal><Resolution units=\"uVperLsb\">",
                              "</ChannelSampleCountTotal><Resolution units=\"?\">"));
    EXPECT_NE(warningsOf(*unscaled).find("no unit"), std::string::npos) << warningsOf(*unscaled);
    writeText(path,
              "<CardiologyXML><RestingECGMeasurements><MedianSamples><SampleRate>500</SampleRate><WaveformData "
              "lead=\"I\">1,2</WaveformData></MedianSamples></RestingECGMeasurements></CardiologyXML>");
    const auto median = open(path.string());
    ASSERT_FALSE(median);
    EXPECT_EQ(median.error().code, ErrorCode::unsupported);
    EXPECT_NE(median.error().what.text().find("no rhythm"), std::string::npos);
    writeText(path, replaced(madeCardioSoft(), "<SampleRate units=\"Hz\">500</SampleRate><Ch", "<Ch"));
    EXPECT_NE(sentence(open(path.string()).error()).find("no sampling rate"), std::string::npos);
}

TEST(CardioSoft, AThousandDamagedFiles) {
    sweep(scratchFolder("cardiosoft-sweep") / "a.xml", madeCardioSoft());
}

TEST(CardioSoft, StepsMayHaveADecimalCommaAndBeMillivolts) {
    const auto path = scratchFolder("cardiosoft-steps") / "a.xml";
    for (const auto& [resolution, step_mv] : {std::pair<std::string, float>{"uVperLsb\">4,88<", 0.00488F},
                                              {"mVperLsb\">0.005<", 0.005F},
                                              {"UVPERLSB\"> 2.5 <", 0.0025F}}) {
        std::string text = madeCardioSoft();
        const std::string old = "uVperLsb\">5<";
        for (std::size_t at = text.find(old); at != std::string::npos; at = text.find(old, at + 1)) {
            text.replace(at, old.size(), resolution);
        }
        const auto recording = opened(path, text);
        ASSERT_TRUE(recording);
        EXPECT_EQ(recording->leads[0].unit, "mV") << resolution;
        EXPECT_FLOAT_EQ(physical(*recording, 0, 1, 1)[0], 14 * step_mv) << resolution;
    }
}

}  // namespace
}  // namespace triptych::formats
