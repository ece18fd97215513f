// What the commands "rhythm" and "hrv" begin with alike: beats, their classes, and the rhythm that follows.
#pragma once

#include "app/cli/input.h"
#include "app/cli/session.h"
#include "core/pipeline/find_rhythm.h"

#include <string>

namespace triptych::cli {

struct RhythmOptions {
    RecordingOptions recording;
    BeatsOptions beats;
    ModelOptions model;  // "none": beats are told by shape
};
void addRhythmOptions(CLI::App& command, RhythmOptions& options);

struct RhythmInput {
    LeadInput input;
    pipeline::FoundRhythm found;
    std::vector<Warning> warnings;
};
// Reference beats keep their letters; detected ones are classified by the model, and by shape where there is none.
[[nodiscard]] Result<RhythmInput> readRhythm(const RhythmOptions& options, const Job& job);

}  // namespace triptych::cli
