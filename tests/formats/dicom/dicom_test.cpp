// DICOM waveforms: written with DCMTK in every transfer syntax and kind of sample, real ones, and hostile ones.
#include "core/formats/open.h"

#include "tests/formats/dicom/dicom_files.h"
#include "tests/formats/record_files.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace triptych::formats {
namespace {

using namespace test;
using Stored = std::vector<std::int32_t>;

constexpr std::array kSyntaxes = {MadeSyntax::implicit, MadeSyntax::explicit_little, MadeSyntax::big,
                                  MadeSyntax::deflated};

MadeGroup groupOf(std::string interpretation, int bits, std::vector<std::uint32_t> data) {
    MadeGroup group;
    group.interpretation = std::move(interpretation);
    group.bits = bits;
    group.data = std::move(data);
    return group;
}

TEST(Dicom, EveryKindOfSampleInEveryTransferSyntax) {
    const auto folder = scratchFolder("dicom-kinds");
    struct Case {
        std::string interpretation;
        int bits;
        std::vector<std::uint32_t> data;
        Stored values;  // to the scale's baseline
    };
    const std::vector<Case> cases = {
        {"SB", 8, {1, 0xff, 0x80, 0x7f, 5}, {1, -1, -128, 127, 5}},
        {"UB", 8, {1, 0xff, 0x80, 0x7f, 5}, {1, 255, 128, 127, 5}},
        {"SS", 16, {1, 0xffff, 0x8000, 0x7fff, 0x1234}, {1, -1, -32768, 32767, 0x1234}},
        {"US", 16, {1, 0xffff, 0x8000, 0x7fff, 0x1234}, {1, 65535, 32768, 32767, 0x1234}},
        {"SL", 32, {1, 0xffffffff, 0x12345678}, {1, -1, 0x12345678}},
        {"UL", 32, {1, 0xffffffff, 0x80000005}, {1 - 0x7fffffff, 0x7fffffff, 6}},
        // ITU-T G.711, tables 2a/2b (µ) and 1a/1b (A): the ends of both halves, and the values next to zero.
        {"MB", 8, {0x80, 0x00, 0xff, 0x7f, 0xfe, 0x8f, 0xef}, {8031, -8031, 0, 0, 2, 4191, 33}},
        {"AB", 8, {0xaa, 0x2a, 0xd5, 0x55, 0xd4, 0x80}, {4032, -4032, 1, -1, 3, 688}},
    };
    for (const Case& kind : cases) {
        for (const MadeSyntax syntax : kSyntaxes) {
            writeDicom(folder / "k.dcm", {{groupOf(kind.interpretation, kind.bits, kind.data)}, {}}, syntax);
            const auto recording = openedFile(folder / "k.dcm");
            ASSERT_EQ(recording->leads.size(), 1U);
            EXPECT_EQ(warningsOf(*recording), "");
            EXPECT_EQ(stored(*recording, 0, 0, kind.values.size()), kind.values)
                << kind.interpretation << ' ' << static_cast<int>(syntax);
            const Lead& lead = recording->leads[0];
            EXPECT_EQ(lead.samples, static_cast<std::int64_t>(kind.values.size()));
            const double expected_mv = (kind.values[0] - lead.baseline) * 5e-3;
            EXPECT_FLOAT_EQ(physical(*recording, 0, 0, 1)[0], static_cast<float>(expected_mv)) << kind.interpretation;
        }
    }
}

TEST(Dicom, UnsignedLongsKeepTheirValue) {
    const auto folder = scratchFolder("dicom-ul");
    writeDicom(folder / "u.dcm", {{groupOf("UL", 32, {0, 1000, 4'000'000'000U})}, {}}, MadeSyntax::big);
    const auto recording = openedFile(folder / "u.dcm");
    EXPECT_EQ(physical(*recording, 0, 0, 3), (std::vector<float>{0, 5, 20'000'000}));
}

TEST(Dicom, SensitivityCorrectionBaselineAndUnitsMakeMillivolts) {
    const auto folder = scratchFolder("dicom-scale");
    MadeGroup group;
    group.channels = {{"2:1", "MDC", "Lead I", "2.5", "1", "0", "uV", ""},
                      {"5.6.3-9-62", "SCPECG", "Lead aVR (Goldberger)", "0.002", "1.5", "0.25", "mV", ""},
                      {"", "", "Arterial pressure", "0.5", "1", "-10", "mm[Hg]", ""},
                      {"2:8", "MDC", "Lead V6", "", "1", "0", "uV", ""},
                      {"x", "99LOCAL", "Lead V5", "1", "1", "0", "", ""}};
    group.data = {400, 1000, 200, 7, 9, 0xffff, 0, 0, 0, 0};
    writeDicom(folder / "s.dcm", {{group}, {}}, MadeSyntax::explicit_little);
    const auto recording = openedFile(folder / "s.dcm");
    ASSERT_EQ(recording->leads.size(), 5U);
    EXPECT_EQ(recording->leads[0].name, "I");
    EXPECT_EQ(recording->leads[1].name, "aVR");
    EXPECT_EQ(recording->leads[1].original_name, "Lead aVR (Goldberger)");
    EXPECT_EQ(recording->leads[3].name, "V6");
    EXPECT_EQ(recording->leads[4].name, "V5");
    EXPECT_FLOAT_EQ(physical(*recording, 0, 0, 1)[0], 1.0F);
    EXPECT_FLOAT_EQ(physical(*recording, 0, 1, 1)[0], -0.0025F);
    EXPECT_FLOAT_EQ(physical(*recording, 1, 0, 1)[0], 3.25F);
    EXPECT_FLOAT_EQ(physical(*recording, 1, 1, 1)[0], 0.25F);
    EXPECT_FLOAT_EQ(physical(*recording, 2, 0, 1)[0], 90.0F);
    EXPECT_EQ(recording->leads[1].unit, "mV");
    EXPECT_EQ(recording->leads[2].unit, "mm[Hg]");
    EXPECT_EQ(recording->leads[3].unit, "stored");
    EXPECT_EQ(recording->leads[4].unit, "unknown unit");
    EXPECT_EQ(physical(*recording, 3, 0, 1)[0], 7.0F);
    const std::string warnings = warningsOf(*recording);
    EXPECT_NE(warnings.find("Arterial pressure (mm[Hg])"), std::string::npos) << warnings;
    EXPECT_NE(warnings.find("V5 (unknown unit)"), std::string::npos) << warnings;
    EXPECT_NE(warnings.find("no sensitivity for V6"), std::string::npos) << warnings;
}

TEST(Dicom, TwelveBitsInSixteenWhateverStandsBehindThem) {
    const auto folder = scratchFolder("dicom-12-bits");
    MadeGroup group;
    group.bits_stored = 12;
    group.data = {0x07ff, 0xf800, 0xffff, 5};  // the sign repeated, as PS3.3 has it
    writeDicom(folder / "b.dcm", {{group}, {}}, MadeSyntax::explicit_little);
    auto recording = openedFile(folder / "b.dcm");
    EXPECT_EQ(stored(*recording, 0, 0, 4), (std::vector<std::int32_t>{2047, -2048, -1, 5}));
    EXPECT_EQ(recording->leads[0].resolution_bits, 12);
    EXPECT_EQ(warningsOf(*recording), "");
    group.data = {0x07ff, 0x0800, 0x0fff, 5};  // left empty
    group.padding = 0x0800;
    for (const MadeSyntax syntax : {MadeSyntax::explicit_little, MadeSyntax::big, MadeSyntax::deflated}) {
        writeDicom(folder / "b.dcm", {{group}, {}}, syntax);
        recording = openedFile(folder / "b.dcm");
        EXPECT_EQ(stored(*recording, 0, 0, 4), (std::vector<std::int32_t>{2047, kMissingSample, -1, 5}));
        EXPECT_EQ(warningsOf(*recording), "");
    }
    group.padding.reset();
    group.data = {0x7fff, 0x8000, 0xffff, 5};  // sixteen after all
    writeDicom(folder / "b.dcm", {{group}, {}}, MadeSyntax::explicit_little);
    recording = openedFile(folder / "b.dcm");
    EXPECT_EQ(stored(*recording, 0, 0, 4), (std::vector<std::int32_t>{32'767, -32'768, -1, 5}));
    EXPECT_NE(warningsOf(*recording).find("use more than the 12 bits"), std::string::npos);
}

TEST(Dicom, EightLeadsAreTwelve) {
    const auto folder = scratchFolder("dicom-eight");
    MadeGroup group;
    group.channels = {{.code = "2:1", .meaning = "Lead I"},
                      {.code = "2:2", .meaning = "Lead II"},
                      {.code = "2:3", .meaning = "Lead V1"}};
    group.data = {10, 30, 7, 11, 33, 8};
    writeDicom(folder / "e.dcm", {{group}, {}}, MadeSyntax::implicit);
    const auto recording = openedFile(folder / "e.dcm");
    ASSERT_EQ(recording->leads.size(), 7U);
    EXPECT_EQ(recording->leads[2].name, "III");
    EXPECT_TRUE(recording->leads[2].derived);
    EXPECT_EQ(stored(*recording, 2, 0, 2), (std::vector<std::int32_t>{20, 22}));
    EXPECT_EQ(stored(*recording, 6, 0, 2), (std::vector<std::int32_t>{7, 8}));
}

TEST(Dicom, GroupsKeepTheirRatesAndMediansAreNoRhythm) {
    const auto folder = scratchFolder("dicom-groups");
    MadeGroup fast;
    fast.rate_hz = "1000";
    fast.data = {1, 2, 3, 4, 5, 6};
    MadeGroup slow = fast;
    slow.rate_hz = "250";
    slow.offset_ms = "4";
    slow.channels[0].code = "2:7";
    slow.padding = 9;
    slow.data = {7, 9, 8};
    MadeGroup median = fast;
    median.label = "MEDIAN BEAT";
    median.originality = "DERIVED";
    MadeGroup nameless = median;
    nameless.label = "";
    writeDicom(folder / "g.dcm", {{median, fast, slow, nameless}, {}}, MadeSyntax::implicit);
    const auto recording = openedFile(folder / "g.dcm");
    ASSERT_EQ(recording->leads.size(), 2U);
    EXPECT_DOUBLE_EQ(recording->leads[0].rate_hz, 1000);
    EXPECT_DOUBLE_EQ(recording->leads[1].rate_hz, 250);
    EXPECT_EQ(recording->leads[1].name, "V5");
    EXPECT_EQ(stored(*recording, 0, 0, 7), (Stored{1, 2, 3, 4, 5, 6, kMissingSample}));
    EXPECT_EQ(stored(*recording, 1, -1, 6),
              (Stored{kMissingSample, kMissingSample, 7, kMissingSample, 8, kMissingSample}))
        << "4 ms late, and padded";
    EXPECT_TRUE(std::isnan(physical(*recording, 1, 2, 1)[0]));
    EXPECT_DOUBLE_EQ(recording->duration_s, 0.016);
    const auto said = [&](const std::string& part) {
        return std::any_of(recording->comments.begin(), recording->comments.end(),
                           [&](const std::string& comment) { return comment.find(part) != std::string::npos; });
    };
    EXPECT_TRUE(said("waveform group 1 (MEDIAN BEAT) holds median beats"));
    EXPECT_TRUE(said("waveform group 4 holds median beats"));
    writeDicom(folder / "m.dcm", {{median}, {}}, MadeSyntax::implicit);
    EXPECT_EQ(open((folder / "m.dcm").string()).error().code, ErrorCode::unsupported);
}

TEST(Dicom, SkewShiftsAChannelByWholeSamples) {
    const auto folder = scratchFolder("dicom-skew");
    MadeGroup group;
    group.channels = {{}, {}, {}};
    group.channels[1].time_skew_s = "0.004";   // two samples of 500 Hz
    group.channels[2].time_skew_s = "0.0005";  // a quarter of one: as multiplexers have
    group.data = {1, 2, 3, 4, 5, 6};
    writeDicom(folder / "s.dcm", {{group}, {}}, MadeSyntax::explicit_little);
    const auto recording = openedFile(folder / "s.dcm");
    EXPECT_EQ(stored(*recording, 0, 0, 4), (Stored{1, 4, kMissingSample, kMissingSample}));
    EXPECT_EQ(stored(*recording, 1, 0, 4), (Stored{kMissingSample, kMissingSample, 2, 5}));
    EXPECT_EQ(stored(*recording, 2, 0, 4), (Stored{3, 6, kMissingSample, kMissingSample}));
}

TEST(Dicom, AStartFartherOffThanTheSamplesAllowIsIgnored) {
    const auto folder = scratchFolder("dicom-late");
    MadeGroup first;
    first.rate_hz = "1000000";
    first.data = {1, 2, 3};
    MadeGroup late = first;
    late.offset_ms = "86000000";  // a day of a million samples a second
    writeDicom(folder / "l.dcm", {{first, late}, {}}, MadeSyntax::explicit_little);
    const auto recording = openedFile(folder / "l.dcm");
    ASSERT_EQ(recording->leads.size(), 2U);
    EXPECT_EQ(recording->leads[1].samples, 3);
    EXPECT_EQ(stored(*recording, 1, 0, 3), (Stored{1, 2, 3}));
    EXPECT_NE(warningsOf(*recording).find("too far off"), std::string::npos) << warningsOf(*recording);
}

TEST(Dicom, AnnotationsCommentsAndStartAreKept) {
    const auto folder = scratchFolder("dicom-notes");
    MadeDicom made;
    MadeGroup group;
    group.data.assign(1000, 0);
    MadeGroup median = group;
    median.label = "MEDIAN BEAT";
    made.groups = {group, median};
    made.patient = "M\xc3\xbcller^J\xc3\xb6rg";
    made.notes = {{"Sinus rhythm", "", "", "", "", {1, 0}, {}, ""},
                  {"", "5.13.5-9", "QRS Duration", "92", "ms", {1, 0}, {}, ""},
                  {"", "5.10.3-3", "QRS Onset", "", "", {1, 0}, {101, 601}, ""},
                  {"", "5.10.3-5", "T Offset", "", "", {1, 2}, {301}, ""},
                  {"paused", "", "", "", "", {1, 0}, {}, "250\\500"},
                  {"", "5.10.3-1", "P Onset", "", "", {2, 0}, {5}, ""}};
    for (const MadeSyntax syntax : kSyntaxes) {
        writeDicom(folder / "n.dcm", made, syntax);
        const auto recording = openedFile(folder / "n.dcm");
        EXPECT_EQ(recording->start, "2024-01-31T12:34:56.25+01:00");
        const auto& comments = recording->comments;
        for (const char* part :
             {"Patient: M\xc3\xbcller^J\xc3\xb6rg", "Sex: F", "Sinus rhythm", "QRS Duration: 92 ms"}) {
            EXPECT_NE(std::find(comments.begin(), comments.end(), part), comments.end()) << part;
        }
        ASSERT_EQ(recording->annotation_sets.size(), 1U);
        const AnnotationSet& set = recording->annotation_sets[0];
        EXPECT_EQ(set.annotator, "dicom");
        EXPECT_DOUBLE_EQ(set.rate_hz, 500);
        EXPECT_EQ(set.annotations, (std::vector<Annotation>{{100, kWaveOn, 0, 0, 0, "QRS Onset"},
                                                            {125, kNote, 0, 0, 0, "paused"},
                                                            {250, kNote, 0, 0, 0, "paused"},
                                                            {300, kWaveOff, 0, 1, 0, "T Offset"},
                                                            {600, kWaveOn, 0, 0, 0, "QRS Onset"}}))
            << "the mark of the median beat is at no time of the rhythm";
    }
    made.character_set = "ISO_IR 100";
    made.patient = "M\xfcller";
    writeDicom(folder / "l.dcm", made, MadeSyntax::explicit_little);
    EXPECT_EQ(openedFile(folder / "l.dcm")->comments.at(0), "Patient: M\xc3\xbcller");
}

TEST(Dicom, CountsThatLieAreSaid) {
    const auto folder = scratchFolder("dicom-lies");
    MadeGroup group;
    group.samples_stated = 4'000'000'000;
    group.channels_stated = 2;
    group.channels.resize(3);
    group.data = {1, 2, 3, 4, 5, 6};
    writeDicom(folder / "l.dcm", {{group}, {}}, MadeSyntax::explicit_little);
    const auto recording = openedFile(folder / "l.dcm");
    ASSERT_EQ(recording->leads.size(), 2U);
    EXPECT_EQ(stored(*recording, 1, 0, 4), (Stored{2, 4, 6, kMissingSample}));
    const std::string warnings = warningsOf(*recording);
    EXPECT_NE(warnings.find("promises 4000000000 samples and holds 3"), std::string::npos) << warnings;
    EXPECT_NE(warnings.find("defines 3 channels and holds 2"), std::string::npos) << warnings;
    for (const auto& [rate, interpretation] : {std::pair("0", "SS"), {"-5", "SS"}, {"1e30", "SS"}, {"500", "FL"}}) {
        group.rate_hz = rate;
        group.interpretation = interpretation;
        writeDicom(folder / "b.dcm", {{group}, {}}, MadeSyntax::explicit_little);
        EXPECT_FALSE(open((folder / "b.dcm").string())) << rate << interpretation;
    }
}

TEST(Dicom, FilesCutOrDamagedNeverHarm) {
    const auto folder = scratchFolder("dicom-cut");
    MadeGroup group;
    group.data = {1, 2, 3, 4};
    std::mt19937 random(8);
    for (const MadeSyntax syntax : kSyntaxes) {
        writeDicom(folder / "c.dcm", {{group}, {{"note", "", "", "", "", {1, 0}, {2}, ""}}}, syntax);
        const std::string whole = readText(folder / "c.dcm");
        const auto tryToRead = [&](const std::string& bytes) {
            writeText(folder / "d.dcm", bytes);
            const auto recording = open((folder / "d.dcm").string());
            if (!recording) {
                EXPECT_FALSE(recording.error().what.empty());
                return;
            }
            for (std::size_t i = 0; i < (*recording)->leads.size(); ++i) (void)stored(**recording, i, -1, 10);
        };
        for (std::size_t size = 0; size < whole.size(); ++size) tryToRead(whole.substr(0, size));
        for (int round = 0; round < 400; ++round) {
            std::string damaged = whole;
            for (unsigned i = 0; i <= random() % 4; ++i) {
                damaged[140 + random() % (damaged.size() - 140)] = static_cast<char>(random());
            }
            tryToRead(damaged);
        }
    }
}

std::string le(std::uint32_t value, int bytes) {
    std::string out;
    for (int i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 0xff);
    return out;
}

// "DICM" and the transfer syntax; then whatever follows.
std::string headed(const std::string& syntax, const std::string& dataset) {
    const std::string uid = syntax + std::string(syntax.size() % 2, '\0');
    return std::string(128, '\0') + "DICM" + le(2, 2) + le(0x10, 2) + "UI" +
           le(static_cast<std::uint32_t>(uid.size()), 2) + uid + dataset;
}

TEST(Dicom, NestingBombsAreRefused) {
    const auto folder = scratchFolder("dicom-bombs");
    const auto expectRefused = [&](const std::string& name, const std::string& bytes) {
        writeText(folder / "b.dcm", bytes);
        const auto recording = open((folder / "b.dcm").string());
        ASSERT_FALSE(recording) << name;
        EXPECT_EQ(recording.error().code, ErrorCode::refused) << name << ": " << sentence(recording.error());
    };
    const std::string item = le(0xe000fffe, 4) + le(0xffffffff, 4);
    std::string open_ended;
    std::string implicit;
    std::string unknown;
    for (int i = 0; i < 100'000; ++i) {
        open_ended += le(0x01005400, 4) + "SQ" + le(0, 2) + le(0xffffffff, 4) + item;
        implicit += le(0x01005400, 4) + le(0xffffffff, 4) + item;
    }
    for (int i = 0; i < 100; ++i) unknown += le(0x10010009, 4) + "UN" + le(0, 2) + le(0xffffffff, 4) + item;
    expectRefused("explicit", headed("1.2.840.10008.1.2.1", open_ended));
    expectRefused("implicit", headed("1.2.840.10008.1.2", implicit));
    // Of stated lengths, in implicit files, where a sequence looks like any other element; each holds all that follow.
    std::string stated;
    for (std::uint32_t i = 0; i < 1'000; ++i) {
        stated = le(0x01005400, 4) + le(static_cast<std::uint32_t>(stated.size()) + 8, 4) + le(0xe000fffe, 4) +
                 le(static_cast<std::uint32_t>(stated.size()), 4) + stated;
    }
    expectRefused("stated", headed("1.2.840.10008.1.2", stated));
    std::string flat;
    for (int i = 0; i < 300'000; ++i) flat += le(0x00100010, 4) + "PN" + le(0, 2);
    expectRefused("elements", headed("1.2.840.10008.1.2.1", flat));
}

TEST(Dicom, ABareDataSetIsReadAndNotTakenForSamples) {
    const auto folder = scratchFolder("dicom-bare");
    MadeGroup group;
    group.data = {5, 6, 7};
    for (const MadeSyntax syntax : {MadeSyntax::implicit, MadeSyntax::explicit_little}) {
        writeDicom(folder / "b.dcm", {{group}, {}}, syntax);
        const std::string whole = readText(folder / "b.dcm");
        const std::size_t dataset = whole.find(std::string("\x08\0\x05\0", 4));
        ASSERT_NE(dataset, std::string::npos);
        writeText(folder / "bare.dcm", whole.substr(dataset));
        EXPECT_EQ(stored(*openedFile(folder / "bare.dcm"), 0, 0, 3), (Stored{5, 6, 7}));
    }
    writeText(folder / "r.hea", "r 1 100 8\nr.dat 16\n");
    writeBytes(folder / "r.dat", words({8, 5, 2, 0, 7, 8, 5, 0}));
    EXPECT_EQ(openedFile(folder / "r.dat")->format, "WFDB");
}

TEST(Dicom, WhatIsNoWaveformIsSaid) {
    const auto folder = scratchFolder("dicom-others");
    const std::map<std::string, ErrorCode> files = {
        {headed("1.2.840.10008.1.2.1", le(0x00100010, 4) + "PN" + le(2, 2) + "A "), ErrorCode::unsupported},
        {headed("1.2.840.10008.1.2.4.50", ""), ErrorCode::unsupported},
        {headed("1.2.840.10008.1.2.1", le(0x00100010, 4) + "PN" + le(200, 2) + "A "), ErrorCode::malformed},
        {headed("1.2.840.10008.1.2.1", le(0x00100010, 4) + "??" + le(2, 2) + "A "), ErrorCode::malformed},
        {headed("1.2.840.10008.1.2.1.99", "these are no deflated bytes"), ErrorCode::malformed},
        {std::string(128, '\0') + "DICM", ErrorCode::unsupported},
        {"", ErrorCode::empty},
        {"a text", ErrorCode::malformed}};
    for (const auto& [bytes, code] : files) {
        writeText(folder / "o.dcm", bytes);
        const auto recording = open((folder / "o.dcm").string());
        ASSERT_FALSE(recording);
        EXPECT_EQ(recording.error().code, code) << sentence(recording.error());
    }
}

TEST(Dicom, RealFilesOfThreeMakers) {
    TRIPTYCH_NEEDS_DATA(dicom, "formats/dicom");
    const auto mortara = openedFile(dicom / "pydicom_waveform_ecg_12lead_mortara.dcm");
    ASSERT_EQ(mortara->leads.size(), 12U);
    const std::vector<std::string> names = {"I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6"};
    for (std::size_t i = 0; i < 12; ++i) {
        EXPECT_EQ(mortara->leads[i].name, names[i]);
        EXPECT_EQ(mortara->leads[i].samples, 10'000);
        EXPECT_DOUBLE_EQ(mortara->leads[i].rate_hz, 1000);
        EXPECT_DOUBLE_EQ(mortara->leads[i].gain, 800);
    }
    EXPECT_EQ(warningsOf(*mortara), "");
    EXPECT_EQ(mortara->start, "2013-01-25T10:59:19");
    EXPECT_EQ(stored(*mortara, 0, 0, 2), (Stored{80, 65})) << "0050 and, twelve words on, the next";
    // Einthoven's law holds in every sample within a quantum of each lead.
    const auto first = stored(*mortara, 0, 0, 10'000);
    const auto second = stored(*mortara, 1, 0, 10'000);
    const auto third = stored(*mortara, 2, 0, 10'000);
    for (std::size_t i = 0; i < first.size(); ++i) ASSERT_LE(std::abs(second[i] - first[i] - third[i]), 12) << i;
    ASSERT_EQ(mortara->annotation_sets.size(), 1U);
    EXPECT_EQ(mortara->annotation_sets[0].annotations.back().sample, 9'696);
    const auto& comments = mortara->comments;
    EXPECT_NE(std::find(comments.begin(), comments.end(), "RITMO SINUSALE"), comments.end());

    const auto ge = openedFile(dicom / "ge_hemodynamic_12lead_240Hz.dcm");
    EXPECT_EQ(ge->leads.size(), 12U);
    EXPECT_EQ(ge->leads.at(3).name, "aVR");
    EXPECT_DOUBLE_EQ(ge->leads.at(0).rate_hz, 240);
    EXPECT_EQ(ge->leads.at(0).samples, 2'400);
}

TEST(Dicom, MitBih100AsDicomHasItsSamples) {
    TRIPTYCH_NEEDS_DATA(dicom, "formats/dicom");
    const auto made = openedFile(dicom / "ecobt_mitbih100_2ch_360Hz.dcm");
    ASSERT_EQ(made->leads.size(), 2U);
    EXPECT_NE(warningsOf(*made).find("defines 12 channels and holds 2"), std::string::npos) << warningsOf(*made);
    if (!std::filesystem::exists(*dicom_root / "mitdb")) GTEST_SKIP() << "needs mitdb to compare with";
    const auto original = openedFile(*dicom_root / "mitdb" / "100");
    for (std::size_t lead = 0; lead < 2; ++lead) {
        EXPECT_TRUE(stored(*made, lead, 0, 650'000) == stored(*original, lead, 0, 650'000)) << lead;
    }
}

}  // namespace
}  // namespace triptych::formats
