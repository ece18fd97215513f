#include "core/formats/decoded_source.h"

#include <gtest/gtest.h>

#include <cmath>

namespace triptych::formats {
namespace {

DecodedSource twoLeads() {
    return DecodedSource({{{10, 20, kMissingSample, 40}, {10, 0, kMissingSample, false}}, {{7}, {2, 5, 7, false}}});
}

TEST(DecodedSource, ScalesStoredValues) {
    std::vector<float> out(4);
    twoLeads().readPhysical(0, 0, out);
    EXPECT_EQ(out[0], 1.0F);
    EXPECT_EQ(out[1], 2.0F);
    EXPECT_TRUE(std::isnan(out[2]));
    EXPECT_EQ(out[3], 4.0F);
}

TEST(DecodedSource, HasNothingOutsideTheLead) {
    const DecodedSource source = twoLeads();
    std::vector<std::int32_t> out(8);
    source.readStored(0, -2, out);
    constexpr std::int32_t kNone = kMissingSample;
    EXPECT_EQ(out, (std::vector<std::int32_t>{kNone, kNone, 10, 20, kNone, 40, kNone, kNone}));
    for (const std::int64_t first : {std::int64_t{4}, std::int64_t{-8}, INT64_MAX, INT64_MIN}) {
        source.readStored(0, first, out);
        EXPECT_EQ(out, std::vector<std::int32_t>(8, kNone)) << first;
    }
    source.readStored(2, 0, out);
    EXPECT_EQ(out, std::vector<std::int32_t>(8, kNone));
}

TEST(DecodedSource, ReadsTheFormatsOwnMarkAsMissing) {
    std::vector<std::int32_t> stored(1);
    std::vector<float> physical(1);
    twoLeads().readStored(1, 0, stored);
    twoLeads().readPhysical(1, 0, physical);
    EXPECT_EQ(stored[0], kMissingSample);
    EXPECT_TRUE(std::isnan(physical[0]));
}

}  // namespace
}  // namespace triptych::formats
