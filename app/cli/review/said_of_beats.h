// What a project's log says of a recording's beats, as every command tells it: labels where their beats stand, beats
// that were added, moved and taken away, and notes.
#pragma once

#include "app/cli/console/json.h"
#include "core/domain/layer.h"
#include "core/review/beat_journal.h"
#include "core/review/label_journal.h"
#include "core/review/note_journal.h"

#include <optional>
#include <string>
#include <vector>

namespace triptych::cli {

struct SaidOfBeats {
    review::LabelJournal labels;
    review::BeatJournal edits;
    review::NoteJournal notes;

    // Where their beats stand; those of beats that were taken away are left out.
    [[nodiscard]] review::ReaderLabels inPlace() const;
};
// By one reader, or (nullopt) by all; on the clock of `rate_hz`.
[[nodiscard]] SaidOfBeats saidIn(const std::vector<store::EventGroup>& log, double rate_hz,
                                 const std::optional<std::string>& reader);

// [{"edit": "moved", "place": 1000, "sample": 1060, "time_s": ...}]; a beat that is gone has no sample.
[[nodiscard]] Json editsJson(const SaidOfBeats& said);
[[nodiscard]] Json notesJson(const SaidOfBeats& said);
// "2 added, 1 moved, 3 taken away"; "0" where there is none.
[[nodiscard]] std::string editsText(const SaidOfBeats& said);

}  // namespace triptych::cli
