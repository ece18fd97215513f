// Tables as programs write them, made by the tests' own code: a wave whose every sample is known, in any dialect.
#pragma once

#include "core/domain/recording.h"
#include "core/formats/open.h"

#include <functional>
#include <string>
#include <vector>

namespace triptych::test {

// Sample `i` of the wave, in hundredths: from -100 to 100, never the same stretch twice in 10,000.
[[nodiscard]] double waveAt(int i);

inline constexpr int kRows = 900;  // of a table, where its test asks for no other number

// The lines of a table: row(0), row(1), ... each closed by a line feed.
[[nodiscard]] std::string rowsOf(const std::function<std::string(int)>& row, int count = kRows);

// `value` with so many decimals and that mark.
[[nodiscard]] std::string number(double value, int decimals, char mark = '.');

// Written as `file` and opened.
[[nodiscard]] Result<RecordingPtr> openedTable(const std::string& text, const std::string& file = "t.csv",
                                               const formats::OpenHints& hints = {});

// Opened; fails the test, and returns null, where it is refused.
[[nodiscard]] RecordingPtr mustOpenTable(const std::string& text, const std::string& file = "t.csv",
                                         const formats::OpenHints& hints = {});

// That lead `lead` holds the wave from sample 0 on, `count` samples of it and no more, times `scale`.
void expectWave(const Recording& recording, std::size_t lead, int count, double scale = 1);

// "II, V5": all names in one line.
[[nodiscard]] std::string namesOf(const Recording& recording);

}  // namespace triptych::test
