// What an EDF file says of its start, its units and its person, in all the ways that writers have.
#include "core/formats/open.h"

#include "tests/formats/edf/opened_edf.h"
#include "tests/formats/record_files.h"

#include <gtest/gtest.h>

#include <cmath>

namespace triptych::formats {
namespace {

using namespace test;
using namespace std::string_literals;

// One lead, EDF+ where `reserved` says so, with a start written in these fields.
MadeEdf startingAt(const std::string& recording, const std::string& date, const std::string& time, bool is_plus) {
    MadeEdf edf = twoLeads();
    edf.recording = recording;
    edf.date = date;
    edf.time = time;
    if (is_plus) {
        edf.reserved = "EDF+C";
        edf.signals.push_back(clock({"+0\x14\x14\0"s, "+1\x14\x14\0"s}));
    }
    return edf;
}

TEST(EdfStart, AWithheldDayLeavesTheTimeOfDay) {
    const auto recording = opened("edf-x", startingAt("Startdate X X X X", "07.05.21", "22.14.09", true));
    EXPECT_EQ(recording->start, "22:14:09");
    EXPECT_EQ(warningsOf(*recording).find("start"), std::string::npos);
    // Midnight on a day that nobody may know is what writers fill in.
    EXPECT_EQ(opened("edf-x", startingAt("Startdate X X X X", "01.01.85", "00.00.00", true))->start, std::nullopt);
    // Plain EDF has no such words.
    EXPECT_EQ(opened("edf-x", startingAt("Startdate X X X X", "07.05.21", "22.14.09", false))->start,
              "2021-05-07T22:14:09");
    // But who writes them, and the day that stands for none, withholds the day.
    EXPECT_EQ(opened("edf-x", startingAt("Startdate X X X X", "01.01.85", "22.14.09", false))->start, "22:14:09");
    EXPECT_EQ(opened("edf-x", startingAt("", "01.01.85", "22.14.09", false))->start, "1985-01-01T22:14:09");
}

TEST(EdfStart, ATimeOfDayMovesWithTheFirstRecordAndOverMidnight) {
    MadeEdf edf = startingAt("Startdate X X X X", "07.05.21", "23.59.59", true);
    edf.signals.back() = clock({"+1.5\x14\x14\0"s, "+2.5\x14\x14\0"s});
    EXPECT_EQ(opened("edf-x-moved", edf)->start, "00:00:00.5");
}

TEST(EdfStart, OfDatesThatDisagreeOneThatIsStatedIsTakenAndBothAreSaid) {
    const auto nonsense = opened("edf-dates", startingAt("Startdate 32-FOO-2020 X X X", "01.02.03", "10.20.30", true));
    EXPECT_EQ(nonsense->start, "2003-02-01T10:20:30");
    EXPECT_NE(warningsOf(*nonsense).find("32-FOO-2020"), std::string::npos) << warningsOf(*nonsense);
    const auto two = opened("edf-dates", startingAt("Startdate 05-MAR-2020 X X X", "01.02.03", "10.20.30", true));
    EXPECT_EQ(two->start, "2003-02-01T10:20:30");
    EXPECT_NE(warningsOf(*two).find("2020-03-05"), std::string::npos) << warningsOf(*two);
    EXPECT_EQ(
        opened("edf-dates", startingAt("Startdate 01-FEB-2003 X X X", "01.02.03", "10.20.30", true))->warnings.size(),
        opened("edf-dates", startingAt("Startdate X X X X", "01.02.03", "10.20.30", true))->warnings.size());
    // From 2085 on the short date cannot say the year.
    EXPECT_EQ(opened("edf-dates", startingAt("Startdate 01-FEB-2091 X X X", "01.02.yy", "10.20.30", true))->start,
              "2091-02-01T10:20:30");
}

TEST(EdfStart, DatesAndTimesPaddedWithBlanksOrWrittenShort) {
    for (const auto& [date, time] : {std::pair(" 1. 2.03", "10:20:30"),
                                     {"1.2.03", "10.20.30"},
                                     {"1.2.03  ", "10.20.30"},
                                     {"01-02-03", "10 20 30"},
                                     {"01/02/03", "10.20.30"}}) {
        EXPECT_EQ(opened("edf-padded", startingAt("", date, time, false))->start, "2003-02-01T10:20:30") << date;
    }
    EXPECT_EQ(opened("edf-padded", startingAt("", "01.02.03", " 9. 5. 7", false))->start, "2003-02-01T09:05:07");
    for (const auto& [date, time] :
         {std::pair("01.13.03", "10.20.30"), {"31.02.03", "10.20.30"}, {"........", "10.20.30"}}) {
        const auto recording = opened("edf-padded", startingAt("", date, time, false));
        EXPECT_EQ(recording->start, "10:20:30") << date;
        EXPECT_NE(warningsOf(*recording).find("no date"), std::string::npos) << date;
    }
    EXPECT_EQ(opened("edf-padded", startingAt("", "01.02.03", "25.00.00", false))->start, std::nullopt);
}

TEST(Edf, WordsForUnitsOfVoltage) {
    for (const auto& [unit, millivolts] : {std::pair("uVolts", 3.2767),
                                           {"mVolt", 3276.7},
                                           {"microV", 3.2767},
                                           {"Volt", 3276700.0},
                                           {"uVolt", 3.2767},
                                           {"mVolts", 3276.7}}) {
        MadeEdf edf = twoLeads();
        edf.signals[0].dimension = unit;
        const auto recording = opened("edf-units", edf);
        EXPECT_EQ(recording->leads[0].unit, "mV") << unit;
        EXPECT_NEAR(static_cast<double>(physical(*recording, 0, 3, 1)[0]) / millivolts, 1, 1e-6) << unit;
    }
}

TEST(Edf, WhoseRecordingItIsAsTheFieldsOfEdfPlusSay) {
    MadeEdf edf = startingAt("Startdate 02-MAR-2002 PSG-1234/2002 NN Telemetry_03", "02.03.02", "10.20.30", true);
    edf.patient = "MCH-0234567 F 02-MAY-1951 Haagse_Harry";
    const auto recording = opened("edf-person", edf);
    EXPECT_EQ(recording->header.person, (Person{"MCH-0234567", "Haagse Harry", "1951-05-02", "", "female"}));
    EXPECT_EQ(recording->header.operator_name, "NN");
    EXPECT_EQ(recording->header.device, "Telemetry 03");
    edf.patient = "X X X X";
    edf.recording = "Startdate 02-MAR-2002 X X X";
    EXPECT_TRUE(opened("edf-person", edf)->header.empty());
    edf.patient = "some free text of a writer of plain EDF";
    edf.recording = "whatever";
    EXPECT_TRUE(opened("edf-person", edf)->header.empty());
}

}  // namespace
}  // namespace triptych::formats
