#include "core/formats/aecg/hl7_time.h"

#include <gtest/gtest.h>

namespace triptych::formats {
namespace {

TEST(Hl7Time, ReadsWhatTheDataTypeAllows) {
    const auto epoch = parseHl7Time("19700101000000");
    ASSERT_TRUE(epoch);
    EXPECT_EQ(epoch->us, 0);
    EXPECT_EQ(epoch->iso, "1970-01-01T00:00:00");
    const auto time = parseHl7Time("20021122091000.270");
    ASSERT_TRUE(time);
    EXPECT_EQ(time->us, 1'037'956'200'270'000);
    EXPECT_EQ(time->iso, "2002-11-22T09:10:00.27");
    EXPECT_EQ(parseHl7Time("200211220910")->us, 1'037'956'200'000'000);
    EXPECT_EQ(parseHl7Time("20021122")->iso, "");
}

TEST(Hl7Time, TakesTheOffsetOffAndKeepsItInTheText) {
    const auto there = parseHl7Time("20021122101000+0100");
    ASSERT_TRUE(there);
    EXPECT_EQ(there->us, parseHl7Time("20021122091000")->us);
    EXPECT_EQ(there->iso, "2002-11-22T10:10:00+01:00");
}

TEST(Hl7Time, RefusesWhatIsNoDate) {
    for (const char* text : {"", "yesterday", "20021322", "20020230", "20021122250000", "20021122091000x", "1002",
                             "20021122091000+9900"}) {
        EXPECT_FALSE(parseHl7Time(text)) << text;
    }
}

}  // namespace
}  // namespace triptych::formats
