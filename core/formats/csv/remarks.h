// What the lines above a table say in the words of many programs and languages: the rate, the unit of a sole column,
// the names, the start.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace triptych::formats {

// One line above the table as a key and its value: "Sample Rate: 1000Hz", "# fs = 360", "Messrate,512 Hertz". In UTF-8,
// blanks of every kind as ' ', digits of every script as 0-9; the key in small letters without the marks of comments.
struct TableRemark {
    std::string key;    // "" where the line is no pair
    std::string value;  // the whole line where it is no pair
};
[[nodiscard]] std::vector<TableRemark> tableRemarksOf(const std::vector<std::string_view>& lines, std::size_t count);

// Samples per second, by the key ("Samplerate", "sfreq", "Sampling Rate (Hz)", "Sampling interval", "dt"), by a line
// without one ("2 msec/sample") or, where no key is known and one line alone has such a value, by the word for hertz in
// any language. `decimal_comma`: how the rows write theirs.
[[nodiscard]] std::optional<double> statedRateOf(const std::vector<TableRemark>& remarks, bool decimal_comma);

// "512,844 Hertz", "0.5kHz", "1,000 Hz": hertz; nullopt where it is no number, or has another unit. A number without a
// unit counts where `may_be_bare`.
[[nodiscard]] std::optional<double> hertzIn(std::string_view value, bool decimal_comma, bool may_be_bare);

// When the recording began, by the key ("Start", "Recorded Date", "Aufzeichnungsdatum"...): ISO 8601.
[[nodiscard]] std::optional<std::string> statedStartOf(const std::vector<TableRemark>& remarks);

// "label: II", one each, or "Labels:= ECG, RESP" in one line.
[[nodiscard]] std::vector<std::string> statedLabelsOf(const std::vector<TableRemark>& remarks);

}  // namespace triptych::formats
