// DICOM objects that Triptych writes: read back sample for sample, labels and all, and what the anonymous ones do not
// say.
#include "core/formats/export/export.h"
#include "core/formats/open.h"
#include "tests/formats/record_files.h"
#include "tests/formats/same_recordings.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcdatset.h>
#include <dcmtk/dcmdata/dcdeftag.h>
#include <dcmtk/dcmdata/dcfilefo.h>
#include <dcmtk/dcmdata/dcuid.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdio>
#include <memory>

namespace triptych::formats {
namespace {

using namespace test;

const std::array<const char*, 12> kTwelve = {"I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6"};

// A WFDB record of these leads, `rate_hz` and `samples` of each; sample k of lead n is 10 n + k % 500 - 250.
std::filesystem::path makeRecord(const std::string& name, const std::vector<std::string>& leads, int rate_hz,
                                 int samples, const std::string& gain = "200") {
    const auto folder = scratchFolder(name);
    std::string header = "r " + std::to_string(leads.size()) + ' ' + std::to_string(rate_hz) + ' ' +
                         std::to_string(samples) + " 10:20:30 24/12/2001\n";
    for (const std::string& lead : leads) header += "r.dat 16 " + gain + " 16 0 0 0 0 " + lead + '\n';
    writeText(folder / "r.hea", header + "# Jane Roe, 69 F\n");
    std::vector<std::byte> bytes;
    for (int k = 0; k < samples; ++k) {
        for (std::size_t n = 0; n < leads.size(); ++n) {
            const int value = 10 * static_cast<int>(n) + k % 500 - 250;
            bytes.push_back(static_cast<std::byte>(value & 0xff));
            bytes.push_back(static_cast<std::byte>(value >> 8 & 0xff));
        }
    }
    writeBytes(folder / "r.dat", bytes);
    return folder;
}

RecordingPtr opened(const std::filesystem::path& path) {
    const auto recording = open(path.string());
    EXPECT_TRUE(recording) << path << ": " << sentence(recording.error());
    return recording ? *recording : nullptr;
}

Exported exported(const Recording& recording, const std::filesystem::path& path, const ExportOptions& options = {}) {
    const auto written = exportRecording(recording, path.string(), ExportFormat::dicom, options);
    EXPECT_TRUE(written) << sentence(written.error());
    return written ? *written : Exported{};
}

std::string valueOf(const std::filesystem::path& path, const DcmTagKey& tag) {
    DcmFileFormat file;
    EXPECT_TRUE(file.loadFile(path.c_str()).good());
    OFString value;
    file.getDataset()->findAndGetOFStringArray(tag, value, true);
    return value.c_str();
}

// What the validator of David Clunie's dicom3tools has against a file; nullopt where it is not installed.
std::optional<std::string> errorsFound(const std::filesystem::path& path) {
    if (std::system("command -v dciodvfy >/dev/null 2>&1") != 0) return std::nullopt;
    const std::string command = "dciodvfy '" + path.string() + "' 2>&1";
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe(::popen(command.c_str(), "r"), ::pclose);
    std::string errors;
    std::array<char, 4096> line{};
    while (std::fgets(line.data(), line.size(), pipe.get()) != nullptr) {
        if (std::string_view(line.data()).starts_with("Error")) errors += line.data();
    }
    return errors;
}

void expectValid(const std::filesystem::path& path) {
    if (const auto errors = errorsFound(path)) {
        EXPECT_EQ(*errors, "") << path;
    }
}

TEST(DicomExport, TwelveLeadsComeBackSampleForSample) {
    const auto folder = makeRecord("dicom-twelve", {kTwelve.begin(), kTwelve.end()}, 500, 5000);
    const RecordingPtr before = opened(folder / "r.hea");
    const Exported done = exported(*before, folder / "copy.dcm");
    EXPECT_TRUE(done.warnings.empty());
    EXPECT_EQ(valueOf(folder / "copy.dcm", DCM_SOPClassUID), UID_TwelveLeadECGWaveformStorage);
    EXPECT_EQ(valueOf(folder / "copy.dcm", DCM_AcquisitionDateTime), "20011224102030");
    const RecordingPtr after = opened(folder / "copy.dcm");
    ASSERT_TRUE(after);
    expectSame(*before, *after, 0);
    for (std::size_t i = 0; i < 12; ++i) {
        EXPECT_EQ(stored(*before, i, 0, 5000), stored(*after, i, 0, 5000)) << i;
        EXPECT_EQ(after->leads[i].name, kTwelve[i]);
    }
    EXPECT_EQ(after->start, before->start);
    expectValid(folder / "copy.dcm");
}

TEST(DicomExport, OtherLeadsAndLengthsAreAGeneralEcg) {
    const auto folder = makeRecord("dicom-general", {"MLII", "V5", "CHEST-2"}, 360, 40'000, "81.5(7)/mV");
    const RecordingPtr before = opened(folder / "r.hea");
    exported(*before, folder / "copy.dcm");
    EXPECT_EQ(valueOf(folder / "copy.dcm", DCM_SOPClassUID), UID_GeneralECGWaveformStorage);
    const RecordingPtr after = opened(folder / "copy.dcm");
    ASSERT_TRUE(after);
    expectSame(*before, *after, 0);
    EXPECT_EQ(stored(*after, 0, 0, 2), (std::vector<std::int32_t>{-257, -256})) << "zero is zero, for all programs";
    EXPECT_EQ(after->leads[0].baseline, 0);
    expectValid(folder / "copy.dcm");
}

TEST(DicomExport, SlowRecordersGiveAnAmbulatoryEcg) {
    const auto folder = makeRecord("dicom-ambulatory", {"V1", "V5"}, 125, 1000);
    exported(*opened(folder / "r.hea"), folder / "copy.dcm");
    EXPECT_EQ(valueOf(folder / "copy.dcm", DCM_SOPClassUID), UID_AmbulatoryECGWaveformStorage);
    expectValid(folder / "copy.dcm");
}

TEST(DicomExport, MixedRatesAreGroupsAndGapsArePadding) {
    const auto folder = scratchFolder("dicom-mixed");
    writeText(folder / "r.hea", "r 2 250 4\nr.dat 16x2 200 16 0 0 0 0 II\nr.dat 16 200 16 0 0 0 0 V1\n");
    writeBytes(folder / "r.dat", words({1, 2, 3, 4, 0x8000, 5, 6, 7, 0x8000, 8, 9, 10}));
    const RecordingPtr before = opened(folder / "r.hea");
    exported(*before, folder / "copy.dcm");
    const RecordingPtr after = opened(folder / "copy.dcm");
    ASSERT_TRUE(after);
    expectSame(*before, *after, 0);
    EXPECT_EQ(after->leads[0].rate_hz, 500);
    EXPECT_EQ(after->leads[1].rate_hz, 250);
    expectValid(folder / "copy.dcm");
}

TEST(DicomExport, LabelsComeBack) {
    const auto folder = makeRecord("dicom-labels", {"II", "V1"}, 360, 4000);
    auto recording = std::make_shared<Recording>(*opened(folder / "r.hea"));
    AnnotationSet set{"atr", 360, {}};
    set.annotations = {{18, kRhythm, 0, 0, 0, "(AFIB"}, {77, kNormal, 0, 0, 0, {}},     {370, kNormal, 0, 0, 0, {}},
                       {662, kPvc, 0, 0, 0, {}},        {900, kNote, 0, 0, 0, "ST up"}, {3999, kFusion, 0, 0, 0, {}}};
    recording->annotation_sets = {set};
    exported(*recording, folder / "copy.dcm");
    const RecordingPtr after = opened(folder / "copy.dcm");
    ASSERT_TRUE(after);
    expectSameAnnotations(*recording, *after, false);
    expectValid(folder / "copy.dcm");
}

TEST(DicomExport, AnonymousObjectsFollowTheBasicProfileAndSaySo) {
    const auto folder = makeRecord("dicom-anonymous", {kTwelve.begin(), kTwelve.end()}, 500, 5000);
    auto recording = std::make_shared<Recording>(*opened(folder / "r.hea"));
    AnnotationSet set{"atr", 500, {}};
    set.annotations = {
        {18, kRhythm, 0, 0, 0, "(AFIB"}, {77, kPvc, 0, 0, 0, "reader: J. Roe"}, {90, kNote, 0, 0, 0, "J. Roe"}};
    recording->annotation_sets = {set};
    const Exported done = exported(*recording, folder / "copy.dcm", {.anonymise = true});
    ASSERT_EQ(done.warnings.size(), 1U);
    EXPECT_NE(done.warnings[0].what.text().find("2 texts"), std::string::npos);
    const auto path = folder / "copy.dcm";
    EXPECT_EQ(readText(path).find("Roe"), std::string::npos);
    EXPECT_EQ(readText(path).find("20011224"), std::string::npos);
    EXPECT_EQ(valueOf(path, DCM_PatientIdentityRemoved), "YES");
    EXPECT_EQ(valueOf(path, DCM_DeidentificationMethod), "Basic Application Level Confidentiality Profile");
    DcmFileFormat file;
    ASSERT_TRUE(file.loadFile(path.c_str()).good());
    DcmItem* code = nullptr;
    ASSERT_TRUE(file.getDataset()->findAndGetSequenceItem(DCM_DeidentificationMethodCodeSequence, code, 0).good());
    OFString value;
    EXPECT_TRUE(code->findAndGetOFString(DCM_CodeValue, value).good());
    EXPECT_EQ(value, "113100");
    const RecordingPtr after = opened(path);
    EXPECT_FALSE(after->start) << "a time that never was is not shown";
    ASSERT_EQ(after->annotation_sets[0].annotations.size(), 2U);
    EXPECT_EQ(after->annotation_sets[0].annotations[0].aux, "(AFIB");
    EXPECT_EQ(after->annotation_sets[0].annotations[1].code, kPvc);
    EXPECT_EQ(after->annotation_sets[0].annotations[1].aux, "");
    expectValid(path);
}

TEST(DicomExport, LeadsThatWereComputedAreExactToo) {
    const auto folder = makeRecord("dicom-derived", {"I", "II", "V1"}, 500, 2000);
    exported(*opened(folder / "r.hea"), folder / "three.dcm");
    const RecordingPtr before = opened(folder / "three.dcm");
    ASSERT_EQ(before->leads.size(), 7U) << "with the limb leads that follow from I and II";
    exported(*before, folder / "seven.dcm");
    const RecordingPtr after = opened(folder / "seven.dcm");
    ASSERT_TRUE(after);
    ASSERT_EQ(after->leads.size(), 7U);
    for (std::size_t i = 0; i < 7; ++i) {
        EXPECT_EQ(after->leads[i].name, before->leads[i].name);
        const auto a = physical(*before, i, 0, 2000);
        const auto b = physical(*after, i, 0, 2000);
        for (std::size_t k = 0; k < a.size(); ++k) ASSERT_NEAR(a[k], b[k], 1e-7) << before->leads[i].name << ' ' << k;
    }
    expectValid(folder / "seven.dcm");
}

TEST(DicomExport, WhatIsNoEcgOrTooFineIsSaid) {
    const auto folder = scratchFolder("dicom-said");
    writeText(folder / "r.hea", "r 2 500 3\nr.dat 16 200 16 0 0 0 0 II\nr.dat 16 10/mmHg 16 0 0 0 0 ABP\n");
    writeBytes(folder / "r.dat", words({1, 2, 3, 4, 5, 6}));
    const Exported done = exported(*opened(folder / "r.hea"), folder / "copy.dcm");
    ASSERT_EQ(done.warnings.size(), 1U);
    EXPECT_NE(done.warnings[0].what.text().find("ABP (mmHg)"), std::string::npos);
    EXPECT_EQ(opened(folder / "copy.dcm")->leads.size(), 1U);
    writeText(folder / "w.hea", "w 1 500 3\nw.dat 32 1000000 24 0 0 0 0 II\n");
    writeBytes(folder / "w.dat", bytesOf({0, 0, 0, 0, 0xff, 0xff, 0x7f, 0, 1, 0, 0x80, 0xff}));
    const RecordingPtr wide = opened(folder / "w.hea");
    const Exported coarse = exported(*wide, folder / "wide.dcm");
    ASSERT_EQ(coarse.warnings.size(), 1U);
    EXPECT_NE(coarse.warnings[0].what.text().find("finer steps"), std::string::npos);
    expectSame(*wide, *opened(folder / "wide.dcm"), 129);
    const auto refused =
        exportRecording(*opened(folder / "r.hea"), (folder / "copy.dcm").string(), ExportFormat::dicom, {});
    EXPECT_EQ(refused.error().code, ErrorCode::refused) << "nothing is replaced unasked";
}

TEST(DicomExport, AnnotatorsStayApartAndTheLastMomentIsInside) {
    const auto folder = makeRecord("dicom-annotators", {"II"}, 250, 2500);
    Recording recording = *opened(folder / "r.hea");
    AnnotationSet first{"atr", 250, {}};
    first.annotations = {{100, kNormal, 0, 0, 0, {}}, {300, kPvc, 0, 0, 0, {}}};
    AnnotationSet second{"reader", 1000, {}};
    second.annotations = {{400, kAtrialPremature, 0, 0, 0, {}}, {9999, kNote, 0, 0, 0, "the end"}};
    recording.annotation_sets = {first, second};
    const Exported done = exported(recording, folder / "out.dcm");
    for (const Warning& warning : done.warnings) EXPECT_EQ(sentence(warning).find("outside"), std::string::npos);
    const auto back = opened(folder / "out.dcm");
    ASSERT_EQ(back->annotation_sets.size(), 2U);
    EXPECT_EQ(back->annotation_sets[0].annotator, "atr");
    EXPECT_EQ(back->annotation_sets[0].annotations.size(), 2U);
    EXPECT_EQ(back->annotation_sets[1].annotator, "reader");
    ASSERT_EQ(back->annotation_sets[1].annotations.size(), 2U);
    EXPECT_EQ(back->annotation_sets[1].annotations[1].sample, 2499);

    exported(recording, folder / "nobody.dcm", {.anonymise = true});
    const auto nobody = opened(folder / "nobody.dcm");
    ASSERT_EQ(nobody->annotation_sets.size(), 2U) << "apart, without their names";
    EXPECT_EQ(nobody->annotation_sets[0].annotator, "dicom");
    EXPECT_EQ(nobody->annotation_sets[1].annotator, "dicom2");
}

TEST(DicomExport, PersonDeviceAndFindingsComeBack) {
    const auto folder = makeRecord("dicom-header", {"II"}, 250, 2500);
    Recording recording = *opened(folder / "r.hea");
    recording.header.person = {"4711", "Lovelace, Ada", "1815-12-10", "36 years", "female"};
    recording.header.device = "Engine No 1";
    recording.header.institution = "Somerset House";
    recording.header.operator_name = "Babbage, Charles";
    recording.header.measurements = {{"hr", 61, "bpm"}, {"qtc_bazett", 421, "ms"}, {"qrs_axis", -12, "deg"}};
    recording.header.statements = {"Sinus rhythm", "Normal ECG"};
    exported(recording, folder / "out.dcm");
    const auto back = opened(folder / "out.dcm");
    EXPECT_EQ(back->header.person, recording.header.person);
    EXPECT_EQ(back->header.device, recording.header.device);
    EXPECT_EQ(back->header.institution, recording.header.institution);
    EXPECT_EQ(back->header.operator_name, recording.header.operator_name);
    EXPECT_EQ(back->header.measurements, recording.header.measurements);
    EXPECT_EQ(back->header.statements, recording.header.statements);

    exported(recording, folder / "nobody.dcm", {.anonymise = true});
    const auto nobody = opened(folder / "nobody.dcm");
    EXPECT_EQ(nobody->header.person, Person{});
    EXPECT_TRUE(nobody->header.measurements.empty());
    EXPECT_TRUE(nobody->header.statements.empty());
}

TEST(DicomExport, AScaleWithoutAUnitIsSaidToBeLost) {
    const auto folder = scratchFolder("dicom-scale");
    writeText(folder / "t.csv", "time (s),x\n0,97.5\n0.004,-3.2\n0.008,1.1\n");
    const auto recording = opened(folder / "t.csv");
    const Exported done = exported(*recording, folder / "out.dcm");
    std::string said;
    for (const Warning& warning : done.warnings) said += sentence(warning) + '\n';
    EXPECT_NE(said.find("no unit of voltage, and DICOM states no scale without one"), std::string::npos) << said;
}

}  // namespace
}  // namespace triptych::formats
