// Which letters make which class, code by code, and the words and letters of the classes themselves.
#include "core/domain/beat_class.h"

#include "core/domain/annotation.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

namespace triptych {
namespace {

constexpr ClassMapping kMappings[] = {ClassMapping::literature, ClassMapping::bxb, ClassMapping::display};

std::string letterOf(std::uint8_t code, ClassMapping mapping) {
    const auto found = beatClassOf(code, mapping);
    return found ? std::string(name(*found)) : "-";
}

// Index: WFDB's code. Letters: literature, bxb, display; "-" for none.
constexpr std::array<std::string_view, kAnnotationCodes> kTable = {
    "---",  // 0 no label
    "NNN",  // 1 N
    "NNN",  // 2 L
    "NNN",  // 3 R
    "SSS",  // 4 a
    "VVV",  // 5 V
    "FFF",  // 6 F
    "SSS",  // 7 J
    "SSS",  // 8 A
    "SSS",  // 9 S
    "VVV",  // 10 E
    "NSN",  // 11 j
    "QQQ",  // 12 /
    "QQQ",  // 13 Q
    "---",  // 14 ~
    "---",  // 15
    "---",  // 16 |
    "---",  // 17
    "---",  // 18 s
    "---",  // 19 T
    "---",  // 20 *
    "---",  // 21 D
    "---",  // 22 "
    "---",  // 23 =
    "---",  // 24 p
    "-NN",  // 25 B
    "---",  // 26 ^
    "---",  // 27 t
    "---",  // 28 +
    "---",  // 29 u
    "-QQ",  // 30 ?
    "---",  // 31 !
    "---",  // 32 [
    "---",  // 33 ]
    "NSN",  // 34 e
    "-SN",  // 35 n
    "---",  // 36 @
    "---",  // 37 x
    "QQQ",  // 38 f
    "---",  // 39 (
    "---",  // 40 )
    "-VV",  // 41 r
    "---",  // 42
    "---",  // 43
    "---",  // 44
    "---",  // 45
    "---",  // 46
    "---",  // 47
    "---",  // 48
    "---",  // 49
};

TEST(BeatClass, OfEveryCodeIsTheTablesUnderEachMapping) {
    for (std::size_t code = 0; code < kTable.size(); ++code) {
        const auto of = static_cast<std::uint8_t>(code);
        std::string row;
        for (const ClassMapping mapping : kMappings) row += letterOf(of, mapping);
        EXPECT_EQ(row, kTable[code]) << code << ' ' << symbolOf(of);
    }
    for (int code = kAnnotationCodes; code < 256; ++code) {
        for (const ClassMapping mapping : kMappings)
            EXPECT_FALSE(beatClassOf(static_cast<std::uint8_t>(code), mapping)) << code;
    }
}

TEST(BeatClass, EveryBeatHasOneForTheComparatorAndOnTheScreenAndNoOtherMarkHas) {
    for (std::uint8_t code = 0; code < kAnnotationCodes; ++code) {
        for (const ClassMapping mapping : {ClassMapping::bxb, ClassMapping::display})
            EXPECT_EQ(beatClassOf(code, mapping).has_value(), isBeat(code)) << symbolOf(code);
        EXPECT_FALSE(!isBeat(code) && beatClassOf(code, ClassMapping::literature)) << symbolOf(code);
    }
}

// What the screen shows is what models learn wherever these have a class.
TEST(BeatClass, OnTheScreenIsThatOfTheLiteratureWhereItHasOne) {
    for (std::uint8_t code = 0; code < kAnnotationCodes; ++code) {
        const auto learnt = beatClassOf(code, ClassMapping::literature);
        EXPECT_TRUE(!learnt || beatClassOf(code, ClassMapping::display) == learnt) << symbolOf(code);
    }
}

// "X: N={N,L} S={A} ..." names exactly the letters that the mapping puts there.
TEST(BeatClass, TheWordsOfAMappingAreItsLetters) {
    for (const ClassMapping mapping : kMappings) {
        const std::string words(describe(mapping));
        std::map<std::string, std::string> class_of;  // by letter
        for (const std::string_view class_name : kBeatClassNames) {
            const std::string head = std::string(class_name) + "={";
            const auto begin = words.find(' ' + head);
            ASSERT_NE(begin, std::string::npos) << words;
            for (std::size_t at = begin + 1 + head.size(); words[at - 1] != '}'; at += 2)
                class_of[words.substr(at, 1)] = class_name;
        }
        for (std::uint8_t code = 1; code < kAnnotationCodes; ++code) {
            const auto found = class_of.find(std::string(symbolOf(code)));
            EXPECT_EQ(letterOf(code, mapping), found == class_of.end() ? "-" : found->second) << words;
        }
    }
}

// Cards and reports carry these words, and programs read them.
TEST(BeatClass, TheWordsOfMappingsStayWhatTheyWere) {
    EXPECT_EQ(describe(ClassMapping::literature),
              "machine-learning: N={N,L,R,e,j} S={A,a,J,S} V={V,E} F={F} Q={/,f,Q}");
    EXPECT_EQ(describe(ClassMapping::bxb), "bxb: N={N,L,R,B} S={A,a,J,S,e,j,n} V={V,r,E} F={F} Q={Q,/,f,?}");
}

TEST(BeatClass, NamesAndCodesComeBack) {
    const std::string codes = "NSVFQ";
    for (std::size_t k = 0; k < kBeatClasses; ++k) {
        const auto beat_class = static_cast<BeatClass>(k);
        EXPECT_EQ(name(beat_class), kBeatClassNames[k]);
        EXPECT_EQ(beatClassNamed(kBeatClassNames[k]), beat_class);
        EXPECT_EQ(symbolOf(codeOf(beat_class)), codes.substr(k, 1));
        for (const ClassMapping mapping : kMappings) EXPECT_EQ(beatClassOf(codeOf(beat_class), mapping), beat_class);
    }
    EXPECT_EQ(beatClassNamed("normal"), BeatClass::normal);
    for (const char* word : {"", "n", "abnormal", "Normal", "NS", "other"}) EXPECT_FALSE(beatClassNamed(word)) << word;
}

TEST(BeatClass, StandsInAVocabularyByItsVeryName) {
    const std::vector<std::string> few = {"V", "N"};
    EXPECT_EQ(indexOf(BeatClass::normal, few), 1U);
    EXPECT_EQ(indexOf(BeatClass::ventricular, few), 0U);
    EXPECT_FALSE(indexOf(BeatClass::supraventricular, few));
    // "normal" is said of a recording: a normal beat is not what such a model was asked about.
    const std::vector<std::string> of_recordings = {"normal", "abnormal"};
    for (std::size_t k = 0; k < kBeatClasses; ++k) EXPECT_FALSE(indexOf(static_cast<BeatClass>(k), of_recordings));
    EXPECT_FALSE(indexOf(BeatClass::normal, {}));
}

}  // namespace
}  // namespace triptych
