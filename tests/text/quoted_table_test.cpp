#include "core/text/quoted_table.h"

#include <gtest/gtest.h>

namespace triptych::text {
namespace {

using Rows = std::vector<std::vector<std::string>>;

TEST(QuotedTable, FieldsEndAtCommasAndRowsAtLineEnds) {
    EXPECT_EQ(quotedTable("a,b\n1,\n,2\n"), (Rows{{"a", "b"}, {"1", ""}, {"", "2"}}));
    EXPECT_EQ(quotedTable("a,b\r\n1,2"), (Rows{{"a", "b"}, {"1", "2"}}));
    EXPECT_TRUE(quotedTable("").empty());
    EXPECT_TRUE(quotedTable("\n\r\n").empty());
}

TEST(QuotedTable, QuotesKeepCommasLineEndsAndQuotes) {
    EXPECT_EQ(quotedTable("1,\"a, b\nc\",\"says \"\"no\"\"\"\n"), (Rows{{"1", "a, b\nc", "says \"no\""}}));
    EXPECT_EQ(quotedTable("1,\"never ends\n2"), (Rows{{"1", "never ends\n2"}}));
    EXPECT_EQ(quotedTable("1,\"\",2"), (Rows{{"1", "", "2"}}));
}

}  // namespace
}  // namespace triptych::text
