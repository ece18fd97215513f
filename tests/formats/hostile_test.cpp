// Files that are damaged, lie or mean harm: a clear error or a warning beside what can be read, never a crash or a
// hang.
#include "core/files/mapped_file.h"
#include "core/formats/open.h"
#include "core/formats/wfdb/annotations.h"
#include "core/formats/wfdb/header.h"

#include "tests/formats/record_files.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmath>
#include <fstream>
#include <optional>
#include <random>

namespace triptych::formats {
namespace {

using namespace test;

Error errorOf(const std::filesystem::path& path) {
    const auto recording = open(path.string());
    EXPECT_FALSE(recording) << path;
    return recording ? Error{} : recording.error();
}

// An error that a reader can act on: it says what, where, and what to do.
void expectError(const std::filesystem::path& path, ErrorCode code, const std::string& part) {
    const Error error = errorOf(path);
    EXPECT_EQ(error.code, code) << name(error.code) << ": " << sentence(error);
    EXPECT_NE(sentence(error).find(part), std::string::npos) << sentence(error);
    EXPECT_FALSE(error.where.empty());
    EXPECT_FALSE(error.hint.empty()) << sentence(error);
}

TEST(HostileInput, WhatIsNotThere) {
    const auto folder = makeSmallRecord("absent");
    expectError(folder / "s.hea", ErrorCode::not_found, "s.hea");
    expectError(folder / "s", ErrorCode::not_found, "there is no such file");
    expectError("", ErrorCode::not_found, "no file is named");
    expectError(folder, ErrorCode::not_a_file, "folder");
    expectError("/dev/null", ErrorCode::not_a_file, "not a regular file");
    expectError(std::string("a\0b", 3), ErrorCode::not_found, "no such file");
}

TEST(HostileInput, ANamedPipeDoesNotHang) {
    const auto folder = scratchFolder("pipe");
    ASSERT_EQ(::mkfifo((folder / "p.hea").c_str(), 0600), 0);
    expectError(folder / "p.hea", ErrorCode::not_a_file, "not a regular file");
}

TEST(HostileInput, EmptyFiles) {
    const auto folder = makeSmallRecord("empty");
    writeText(folder / "e.hea", "");
    expectError(folder / "e.hea", ErrorCode::empty, "e.hea");
    writeText(folder / "e", "");
    std::filesystem::remove(folder / "e.hea");
    expectError(folder / "e", ErrorCode::empty, "the file is empty");
    writeText(folder / "r.dat", "");
    expectError(folder / "r.hea", ErrorCode::empty, "r.dat");
}

TEST(HostileInput, FilesThatMayNotBeRead) {
    const auto folder = makeSmallRecord("forbidden");
    ::chmod((folder / "r.hea").c_str(), 0);
    const bool is_root = ::geteuid() == 0;
    if (is_root && ::seteuid(65534) != 0) GTEST_SKIP() << "the super-user may read everything";
    expectError(folder / "r.hea", ErrorCode::not_readable, "permissions");
    expectError(folder / "r", ErrorCode::not_readable, "r.hea");
    if (is_root) {
        ASSERT_EQ(::seteuid(0), 0);
    }
}

// What the program has read from files until now, in bytes; nullopt where the system does not count it.
std::optional<std::int64_t> bytesRead() {
    std::ifstream io("/proc/self/io");
    std::string name;
    std::int64_t count = 0;
    if (io >> name >> count && name == "rchar:") return count;
    return std::nullopt;
}

TEST(HostileInput, AGigabyteOfZerosIsNoHeaderAndIsNotRead) {
    const auto folder = scratchFolder("zeros");
    writeText(folder / "z.hea", "");
    ASSERT_EQ(::truncate((folder / "z.hea").c_str(), 1 << 30), 0);
    const auto before = bytesRead();
    expectError(folder / "z.hea", ErrorCode::malformed, "1073741824 bytes");
    const auto after = bytesRead();
    ASSERT_EQ(::truncate((folder / "z.hea").c_str(), 4096), 0);
    expectError(folder / "z.hea", ErrorCode::malformed, "zero bytes");
    if (!before || !after) GTEST_SKIP() << "the system does not count what a program reads";
    EXPECT_LT(*after - *before, 1 << 20);
}

TEST(HostileInput, OtherFilesAreNotGuessedAt) {
    const auto folder = scratchFolder("other");
    writeText(folder / "page.html", "<html><body>A recording</body></html>");
    expectError(folder / "page.html", ErrorCode::unsupported, "WFDB");
}

TEST(HostileInput, PathsOutOfTheFolderAreRefused) {
    const auto folder = makeSmallRecord("paths");
    std::filesystem::create_directory(folder / "sub");
    writeText(folder / "sub" / "x.hea", "x 2 360 3\n../r.dat 16\n../r.dat 16\n");
    expectError(folder / "sub" / "x.hea", ErrorCode::refused, "../r.dat");
    writeText(folder / "sub" / "x.hea", "x 1 360 3\n" + (folder / "r.dat").string() + " 16\n");
    expectError(folder / "sub" / "x.hea", ErrorCode::refused, "outside its own folder");
}

TEST(HostileInput, AMissingSignalFileIsNamed) {
    const auto folder = makeSmallRecord("no-dat");
    std::filesystem::remove(folder / "r.dat");
    expectError(folder / "r.hea", ErrorCode::not_found, "r.dat");
    std::filesystem::create_directory(folder / "r.dat");
    expectError(folder / "r.hea", ErrorCode::not_a_file, "r.dat");
}

TEST(HostileInput, LeadsWhoseFileIsThereAreShown) {
    const auto folder = makeSmallRecord("half");
    writeText(folder / "h.hea",
              "h 3 360 3\nr.dat 16 200 16 0 0 0 0 I\nnone.dat 16 200 16 0 0 0 0 II\nr.dat 16 200 16 0 0 0 0 III\n");
    const auto recording = open((folder / "h").string());
    ASSERT_TRUE(recording) << sentence(recording.error());
    ASSERT_EQ((*recording)->leads.size(), 2U);
    EXPECT_EQ((*recording)->leads[1].name, "III");
    EXPECT_EQ(stored(**recording, 1, 0, 3), (std::vector<std::int32_t>{-2, -4, -6}));
    EXPECT_NE(warningsOf(**recording).find("none.dat"), std::string::npos);
    EXPECT_NE(warningsOf(**recording).find("not shown: II"), std::string::npos);
}

TEST(HostileInput, HeadersThatPromiseTooMuch) {
    const auto folder = makeSmallRecord("lies");
    for (const char* frames : {"4", "650000", "9223372036854775807"}) {
        writeText(folder / "l.hea", "l 2 360 " + std::string(frames) + "\nr.dat 16\nr.dat 16\n");
        const auto recording = open((folder / "l").string());
        ASSERT_TRUE(recording) << frames;
        EXPECT_EQ((*recording)->leads[0].samples, 3) << frames;
        EXPECT_NE(warningsOf(**recording).find("ends early"), std::string::npos) << frames;
        EXPECT_EQ(physical(**recording, 1, 2, 1)[0], -0.03F);
    }
}

TEST(HostileInput, HeadersThatPromiseTooLittleSaySo) {
    const auto folder = scratchFolder("modest");
    writeText(folder / "l.hea", "l 1 100 10\nl.dat 16\n");
    writeBytes(folder / "l.dat", std::vector<std::byte>(2000));
    const auto recording = open((folder / "l").string());
    ASSERT_TRUE(recording);
    EXPECT_EQ((*recording)->leads[0].samples, 10);
    EXPECT_NE(warningsOf(**recording).find("holds 1000 samples"), std::string::npos);
}

TEST(HostileInput, UndescribedSignalsAreNotReadAsOthers) {
    const auto folder = makeSmallRecord("undescribed");
    // Six words as one signal would be six samples: the header's three show that a signal is interleaved.
    writeText(folder / "l.hea", "l 2 360 3\nr.dat 16\n");
    expectError(folder / "l", ErrorCode::malformed, "promises 2 signals and describes 1");
    writeText(folder / "l.hea", "l 2 360\nr.dat 16\n");
    expectError(folder / "l", ErrorCode::malformed, "cannot be told apart");
    // Where the file holds exactly what is described, the other signal must lie elsewhere.
    writeText(folder / "l.hea", "l 2 360 6\nr.dat 16\n");
    const auto recording = open((folder / "l").string());
    ASSERT_TRUE(recording) << sentence(recording.error());
    EXPECT_NE(warningsOf(**recording).find("promises 2 signals and describes 1"), std::string::npos);
    writeText(folder / "l.hea", "l 2 360 6\n");
    expectError(folder / "l", ErrorCode::malformed, "describes none");
}

TEST(HostileInput, HeadersThatContradictThemselves) {
    const auto folder = makeSmallRecord("contradiction");
    writeText(folder / "l.hea", "l 2 360 3\nr.dat 16\nr.dat 212\n");
    expectError(folder / "l", ErrorCode::malformed, "two storage formats");
    writeText(folder / "l.hea", "l 1 360 3\nr.dat 16+9223372036854775807\n");
    expectError(folder / "l", ErrorCode::truncated, "not one whole sample");
    writeText(folder / "l.hea", "l 1 360 3\nr.dat 16:2147483647\n");
    expectError(folder / "l", ErrorCode::empty, "no signal");
    writeText(folder / "l.hea", "l 1 360 3\nr.dat 16x1000000\n");
    expectError(folder / "l", ErrorCode::truncated, "not one whole sample");
    writeText(folder / "l.hea", "other 2 360 3\nr.dat 16\nr.dat 16\n");
    EXPECT_NE(warningsOf(**open((folder / "l").string())).find("\"other\""), std::string::npos);
}

TEST(HostileInput, WhatIsNotReadYetIsNamed) {
    const auto folder = makeSmallRecord("unsupported");
    writeText(folder / "l.hea", "l 1 360 3\nr.dat 516\n");
    expectError(folder / "l", ErrorCode::malformed, "no FLAC file");
    writeText(folder / "l.hea", "l 1 360 3\nr.dat 77\n");
    expectError(folder / "l", ErrorCode::unsupported, "format 77");
    writeText(folder / "l.hea", "l 1 360 3\n~ 0\n");
    expectError(folder / "l", ErrorCode::unsupported, "format 0");
    writeText(folder / "l.hea", "l/2 1 360 6\nr 3\nl 3\n");
    expectError(folder / "l", ErrorCode::refused, "made of segments");
    writeText(folder / "l.hea", "l 0 360 6\n");
    expectError(folder / "l", ErrorCode::empty, "no signals");
}

TEST(HostileInput, EveryFileCutAtEveryByte) {
    const auto folder = makeSmallRecord("cuts");
    const RecordingPtr whole = openedOrRefused(folder / "r.hea");
    ASSERT_TRUE(whole);
    for (const char* file : {"r.hea", "r.dat", "r.atr"}) {
        const std::string bytes = readText(folder / file);
        int opened = 0;
        for (std::size_t size = 0; size < bytes.size(); ++size) {
            writeText(folder / file, bytes.substr(0, size));
            const RecordingPtr part = openedOrRefused(folder / "r.hea");
            if (!part) continue;
            ++opened;
            ASSERT_LE(part->leads.size(), whole->leads.size());
            for (std::size_t i = 0; i < part->leads.size(); ++i) {
                const auto count = static_cast<std::size_t>(part->leads[i].samples);
                ASSERT_LE(count, 3U) << file << " of " << size << " bytes";
                // A header without its end may have lost gains and names, and never a sample's place.
                EXPECT_EQ(stored(*part, i, 0, count), stored(*whole, i, 0, count))
                    << file << " of " << size << " bytes";
            }
        }
        EXPECT_GT(opened, 0) << file;
        EXPECT_EQ(opened == static_cast<int>(bytes.size()), file == std::string("r.atr"))
            << "a record opens without its annotations, and without nothing else";
        writeText(folder / file, bytes);
    }
}

std::string damaged(std::string text, std::mt19937& random) {
    using namespace std::string_view_literals;
    constexpr std::string_view kTelling = "0123456789-+/:x().#\n\r \t\0~eE"sv;
    for (unsigned i = random() % 6; i <= 6; ++i) {
        const auto at = random() % text.size();
        text[at] = random() % 2 == 0 ? kTelling[random() % kTelling.size()] : static_cast<char>(random());
        if (random() % 8 == 0) text.insert(at, std::string(random() % 30, '9'));
    }
    return text;
}

std::vector<std::byte> noise(std::mt19937& random) {
    std::vector<std::byte> bytes(random() % 64);
    for (std::byte& byte : bytes) byte = static_cast<std::byte>(random());
    return bytes;
}

TEST(HostileInput, RandomBytesInMemory) {
    std::mt19937 random(5);
    const std::string header = readText(makeSmallRecord("memory") / "r.hea");
    int parsed = 0;
    for (int round = 0; round < 30'000; ++round) {
        const auto result = parseWfdbHeader(damaged(header, random), "r.hea");
        parsed += result ? 1 : 0;
        if (result) {
            EXPECT_LE(static_cast<std::int64_t>(result->signals.size()), result->signals_promised);
        } else {
            EXPECT_FALSE(result.error().what.empty());
        }
        const auto salvaged = salvageAnnotations(noise(random), "r.atr", 360);
        EXPECT_TRUE(!salvaged || parseAnnotations(encodeAnnotations(salvaged->set), "r.atr", 360));
    }
    EXPECT_GT(parsed, 3'000) << "the damage is small enough to reach behind the first line";
}

TEST(HostileInput, RandomBytesInFiles) {
    std::mt19937 random(6);
    const auto folder = makeSmallRecord("noise");
    const std::string header = readText(folder / "r.hea");
    int opened = 0;
    for (int round = 0; round < 200; ++round) {
        writeText(folder / "r.hea", damaged(header, random));
        writeBytes(folder / "r.atr", noise(random));
        writeBytes(folder / "r.i", noise(random));
        opened += openedOrRefused(folder / "r.hea") ? 1 : 0;
    }
    EXPECT_GT(opened, 5) << "the damage is small enough to be read through";
    EXPECT_LT(opened, 195) << "and large enough to be refused";
}

TEST(HostileInput, AFileCutUnderOurFeetReadsAsMissing) {
    const auto folder = scratchFolder("feet");
    constexpr int kSamples = 100'000;
    writeText(folder / "c.hea", "c 1 100 " + std::to_string(kSamples) + "\nc.dat 16\n");
    writeBytes(folder / "c.dat", std::vector<std::byte>(2 * kSamples, std::byte{1}));
    const auto recording = open((folder / "c").string());
    ASSERT_TRUE(recording);
    ASSERT_EQ(::truncate((folder / "c.dat").c_str(), 20'001), 0);
    const auto values = physical(**recording, 0, 0, kSamples);
    EXPECT_FLOAT_EQ(values[9'999], 257.0F / 200);
    for (int i = 10'000; i < kSamples; ++i) ASSERT_TRUE(std::isnan(values[static_cast<std::size_t>(i)])) << i;
    EXPECT_EQ(stored(**recording, 0, 50'000, 1)[0], kMissingSample);
}

// The race that no check of the size closes: the bytes go away between the check and the access.
TEST(HostileInput, PagesThatCannotBeDeliveredAreAFailedRead) {
    const auto folder = scratchFolder("pages");
    writeBytes(folder / "p", std::vector<std::byte>(64 * 1024, std::byte{7}));
    const auto file = files::MappedFile::open((folder / "p").string());
    ASSERT_TRUE(file);
    unsigned sum = 0;
    unsigned* const to = &sum;
    const auto add = [to](std::span<const std::byte> bytes) {
        for (const std::byte byte : bytes) *to += std::to_integer<unsigned>(byte);
    };
    EXPECT_TRUE((*file)->withBytes(0, 64 * 1024, add));
    EXPECT_EQ(sum, 7U * 64 * 1024);
    ASSERT_EQ(::truncate((folder / "p").c_str(), 4096), 0);
    for (int round = 0; round < 3; ++round) EXPECT_FALSE((*file)->withBytes(0, 64 * 1024, add));
    EXPECT_TRUE((*file)->withBytes(0, 4096, add));
    EXPECT_EQ((*file)->currentSize(), 4096);
    EXPECT_FALSE((*file)->withBytes(64 * 1024, 1, add)) << "outside the file as it was opened";
    EXPECT_FALSE((*file)->withBytes(-1, 2, add));
}

}  // namespace
}  // namespace triptych::formats
