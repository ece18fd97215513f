// A reader's hand on a beat, for tests of what follows from the log.
#pragma once

#include "core/review/beat_journal.h"
#include "tests/review/made_events.h"

#include <optional>
#include <string>
#include <utility>

namespace triptych::test {

inline store::EventGroup madeBeatEdit(std::string key, std::int64_t place, review::BeatEditValue to,
                                      double rate_hz = 360) {
    store::EventGroup group;
    group.key = std::move(key);
    group.layer = std::string(review::kBeatLayer);
    group.reader = "ann";
    group.time = kMoment;
    group.tool = "key";
    group.marks = {review::beatMark(place, rate_hz, "MLII", std::nullopt, to)};
    return group;
}

}  // namespace triptych::test
