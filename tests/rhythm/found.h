// What is found on beats made by hand, and what tests ask of it.
#pragma once

#include "core/rhythm/events.h"
#include "core/rhythm/findings.h"
#include "tests/rhythm/made_view.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <string_view>
#include <vector>

namespace triptych::rhythm {

inline RhythmFindings found(MadeView& made) {
    auto out = findRhythm(made.view(), nullptr);
    EXPECT_TRUE(out.has_value());
    return std::move(*out);
}

inline std::vector<Episode> of(const RhythmFindings& findings, Rhythm rhythm) {
    std::vector<Episode> out;
    std::ranges::copy_if(findings.episodes, std::back_inserter(out),
                         [&](const Episode& episode) { return episode.rhythm == rhythm; });
    return out;
}

inline void expectTiled(const RhythmFindings& findings) {
    double now_s = 0;
    for (const Episode& episode : findings.episodes) {
        EXPECT_NEAR(episode.span.from_s, now_s, 1e-9);
        EXPECT_GT(episode.span.to_s, episode.span.from_s);
        EXPECT_GE(episode.probability, 0);
        EXPECT_LE(episode.probability, 1);
        now_s = episode.span.to_s;
    }
    EXPECT_NEAR(now_s, findings.duration_s, 1e-9);
}

inline std::size_t count(const std::vector<RhythmEvent>& events, std::string_view name) {
    return static_cast<std::size_t>(std::ranges::count(events, name, &RhythmEvent::name));
}

}  // namespace triptych::rhythm
