// Labels where their beats stand after the reader's hand, for whoever has the log and needs no list of beats: exports,
// scores and replay tell the same as the window.
#pragma once

#include "core/review/beat_journal.h"
#include "core/review/label_journal.h"

#include <cstdint>
#include <optional>

namespace triptych::review {

// Where the beat stands whose label is kept under `place`; nullopt: it was taken away. Of several edits near the place
// (kSameBeat_s) the nearest is its own. Both on the journal's clock.
[[nodiscard]] std::optional<std::int64_t> standsAt(std::int64_t place, const BeatJournal& edits);

// `labels` by where their beats stand; those of beats that are gone are left out. Both on one clock.
[[nodiscard]] ReaderLabels correctedLabels(const ReaderLabels& labels, const BeatJournal& edits);

}  // namespace triptych::review
