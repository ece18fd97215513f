#include "core/formats/open.h"

#include "tests/formats/record_files.h"
#include "tests/formats/xml/made_xml.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace triptych::formats {
namespace {

using namespace test;

RecordingPtr opened(const std::string& text) {
    const auto folder = scratchFolder("aecg");
    writeText(folder / "e.xml", text);
    const auto recording = open((folder / "e.xml").string());
    EXPECT_TRUE(recording) << sentence(recording.error());
    return recording ? *recording : std::make_shared<const Recording>();
}

RecordingPtr example(const std::filesystem::path& path) {
    const auto recording = open(path.string());
    EXPECT_TRUE(recording) << sentence(recording.error());
    return recording ? *recording : std::make_shared<const Recording>();
}

TEST(Aecg, ReadsSamplesScaleAndTime) {
    const auto recording = opened(madeAecg());
    EXPECT_EQ(recording->format, "HL7 aECG");
    EXPECT_EQ(recording->start, "2020-01-02T03:04:05.25");
    ASSERT_EQ(recording->leads.size(), 6U);  // III, aVR, aVL and aVF follow from I and II
    EXPECT_EQ(recording->leads[0].name, "I");
    EXPECT_TRUE(recording->leads[2].derived);
    EXPECT_FLOAT_EQ(physical(*recording, 2, 0, 1)[0], 0.0225F);
    EXPECT_EQ(recording->leads[1].original_name, "MDC_ECG_LEAD_II");
    EXPECT_DOUBLE_EQ(recording->leads[0].rate_hz, 500);
    EXPECT_DOUBLE_EQ(recording->leads[0].gain, 400);
    EXPECT_EQ(recording->leads[0].unit, "mV");
    EXPECT_EQ(stored(*recording, 0, 0, 4), (std::vector<std::int32_t>{1, -2, 3, 4}));
    EXPECT_EQ(physical(*recording, 1, 0, 4), (std::vector<float>{0.025F, 0.05F, 0.075F, 0.1F}));
    EXPECT_EQ(warningsOf(*recording), "");
}

TEST(Aecg, CommasAndSemicolonsBetweenDigitsPartThem) {
    for (const char* digits : {"1,-2,3,4", "1, -2, 3, 4", "1;-2;3;4", "1 , -2 ,3, 4,", "1,-2,3,\n4"}) {
        const auto recording = opened(replaced(madeAecg(), "1 -2 3 4", digits));
        EXPECT_EQ(stored(*recording, 0, 0, 4), (std::vector<std::int32_t>{1, -2, 3, 4})) << digits;
        EXPECT_EQ(warningsOf(*recording), "") << digits;
    }
    // A comma within every number that blanks part is a decimal one.
    const auto decimals = opened(replaced(madeAecg(), "1 -2 3 4", "1,5 -2,25 3 4,0"));
    EXPECT_EQ(physical(*decimals, 0, 0, 4), (std::vector<float>{0.00375F, -0.005625F, 0.0075F, 0.01F}));
}

TEST(Aecg, PersonFiguresAndDeviceForTheHeaderLine) {
    const PatientHeader header =
        opened(
            replaced(
                replaced(madeAecg(), "<component><series>",
                         "<componentOf><timepointEvent><componentOf><subjectAssignment><subject><trialSubject>"
                         "<id root=\"1.2\" extension=\"SBJ-123\"/><subjectDemographicPerson><name>Clark</name>"
                         "<administrativeGenderCode code=\"M\"/><birthTime value=\"19530508\"/>"
                         "</subjectDemographicPerson></trialSubject></subject></subjectAssignment></componentOf>"
                         "</timepointEvent></componentOf><component><series>"),
                "</sequenceSet></component>",
                "</sequenceSet></component><subjectOf><annotationSet><component><annotation><code "
                "code=\"MDC_ECG_BEAT\"/>"
                "<component><annotation><code code=\"MDC_ECG_TIME_PD_PR\"/><value value=\"99\" "
                "unit=\"ms\"/></annotation>"
                "</component></annotation></component><component><annotation><code code=\"MDC_ECG_TIME_PD_PR\"/>"
                "<value value=\"0.148\" unit=\"s\"/></annotation></component><component><annotation>"
                "<code code=\"MDC_ECG_ANGLE_QRS_FRONT\"/><value value=\"-30\" unit=\"deg\"/></annotation></component>"
                "</annotationSet></subjectOf>"))
            ->header;
    EXPECT_EQ(header.person, (Person{"SBJ-123", "Clark", "1953-05-08", "", "male"}));
    EXPECT_EQ(header.measurements, (std::vector<DeviceMeasurement>{{"pr", 148, "ms"}, {"qrs_axis", -30, "deg"}}))
        << "a single beat's figures are nobody's summary";
}

TEST(Aecg, RepresentativeBeatsAreNamedAndNotShown) {
    const auto recording = opened(madeAecg());
    ASSERT_EQ(recording->comments.size(), 1U);
    EXPECT_NE(recording->comments[0].find("representative beat of 1 leads"), std::string::npos);
    const auto folder = scratchFolder("aecg");
    writeText(folder / "only.xml", replaced(madeAecg(), "\"RHYTHM\"", "\"REPRESENTATIVE_BEAT\""));
    const auto only = open((folder / "only.xml").string());
    ASSERT_FALSE(only);
    EXPECT_EQ(only.error().code, ErrorCode::unsupported);
}

TEST(Aecg, BeatsStandInTheMiddleOfTheirQrs) {
    const auto recording = opened(madeAecg());
    ASSERT_EQ(recording->annotation_sets.size(), 1U);
    const AnnotationSet& set = recording->annotation_sets[0];
    EXPECT_EQ(set.annotator, "aecg");
    EXPECT_DOUBLE_EQ(set.rate_hz, 500);
    ASSERT_EQ(set.annotations.size(), 3U);
    EXPECT_EQ(set.annotations[0].code, kWaveOn);
    EXPECT_EQ(set.annotations[0].sample, 1);
    EXPECT_EQ(set.annotations[0].number, 1);
    EXPECT_EQ(set.annotations[1].code, kPvc);
    EXPECT_EQ(set.annotations[1].sample, 2);
    EXPECT_EQ(set.annotations[2].code, kWaveOff);
    EXPECT_EQ(set.annotations[2].sample, 3);
}

TEST(Aecg, UnitsAndOriginsAreHonoured) {
    const std::string in_mv =
        replaced(madeAecg(), "<origin value=\"0\" unit=\"uV\"/><scale value=\"2.5\" unit=\"uV\"/>",
                 "<origin value=\"500\" unit=\"uV\"/><scale value=\"0.5\" unit=\"mV\"/>");
    EXPECT_EQ(physical(*opened(in_mv), 0, 0, 4), (std::vector<float>{1, -0.5F, 2, 2.5F}));
    const auto unknown = opened(replaced(madeAecg(), "<scale value=\"2.5\" unit=\"uV\"/>", "<scale value=\"2.5\"/>"));
    EXPECT_EQ(unknown->leads[0].unit, "stored");
    EXPECT_NE(warningsOf(*unknown).find("no unit for lead I"), std::string::npos);
    const auto pressure =
        opened(replaced(madeAecg(), "<scale value=\"2.5\" unit=\"uV\"/>", "<scale value=\"2\" unit=\"mm[Hg]\"/>"));
    EXPECT_EQ(pressure->leads[0].unit, "mm[Hg]");
    EXPECT_EQ(physical(*pressure, 0, 0, 2), (std::vector<float>{2, -4}));
}

TEST(Aecg, DecimalsAndMissingSamplesAreKept) {
    const auto recording = opened(replaced(madeAecg(), "1 -2 3 4", "1.5 -2 - 4.25"));
    EXPECT_EQ(stored(*recording, 0, 0, 4), (std::vector<std::int32_t>{150, -200, kMissingSample, 425}));
    const auto values = physical(*recording, 0, 0, 4);
    EXPECT_FLOAT_EQ(values[0], 1.5F * 0.0025F);
    EXPECT_TRUE(std::isnan(values[2]));
    EXPECT_NE(warningsOf(*recording).find("1 samples"), std::string::npos);
}

TEST(Aecg, AMissingIntervalIsComputedAndSaid) {
    const auto recording = opened(replaced(madeAecg(), "<increment value=\"0.002\" unit=\"s\"/>", ""));
    EXPECT_DOUBLE_EQ(recording->leads[0].rate_hz, 500);
    EXPECT_NE(warningsOf(*recording).find("500 Hz is computed"), std::string::npos);
    const auto milliseconds = opened(replaced(madeAecg(), "value=\"0.002\" unit=\"s\"", "value=\"4\" unit=\"ms\""));
    EXPECT_DOUBLE_EQ(milliseconds->leads[0].rate_hz, 250);
}

// A lead V1 beside I and II, with this value.
std::string withV1(const std::string& value) {
    return replaced(madeAecg(), "</sequenceSet></component><subjectOf>",
                    "<component><sequence><code code=\"MDC_ECG_LEAD_V1\"/>" + value +
                        "</sequence></component></sequenceSet></component><subjectOf>");
}

TEST(Aecg, GeneratedSamplesAreAsManyAsThoseBesideThem) {
    const auto ramp = opened(withV1(
        "<value xsi:type=\"GLIST_PQ\"><head value=\"1\" unit=\"mV\"/><increment value=\"250\" unit=\"uV\"/></value>"));
    EXPECT_EQ(warningsOf(*ramp), "");
    const auto v1 = findLead(*ramp, "V1");
    ASSERT_TRUE(v1);
    EXPECT_EQ(ramp->leads[*v1].unit, "mV");
    EXPECT_EQ(ramp->leads[*v1].samples, 4);
    EXPECT_EQ(physical(*ramp, *v1, 0, 4), (std::vector<float>{1, 1.25F, 1.5F, 1.75F}));
    // Each value twice, and after two values from the beginning again: a square wave, as a calibration pulse is.
    const auto square =
        opened(withV1("<value xsi:type=\"GLIST_PQ\" period=\"2\" denominator=\"2\"><head value=\"0\" unit=\"mV\"/>"
                      "<increment value=\"1\" unit=\"mV\"/></value>"));
    EXPECT_EQ(physical(*square, *findLead(*square, "V1"), 0, 4), (std::vector<float>{0, 0, 1, 1}));
    const auto constant = opened(
        withV1("<value xsi:type=\"GLIST_PQ\"><head value=\"-3\" unit=\"uV\"/><increment value=\"0\" unit=\"uV\"/>"
               "<period value=\"7\"/></value>"));
    EXPECT_EQ(physical(*constant, *findLead(*constant, "V1"), 3, 1)[0], -0.003F);
}

TEST(Aecg, GeneratedSamplesThatSayTooLittleAreLeftOutWithAReason) {
    for (const char* value : {"<value xsi:type=\"GLIST_PQ\"><head value=\"1\" unit=\"mV\"/></value>",
                              "<value xsi:type=\"GLIST_PQ\" denominator=\"0\"><head value=\"1\" unit=\"mV\"/>"
                              "<increment value=\"1\" unit=\"mV\"/></value>"}) {
        const auto recording = opened(withV1(value));
        EXPECT_FALSE(findLead(*recording, "V1"));
        EXPECT_NE(warningsOf(*recording).find("generated from a head and an increment"), std::string::npos);
    }
    const std::string ramp =
        "<value xsi:type=\"GLIST_PQ\"><head value=\"1\" unit=\"mV\"/><increment value=\"1\" unit=\"mV\"/></value>";
    std::string alone = withV1(ramp);
    for (const char* digits : {"<digits>1 -2 3 4</digits>", "<digits>10\n20 30\t40 </digits>"}) {
        alone = replaced(alone, digits, "<digits/>");
    }
    const auto folder = scratchFolder("aecg");
    writeText(folder / "alone.xml", alone);
    const auto recording = open((folder / "alone.xml").string());
    ASSERT_FALSE(recording);
    EXPECT_EQ(recording.error().code, ErrorCode::empty);
    // A line of text makes a lead: many of them beside a long one are not given their memory.
    std::string digits;
    for (int i = 0; i < 200'000; ++i) digits += "1 ";
    std::string many;
    for (int i = 0; i < 50; ++i)
        many += "<component><sequence><code code=\"MDC_ECG_LEAD_V2\"/>" + ramp + "</sequence></component>";
    const auto bomb = opened(replaced(replaced(madeAecg(), "1 -2 3 4", digits), "</sequenceSet></component><subjectOf>",
                                      many + "</sequenceSet></component><subjectOf>"));
    EXPECT_LT(bomb->leads.size(), 6U);
    EXPECT_NE(warningsOf(*bomb).find("more such leads than the file can mean"), std::string::npos);
}

TEST(Aecg, TimesThatAreEnumeratedCountIfTheirStepsAreEqual) {
    const auto timed = [](const std::string& digits) {
        return opened(replaced(madeAecg(),
                               "<value xsi:type=\"GLIST_TS\"><head value=\"20200102030405.250\"/>"
                               "<increment value=\"0.002\" unit=\"s\"/></value>",
                               "<value xsi:type=\"SLIST_TS\"><origin value=\"20200102030405.250\"/>"
                               "<scale value=\"0.5\" unit=\"ms\"/><digits>" +
                                   digits + "</digits></value>"));
    };
    EXPECT_DOUBLE_EQ(timed("0 8 16 24")->leads[0].rate_hz, 250);
    EXPECT_EQ(timed("0 8 16 24")->start, "2020-01-02T03:04:05.25");
    EXPECT_NE(warningsOf(*timed("0 8 17 24")).find("unequal times"), std::string::npos);
}

TEST(Aecg, AFurtherSeriesStandsWhereItsTimeSays) {
    const std::string one = madeAecg();
    const std::size_t begin = one.find("<component><series>");
    const std::size_t end = one.find("</AnnotatedECG>");
    std::string second = one.substr(begin, end - begin);
    for (std::size_t at = second.find("05.25"); at != std::string::npos; at = second.find("05.25")) {
        second.replace(at, 5, "06.25");
    }
    const auto both = opened(std::string(one).insert(end, second));
    ASSERT_EQ(both->leads.size(), 6U);
    EXPECT_EQ(both->leads[0].samples, 504);
    EXPECT_EQ(stored(*both, 0, 3, 1)[0], 4);
    EXPECT_EQ(stored(*both, 0, 4, 1)[0], kMissingSample);
    EXPECT_EQ(stored(*both, 0, 500, 4), (std::vector<std::int32_t>{1, -2, 3, 4}));
    EXPECT_EQ(both->annotation_sets[0].annotations.back().sample, 503);
    // A century away: shown apart from the first it cannot be, and memory is not spent on the gap.
    std::string far = second;
    for (std::size_t at = far.find("20200102"); at != std::string::npos; at = far.find("20200102")) far[at + 1] = '1';
    EXPECT_NE(warningsOf(*opened(std::string(one).insert(end, far))).find("too far"), std::string::npos);
}

TEST(Aecg, AnEmptyDocumentSaysSo) {
    TRIPTYCH_NEEDS_DATA(folder, "formats/aecg");
    const auto recording = open((folder / "empty.xml").string());
    ASSERT_FALSE(recording);
    EXPECT_EQ(recording.error().code, ErrorCode::empty) << sentence(recording.error());
}

TEST(Aecg, TheExampleOfTheFdaOpensInFull) {
    TRIPTYCH_NEEDS_DATA(folder, "formats/aecg");
    const auto recording = example(folder / "fda_subject1_0.xml");
    EXPECT_EQ(warningsOf(*recording), "");
    ASSERT_EQ(recording->leads.size(), 12U);
    std::string names;
    for (const Lead& lead : recording->leads) names += lead.name + ' ';
    EXPECT_EQ(names, "I II V1 V2 V3 V4 V5 V6 III aVR aVL aVF ");
    EXPECT_EQ(recording->leads[0].samples, 5000);
    EXPECT_DOUBLE_EQ(recording->duration_s, 10);
    EXPECT_EQ(recording->start, "2002-11-22T09:10:00");
    EXPECT_EQ(stored(*recording, 0, 0, 5), (std::vector<std::int32_t>{-2, -2, -2, -2, -3}));
    // 12 beats, whose P, QRS and T are bounded; marks on leads I and II stand in sets of their own.
    ASSERT_EQ(recording->annotation_sets.size(), 3U);
    std::map<int, int> counts;
    for (const Annotation& annotation : recording->annotation_sets[0].annotations) ++counts[annotation.code];
    EXPECT_EQ(counts[kNormal], 12);
    EXPECT_EQ(counts[kWaveOn], 24);
    EXPECT_EQ(counts[kWaveOff], 36);
    EXPECT_EQ(counts[kRhythm], 1);
    EXPECT_EQ(recording->annotation_sets[1].annotator, "aecg_i");
    EXPECT_EQ(recording->annotation_sets[2].annotator, "aecg_ii");
    const auto beat =
        std::find_if(recording->annotation_sets[0].annotations.begin(), recording->annotation_sets[0].annotations.end(),
                     [](const Annotation& annotation) { return isBeat(annotation.code); });
    EXPECT_EQ(beat->sample, 165);  // QRS from 0.270 to 0.390 s
}

TEST(Aecg, MinimalDocumentsOpen) {
    TRIPTYCH_NEEDS_DATA(folder, "formats/aecg");
    for (const char* name :
         {"minimum_aecg.xml", "minimum_aecg_effectiveTime_high.xml", "minimum_aecg_effectiveTime_interval.xml",
          "minimum_aecg_effectiveTime_low.xml", "minimum_aecg_nouuid.xml"}) {
        const auto recording = example(folder / name);
        ASSERT_EQ(recording->leads.size(), 1U) << name;
        EXPECT_EQ(recording->leads[0].samples, 13) << name;
        EXPECT_DOUBLE_EQ(recording->leads[0].rate_hz, 500) << name;
        EXPECT_EQ(warningsOf(*recording), "") << name;
    }
}

}  // namespace
}  // namespace triptych::formats
