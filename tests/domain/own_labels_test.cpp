// Letters beside WFDB's: told apart, explained or not, never mistaken for one of WFDB's, and told to its programs as
// what they know.
#include "core/domain/own_labels.h"
#include "core/domain/beat_class.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

namespace triptych {
namespace {

// The vocabulary is the process's: each test leaves none behind.
class OwnLabels : public ::testing::Test {
protected:
    ~OwnLabels() override { setOwnLabels({}); }
};

TEST_F(OwnLabels, TheLettersOfWfdbStayItsOwn) {
    for (const char* letter : {"N", "V", "/", "?", "+", "", "toolong", "a b", "x|", "ß"}) {
        EXPECT_FALSE(isOwnLetter(letter)) << letter;
        EXPECT_FALSE(knowOwnLetter(letter)) << letter;
    }
    for (const char* letter : {"X", "z", "9", "VT", "abc1"}) EXPECT_TRUE(isOwnLetter(letter)) << letter;
}

TEST_F(OwnLabels, ALetterOfTheVocabularyIsABeatWithANameAndTheClassOfTheLetterThatStandsForIt) {
    EXPECT_EQ(setOwnLabels({{"X", "Pump artefact", "#1b9e77", 0}, {"Vm", "V, multiform", "", kPvc}}), 0U);
    const auto offered = offeredOwnLabels();
    ASSERT_EQ(offered.size(), 2U);
    const auto x = codeOfSymbol("X"), vm = codeOfSymbol("Vm");
    ASSERT_TRUE(x && vm);
    EXPECT_EQ(offered[0], *x);
    EXPECT_GE(*x, kAnnotationCodes) << "no code of WFDB's";
    EXPECT_EQ(symbolOf(*x), "X");
    EXPECT_EQ(meaningOf(*x), "Pump artefact");
    EXPECT_TRUE(isBeat(*x));
    EXPECT_FALSE(beatClassOf(*x, ClassMapping::display)) << "it stands for none";
    EXPECT_EQ(beatClassOf(*vm, ClassMapping::literature), BeatClass::ventricular);
    EXPECT_EQ(wfdbCodeOf(*x), kNote);
    EXPECT_EQ(wfdbCodeOf(*vm), kPvc);
    EXPECT_EQ(wfdbCodeOf(kFusion), kFusion);
}

TEST_F(OwnLabels, ALetterKeepsItsCodeWhenTheVocabularyGoesAndIsNotExplainedAnyMore) {
    setOwnLabels({{"X", "Pump artefact", "#1b9e77", kUnknownBeat}});
    const auto code = codeOfSymbol("X");
    ASSERT_TRUE(code);
    const std::string_view before = meaningOf(*code);
    setOwnLabels({{"Y", "Another", "", 0}});
    EXPECT_EQ(codeOfSymbol("X"), code);
    EXPECT_EQ(symbolOf(*code), "X");
    EXPECT_EQ(meaningOf(*code), "Letter of a vocabulary that is not here");
    EXPECT_EQ(wfdbCodeOf(*code), kNote);
    EXPECT_EQ(before, "Pump artefact") << "what was handed out stays valid";
    EXPECT_EQ(offeredOwnLabels(), std::vector{*codeOfSymbol("Y")});
}

TEST_F(OwnLabels, ALetterThatALogHoldsIsKnownWithoutAVocabulary) {
    EXPECT_FALSE(codeOfSymbol("Zq"));
    const auto code = knowOwnLetter("Zq");
    ASSERT_TRUE(code);
    EXPECT_EQ(knowOwnLetter("Zq"), code);
    EXPECT_EQ(symbolOf(*code), "Zq");
    EXPECT_TRUE(offeredOwnLabels().empty()) << "nobody is offered what nobody explains";
}

TEST_F(OwnLabels, AMarkIsToldToWfdbWithItsLetterInTheText) {
    setOwnLabels({{"X", "Pump artefact", "", 0}, {"Vm", "V, multiform", "", kPvc}});
    Annotation mark;
    mark.code = *codeOfSymbol("X");
    EXPECT_EQ(inWfdb(mark).code, kNote);
    EXPECT_EQ(inWfdb(mark).aux, "X Pump artefact");
    mark.code = *codeOfSymbol("Vm");
    mark.aux = "seen twice";
    EXPECT_EQ(inWfdb(mark).code, kPvc);
    EXPECT_EQ(inWfdb(mark).aux, "Vm V, multiform | seen twice");
    mark.aux = std::string(300, 'a');
    EXPECT_EQ(inWfdb(mark).aux.size(), 255U) << "what a file can hold";
    mark.code = kPvc;
    EXPECT_EQ(inWfdb(mark), mark);
}

TEST_F(OwnLabels, TooManyLettersAreLeftOutAndCounted) {
    std::vector<OwnLabel> many;
    for (int i = 0; i < 250; ++i) many.push_back({"m" + std::to_string(i), "label " + std::to_string(i), "", 0});
    const std::size_t left_out = setOwnLabels(many);
    EXPECT_GT(left_out, 0U);
    EXPECT_EQ(offeredOwnLabels().size(), many.size() - left_out);
    EXPECT_FALSE(knowOwnLetter("none"));
}

TEST_F(OwnLabels, IsReadWhileItIsWritten) {
    setOwnLabels({{"X", "one", "", kPvc}});
    std::jthread writer([](const std::stop_token& stop) {
        for (int i = 0; !stop.stop_requested(); ++i) {
            setOwnLabels({{"X", i % 2 == 0 ? "one" : "the other", "", kPvc}});
        }
    });
    for (int i = 0; i < 20000; ++i) {
        const auto code = codeOfSymbol("X");
        ASSERT_TRUE(code);
        EXPECT_EQ(symbolOf(*code), "X");
        const std::string meaning(meaningOf(*code));  // asked once: the next answer may be another
        EXPECT_TRUE(meaning == "one" || meaning == "the other") << meaning;
    }
}

}  // namespace
}  // namespace triptych
