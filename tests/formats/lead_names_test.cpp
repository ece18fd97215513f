#include "core/formats/lead_names.h"

#include <gtest/gtest.h>

namespace triptych::formats {
namespace {

TEST(LeadNames, OneSpellingPerLead) {
    for (const char* name :
         {"II", "ii", " II ", "Lead II", "LEAD_II", "lead-ii", "LeadII", "ECG II", "ECG Lead II", "MDC_ECG_LEAD_II"}) {
        EXPECT_EQ(normalisedLeadName(name), "II") << name;
    }
    for (const char* name : {"DII", "dii", "Ableitung II", "ABLEITUNG II", "D\u00e9rivation II", "Derivaci\u00f3n DII",
                             "Odprowadzenie II", "\u041e\u0442\u0432\u0435\u0434\u0435\u043d\u0438\u0435 II"}) {
        EXPECT_EQ(normalisedLeadName(name), "II") << name;
    }
    EXPECT_EQ(normalisedLeadName("DI"), "I");
    EXPECT_EQ(normalisedLeadName("DIII"), "III");
    EXPECT_EQ(normalisedLeadName("Ableitung 1"), "Ableitung 1");
    EXPECT_EQ(normalisedLeadName(std::string_view("I\0\0\0", 4)), "I");
    EXPECT_EQ(normalisedLeadName("AVR"), "aVR");
    EXPECT_EQ(normalisedLeadName("EKG II"), "II");
    EXPECT_EQ(normalisedLeadName("ECG V1"), "V1");
    EXPECT_EQ(normalisedLeadName("MDC_ECG_LEAD_AVF"), "aVF");
    EXPECT_EQ(normalisedLeadName("avf"), "aVF");
    EXPECT_EQ(normalisedLeadName("v4r"), "V4R");
    EXPECT_EQ(normalisedLeadName("MLII"), "MLII");
    EXPECT_EQ(normalisedLeadName("Lead I (Einthoven)"), "I");
    EXPECT_EQ(normalisedLeadName("ABP (radial)"), "ABP (radial)");
    EXPECT_EQ(normalisedLeadName("((("), "(((");
}

TEST(LeadNames, CodesOfTheStandards) {
    for (const char* name : {"2:61", "5.6.3-9-61", "131133"}) EXPECT_EQ(normalisedLeadName(name), "III") << name;
    EXPECT_EQ(normalisedLeadName("2:3"), "V1");
    EXPECT_EQ(normalisedLeadName("5.6.3-9-8"), "V6");
    EXPECT_EQ(normalisedLeadName("2:64"), "aVF");
    for (const char* name : {"2:9", "2:0", "2:", "2:x", "61", "131072"}) EXPECT_EQ(normalisedLeadName(name), name);
}

TEST(LeadNames, WhatIsNoLeadStaysAsItIs) {
    for (const char* name : {"ECG 1", "ECG_1", "lead", "Leader", "ABP", "-aVR", "Lead -aVR", "V10", "ECG", ""}) {
        EXPECT_EQ(normalisedLeadName(name), name);
    }
    EXPECT_EQ(normalisedLeadName("  RESP\t"), "RESP");
}

TEST(LeadNames, VoltagesAreKnownByUnit) {
    EXPECT_EQ(millivoltsPer("mV"), 1.0);
    EXPECT_EQ(millivoltsPer("uV"), 1e-3);
    EXPECT_EQ(millivoltsPer("\u00b5V"), 1e-3);
    EXPECT_EQ(millivoltsPer("\u03bcV"), 1e-3);
    EXPECT_EQ(millivoltsPer("nV"), 1e-6);
    EXPECT_EQ(millivoltsPer("V"), 1e3);
    EXPECT_EQ(millivoltsPer("\u043c\u0412"), 1.0);
    for (const char* unit :
         {"\u043c\u043a\u0412", "Mikrovolt", "\u043c\u0438\u043a\u0440\u043e\u0432\u043e\u043b\u044c\u0442"})
        EXPECT_EQ(millivoltsPer(unit), 1e-3) << unit;
    for (const char* unit : {"mVolt", "mVolts", "millivolt", "MilliVolts", "milliV", "milli-volts"})
        EXPECT_EQ(millivoltsPer(unit), 1.0) << unit;
    for (const char* unit : {"uVolt", "uVolts", "microV", "MicroVolts", "micro Volt", "UV", "\u00b5Volt"})
        EXPECT_EQ(millivoltsPer(unit), 1e-3) << unit;
    for (const char* unit : {"Volt", "Volts", "volt"}) EXPECT_EQ(millivoltsPer(unit), 1e3) << unit;
    for (const char* unit : {"mmHg", "MVolt", "revolt", "u", "mV/s", "voltage", "kV"})
        EXPECT_FALSE(millivoltsPer(unit)) << unit;
    EXPECT_FALSE(millivoltsPer("MV")) << "a megavolt is nobody's heart, but not a millivolt either";
    EXPECT_FALSE(millivoltsPer(""));
}

}  // namespace
}  // namespace triptych::formats
