// What readers said of a recording's rhythm, from the log's words to those of the room of rhythm: the same for the
// window and the command line.
#pragma once

#include "core/review/rhythm_journal.h"
#include "core/rhythm/reader_words.h"

#include <vector>

namespace triptych::pipeline {

// In the order of the log, on the clock of `rate_hz`, which is the journal's. A rhythm that a later version knows stays
// in the log, and is left out here.
[[nodiscard]] std::vector<rhythm::ReaderWord> readerWords(const review::RhythmJournal& journal, double rate_hz);

}  // namespace triptych::pipeline
