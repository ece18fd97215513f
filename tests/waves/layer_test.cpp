// Waves as marks in the alphabet of WFDB.
#include "core/waves/delineate.h"

#include <gtest/gtest.h>

namespace triptych::waves {
namespace {

Wave wave(double on, double peak, double off, float sure = 1) {
    return {Fiducial{on, 1}, Fiducial{peak, 1}, Fiducial{off, 1}, sure};
}

LeadWaves twoBeats() {
    LeadWaves waves;
    waves.lead = 3;
    waves.rate_hz = 360;
    waves.source = {LayerMaker::model, "waves", "abc"};
    waves.beats = {{wave(10.4, 20, 30), wave(40, 50.6, 60), wave(80, 100, 120)},
                   {wave(200, 210, 220, 0.3F), wave(240, 250, 260), std::nullopt},
                   {}};
    waves.beats[1].qrs->offset.reset();
    return waves;
}

TEST(WavesLayer, MarksAreBracketsAroundEachWaveInOrder) {
    const LayerPtr layer = layerOf(twoBeats());
    EXPECT_EQ(layer->kind, LayerKind::waves);
    EXPECT_EQ(layer->lead, std::optional<std::size_t>(3));
    EXPECT_EQ(layer->rate_hz, 360);
    EXPECT_TRUE(layer->complete);
    EXPECT_EQ(inWords(layer->source), "model waves abc");
    std::string letters;
    std::vector<std::int64_t> samples;
    for (const Annotation& mark : layer->marks) {
        letters += symbolOf(mark.code);
        samples.push_back(mark.sample);
        EXPECT_EQ(mark.channel, 3);
    }
    EXPECT_EQ(letters, "(p)(N)(t)(p)(N");
    EXPECT_EQ(samples, (std::vector<std::int64_t>{10, 20, 30, 40, 51, 60, 80, 100, 120, 200, 210, 220, 240, 250}));
}

TEST(WavesLayer, WhatIsNotCertainCanBeLeftOut) {
    const LayerPtr layer = layerOf(twoBeats(), true);
    std::string letters;
    for (const Annotation& mark : layer->marks) letters += symbolOf(mark.code);
    EXPECT_EQ(letters, "(p)(N)(t)(N");
}

}  // namespace
}  // namespace triptych::waves
