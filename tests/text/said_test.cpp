#include "core/text/said.h"

#include <gtest/gtest.h>

#include <type_traits>
#include <vector>

namespace triptych::text {
namespace {

// A catalogue for one test, English again behind it.
class SaidIn : public testing::Test {
protected:
    ~SaidIn() override { setCatalogue({}); }
};

TEST(Said, OfALiteralIsItsWords) {
    const Said said = "there is no such file";
    EXPECT_EQ(said.text(), "there is no such file");
    EXPECT_TRUE(Said().empty());
    EXPECT_TRUE(Said("").empty());
}

TEST(Said, PutsWordsInTheirPlaces) {
    const int promised = 2;
    const std::size_t described = 1;
    EXPECT_EQ(say("the header promises {1} leads and describes {2}", promised, described).text(),
              "the header promises 2 leads and describes 1");
    EXPECT_EQ(say("lead {1} of {2}", std::string("V1"), std::int64_t{-3}).text(), "lead V1 of -3");
    EXPECT_EQ(say("{2}{1}{2}", 'a', std::string_view("b")).text(), "bab");
    EXPECT_EQ(say("{1}: {2}", Said("outer"), say("{1} within", 1)).text(), "outer: 1 within");
}

TEST(Said, LeavesBracesThatAreNoPlacesAlone) {
    EXPECT_EQ(say("N={N,L} of {1}", 5).text(), "N={N,L} of 5");
    EXPECT_EQ(say("{1}", std::string("{2}")).text(), "{2}") << "what stands in a place is not looked into";
}

TEST(Said, CountsOneAndMany) {
    EXPECT_EQ(sayCount(1, "{1} beat", "{1} beats").text(), "1 beat");
    EXPECT_EQ(sayCount(0, "{1} beat", "{1} beats").text(), "0 beats");
    EXPECT_EQ(sayCount(std::size_t{12}, "one beat of {2}", "{1} beats of {2}", 70).text(), "12 beats of 70");
    EXPECT_EQ(sayCount(1, "one beat of {2}", "{1} beats of {2}", 70).text(), "one beat of 70");
}

// What the compiler holds: these are the mistakes that it refuses.
template <class From>
concept TakenAsAPhrase = requires(const From& from) {
    Words(from);
};
static_assert(TakenAsAPhrase<int> && TakenAsAPhrase<std::string> && TakenAsAPhrase<Said>);
static_assert(!TakenAsAPhrase<double> && !TakenAsAPhrase<bool> && !TakenAsAPhrase<const char*>);
static_assert(!TakenAsAPhrase<char[5]>, "a phrase within a sentence is said by itself");
static_assert(std::is_convertible_v<const char (&)[5], Said>);
static_assert(!std::is_convertible_v<char (&)[5], Said>, "a buffer is no literal");

static_assert(hasPlaces("nothing", 0) && hasPlaces("{1} of {2}", 2) && hasPlaces("{2} of {1} and {2}", 2));
static_assert(!hasPlaces("{1}", 0), "a place without words");
static_assert(!hasPlaces("{1}", 2), "words without a place");
static_assert(!hasPlaces("{0} {1}", 1) && !hasPlaces("{1} {3}", 2));
static_assert(hasPlaces("one of {2}", 2, 2) && !hasPlaces("one of {1}", 2, 2), "a number alone may be left out");

TEST_F(SaidIn, AnotherLanguageMovesTheWords) {
    setCatalogue([](std::string_view id, std::optional<std::int64_t>) -> std::optional<std::string> {
        if (id == "lead {1} of {2}") return "von {2} die Ableitung {1}";
        if (id == "stopped") return "angehalten";
        return std::nullopt;
    });
    EXPECT_EQ(say("lead {1} of {2}", 3, 12).text(), "von 12 die Ableitung 3");
    EXPECT_EQ(Said("stopped").text(), "angehalten");
    EXPECT_EQ(translated("stopped"), "angehalten");
    EXPECT_EQ(say("not in the catalogue: {1}", 1).text(), "not in the catalogue: 1");
    EXPECT_EQ(foreign("stopped").text(), "stopped") << "what others said stays as it was";
}

TEST_F(SaidIn, AnotherLanguageMayHaveMoreFormsThanTwo) {
    std::vector<std::string> asked;
    setCatalogue([&](std::string_view id, std::optional<std::int64_t> count) -> std::optional<std::string> {
        asked.emplace_back(id);
        return *count == 0 ? "ani jeden" : *count == 1 ? "{1} úder" : *count < 5 ? "{1} údery" : "{1} úderů";
    });
    EXPECT_EQ(sayCount(0, "{1} beat", "{1} beats").text(), "ani jeden");
    EXPECT_EQ(sayCount(1, "{1} beat", "{1} beats").text(), "1 úder");
    EXPECT_EQ(sayCount(3, "{1} beat", "{1} beats").text(), "3 údery");
    EXPECT_EQ(sayCount(5, "{1} beat", "{1} beats").text(), "5 úderů");
    for (const std::string& id : asked) EXPECT_EQ(id, "{1} beats") << "one id, whatever the number";
}

TEST_F(SaidIn, ATranslationWithAWrongPlaceIsShownWithIt) {
    setCatalogue([](std::string_view, std::optional<std::int64_t>) { return std::string("{1} {3} {"); });
    EXPECT_EQ(say("{1} and {2}", 4, 5).text(), "4 {3} {");
}

}  // namespace
}  // namespace triptych::text
