// What the commands "rhythm" and "hrv" begin with alike: beats, their classes, and the rhythm that follows.
#pragma once

#include "app/cli/console/json.h"
#include "app/cli/input.h"
#include "app/cli/session.h"
#include "core/pipeline/find_rhythm.h"
#include "core/review/rhythm_journal.h"

#include <string>
#include <vector>

namespace triptych::cli {

struct RhythmOptions {
    RecordingOptions recording;
    BeatsOptions beats;
    ModelOptions model;   // "none": beats are told by shape
    std::string project;  // whose words count; empty: the reader's own, "none": nobody's
    Given given;
};
void addRhythmOptions(CLI::App& command, RhythmOptions& options);

struct RhythmInput {
    LeadInput input;
    pipeline::FoundRhythm found;
    std::string project;                   // that was looked into; empty: none
    std::vector<review::RhythmWord> said;  // the words that count, in the order of the log, on the beats' clock
    std::size_t labelled = 0;              // beats that have a reader's label
    std::size_t edited = 0;                // beats that a reader added, moved or took away
    std::vector<std::string> readers;      // who did, by name
    std::vector<Warning> warnings;

    [[nodiscard]] double seconds(std::int64_t sample) const;
};
// Reference beats keep their letters; detected ones are classified by the model, and by shape where there is none.
// What readers said in the project of beats and of rhythm counts, as in the window. Errors: those of what is read; of a
// project that was named and cannot be opened.
[[nodiscard]] Result<RhythmInput> readRhythm(const RhythmOptions& options, const Job& job);

// Whose words and labels they were, as both commands tell it.
[[nodiscard]] Json jsonOfWords(const RhythmInput& read);
[[nodiscard]] Json jsonOfLabels(const RhythmInput& read);
[[nodiscard]] std::string tableOfWords(const RhythmInput& read);  // empty where nobody said a word

}  // namespace triptych::cli
