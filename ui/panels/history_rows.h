// The log of a recording in words, layer by layer, for the history: labels, beats, the marks of waves, words on the
// rhythm and notes stand in one list.
#pragma once

#include "core/review/beat_journal.h"
#include "core/review/label_journal.h"
#include "core/review/note_journal.h"
#include "core/review/rhythm_journal.h"
#include "core/review/wave_journal.h"
#include "ui/panels/readable.h"

#include <QString>

#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace triptych::ui {

struct HistoryRow {
    std::string key;  // of the group
    QString when, reader, where, from, to, model, by;
    bool undone = false;
    std::vector<double> beats_s;  // that it touches, ascending
    std::int64_t order = 0;       // place in the log; 0: not written yet
    std::int64_t time_ms = 0;
};

using TextOfTime = std::function<QString(double time_s)>;

// Every group that touched something, newest first. `labels_rate_hz`, `beats_rate_hz`: the clocks of the labels and of
// the other journals; `text_of`: how a moment is written.
[[nodiscard]] std::vector<HistoryRow> historyRows(const review::LabelJournal& labels, double labels_rate_hz,
                                                  const review::WaveJournal& waves, const review::RhythmJournal& rhythm,
                                                  double beats_rate_hz, const review::BeatJournal& beats = {},
                                                  const review::NoteJournal& notes = {},
                                                  const TextOfTime& text_of = clockText);

}  // namespace triptych::ui
