// What SCP-ECG files say beside their signal: patient, device, measurements, reports.
#include "core/formats/open.h"

#include "tests/formats/record_files.h"
#include "tests/formats/scp/scp_files.h"

#include <gtest/gtest.h>

namespace triptych::formats {
namespace {

using namespace test;

RecordingPtr openedBytes(const std::filesystem::path& folder, const std::string& bytes) {
    writeText(folder / "s.scp", bytes);
    auto recording = open((folder / "s.scp").string());
    EXPECT_TRUE(recording) << sentence(recording.error());
    return recording ? *recording : std::make_shared<const Recording>();
}

// A file of three samples with these further sections.
RecordingPtr withSections(const std::string& folder_name, std::map<int, std::string> sections) {
    sections[3] = leadsSection({{2, "", 1, 3}});
    sections[6] = samplesSection(1'000, 4'000, 0, 0, {wordCoded({1, 2, 3}, 0)});
    return openedBytes(scratchFolder(folder_name), scpFile(sections));
}

TEST(ScpTexts, TextsMeasurementsAndTimesAreKept) {
    const auto folder = scratchFolder("scp-texts");
    const auto tag = [](int id, const std::string& value) {
        return std::string(1, static_cast<char>(id)) + le16(static_cast<int>(value.size())) + value;
    };
    using namespace std::string_literals;
    const std::string patient = tag(0, "Doe\0"s) + tag(1, "J\xf6rg\0"s) + tag(2, "4711\0"s) + tag(4, le16(61) + "\1") +
                                tag(8, "\1") + tag(25, le16(2021) + "\x0c\x1f") + tag(26, "\x14\x05\x06") +
                                tag(34, le16(60) + le16(0)) + tag(255, "");
    const std::string global = std::string("\1\0", 2) + le16(800) + le16(29'999) + le16(100) + le16(200) + le16(260) +
                               le16(350) + le16(640) + le16(40) + le16(-30) + le16(999);
    const std::string report = "\1"s + le16(2021) + "\x0c\x1f\x14\x05\x06"s + "\2" + "\1" + le16(13) +
                               "Sinus rhythm\0"s + "\2" + le16(7) + "Normal\0"s;
    const std::string statements =
        "\1"s + le16(2021) + "\x0c\x1f\x14\x05\x06"s + "\1" + "\1" + le16(12) + "\2" + "NSR\0NORMAL\0"s;
    const std::string lead_block =
        le16(1) + le16(0) + le16(2) + le16(8) + le16(100) + le16(160) + le16(29'999) + le16(380);
    const auto recording =
        openedBytes(folder, scpFile({{1, patient},
                                     {3, leadsSection({{2, "", 1, 3}})},
                                     {6, samplesSection(1'000, 4'000, 0, 0, {wordCoded({1, 2, 3}, 0)})},
                                     {7, global},
                                     {8, report},
                                     {10, lead_block},
                                     {11, statements}}));
    EXPECT_EQ(warningsOf(*recording), "");
    EXPECT_EQ(recording->start, "2021-12-31T20:05:06+01:00");
    EXPECT_EQ(recording->comments,
              (std::vector<std::string>{
                  "Patient: Doe, J\xc3\xb6rg", "Patient ID: 4711", "Age: 61 years", "Sex: male", "RR: 800 ms",
                  "Reference beat 0: P 100 ms, PR 160 ms, QRS 90 ms, QT 380 ms, P axis 40\u00b0, QRS "
                  "axis -30\u00b0",
                  "Report: confirmed, 2021-12-31", "Interpretation: Sinus rhythm", "Interpretation: Normal",
                  "Statement: NSR NORMAL", "II: P 100 ms, PR 160 ms, QT 380 ms"}));
    EXPECT_DOUBLE_EQ(recording->leads.at(0).rate_hz, 250);
}

TEST(ScpTexts, TheMakersOwnDiagnosisIsShownWhereItIsText) {
    using namespace std::string_literals;
    EXPECT_EQ(
        withSections("scp-maker", {{9, "ATRIAL FIBRILLATION\0Rate 140, f\xfcr Arzt\r\nunconfirmed\0\0"s}})->comments,
        (std::vector<std::string>{"Maker's diagnosis: ATRIAL FIBRILLATION",
                                  "Maker's diagnosis: Rate 140, f\xc3\xbcr Arzt", "Maker's diagnosis: unconfirmed"}));
    EXPECT_EQ(
        withSections("scp-maker", {{9, "\x02\x3f\x78\x01\x43\x00"s}})->comments,
        std::vector<std::string>{"The maker's own diagnosis (section 9, 6 bytes) is in a form that only the maker "
                                 "knows and is not shown"});
    EXPECT_TRUE(withSections("scp-maker", {{9, std::string(20, '\0')}})->comments.empty());
    // However long it is, what is shown is bounded.
    std::string many;
    for (int i = 0; i < 1'000; ++i) many += "line of text\n";
    EXPECT_EQ(withSections("scp-maker", {{9, many}})->comments.size(), 200U);
}

TEST(ScpTexts, SpikesRatesAndTheCorrectedQtOfSection7) {
    using namespace std::string_literals;
    // One reference beat, two spikes at 4 and 9000 ms of which the recording holds the first, three QRS types.
    std::string head = "\1\2"s + le16(800) + le16(0);
    for (const int value : {29'999, 29'999, 29'999, 29'999, 29'999, 999, 999, 999}) head += le16(value);
    const std::string spikes = le16(4) + le16(-1200) + le16(9000) + le16(800);
    const std::string kinds = std::string(12, '\0');
    const std::string rest = le16(3) + "\0\0\1"s + le16(75) + le16(29'999) + le16(431) + "\1" + le16(0);
    const auto recording = withSections("scp-spikes", {{7, head + spikes + kinds + rest}});
    EXPECT_EQ(warningsOf(*recording), "");
    EXPECT_EQ(recording->comments,
              (std::vector<std::string>{"RR: 800 ms", "Ventricular rate: 75 /min", "QTc: 431 ms (Bazett)"}));
    ASSERT_EQ(recording->annotation_sets.size(), 1U);
    ASSERT_EQ(recording->annotation_sets[0].annotations.size(), 1U);
    EXPECT_EQ(recording->annotation_sets[0].annotations[0].code, kPacePeak);
    EXPECT_EQ(recording->annotation_sets[0].annotations[0].sample, 1);
    // Early versions end behind the spikes, or before; a section that lies about them is damaged.
    EXPECT_EQ(warningsOf(*withSections("scp-spikes", {{7, head + spikes}})), "");
    EXPECT_NE(warningsOf(*withSections("scp-spikes", {{7, head + le16(4)}})).find("section 7 is damaged"),
              std::string::npos);
    const std::string whole = head + spikes + kinds + rest;
    for (std::size_t size = 0; size < whole.size(); ++size) {
        EXPECT_EQ(withSections("scp-spikes", {{7, whole.substr(0, size)}})->leads.size(), 1U);
    }
}

TEST(ScpTexts, ASpikeIsCalledWhatTheFileKnowsOfIt) {
    using namespace std::string_literals;
    const std::string head = "\0\5"s + le16(800) + le16(0);
    std::string spikes;
    std::string kinds;
    for (const int type : {255, 1, 2, 3, 0}) {
        spikes += le16(4) + le16(-1200);
        kinds += static_cast<char>(type) + std::string(5, '\0');
    }
    const auto recording = withSections("scp-kinds", {{7, head + spikes + kinds + le16(0)}});
    ASSERT_EQ(recording->annotation_sets.size(), 1U);
    std::vector<std::string> said;
    for (const Annotation& spike : recording->annotation_sets[0].annotations) {
        EXPECT_EQ(spike.code == kPacePeak, spike.aux.empty()) << "only where the file says that nothing was captured";
        said.push_back(spike.aux);
    }
    EXPECT_EQ(said,
              (std::vector<std::string>{"pacemaker spike (type unknown)", "pacemaker spike (triggers the QRS complex)",
                                        "pacemaker spike (triggers the P wave)",
                                        "pacemaker spike (triggers P wave and QRS complex)", ""}));
    // A file that ends behind the times says nothing of the kinds.
    EXPECT_EQ(withSections("scp-kinds", {{7, head + spikes}})->annotation_sets.at(0).annotations.at(4).aux,
              "pacemaker spike (type unknown)");
}

TEST(ScpTexts, FiguresPersonAndStatementsForTheHeaderLine) {
    using namespace std::string_literals;
    const auto tag = [](int id, const std::string& value) {
        return std::string(1, static_cast<char>(id)) + le16(static_cast<int>(value.size())) + value;
    };
    std::string head = "\1\0"s + le16(800) + le16(790);
    for (const int value : {100, 200, 260, 350, 640, 48, -30, 999}) head += le16(value);
    const std::string rest = le16(0) + le16(75) + le16(76) + le16(431) + "\1" + le16(0);
    const std::string section1 = tag(0, "Lovelace\0"s) + tag(1, "Ada\0"s) + tag(2, "4711\0"s) +
                                 tag(4, le16(36) + "\1"s) + tag(5, le16(1815) + "\x0c\x0a"s) + tag(8, "\2"s) +
                                 tag(16, "Clinic\0"s) + tag(255, "");
    const std::string statements = "\1"s + le16(2021) + std::string(5, '\0') + "\1"s + "\1"s + le16(6) + "Normal"s;
    const PatientHeader header = withSections("scp-header", {{1, section1}, {7, head + rest}, {8, statements}})->header;
    EXPECT_EQ(header.person, (Person{"4711", "Lovelace, Ada", "1815-12-10", "36 years", "female"}));
    EXPECT_EQ(header.institution, "Clinic");
    EXPECT_EQ(header.statements, std::vector<std::string>{"Normal"});
    EXPECT_EQ(header.measurements, (std::vector<DeviceMeasurement>{{"rr", 800, "ms"},
                                                                   {"pp", 790, "ms"},
                                                                   {"p_duration", 100, "ms"},
                                                                   {"pr", 160, "ms"},
                                                                   {"qrs", 90, "ms"},
                                                                   {"qt", 380, "ms"},
                                                                   {"p_axis", 48, "deg"},
                                                                   {"qrs_axis", -30, "deg"},
                                                                   {"hr", 75, "bpm"},
                                                                   {"atrial_rate", 76, "bpm"},
                                                                   {"qtc_bazett", 431, "ms"}}));
}

TEST(ScpTexts, TextsInTheLanguageThatTheFileNames) {
    using namespace std::string_literals;
    const auto tag = [](int id, const std::string& value) {
        return std::string(1, static_cast<char>(id)) + le16(static_cast<int>(value.size())) + value;
    };
    for (const auto& [language, bytes, name] :
         {std::tuple(0x13, "\xb8\xd2\xd0\xdd\xde\xd2"s, "\u0418\u0432\u0430\u043d\u043e\u0432"s),
          {0x03, "\xa9\xf8"s, "\u0160\u0159"s},
          {0x01, "M\xfcller"s, "M\u00fcller"s},
          {0x17, "\xff\xff"s, "\u00ff\u00ff"s}}) {  // no Japanese after all
        std::string device(20, '\0');
        device[16] = static_cast<char>(language);
        EXPECT_EQ(withSections("scp-language", {{1, tag(0, bytes) + tag(14, device) + tag(255, "")}})->comments,
                  std::vector<std::string>{"Patient: " + name})
            << language;
    }
}

TEST(ScpTexts, AmplitudesOfTheLeadsAndTheRecorderWithItsFilters) {
    using namespace std::string_literals;
    std::string measurements = le16(100) + le16(160) + le16(90) + le16(380);
    for (int place = 4; place < 31; ++place) {
        const int value = place == 9 ? -50 : place == 10 ? 1200 : place == 14 ? 29'999 : place == 26 ? -30 : 0;
        measurements += le16(value);
    }
    const auto tag = [](int id, const std::string& value) {
        return std::string(1, static_cast<char>(id)) + le16(static_cast<int>(value.size())) + value;
    };
    const std::string device = std::string(8, '\0') + "CV-200" + std::string(22, '\0') + "A\0B\0C\0D\0Acme\0"s;
    const auto recording = withSections(
        "scp-leads", {{1, tag(14, device) + tag(27, le16(5)) + tag(28, le16(150)) + tag(255, "")},
                      {10, le16(1) + le16(0) + le16(2) + le16(static_cast<int>(measurements.size())) + measurements}});
    EXPECT_EQ(warningsOf(*recording), "");
    EXPECT_EQ(recording->comments,
              (std::vector<std::string>{"Recorder: Acme CV-200", "High-pass filter: 0.05 Hz", "Low-pass filter: 150 Hz",
                                        "II: P 100 ms, PR 160 ms, QRS 90 ms, QT 380 ms, Q -50 \u00b5V, R 1200 \u00b5V, "
                                        "J+20 ms -30 \u00b5V"}));
}

}  // namespace
}  // namespace triptych::formats
