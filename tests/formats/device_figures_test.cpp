#include "core/formats/device_figures.h"

#include <gtest/gtest.h>

namespace triptych::formats {
namespace {

TEST(DeviceFigures, OneNameWhateverTheFileCallsThem) {
    for (const auto& [words, name] : {std::pair("PR Interval", "pr"),
                                      {"MDC_ECG_TIME_PD_PR", "pr"},
                                      {"PQ", "pr"},
                                      {"QRS Duration", "qrs"},
                                      {"QT Interval", "qt"},
                                      {"QTc Interval", "qtc"},
                                      {"MDC_ECG_TIME_PD_QTc", "qtc"},
                                      {"QTcB", "qtc_bazett"},
                                      {"QTc (Fridericia)", "qtc_fridericia"},
                                      {"QTc Frederica", "qtc_fridericia"},
                                      {"QTc Hodges", "qtc_hodges"},
                                      {"Corrected QT Interval", "qtc"},
                                      {"Ventricular Heart Rate", "hr"},
                                      {"MDC_ECG_HEART_RATE", "hr"},
                                      {"Atrial Rate", "atrial_rate"},
                                      {"P Axis", "p_axis"},
                                      {"R Axis", "qrs_axis"},
                                      {"MDC_ECG_ANGLE_T_FRONT", "t_axis"},
                                      {"P Duration", "p_duration"},
                                      {"RR Interval", "rr"},
                                      {"PP", "pp"},
                                      {"QT dispersion", "qt_dispersion"}}) {
        EXPECT_EQ(figureNamed(words), name) << words;
    }
    for (const char* words : {"QRS Onset", "QRS Offset", "R Amplitude", "P Onset", "QRS horizontal axis",
                              "Respiration rate", "Sampling rate", "", "ST deviation", "Number of QRS", "T"}) {
        EXPECT_EQ(figureNamed(words), "") << words;
    }
}

TEST(DeviceFigures, WhatCouldNotBeMeasuredIsNotThere) {
    PatientHeader header;
    addFigure(header, "pr", 0);
    addFigure(header, "hr", 0);
    addFigure(header, "qrs", std::nullopt);
    addFigure(header, "qt", 29'999);
    addFigure(header, "p_axis", 999);
    addFigure(header, "", 5);
    EXPECT_TRUE(header.empty());
    addFigure(header, "pr", 0.16, "s");
    addFigure(header, "pr", 170, "ms");
    addFigure(header, "t_axis", 270);
    EXPECT_EQ(header.measurements, (std::vector<DeviceMeasurement>{{"pr", 160, "ms"}, {"t_axis", -90, "deg"}}));
    addStatement(header, "Normal");
    addStatement(header, "Normal");
    addStatement(header, " - ");
    EXPECT_EQ(header.statements, std::vector<std::string>{"Normal"});
}

TEST(DeviceFigures, APartLongerThanItsWholeIsLeftOutAndSaid) {
    PatientHeader header;
    addFigure(header, "p_duration", 508);
    addFigure(header, "pr", 144);
    addFigure(header, "qrs", 600);
    addFigure(header, "qt", 564);
    const auto said = dropContradictions(header);
    ASSERT_EQ(said.size(), 2U);
    EXPECT_EQ(said[0],
              "the file states a P wave of 508 ms within a PR interval of 144 ms, which cannot be: the former is left "
              "out");
    EXPECT_EQ(said[1],
              "the file states a QRS complex of 600 ms within a QT interval of 564 ms, which cannot be: the former is "
              "left out");
    EXPECT_EQ(header.measurements, (std::vector<DeviceMeasurement>{{"pr", 144, "ms"}, {"qt", 564, "ms"}}));
    PatientHeader agrees;
    addFigure(agrees, "p_duration", 144);
    addFigure(agrees, "pr", 144);
    addFigure(agrees, "qrs", 90);
    EXPECT_TRUE(dropContradictions(agrees).empty());
    EXPECT_EQ(agrees.measurements.size(), 3U);
}

TEST(DeviceFigures, SexesAndDatesOfBirth) {
    EXPECT_EQ(sexNamed("MALE"), "male");
    EXPECT_EQ(sexNamed(" F "), "female");
    EXPECT_EQ(sexNamed("Unknown"), "");
    EXPECT_EQ(sexNamed("divers"), "divers");
    EXPECT_EQ(birthDateOf("19530508"), "1953-05-08");
    EXPECT_EQ(birthDateOf("1953-05-08T10:00"), "1953-05-08");
    EXPECT_EQ(birthDateOf("1953"), "1953");
    EXPECT_EQ(birthDateOf("19531308"), "1953");
    EXPECT_EQ(birthDateOf("---"), "");
}

}  // namespace
}  // namespace triptych::formats
