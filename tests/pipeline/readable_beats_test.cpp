// Which beats cannot be read on a lead: by the second that each stands in.
#include "core/pipeline/readable_beats.h"

#include <gtest/gtest.h>

#include <cmath>

namespace triptych::pipeline {
namespace {

using Flags = std::vector<std::uint8_t>;

TEST(ReadableBeats, ABeatIsAsItsSecondIs) {
    beats::QualityTrack track;
    using enum beats::Quality;
    track.quality = {good, noisy, flat, clipped, missing, good};
    const std::vector<double> at = {0.5, 1.0, 1.99, 2.5, 3.5, 4.5, 5.0, 5.9};
    EXPECT_EQ(unreadableOn(track, at), (Flags{0, 1, 1, 1, 1, 1, 0, 0}));
}

TEST(ReadableBeats, WhereTheLeadHasEndedNothingCanBeRead) {
    beats::QualityTrack track;
    track.quality = {beats::Quality::good};
    EXPECT_EQ(unreadableOn(track, std::vector<double>{0.5, 1.5, -1, std::nan("")}), (Flags{0, 1, 1, 1}));
    track.step_s = 0;
    EXPECT_EQ(unreadableOn(track, std::vector<double>{0.5}), Flags{1});
}

}  // namespace
}  // namespace triptych::pipeline
