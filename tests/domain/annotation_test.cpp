#include "core/domain/annotation.h"

#include <gtest/gtest.h>

#include <set>
#include <sstream>

namespace triptych {
namespace {

TEST(AnnotationSymbols, GoThereAndBack) {
    for (int code = 1; code < kAnnotationCodes; ++code) {
        const auto symbol = symbolOf(static_cast<std::uint8_t>(code));
        ASSERT_FALSE(symbol.empty()) << code;
        const auto back = codeOfSymbol(symbol);
        ASSERT_TRUE(back.has_value()) << symbol;
        EXPECT_EQ(*back, code) << symbol;
    }
}

TEST(AnnotationSymbols, AreThoseOfWfdb) {
    // ecgcodes.h and annstr() of the WFDB software package, codes in order; 15, 17 and 42-49 have no symbol.
    std::istringstream symbols(
        "N L R a V F J A S E j / Q ~ [15] | [17] s T * D \" = p B ^ t + u ? ! [ ] e n @ x f ( ) r");
    int code = 0;
    for (std::string symbol; symbols >> symbol;) EXPECT_EQ(symbolOf(static_cast<std::uint8_t>(++code)), symbol) << code;
    EXPECT_EQ(code, kROnT);
    EXPECT_EQ(symbolOf(49), "[49]");
}

TEST(AnnotationSymbols, OfNoCodeAreNone) {
    EXPECT_FALSE(codeOfSymbol("").has_value());
    EXPECT_FALSE(codeOfSymbol("X").has_value());
    EXPECT_FALSE(codeOfSymbol("NN").has_value());
    EXPECT_FALSE(symbolOf(255).empty());
}

TEST(AnnotationBeats, AreThoseThatWfdbCallsQrs) {
    std::set<std::string> beats;
    for (int code = 0; code < 256; ++code) {
        if (isBeat(static_cast<std::uint8_t>(code))) beats.emplace(symbolOf(static_cast<std::uint8_t>(code)));
    }
    const std::set<std::string> expected = {"N", "L", "R", "a", "V", "F", "J", "A", "S", "E",
                                            "j", "/", "Q", "B", "?", "e", "n", "f", "r"};
    EXPECT_EQ(beats, expected);
}

TEST(AnnotationMeanings, AreSaidForEveryCode) {
    for (int code = 0; code < 256; ++code) EXPECT_FALSE(meaningOf(static_cast<std::uint8_t>(code)).empty()) << code;
    EXPECT_EQ(meaningOf(kPvc), "Premature ventricular contraction");
}

}  // namespace
}  // namespace triptych
