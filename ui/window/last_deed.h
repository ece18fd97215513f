// Labels, the beats themselves, the marks of waves, words on the rhythm and notes are layers of one log, and the reader
// has one key to take back what was done last: which of them that is.
#pragma once

#include "core/review/beat_journal.h"
#include "core/review/label_journal.h"
#include "core/review/note_journal.h"
#include "core/review/rhythm_journal.h"
#include "core/review/wave_journal.h"

#include <functional>
#include <string>

namespace triptych::ui {

enum class Deed { none, label, wave, rhythm, beat, note };

struct Journals {
    const review::LabelJournal& labels;
    const review::WaveJournal& waves;
    const review::RhythmJournal& rhythm;
    const review::BeatJournal& beats;
    const review::NoteJournal& notes;
};

[[nodiscard]] Deed lastToUndo(const Journals& journals);
// What was taken back last; nothing that a newer deed of whoever sits here, of any kind, came after. `is_own`: was the
// group made in this window, or by its reader before it was opened?
using IsOwn = std::function<bool(const store::EventGroup& group)>;
[[nodiscard]] Deed lastToRedo(const Journals& journals, const IsOwn& is_own);

}  // namespace triptych::ui
