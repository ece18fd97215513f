// SCP-ECG: closed-form files in every coding of EN 1064, real ones that keep the standard and break it, and damaged
// ones.
#include "core/formats/crc_ccitt.h"
#include "core/formats/open.h"
#include "core/formats/scp/bits.h"
#include "core/formats/scp/file.h"

#include "tests/formats/record_files.h"
#include "tests/formats/scp/scp_files.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace triptych::formats {
namespace {

using namespace test;
using Stored = std::vector<std::int32_t>;

RecordingPtr openedBytes(const std::filesystem::path& folder, const std::string& bytes) {
    writeText(folder / "s.scp", bytes);
    auto recording = open((folder / "s.scp").string());
    EXPECT_TRUE(recording) << sentence(recording.error());
    return recording ? *recording : std::make_shared<const Recording>();
}

Error errorOfBytes(const std::filesystem::path& folder, const std::string& bytes) {
    writeText(folder / "e.scp", bytes);
    const auto recording = open((folder / "e.scp").string());
    EXPECT_FALSE(recording);
    return recording ? Error{} : recording.error();
}

std::vector<std::byte> asBytes(const std::string& text) {
    std::vector<std::byte> bytes;
    for (const char letter : text) bytes.push_back(static_cast<std::byte>(letter));
    return bytes;
}

// An ECG-like lead with steps of every size that the codes tell apart.
Stored wave(std::size_t count, unsigned seed) {
    std::mt19937 random(seed);
    Stored out;
    for (std::size_t i = 0; i < count; ++i) {
        const double t = static_cast<double>(i % 400) - 200;
        out.push_back(
            static_cast<std::int32_t>(900 * std::exp(-t * t / 60) + 120 * std::sin(static_cast<double>(i) / 50)) +
            static_cast<std::int32_t>(random() % 7) - 3);
    }
    return out;
}

TEST(ScpBits, TheDefaultTableIsThatOfTheStandard) {
    const std::vector<ScpTable> tables = {defaultScpTable()};
    const auto bytes =
        asBytes(packedBits("0"
                           "100"
                           "101"
                           "1100"
                           "11101"
                           "1111111100"
                           "1111111101"
                           "1111111110"
                           "10000000"
                           "1111111111"
                           "0111111111111111"
                           "0"));
    EXPECT_EQ(decodeScpBits(bytes, tables, 10), (Stored{0, 1, -1, 2, -3, 8, -8, -128, 32767, 0}));
    for (int value = -40'000; value <= 40'000; value += value < -300 || value > 300 ? 997 : 1) {
        if (value < -32768 || value > 32767) continue;
        EXPECT_EQ(decodeScpBits(asBytes(packedBits(defaultBits(value))), tables, 1), Stored{value}) << value;
    }
}

TEST(ScpBits, DifferencesAreUndone) {
    for (const int order : {0, 1, 2}) {
        const Stored values = wave(700, 9);
        Stored decoded = decodeScpBits(asBytes(huffmanCoded(values, order)), {defaultScpTable()}, values.size());
        undoScpDifferences(decoded, order);
        EXPECT_EQ(decoded, values) << order;
    }
}

std::string code(int prefix, int total, int mode, int value, std::uint32_t bits) {
    return std::string{static_cast<char>(prefix), static_cast<char>(total), static_cast<char>(mode)} + le16(value) +
           le32(bits);
}

TEST(ScpBits, AFilesOwnTablesMaySwitchBetweenEachOther) {
    // Table 1: "0" is 5, "10" goes to table 2, "11" and four bits are a value. Table 2: "0" is -7, "1" goes back.
    const auto section = asBytes(le16(2) + le16(3) + code(1, 1, 1, 5, 0) + code(2, 2, 0, 2, 1) + code(2, 6, 1, 0, 3) +
                                 le16(2) + code(1, 1, 1, -7, 0) + code(1, 1, 0, 1, 1));
    const auto tables = parseScpTables(section);
    ASSERT_TRUE(tables);
    EXPECT_EQ(decodeScpBits(asBytes(packedBits("0"
                                               "10"
                                               "0"
                                               "0"
                                               "1"
                                               "111000"
                                               "0")),
                            *tables, 5),
              (Stored{5, -7, -7, -8, 5}));
    EXPECT_FALSE(parseScpTables(asBytes(le16(1) + le16(2) + code(1, 1, 1, 5, 0) + code(2, 2, 1, 6, 0))))
        << "0 begins 00";
    EXPECT_FALSE(parseScpTables(asBytes(le16(1) + le16(60'000) + code(1, 1, 1, 5, 0))));
    EXPECT_FALSE(parseScpTables(asBytes(le16(1) + le16(1) + code(0, 0, 1, 5, 0))));
    const auto circle = parseScpTables(asBytes(le16(1) + le16(1) + code(1, 1, 0, 1, 0)));
    ASSERT_TRUE(circle);
    EXPECT_TRUE(decodeScpBits(std::vector<std::byte>(100), *circle, 5).empty()) << "a table that only leads to itself";
}

TEST(ScpFrame, ChecksumIsCcitts) {
    EXPECT_EQ(crcCcitt(asBytes("123456789")), 0x29b1) << "the check value of CRC-CCITT with ones at the start";
}

TEST(Scp, EveryCodingGivesTheSamplesBack) {
    const auto folder = scratchFolder("scp-codings");
    const Stored first = wave(1'000, 1);
    const Stored second = wave(1'000, 2);
    for (const bool huffman : {true, false}) {
        for (const int differences : {0, 1, 2}) {
            const auto coded = [&](const Stored& values) {
                return huffman ? huffmanCoded(values, differences) : wordCoded(values, differences);
            };
            std::map<int, std::string> sections = {
                {3, leadsSection({{1, "", 1, 1'000}, {62, "", 1, 1'000}})},
                {6, samplesSection(2'500, 2'000, differences, 0, {coded(first), coded(second)})}};
            if (huffman) sections[2] = defaultTableSection();
            const auto recording = openedBytes(folder, scpFile(sections));
            EXPECT_EQ(warningsOf(*recording), "");
            ASSERT_EQ(recording->leads.size(), 2U);
            EXPECT_EQ(recording->leads[0].name, "I");
            EXPECT_EQ(recording->leads[1].name, "aVR");
            EXPECT_DOUBLE_EQ(recording->leads[0].rate_hz, 500);
            EXPECT_EQ(stored(*recording, 0, 0, 1'000), first) << huffman << differences;
            EXPECT_EQ(stored(*recording, 1, 0, 1'000), second) << huffman << differences;
            EXPECT_FLOAT_EQ(physical(*recording, 0, 200, 1)[0], static_cast<float>(first[200] * 2.5e-3));
        }
    }
}

// Section 4 for complexes with fiducials at 201, 601: subtracted from 50 before to 49 behind, protected from -16 to
// +15.
std::string qrsSection(bool with_areas) {
    std::string out = le16(200) + le16(51) + le16(2);
    for (const std::uint32_t fiducial : {201U, 601U}) {
        out += le16(0) + le32(fiducial - 50) + le32(fiducial) + le32(fiducial + 49);
    }
    for (const std::uint32_t fiducial : {201U, 601U}) {
        if (with_areas) out += le32(fiducial - 16) + le32(fiducial + 15);
    }
    return out;
}

TEST(Scp, TheReferenceBeatIsAddedWhereItWasSubtracted) {
    const auto folder = scratchFolder("scp-reference");
    Stored beat;  // 100 samples, its fiducial the 51st, in units of 5000 nV
    for (int i = 0; i < 100; ++i)
        beat.push_back(static_cast<std::int32_t>(300 * std::exp(-(i - 50.0) * (i - 50.0) / 40)));
    const Stored whole = wave(800, 3);  // in units of 2500 nV
    Stored residual = whole;
    for (const int fiducial : {200, 600}) {
        for (int i = 0; i < 100; ++i)
            residual[static_cast<std::size_t>(fiducial - 50 + i)] -= 2 * beat[static_cast<std::size_t>(i)];
    }
    const auto recording =
        openedBytes(folder, scpFile({{2, defaultTableSection()},
                                     {3, leadsSection({{2, "", 1, 800}}, 5)},
                                     {4, qrsSection(false)},
                                     {5, samplesSection(5'000, 2'000, 1, 0, {huffmanCoded(beat, 1)})},
                                     {6, samplesSection(2'500, 2'000, 2, 0, {huffmanCoded(residual, 2)})}}));
    EXPECT_EQ(warningsOf(*recording), "");
    EXPECT_EQ(stored(*recording, 0, 0, 800), whole);
    EXPECT_DOUBLE_EQ(recording->leads.at(0).gain, 400);
    ASSERT_EQ(recording->annotation_sets.size(), 1U);
    EXPECT_EQ(recording->annotation_sets[0].annotator, "scp");
    EXPECT_EQ(recording->annotation_sets[0].annotations.at(1).sample, 600);
    EXPECT_EQ(recording->annotation_sets[0].annotations.at(1).code, kLearn) << "the file does not classify its beats";
    EXPECT_NE(recording->format_detail.find("reference beat"), std::string::npos);
}

TEST(Scp, DecimatedStretchesAreDrawnAndProtectedOnesExact) {
    const auto folder = scratchFolder("scp-decimated");
    Stored whole;  // a slow ramp, on which straight lines are exact, with a spike within each protected area
    for (int i = 0; i < 800; ++i) whole.push_back(2 * i + (std::abs(i - 200) < 10 || std::abs(i - 600) < 10 ? 500 : 0));
    Stored kept;
    for (int i = 0; i < 800;) {  // areas: samples 185..216 and 585..616, from 1
        const bool in_area = (i >= 184 && i <= 215) || (i >= 584 && i <= 615);
        if (in_area) {
            kept.push_back(whole[static_cast<std::size_t>(i++)]);
            continue;
        }
        int sum = 0;
        for (int k = 0; k < 4; ++k) sum += whole[static_cast<std::size_t>(i + k)];
        kept.push_back(sum / 4);
        i += 4;
    }
    const Stored none(100, 0);
    const auto recording =
        openedBytes(folder, scpFile({{2, defaultTableSection()},
                                     {3, leadsSection({{2, "", 1, 800}}, 5)},
                                     {4, qrsSection(true)},
                                     {5, samplesSection(1'000, 2'000, 0, 0, {huffmanCoded(none, 0)})},
                                     {6, samplesSection(1'000, 8'000, 1, 1, {huffmanCoded(kept, 1)})}}));
    EXPECT_EQ(warningsOf(*recording), "");
    EXPECT_DOUBLE_EQ(recording->leads.at(0).rate_hz, 500);
    ASSERT_EQ(recording->leads.at(0).samples, 800);
    const Stored read = stored(*recording, 0, 0, 800);
    for (std::size_t i = 0; i < 800; ++i) {
        const bool in_area = (i >= 184 && i <= 215) || (i >= 584 && i <= 615);
        // Means of four are cut to whole numbers, and beyond the last middle the line stays level.
        EXPECT_NEAR(read[i], whole[i], in_area ? 0 : i < 2 || i > 797 ? 4 : 1) << i;
    }
    const auto alone =
        scpFile({{3, leadsSection({{2, "", 1, 8}})}, {6, samplesSection(1, 8'000, 0, 1, {wordCoded({1, 2}, 0)})}});
    EXPECT_EQ(errorOfBytes(folder, alone).code, ErrorCode::unsupported) << "decimated, by an unknown factor";
}

TEST(Scp, EightLeadsAreTwelve) {
    const auto recording = openedBytes(
        scratchFolder("scp-eight"),
        scpFile({{3, leadsSection({{1, "", 1, 3}, {2, "", 1, 3}, {3, "", 1, 3}})},
                 {6, samplesSection(1'000, 2'000, 0, 0,
                                    {wordCoded({1, 2, 3}, 0), wordCoded({5, 5, 5}, 0), wordCoded({7, 8, 9}, 0)})}}));
    ASSERT_EQ(recording->leads.size(), 7U);
    EXPECT_EQ(recording->leads[2].name, "III");
    EXPECT_TRUE(recording->leads[5].derived);
    EXPECT_EQ(stored(*recording, 2, 0, 3), (Stored{4, 3, 2}));
    EXPECT_EQ(stored(*recording, 6, 0, 3), (Stored{7, 8, 9}));
}

TEST(Scp, LeadsThatStartLaterAreMissingUntilThen) {
    const auto folder = scratchFolder("scp-starts");
    const auto recording = openedBytes(
        folder, scpFile({{3, leadsSection({{1, "", 11, 13}, {3, "", 13, 15}})},
                         {6, samplesSection(1'000, 2'000, 0, 0, {wordCoded({1, 2, 3}, 0), wordCoded({4, 5, 6}, 0)})}}));
    EXPECT_EQ(stored(*recording, 0, 0, 5), (Stored{1, 2, 3, kMissingSample, kMissingSample}));
    EXPECT_EQ(stored(*recording, 1, 0, 5), (Stored{kMissingSample, kMissingSample, 4, 5, 6}));
}

std::string valid() {
    return scpFile({{1, "\2\5" + std::string(1, '\0') + "4711" + std::string(1, '\0') + "\xff" + std::string(2, '\0')},
                    {2, defaultTableSection()},
                    {3, leadsSection({{2, "", 1, 800}}, 5)},
                    {4, qrsSection(true)},
                    {5, samplesSection(1'000, 2'000, 0, 0, {huffmanCoded(Stored(100, 3), 0)})},
                    {6, samplesSection(1'000, 2'000, 2, 0, {huffmanCoded(wave(800, 4), 2)})}});
}

TEST(Scp, LengthsThatAreNotStatedAreTheFiles) {
    const auto folder = scratchFolder("scp-no-length");
    const auto words = openedBytes(
        folder, scpFile({{3, leadsSection({{1, "", 0, 0}, {3, "", 0, 0}})},
                         {6, samplesSection(1'000, 2'000, 0, 0, {wordCoded({1, 2, 3}, 0), wordCoded({4, 5, 6}, 0)})}}));
    EXPECT_EQ(stored(*words, 0, 0, 3), (Stored{1, 2, 3}));
    EXPECT_EQ(words->leads[1].samples, 3);
    EXPECT_NE(warningsOf(*words).find("does not say how many samples"), std::string::npos) << warningsOf(*words);
    const auto codes =
        openedBytes(folder, scpFile({{2, defaultTableSection()},
                                     {3, leadsSection({{1, "", 0, 0}})},
                                     {6, samplesSection(1'000, 2'000, 0, 0, {huffmanCoded(wave(800, 4), 0)})}}));
    EXPECT_EQ(stored(*codes, 0, 0, 800), wave(800, 4));
    EXPECT_LE(codes->leads[0].samples, 815) << "the bits that fill the last two bytes";
}

TEST(Scp, SamplesCountedFromZeroAreShownWithAWarning) {
    const auto folder = scratchFolder("scp-zero");
    // The last sample's number, or how many there are: both are written.
    for (const std::uint32_t end : {2U, 3U}) {
        const auto recording = openedBytes(
            folder,
            scpFile({{3, leadsSection({{1, "", 0, end}, {3, "", 0, end}})},
                     {6, samplesSection(1'000, 2'000, 0, 0, {wordCoded({1, 2, 3}, 0), wordCoded({4, 5, 6}, 0)})}}));
        ASSERT_EQ(recording->leads.size(), 2U);
        EXPECT_EQ(recording->leads[0].samples, 3) << end;
        EXPECT_EQ(stored(*recording, 1, 0, 3), (Stored{4, 5, 6})) << end;
        EXPECT_EQ(recording->warnings.size(), 1U) << warningsOf(*recording);
        EXPECT_NE(warningsOf(*recording).find("from 0"), std::string::npos);
    }
    // Huffman's codes are filled up with bits that would make one sample more.
    const auto packed =
        openedBytes(folder, scpFile({{2, defaultTableSection()},
                                     {3, leadsSection({{1, "", 0, 800}})},
                                     {6, samplesSection(1'000, 2'000, 2, 0, {huffmanCoded(wave(800, 4), 2)})}}));
    EXPECT_EQ(packed->leads[0].samples, 800);
    EXPECT_EQ(packed->warnings.size(), 1U) << warningsOf(*packed);
}

TEST(Scp, LateLeadsTogetherMustNotOutweighTheFile) {
    const auto folder = scratchFolder("scp-late");
    // Each of the 250 leads alone may begin so late, all of them together may not: they would be a thousand times as
    // large as their file.
    std::vector<ScpMadeLead> leads = {{1, "", 1, 2}};
    std::vector<std::string> coded = {wordCoded({1, 2}, 0)};
    while (leads.size() < 250) {
        leads.push_back({2, "", 20'000, 20'001});
        coded.push_back(wordCoded({1, 2}, 0));
    }
    const std::string file = scpFile({{3, leadsSection(leads)}, {6, samplesSection(1'000, 2'000, 0, 0, coded)}});
    ASSERT_GT(file.size() * 8, 20'000U);
    writeText(folder / "late.scp", file);
    const auto recording = open((folder / "late.scp").string());
    ASSERT_FALSE(recording);
    EXPECT_NE(sentence(recording.error()).find("long after the others"), std::string::npos)
        << sentence(recording.error());
}

TEST(Scp, LiesAndDamageAreSaidOrRefused) {
    const auto folder = scratchFolder("scp-lies");
    std::string file = valid();
    file[file.size() - 300] = static_cast<char>(file[file.size() - 300] ^ 0x10);
    EXPECT_NE(warningsOf(*openedBytes(folder, file)).find("checksum is wrong"), std::string::npos);
    EXPECT_NE(warningsOf(*openedBytes(folder, valid() + "tail")).find("4 bytes behind its end"), std::string::npos);
    const std::string samples = samplesSection(1'000, 2'000, 0, 0, {wordCoded({1, 2, 3}, 0)});
    const auto promised = scpFile({{3, leadsSection({{2, "", 1, 4'000'000'000U}})}, {6, samples}});
    const auto recording = openedBytes(folder, promised);
    EXPECT_EQ(recording->leads.at(0).samples, 3);
    EXPECT_NE(warningsOf(*recording).find("promises 4000000000 samples of II and holds 3"), std::string::npos);
    const std::vector<std::map<int, std::string>> broken = {
        {{6, samples}},
        {{3, leadsSection({{2, "", 1, 3}})}},
        {{3, std::string("\x7f\4", 2) + leadsSection({{2, "", 1, 3}}).substr(2)}, {6, samples}},
        {{3, leadsSection({{2, "", 1, 3}, {3, "", 4'000'000'000U, 4'000'000'002U}})},
         {6, samplesSection(1, 2'000, 0, 0, {wordCoded({1}, 0), wordCoded({1}, 0)})}},
        {{3, leadsSection({{2, "", 1, 3}})}, {6, samplesSection(1'000, 0, 0, 0, {wordCoded({1}, 0)})}},
        {{3, leadsSection({{2, "", 1, 3}})}, {6, samplesSection(1'000, 2'000, 3, 0, {wordCoded({1}, 0)})}},
        {{2, le16(7)}, {3, leadsSection({{2, "", 1, 3}})}, {6, samples}},
    };
    for (std::size_t i = 0; i < broken.size(); ++i) {
        const Error error = errorOfBytes(folder, scpFile(broken[i]));
        EXPECT_EQ(error.code, ErrorCode::malformed) << i << ' ' << sentence(error);
    }
    const Error beat_alone =
        errorOfBytes(folder, scpFile({{3, leadsSection({{2, "", 1, 3}})},
                                      {5, samplesSection(1'000, 2'000, 0, 0, {wordCoded({1, 2, 3}, 0)})}}));
    EXPECT_EQ(beat_alone.code, ErrorCode::unsupported);
    EXPECT_NE(beat_alone.what.text().find("a reference beat and no rhythm"), std::string::npos);
    const auto unsubtracted = openedBytes(folder, scpFile({{3, leadsSection({{2, "", 1, 3}}, 5)}, {6, samples}}));
    EXPECT_NE(warningsOf(*unsubtracted).find("shown as they are stored"), std::string::npos);
}

TEST(Scp, CutAtEveryByteOrDamagedItNeverHarms) {
    const auto folder = scratchFolder("scp-cut");
    const std::string whole = valid();
    const auto tryToRead = [&](const std::string& bytes) {
        writeText(folder / "c.scp", bytes);
        const auto recording = open((folder / "c.scp").string());
        if (!recording) return !recording.error().what.empty() && !recording.error().hint.empty();
        for (std::size_t i = 0; i < (*recording)->leads.size(); ++i) (void)stored(**recording, i, -1, 10);
        return true;
    };
    for (std::size_t size = 0; size < whole.size(); ++size) EXPECT_TRUE(tryToRead(whole.substr(0, size))) << size;
    std::mt19937 random(11);
    for (int round = 0; round < 2'000; ++round) {
        std::string damaged = whole;
        for (unsigned i = 0; i <= random() % 4; ++i) {
            damaged[random() % (round % 2 == 0 ? 400 : damaged.size())] = static_cast<char>(random());
        }
        EXPECT_TRUE(tryToRead(damaged));
    }
}

TEST(Scp, RealFilesKeepTheStandardOrAreSaidToBreakIt) {
    TRIPTYCH_NEEDS_DATA(scp, "formats/scp");
    const auto recording = open((scp / "scp_ecg_rw_test.scp").string());
    ASSERT_TRUE(recording) << sentence(recording.error());
    EXPECT_EQ((*recording)->leads.size(), 12U);
    EXPECT_EQ((*recording)->leads.at(8).name, "III");
    EXPECT_EQ((*recording)->leads.at(0).samples, 5'000);
    EXPECT_DOUBLE_EQ((*recording)->leads.at(0).rate_hz, 500);
    EXPECT_EQ((*recording)->leads.at(0).unit, "stored") << "it states an amplitude of 0 nV";
    for (const char* name : {"healforce_62_nonconforming.SCP", "healforce_63_nonconforming.SCP"}) {
        const auto refused = open((scp / name).string());
        ASSERT_FALSE(refused) << name;
        EXPECT_EQ(refused.error().code, ErrorCode::malformed);
        EXPECT_NE(refused.error().what.text().find("61554 in the wrong byte order"), std::string::npos)
            << sentence(refused.error());
    }
}

}  // namespace
}  // namespace triptych::formats
