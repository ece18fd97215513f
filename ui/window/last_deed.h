// Labels and the marks of waves are two layers of one log, and the reader has one key to take back what was done last:
// which of the two that is.
#pragma once

#include "core/review/label_journal.h"
#include "core/review/wave_journal.h"

#include <functional>
#include <string>

namespace triptych::ui {

enum class Deed { none, label, wave };

[[nodiscard]] Deed lastToUndo(const review::LabelJournal& labels, const review::WaveJournal& waves);
// What was taken back last; nothing that a newer deed of this window, of either kind, came after. `is_own`: was the
// group of that key made in this window?
using IsOwn = std::function<bool(const std::string& key)>;
[[nodiscard]] Deed lastToRedo(const review::LabelJournal& labels, const review::WaveJournal& waves,
                              const IsOwn& is_own);

}  // namespace triptych::ui
