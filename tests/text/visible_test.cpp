// What nobody sees in a text is shown as what it is; what names are written with stays.
#include "core/text/visible.h"

#include <gtest/gtest.h>

#include <string>

namespace triptych::text {
namespace {

TEST(Visible, ControlsOfTerminalsAndOfDirectionAreShown) {
    EXPECT_EQ(visible("a\x1b[31mb"), "a\\x1b[31mb");
    EXPECT_EQ(visible("a\nb\x7f"), "a\\x0ab\\x7f");
    EXPECT_EQ(visible("a\xc2\x9b"
                      "31m"),
              "a\\x9b31m")
        << "a control of C1, in UTF-8";
    EXPECT_EQ(visible("Vent\u202egnal"), "Vent\\u202egnal");
    EXPECT_EQ(visible("\u2066x\u2069\u2028\ufeff\u200b"), "\\u2066x\\u2069\\u2028\\ufeff\\u200b");
    EXPECT_EQ(visible("\U000e0041"), "\\U000e0041") << "a tag";
    for (const char* text : {"a\x1b", "\u202e", "\u2067", "\u2029", "\xc2\x85"}) EXPECT_TRUE(hasHidden(text)) << text;
}

TEST(Visible, WhatNamesAreWrittenWithStays) {
    for (const std::string text : {"Ångström", "李", "דוד\u200f", "نامه\u200cای", "é\u0301", "V, multiform",
                                   "\U0001f493", "", "\xff\xfe", "\xe2\x80", "\xf0\x9f"}) {
        EXPECT_FALSE(hasHidden(text)) << text;
        EXPECT_EQ(visible(text), text);
    }
}

}  // namespace
}  // namespace triptych::text
