// Leads that share a name, and what a DICOM object says of person and heart.
#include "core/formats/open.h"

#include "tests/formats/dicom/dicom_files.h"
#include "tests/formats/record_files.h"

#include <gtest/gtest.h>

namespace triptych::formats {
namespace {

using namespace test;

TEST(Dicom, ALeadOfOneNameTwiceIsTwoNames) {
    const auto folder = scratchFolder("dicom-twice");
    MadeGroup strips;
    strips.data = std::vector<std::uint32_t>(1250, 3);
    MadeGroup rhythm = strips;
    rhythm.data = std::vector<std::uint32_t>(5000, 4);
    writeDicom(folder / "t.dcm", {{strips, rhythm}, {}}, MadeSyntax::explicit_little);
    const auto recording = openedFile(folder / "t.dcm");
    ASSERT_EQ(recording->leads.size(), 2U);
    EXPECT_EQ(recording->leads[0].name, "II");
    EXPECT_EQ(recording->leads[1].name, "II (2)");
    EXPECT_EQ(chooseAnalysisLead(*recording).lead, 1U) << "the longest of its name";
}

TEST(Dicom, PersonFiguresAndStatementsForTheHeaderLine) {
    const auto folder = scratchFolder("dicom-header");
    MadeGroup group;
    group.data = {1, 2, 3};
    MadeDicom made{{group}, {}};
    made.patient = "Doe^Jane^M";
    MadeNote rate;
    rate.name = "Ventricular Heart Rate";
    rate.value = "84";
    rate.unit = "{H.B.}/min";
    MadeNote qrs;
    qrs.name = "QRS Duration";
    qrs.value = "0.092";
    qrs.unit = "s";
    MadeNote axis;
    axis.name = "R Axis";
    axis.value = "-30";
    MadeNote statement;
    statement.text = "Sinus rhythm";
    made.notes = {rate, qrs, axis, statement};
    writeDicom(folder / "h.dcm", made, MadeSyntax::explicit_little);
    const PatientHeader header = openedFile(folder / "h.dcm")->header;
    EXPECT_EQ(header.person.name, "Doe, Jane");
    EXPECT_EQ(header.measurements,
              (std::vector<DeviceMeasurement>{{"hr", 84, "bpm"}, {"qrs", 92, "ms"}, {"qrs_axis", -30, "deg"}}));
    EXPECT_EQ(header.statements, std::vector<std::string>{"Sinus rhythm"});
}

}  // namespace
}  // namespace triptych::formats
