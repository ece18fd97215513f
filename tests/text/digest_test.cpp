#include "core/text/digest.h"

#include <gtest/gtest.h>

#include <array>

namespace triptych::text {
namespace {

TEST(Digest, HexHasTheHighDigitFirst) {
    EXPECT_EQ(hexText(std::array<unsigned char, 4>{0x00, 0x1f, 0xa0, 0xff}), "001fa0ff");
    EXPECT_EQ(hexText({}), "");
}

// Values of the algorithm's own reference tables.
TEST(Digest, FnvIsItsAuthorsOwn) {
    EXPECT_EQ(fnv1a(""), 0xcbf29ce484222325ULL);
    EXPECT_EQ(fnv1a("a"), 0xaf63dc4c8601ec8cULL);
    EXPECT_EQ(fnv1a("foobar"), 0x85944171f73967e8ULL);
    EXPECT_EQ(fnv1a("bar", fnv1a("foo")), fnv1a("foobar"));
}

}  // namespace
}  // namespace triptych::text
