#include "core/formats/wfdb/annotations.h"

#include "tests/formats/record_files.h"

#include <gtest/gtest.h>

#include <random>

namespace triptych::formats {
namespace {

using test::words;

constexpr unsigned word(unsigned code, unsigned data) {
    return code << 10 | data;
}
constexpr unsigned kSkip = word(59, 0);

std::vector<std::byte> joined(std::initializer_list<std::vector<std::byte>> parts) {
    std::vector<std::byte> all;
    for (const auto& part : parts) all.insert(all.end(), part.begin(), part.end());
    return all;
}

AnnotationSet parsed(const std::vector<std::byte>& bytes) {
    auto set = parseAnnotations(bytes, "r.atr", 360);
    EXPECT_TRUE(set) << sentence(set.error());
    return set ? *set : AnnotationSet{};
}

TEST(WfdbAnnotations, TimesAreDifferences) {
    const auto set = parsed(words({word(kNormal, 18), word(kPvc, 1023), word(kNormal, 0), 0}));
    ASSERT_EQ(set.annotations.size(), 3U);
    EXPECT_EQ(set.annotations[0], (Annotation{18, kNormal, 0, 0, 0, ""}));
    EXPECT_EQ(set.annotations[1], (Annotation{1041, kPvc, 0, 0, 0, ""}));
    EXPECT_EQ(set.annotations[2].sample, 1041);
    EXPECT_EQ(set.rate_hz, 360);
}

TEST(WfdbAnnotations, SubtypeHoldsForOneAndNumAndChanForAllThatFollow) {
    const auto set = parsed(words({word(kNormal, 5), word(61, 0x3ff), word(62, 2), word(60, 0x3fe),  // SUB CHN NUM
                                   word(kNormal, 5), word(62, 0), word(kPvc, 5), 0}));
    ASSERT_EQ(set.annotations.size(), 3U);
    EXPECT_EQ(set.annotations[0], (Annotation{5, kNormal, -1, 2, -2, ""}));
    EXPECT_EQ(set.annotations[1], (Annotation{10, kNormal, 0, 0, -2, ""}));
    EXPECT_EQ(set.annotations[2], (Annotation{15, kPvc, 0, 0, -2, ""}));
}

TEST(WfdbAnnotations, AuxIsPaddedToAWord) {
    // "(N\0" is three bytes and a pad, "(AFIB" five and a pad, "ab" two without.
    const auto set = parsed(joined({words({word(kRhythm, 18), word(63, 3), 0x4e28, 0x0000}),
                                    words({word(kRhythm, 1), word(63, 5), 0x4128, 0x4946, 0x0042}),
                                    words({word(kNote, 1), word(63, 2), 0x6261, 0})}));
    ASSERT_EQ(set.annotations.size(), 3U);
    EXPECT_EQ(set.annotations[0].aux, std::string("(N\0", 3));
    EXPECT_EQ(set.annotations[1].aux, "(AFIB");
    EXPECT_EQ(set.annotations[2].aux, "ab");
}

TEST(WfdbAnnotations, SkipsAreLongWordsUpperHalfFirst) {
    const auto forward = parsed(words({kSkip, 0x0001, 0x0002, word(kNormal, 0), 0}));
    EXPECT_EQ(forward.annotations.at(0).sample, 0x10002);
    const auto back = parsed(words({word(kNormal, 500), kSkip, 0xffff, 0xff9c, word(kPvc, 0), 0}));  // -100
    ASSERT_EQ(back.annotations.size(), 2U);
    EXPECT_EQ(back.annotations[0], (Annotation{400, kPvc, 0, 0, 0, ""})) << "put in time order";
    EXPECT_EQ(back.annotations[1].sample, 500) << "a skip behind an annotation does not move it";
}

TEST(WfdbAnnotations, TimesPassThirtyTwoBits) {
    // As in the WFDB package's own test of long records: four greatest skips and the rest.
    const auto set = parsed(words({kSkip, 0x7fff, 0xffff, kSkip, 0x7fff, 0xffff, kSkip, 0x7fff, 0xffff, kSkip, 0x7fff,
                                   0xffff, kSkip, 0x540b, 0xe404, word(kNormal, 0), 0}));
    EXPECT_EQ(set.annotations.at(0).sample, 10'000'000'000);
    EXPECT_EQ(parsed(encodeAnnotations(set)).annotations, set.annotations);
}

TEST(WfdbAnnotations, TheNoteOnTimeResolutionIsObeyedAndKeptApart) {
    AnnotationSet set;
    set.rate_hz = 1000;
    set.notes = {timeResolutionNote(1000)};
    set.annotations = {{0, kNote, 0, 0, 0, "a reader's own note"}, {1500, kNormal, 0, 0, 0, ""}};
    EXPECT_EQ(set.notes[0], "## time resolution: 1000");
    const auto bytes = encodeAnnotations(set);
    const auto back = parsed(bytes);
    EXPECT_EQ(back.rate_hz, 1000);
    EXPECT_EQ(back.notes, set.notes);
    EXPECT_EQ(back.annotations, set.annotations);
    EXPECT_EQ(encodeAnnotations(back), bytes);
}

// The Python package wfdb never returns from a note that begins with "## " and is no table of WFDB's.
TEST(WfdbAnnotations, OwnNotesHaveOneSignAndStandBehindTheTables) {
    AnnotationSet set;
    set.rate_hz = 360;
    set.notes = {"## Triptych 0.1.0 labels",       ownNote("recording x"), timeResolutionNote(360),
                 "## annotation type definitions", "42 x my own mark",     "## end of definitions"};
    set.annotations = {{0, kNote, 0, 0, 0, "a reader's own note"}, {1500, kNormal, 0, 0, 0, ""}};
    const auto back = parsed(encodeAnnotations(set));
    EXPECT_EQ(back.annotations, set.annotations);
    EXPECT_EQ(back.notes,
              (std::vector<std::string>{"## time resolution: 360", "## annotation type definitions", "42 x my own mark",
                                        "## end of definitions", "# Triptych 0.1.0 labels", "# Triptych recording x"}));
    EXPECT_EQ(ownNoteOf("## Triptych 0.1.0 labels"), "0.1.0 labels");
    EXPECT_EQ(ownNoteOf("# Triptych recording x"), "recording x");
    EXPECT_EQ(ownNoteOf("## Triptycher"), std::nullopt);
    EXPECT_EQ(ownNoteOf("## time resolution: 360"), std::nullopt);
}

TEST(WfdbAnnotations, DefinitionsOfCodesStayInTheTable) {
    AnnotationSet set;
    set.notes = {"## annotation type definitions", "42 x my own mark", "## end of definitions"};
    set.annotations = {{7, 42, 0, 0, 0, ""}};
    const auto back = parsed(encodeAnnotations(set));
    EXPECT_EQ(back.notes, set.notes);
    EXPECT_EQ(back.annotations, set.annotations);
}

TEST(WfdbAnnotations, WritesTheWordsThatWfdbWrites) {
    AnnotationSet set;
    set.annotations = {{18, kRhythm, 0, 0, 0, std::string("(N\0", 3)},
                       {77, kNormal, 0, 0, 0, ""},
                       {1100, kPvc, 1, 1, 0, ""},
                       {2124, kNormal, 0, 1, 3, ""},
                       {2124, kNormal, 0, 0, 3, ""}};
    EXPECT_EQ(encodeAnnotations(set),
              words({word(kRhythm, 18), word(63, 3), 0x4e28, 0x0000,  // aux with its pad
                     word(kNormal, 59),                               // nothing changed: one word
                     word(kPvc, 1023), word(61, 1), word(62, 1),      // the largest difference, SUB, CHN
                     kSkip, 0, 1024, word(kNormal, 0), word(60, 3),   // one more than the largest: a skip
                     word(kNormal, 0), word(62, 0), 0}));
}

TEST(WfdbAnnotations, RandomSetsSurviveWriteAndRead) {
    std::mt19937 random(3);
    for (int round = 0; round < 200; ++round) {
        AnnotationSet set;
        std::int64_t time = static_cast<std::int64_t>(random() % 5000) - 2000;
        for (unsigned i = 0; i < random() % 40; ++i) {
            time += random() % 4 == 0 ? random() : random() % 1500;
            Annotation annotation{time,
                                  static_cast<std::uint8_t>(1 + random() % 49),
                                  static_cast<std::int8_t>(random()),
                                  static_cast<std::uint8_t>(random()),
                                  static_cast<std::int8_t>(random()),
                                  ""};
            for (unsigned k = random() % 3 == 0 ? random() % 256 : 0; k > 0; --k)
                annotation.aux += static_cast<char>(random());
            set.annotations.push_back(std::move(annotation));
        }
        EXPECT_EQ(parsed(encodeAnnotations(set)).annotations, set.annotations) << round;
    }
}

TEST(WfdbAnnotations, WithoutItsEndAFileIsTruncatedAndCanBeSalvaged) {
    const auto whole = words({word(kNormal, 18), word(kPvc, 20), word(63, 4), 0x4141, 0x4141, 0});
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const std::vector<std::byte> cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
        EXPECT_FALSE(parseAnnotations(cut, "r.atr", 360)) << size;
        const auto salvaged = salvageAnnotations(cut, "r.atr", 360);
        if (size < 2) {
            EXPECT_FALSE(salvaged) << size;
            continue;
        }
        ASSERT_TRUE(salvaged) << size;
        EXPECT_EQ(salvaged->set.annotations.size(), size < 4 ? 1U : 2U) << size;
        EXPECT_EQ(salvaged->warnings.size(), 1U) << size;
    }
    EXPECT_EQ(parseAnnotations({}, "r.atr", 360).error().code, ErrorCode::empty);
    EXPECT_EQ(parsed(words({0})).annotations.size(), 0U);
}

TEST(WfdbAnnotations, WhatIsNoAnnotationFileIsSaidToBeNone) {
    EXPECT_EQ(parseAnnotations(words({word(50, 1), 0}), "r.atr", 360).error().code, ErrorCode::malformed);
    EXPECT_EQ(parseAnnotations(words({'N' << 8, 0}), "r.atr", 360).error().code, ErrorCode::malformed) << "AHA, cut";
}

// Sixteen bytes of the AHA format.
std::vector<std::byte> aha(char letter, std::uint32_t time, unsigned serial, std::uint8_t subtype, std::uint8_t code,
                           std::string aux) {
    auto bytes = words({static_cast<unsigned>(letter) << 8, time >> 16, time & 0xffff, serial,
                        subtype | static_cast<unsigned>(code) << 8});
    aux.resize(6, '\0');
    for (const char byte : aux) bytes.push_back(static_cast<std::byte>(byte));
    return bytes;
}

TEST(WfdbAnnotations, AhaFilesAreReadWithWfdbsOwnCodesWhereTheyAreKept) {
    std::vector<std::byte> file;
    for (const auto& record :
         {aha('N', 70'000, 1, 0, 0, ""), aha('V', 70'300, 2, 0, 0, ""), aha('U', 70'400, 3, 0, 0, ""),
          aha('N', 70'600, 4, 0, kAtrialPremature, ""), aha('V', 70'900, 5, 0, kNormal, ""),
          aha('O', 71'000, 6, 2, kRhythm, "(AFIB!"), aha('[', 71'100, 7, 0, 0, ""), aha('R', 71'200, 8, 0, 0, ""),
          std::vector<std::byte>{std::byte{0xff}, std::byte{0}}}) {
        file.insert(file.end(), record.begin(), record.end());
    }
    const auto set = parsed(file);
    ASSERT_EQ(set.annotations.size(), 8U);
    EXPECT_EQ(set.annotations[0], (Annotation{70'000, kNormal, 0, 0, 0, ""}));
    EXPECT_EQ(set.annotations[1].code, kPvc);
    EXPECT_EQ(set.annotations[2], (Annotation{70'400, kNoise, -1, 0, 0, ""}));
    EXPECT_EQ(set.annotations[3].code, kAtrialPremature) << "an N of AHA's, written by WFDB for its A";
    EXPECT_EQ(set.annotations[4].code, kPvc) << "a code that contradicts its letter is not believed";
    EXPECT_EQ(set.annotations[5], (Annotation{71'000, kRhythm, 2, 0, 0, "(AFIB!"}));
    EXPECT_EQ(set.annotations[6].code, kFlutterOn);
    EXPECT_EQ(set.annotations[7].code, kROnT);
    for (std::size_t size = 2; size < file.size(); ++size) {
        const auto cut = salvageAnnotations({file.data(), size}, "r.atr", 360);
        EXPECT_EQ(cut ? cut->set.annotations.size() : 0, size / 16) << size;
    }
}

TEST(WfdbAnnotations, AreWrittenWholeOrNotAtAll) {
    const auto folder = test::scratchFolder("annotations");
    const std::string path = (folder / "r.triptych").string();
    AnnotationSet set;
    set.annotations = {{10, kNormal, 0, 0, 0, ""}};
    ASSERT_TRUE(writeAnnotations(path, set));
    const auto back = readAnnotations(path, 360);
    ASSERT_TRUE(back) << sentence(back.error());
    EXPECT_EQ(back->annotator, "triptych");
    EXPECT_EQ(back->annotations, set.annotations);

    set.annotations.push_back({20, kNormal, 0, 0, 0, std::string(256, 'x')});
    EXPECT_EQ(writeAnnotations(path, set).error().code, ErrorCode::wrong_use);
    set.annotations.back() = {20, 50, 0, 0, 0, ""};
    EXPECT_EQ(writeAnnotations(path, set).error().code, ErrorCode::wrong_use);
    EXPECT_EQ(readAnnotations(path, 360)->annotations.size(), 1U) << "a refused write leaves the file as it was";
    EXPECT_EQ(writeAnnotations((folder / "none" / "r.atr").string(), {}).error().code, ErrorCode::not_found);
    EXPECT_EQ(readAnnotations((folder / "none.atr").string(), 360).error().code, ErrorCode::not_found);
    EXPECT_EQ(readAnnotations(folder.string(), 360).error().code, ErrorCode::not_a_file);
}

}  // namespace
}  // namespace triptych::formats
