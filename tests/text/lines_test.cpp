#include "core/text/lines.h"

#include <gtest/gtest.h>

namespace triptych::text {
namespace {

using Lines = std::vector<std::string>;

TEST(Lines, EndAtLineFeeds) {
    EXPECT_EQ(linesOf("a\n\nb"), (Lines{"a", "", "b"}));
    EXPECT_EQ(linesOf("a\n"), Lines{"a"});
    EXPECT_TRUE(linesOf("").empty());
}

}  // namespace
}  // namespace triptych::text
