// A heart that is made to beat faster keeps its waves whole, and times go to and fro without loss.
#include "core/inference/module/training/waves/record_clock.h"

#include "core/waves/network_plan.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace triptych::inference::training {
namespace {

// Ten beats, one a second, on two leads whose T waves end at different times.
MarkedRecord record() {
    MarkedRecord made;
    for (const double t_end_s : {0.40, 0.46}) {
        MarkedLead lead;
        lead.signal.assign(2750, 0);
        for (std::size_t beat = 0; beat < 10; ++beat) {
            const double r_s = 1.0 + static_cast<double>(beat);
            lead.waves.push_back({WaveKind::p, {r_s - 0.2, r_s - 0.16, r_s - 0.12}, beat});
            lead.waves.push_back({WaveKind::qrs, {r_s - 0.04, r_s, r_s + 0.04}, beat});
            lead.waves.push_back({WaveKind::t, {r_s + 0.2, r_s + 0.3, r_s + t_end_s}, beat});
        }
        made.leads.push_back(lead);
    }
    return made;
}

TEST(RecordClock, CutsLieInQuietTimesOfAllLeadsAndApart) {
    const MarkedRecord from = record();
    Random random(7);
    std::size_t drawn = 0;
    for (int draw = 0; draw < 50; ++draw) {
        double last_s = -1;
        for (const Cut& cut : drawCuts(from, random)) {
            ++drawn;
            EXPECT_GT(cut.from_s, last_s);
            EXPECT_GE(cut.to_s, cut.from_s);
            last_s = cut.to_s;
            for (const MarkedLead& lead : from.leads) {
                for (const MarkedWave& wave : lead.waves) {
                    EXPECT_TRUE(cut.to_s < wave.at_s[0] || cut.from_s > wave.at_s[2])
                        << cut.from_s << " to " << cut.to_s << ", a wave at " << wave.at_s[1];
                }
            }
        }
    }
    EXPECT_EQ(drawn, 450U) << "nine times between ten beats";
}

TEST(RecordClock, TimesGoToTheStripAndBack) {
    const Clock clock{0.5, 1.25, {{1.5, 1.7}, {2.5, 2.9}, {3.5, 3.6}}};
    for (const double record_s : {0.5, 1.4, 1.8, 2.4, 2.95, 3.4, 3.7, 9.0}) {
        EXPECT_NEAR(clock.inRecord(clock.inStrip(record_s)), record_s, 1e-12);
    }
    EXPECT_NEAR(clock.inStrip(3.0), (3.0 - 0.2 - 0.4 - 0.5) * 1.25, 1e-12) << "two cuts before it";
    EXPECT_NEAR(clock.inStrip(2.7), clock.inStrip(2.5), 1e-12) << "what was left out is where the cut is";
}

TEST(RecordClock, EndsOfACutMeetWithoutAStep) {
    std::vector<float> signal(2750);
    for (std::size_t i = 0; i < signal.size(); ++i) signal[i] = i < 500 ? 0 : 1;  // a step at 2 s, inside the cut
    const Clock clock{0, 1, {{1.9, 2.1}}};
    const auto strip = underClock(signal, clock, 2048);
    float largest = 0;
    for (std::size_t i = 1; i < strip.size(); ++i) largest = std::max(largest, std::abs(strip[i] - strip[i - 1]));
    EXPECT_LT(largest, 0.12F);
    EXPECT_FLOAT_EQ(strip[400], 0);
    EXPECT_FLOAT_EQ(strip[550], 1);
}

}  // namespace
}  // namespace triptych::inference::training
