// A project of its own for each test, and events to put into it.
#pragma once

#include "core/store/project.h"
#include "core/synth/synthesize.h"
#include "tests/support/data.h"

#include <gtest/gtest.h>

#include <string>

namespace triptych::test {

inline std::string projectIn(const std::string& folder) {
    return (scratchFolder(folder) / "made.triptych-project").string();
}

inline RecordingPtr madeRecording(std::uint64_t seed = 5) {
    synth::SynthRequest request;
    request.duration_s = 20;
    request.seed = seed;
    return synth::synthesize(request)->recording;
}

inline store::EventGroup madeGroup(const std::string& key, std::int64_t sample, const std::string& to = "V") {
    store::EventGroup group;
    group.key = key;
    group.reader = "ann";
    group.time = std::chrono::sys_days(std::chrono::year(2026) / 11 / 20) + std::chrono::milliseconds(123);
    group.tool = "key";
    group.reason = "broad, no P";
    store::EventMark mark;
    mark.sample = mark.end_sample = sample;
    mark.rate_hz = 360;
    mark.lead = "MLII";
    mark.from = "N";
    mark.to = to;
    mark.model = store::ModelWord{"product", std::string(64, 'a'), "N", 0.62F, false};
    group.marks = {mark};
    return group;
}

}  // namespace triptych::test
