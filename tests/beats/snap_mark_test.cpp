// A mark put by hand goes to the extremum beside it, as the neighbours have theirs, and nowhere where there is none.
#include "core/beats/snap_mark.h"
#include "tests/ui/made_recording.h"

#include <gtest/gtest.h>

#include <cmath>

namespace triptych::beats {
namespace {

constexpr double kRate_hz = 250;

// Up by one at 1 s, 2 s, ..., and down as much 40 ms later: complexes that point both ways.
float biphasic(double time_s) {
    const double phase = time_s - std::round(time_s);
    const auto bump = [](double x) { return std::exp(-x * x / (2 * 0.008 * 0.008)); };
    return time_s < 0.5 ? 0.0F : static_cast<float>(bump(phase) - 0.9 * bump(phase - 0.04));
}

TEST(SnapMark, GoesToTheLargestDeflectionWithinReach) {
    const auto up = test::madeRecording({{"II", kRate_hz,
                                          [](double t) {
                                              const double x = (t - 2.0) / 0.012;
                                              return static_cast<float>(3 + std::exp(-x * x));
                                          }}},
                                        4);
    for (const std::int64_t near : {480, 495, 500, 507, 520}) EXPECT_EQ(snappedMark(*up, 0, near), 500) << near;
    const auto down = test::madeRecording({{"II", kRate_hz,
                                            [](double t) {
                                                const double x = (t - 2.0) / 0.012;
                                                return static_cast<float>(-std::exp(-x * x));
                                            }}},
                                          4);
    EXPECT_EQ(snappedMark(*down, 0, 490), 500);
}

TEST(SnapMark, SitsOnThePeakThatTheNeighboursHave) {
    const auto made = test::madeRecording({{"II", kRate_hz, biphasic}}, 12);
    std::vector<std::int64_t> tops;
    for (std::int64_t beat = 1; beat <= 10; ++beat) {
        if (beat != 5) tops.push_back(beat * 250);
    }
    EXPECT_EQ(snappedMark(*made, 0, 1258, tops), 1250);
}

TEST(SnapMark, StaysWhereThereIsNothingToSnapTo) {
    const auto still = test::madeRecording({{"II", kRate_hz, test::flat}, {"V1", kRate_hz, test::missing}}, 4);
    EXPECT_EQ(snappedMark(*still, 0, 300), 300);
    EXPECT_EQ(snappedMark(*still, 1, 300), 300);
    EXPECT_EQ(snappedMark(*still, 7, 300), 300) << "no such lead";
    EXPECT_EQ(snappedMark(*still, 0, -5), -5);
    EXPECT_EQ(snappedMark(*still, 0, 999'999), 999'999);
}

}  // namespace
}  // namespace triptych::beats
