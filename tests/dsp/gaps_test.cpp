#include "core/dsp/gaps.h"

#include "core/dsp/missing_runs.h"
#include "core/dsp/sample_reader.h"
#include "tests/dsp/signals.h"

#include <gtest/gtest.h>

namespace triptych::dsp {
namespace {

using test::kNan;

TEST(Gaps, AreBridgedByStraightLines) {
    std::vector<float> signal{kNan, 2, kNan, kNan, kNan, 6, std::numeric_limits<float>::infinity(), kNan};
    EXPECT_EQ(bridgeGaps(signal), 6U);
    EXPECT_EQ(signal, (std::vector<float>{2, 2, 3, 4, 5, 6, 6, 6}));
}

TEST(Gaps, LeaveASignalOfNothingButGapsAlone) {
    std::vector<float> signal(5, kNan);
    EXPECT_EQ(bridgeGaps(signal), 5U);
    EXPECT_TRUE(std::isnan(signal[2]));
    EXPECT_EQ(bridgeGaps({}), 0U);
}

TEST(MissingRuns, MeasureTheWayToTheNearest) {
    MissingRuns runs;
    std::vector<float> block(20, 1.0F);
    block[5] = block[6] = block[19] = kNan;
    runs.add(100, block);  // 105, 106, 119
    std::vector<float> next(20, 1.0F);
    next[4] = next[5] = kNan;
    runs.add(115, next);  // overlaps: 119 again, 120
    EXPECT_DOUBLE_EQ(runs.distance(108, 110), 2);
    EXPECT_DOUBLE_EQ(runs.distance(115.5, 117.5), 1.5);
    EXPECT_DOUBLE_EQ(runs.distance(104, 105), 0);
    EXPECT_DOUBLE_EQ(runs.distance(119.2, 119.8), 0);
    EXPECT_DOUBLE_EQ(runs.distance(90, 95), 10);
    EXPECT_DOUBLE_EQ(runs.distance(130, 131), 10);
    EXPECT_TRUE(std::isinf(MissingRuns{}.distance(0, 1)));
}

TEST(SampleReader, GivesNaNOutsideItsArray) {
    const std::vector<float> samples{1, 2, 3, 4};
    const auto reader = readerOf(samples);
    for (std::int64_t first = -9; first < 9; ++first) {
        std::vector<float> out(4, 99.0F);
        reader(first, out);
        for (std::int64_t k = 0; k < 4; ++k) {
            const std::int64_t at = first + k;
            if (at < 0 || at >= 4)
                EXPECT_TRUE(std::isnan(out[static_cast<std::size_t>(k)])) << first << ' ' << k;
            else
                EXPECT_EQ(out[static_cast<std::size_t>(k)], samples[static_cast<std::size_t>(at)]) << first << ' ' << k;
        }
    }
    std::vector<float> far(3, 0.0F);
    for (const std::int64_t first :
         {std::numeric_limits<std::int64_t>::max() - 3, std::numeric_limits<std::int64_t>::min()}) {
        reader(first, far);
        EXPECT_TRUE(std::isnan(far[0]) && std::isnan(far[2]));
    }
}

TEST(SampleReader, OfARecordingWithoutASourceHasNoSamples) {
    std::vector<float> out(3, 0.0F);
    readerOf(Recording{}, 0)(0, out);
    EXPECT_TRUE(std::isnan(out[0]) && std::isnan(out[2]));
}

}  // namespace
}  // namespace triptych::dsp
