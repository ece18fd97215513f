// ISHNE: files made byte by byte, and a real one.
#include "core/formats/open.h"

#include "tests/formats/record_files.h"

#include <gtest/gtest.h>

#include <cmath>

namespace triptych::formats {
namespace {

using namespace test;

void putWord(std::string& bytes, std::size_t at, int value) {
    bytes[at] = static_cast<char>(value & 0xff);
    bytes[at + 1] = static_cast<char>(value >> 8 & 0xff);
}

void append(std::string& bytes, std::initializer_list<int> words) {
    for (const int word : words) {
        bytes += static_cast<char>(word & 0xff);
        bytes += static_cast<char>(word >> 8 & 0xff);
    }
}

// Two leads (V1, aVF) of 5 µV a step at 100 Hz, three samples.
std::string ishne() {
    std::string bytes(522, '\0');
    bytes.replace(0, 8, "ISHNE1.0");
    putWord(bytes, 14, 3);
    putWord(bytes, 18, 522);
    putWord(bytes, 22, 522);
    bytes.replace(28, 4, "Jane");
    bytes.replace(68, 3, "Doe");
    putWord(bytes, 138, 5);
    putWord(bytes, 140, 11);
    putWord(bytes, 142, 2008);
    putWord(bytes, 150, 5);
    putWord(bytes, 152, 9);
    putWord(bytes, 156, 2);
    putWord(bytes, 158, 11);
    putWord(bytes, 160, 10);
    putWord(bytes, 206, 5000);
    putWord(bytes, 208, 5000);
    putWord(bytes, 272, 100);
    append(bytes, {1, -2, 300, -400, 5, -6});
    return bytes;
}

std::string ishneAnnotations() {
    std::string bytes = ishne().substr(0, 522);
    bytes.replace(0, 8, "ANN  1.0");
    bytes += std::string(4, '\0');
    bytes += std::string("N#\1\0V#\1\0C#\0\0", 12);
    return bytes;
}

TEST(Ishne, ValuesLeadsAndAnnotations) {
    const auto folder = scratchFolder("ishne");
    writeText(folder / "h.ecg", ishne());
    writeText(folder / "h.ann", ishneAnnotations());
    for (const char* name : {"h.ecg", "h.ann", "h"}) {
        const auto recording = open((folder / name).string());
        ASSERT_TRUE(recording) << name << ' ' << sentence(recording.error());
        EXPECT_EQ((*recording)->format, "ISHNE");
        EXPECT_EQ((*recording)->start, "2008-11-05T05:09:00");
        ASSERT_EQ((*recording)->leads.size(), 2U);
        EXPECT_EQ((*recording)->leads[0].name, "V1");
        EXPECT_EQ((*recording)->leads[1].name, "aVF");
        EXPECT_EQ((*recording)->leads[1].gain, 200);
        EXPECT_EQ((*recording)->leads[1].rate_hz, 100);
        EXPECT_EQ(stored(**recording, 1, 0, 3), (std::vector<std::int32_t>{-2, -400, -6}));
        EXPECT_EQ(physical(**recording, 0, 1, 1)[0], 1.5F);
        ASSERT_EQ((*recording)->annotation_sets.size(), 1U);
        const auto& marks = (*recording)->annotation_sets[0].annotations;
        ASSERT_EQ(marks.size(), 3U);
        EXPECT_EQ(marks[0].sample, 1);
        EXPECT_EQ(marks[0].code, kNormal);
        EXPECT_EQ(marks[1].sample, 2);
        EXPECT_EQ(marks[1].code, kPvc);
        EXPECT_EQ(marks[2].code, kNote);
        EXPECT_EQ(warningsOf(**recording), "");
    }
}

TEST(Ishne, HeadersThatLie) {
    const auto folder = scratchFolder("ishne-lies");
    std::string bytes = ishne();
    putWord(bytes, 16, 100);  // 6.5 million samples
    putWord(bytes, 206, 0);
    writeText(folder / "h.ecg", bytes);
    auto recording = open((folder / "h.ecg").string());
    ASSERT_TRUE(recording) << sentence(recording.error());
    EXPECT_EQ((*recording)->leads[0].samples, 3);
    EXPECT_EQ((*recording)->leads[0].unit, "stored");
    EXPECT_NE(warningsOf(**recording).find("ends early"), std::string::npos);
    EXPECT_NE(warningsOf(**recording).find("how large a step"), std::string::npos);
    for (const auto& [at, value] : {std::pair(156, 0), std::pair(156, 4000), std::pair(272, 0), std::pair(272, -1)}) {
        bytes = ishne();
        putWord(bytes, static_cast<std::size_t>(at), value);
        writeText(folder / "h.ecg", bytes);
        recording = open((folder / "h.ecg").string());
        ASSERT_FALSE(recording);
        EXPECT_EQ(recording.error().code, ErrorCode::malformed);
    }
}

// CRC-CCITT, bit by bit, of what stands between the checksum and the samples.
int headerSum(const std::string& bytes, std::size_t header_size) {
    unsigned crc = 0xffff;
    for (const char byte : bytes.substr(10, header_size - 10)) {
        crc ^= static_cast<unsigned>(static_cast<unsigned char>(byte)) << 8;
        for (int bit = 0; bit < 8; ++bit) crc = (crc & 0x8000) != 0 ? (crc << 1 ^ 0x1021) & 0xffff : crc << 1;
    }
    return static_cast<int>(crc);
}

TEST(Ishne, ChecksumsOfBothHeadersAreChecked) {
    const auto folder = scratchFolder("ishne-sums");
    std::string signal = ishne();
    // A block of variable length belongs to the header, too.
    signal.insert(522, "Lab 7");
    putWord(signal, 10, 5);
    putWord(signal, 22, 527);
    std::string marks = ishneAnnotations();
    putWord(signal, 8, headerSum(signal, 527));
    putWord(marks, 8, headerSum(marks, 522));
    writeText(folder / "h.ecg", signal);
    writeText(folder / "h.ann", marks);
    auto recording = open((folder / "h.ecg").string());
    ASSERT_TRUE(recording) << sentence(recording.error());
    EXPECT_EQ(warningsOf(**recording), "");
    EXPECT_EQ(stored(**recording, 0, 0, 3), (std::vector<std::int32_t>{1, 300, 5}));
    for (const std::size_t damaged : {std::size_t{28}, std::size_t{206}, std::size_t{524}}) {
        std::string bytes = signal;
        bytes[damaged] = static_cast<char>(bytes[damaged] ^ 4);
        writeText(folder / "h.ecg", bytes);
        recording = open((folder / "h.ecg").string());
        ASSERT_TRUE(recording) << sentence(recording.error());
        ASSERT_EQ((*recording)->warnings.size(), 1U) << warningsOf(**recording);
        EXPECT_NE((*recording)->warnings[0].what.text().find("checksum of the header is wrong"), std::string::npos);
        EXPECT_TRUE((*recording)->warnings[0].where.ends_with("h.ecg"));
    }
    writeText(folder / "h.ecg", signal);
    marks[130] = 1;
    writeText(folder / "h.ann", marks);
    recording = open((folder / "h.ecg").string());
    ASSERT_TRUE(recording) << sentence(recording.error());
    ASSERT_EQ((*recording)->warnings.size(), 1U) << warningsOf(**recording);
    EXPECT_TRUE((*recording)->warnings[0].where.ends_with("h.ann"));
    EXPECT_EQ((*recording)->annotation_sets.size(), 1U);
    putWord(signal, 10, 30'000);  // a header longer than its file
    writeText(folder / "h.ecg", signal);
    recording = open((folder / "h.ecg").string());
    ASSERT_TRUE(recording) << sentence(recording.error());
    EXPECT_NE(warningsOf(**recording).find("was not checked"), std::string::npos);
}

TEST(Ishne, CountsOfEachLeadOfAllLeadsOrOfNeither) {
    const auto folder = scratchFolder("ishne-counts");
    for (const auto& [count, says] :
         {std::pair(3, ""), {6, ""}, {2, "all are shown"}, {0, "all are shown"}, {4, "ends early"}}) {
        std::string bytes = ishne();
        putWord(bytes, 14, count);
        writeText(folder / "h.ecg", bytes);
        const auto recording = open((folder / "h.ecg").string());
        ASSERT_TRUE(recording) << sentence(recording.error());
        EXPECT_EQ((*recording)->leads[0].samples, 3) << count;
        EXPECT_NE(warningsOf(**recording).find(says), std::string::npos) << count << ' ' << warningsOf(**recording);
        EXPECT_EQ(warningsOf(**recording).empty(), *says == '\0') << count;
    }
}

TEST(Ishne, NamesInCapitals) {
    const auto folder = scratchFolder("ishne-capitals");
    writeText(folder / "H.ECG", ishne());
    writeText(folder / "H.ANN", ishneAnnotations());
    for (const char* name : {"H.ECG", "H.ANN"}) {
        const auto recording = open((folder / name).string());
        ASSERT_TRUE(recording) << name << ' ' << sentence(recording.error());
        EXPECT_EQ((*recording)->annotation_sets.size(), 1U) << name;
    }
}

TEST(Ishne, LargeStepsAndUnknownOnes) {
    const auto folder = scratchFolder("ishne-steps");
    std::string bytes = ishne();
    putWord(bytes, 206, 40'000);
    putWord(bytes, 208, -9);
    writeText(folder / "h.ecg", bytes);
    const auto recording = open((folder / "h.ecg").string());
    ASSERT_TRUE(recording) << sentence(recording.error());
    EXPECT_EQ((*recording)->leads[0].gain, 25);
    EXPECT_EQ((*recording)->leads[1].unit, "stored");
}

TEST(Ishne, CutAtEveryByte) {
    const auto folder = scratchFolder("ishne-cut");
    writeText(folder / "h.ann", ishneAnnotations());
    cutEverywhere(folder / "h.ecg", ishne());
    writeText(folder / "h.ecg", ishne());
    const std::string annotations = ishneAnnotations();
    for (std::size_t size = 0; size < annotations.size(); ++size) {
        writeText(folder / "h.ann", annotations.substr(0, size));
        EXPECT_TRUE(open((folder / "h.ecg").string()));
    }
}

TEST(Ishne, ARealHolter) {
    TRIPTYCH_NEEDS_DATA(data, "formats");
    const auto holter = open((data / "ishne" / "1-300m.ecg").string());
    ASSERT_TRUE(holter) << sentence(holter.error());
    ASSERT_EQ((*holter)->leads.size(), 3U);
    EXPECT_EQ((*holter)->leads[2].name, "Z");
    EXPECT_EQ((*holter)->leads[2].samples, 300'000);
    EXPECT_NEAR((*holter)->leads[0].gain, 1e6 / 4878, 1e-9);
    EXPECT_NE(warningsOf(**holter).find("ends early"), std::string::npos);
    ASSERT_EQ((*holter)->annotation_sets.size(), 1U);
    EXPECT_EQ((*holter)->annotation_sets[0].annotations.size(), 1227U);
}

}  // namespace
}  // namespace triptych::formats
