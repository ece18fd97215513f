// What readers call noise: the later word counts, pieces are joined, and a denied rhythm is no word on noise.
#include "core/review/noise_spans.h"
#include "tests/review/made_events.h"

#include <gtest/gtest.h>

namespace triptych::review {
namespace {

RhythmJournal said(const std::vector<std::pair<RhythmPlace, RhythmValue>>& words) {
    std::vector<store::EventGroup> log;
    for (const auto& [place, value] : words) {
        store::EventGroup group;
        group.key = "k" + std::to_string(log.size());
        group.order = static_cast<std::int64_t>(log.size()) + 1;
        group.layer = std::string(store::kRhythmLayer);
        group.reader = "ann";
        group.time = test::kMoment;
        group.marks = {rhythmMark(place, 100, "sinus", value)};
        log.push_back(group);
    }
    return RhythmJournal(100, "ann", log);
}

using Spans = std::vector<NoiseSpan>;

TEST(NoiseSpans, JoinWhatTouchesAndGiveWayToALaterWord) {
    EXPECT_EQ(noiseSpans(said({{{100, 200}, {"unreadable", false}}, {{200, 300}, {"unreadable", false}}}), 100),
              (Spans{{1, 3}}));
    EXPECT_EQ(noiseSpans(said({{{100, 500}, {"unreadable", false}}, {{200, 300}, {"af", false}}}), 100),
              (Spans{{1, 2}, {3, 5}}));
    EXPECT_EQ(noiseSpans(said({{{100, 500}, {"unreadable", false}}, {{0, 250}, {"unreadable", true}}}), 100),
              (Spans{{2.5, 5}}));
    EXPECT_EQ(noiseSpans(said({{{100, 500}, {"unreadable", false}}, {{0, 600}, {"af", true}}}), 100), (Spans{{1, 5}}));
    EXPECT_TRUE(noiseSpans(said({}), 100).empty());
    EXPECT_TRUE(noiseSpans(said({{{100, 500}, {"unreadable", false}}}), 0).empty());
}

TEST(NoiseSpans, HoldTheirBeginAndNotTheirEnd) {
    const Spans spans = {{1, 2}, {3, 5}};
    for (const auto& [time_s, inside] : std::vector<std::pair<double, bool>>{
             {0, false}, {1, true}, {1.9, true}, {2, false}, {2.5, false}, {4, true}, {9, false}}) {
        EXPECT_EQ(isNoise(spans, time_s), inside) << time_s;
    }
    EXPECT_FALSE(isNoise({}, 1));
}

}  // namespace
}  // namespace triptych::review
