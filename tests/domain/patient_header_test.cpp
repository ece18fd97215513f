#include "core/domain/patient_header.h"

#include <gtest/gtest.h>

namespace triptych {
namespace {

TEST(PatientHeader, IsSaidInTheOrderThatPeopleReadIt) {
    PatientHeader header;
    EXPECT_TRUE(header.empty());
    EXPECT_TRUE(headerParts(header).empty());
    header.person = {"4711", "Lovelace, Ada", "1815-12-10", "36 years", "female"};
    header.device = "GE MV360";
    header.measurements = {{"hr", 84, "bpm"}, {"qtc_bazett", 417.26, "ms"}, {"qrs_axis", -30, "deg"}, {"new", 1, "ms"}};
    header.statements = {"Sinus rhythm", "Normal ECG"};
    std::string all;
    for (const HeaderPart& part : headerParts(header)) all += part.name.text() + ": " + part.text + '\n';
    EXPECT_EQ(all,
              "Patient: Lovelace, Ada (4711), female, 36 years, born 1815-12-10\n"
              "Device: GE MV360\n"
              "Measured: HR 84 bpm, QTc (Bazett) 417.3 ms, QRS axis -30\u00b0, new 1 ms\n"
              "Statement: Sinus rhythm\n"
              "Statement: Normal ECG\n");
    header = {};
    header.person.id = "4711";
    EXPECT_EQ(headerParts(header).at(0).text, "4711");
    header = {};
    header.person.name = "Ada\u202eecalevoL\x1b[2J";
    header.statements = {"Sinus rhythm\nNormal\u2066 ECG"};
    EXPECT_EQ(headerParts(header).at(0).text, "Ada\\u202eecalevoL\\x1b[2J");
    EXPECT_EQ(headerParts(header).at(1).text, "Sinus rhythm\nNormal\\u2066 ECG") << "a statement has its lines";
}

}  // namespace
}  // namespace triptych
