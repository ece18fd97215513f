// Numbers as a reader reads them: times, probabilities, labels and counts, written the same way in every panel.
#pragma once

#include <QString>

#include <cstddef>
#include <cstdint>

namespace triptych::ui {

// "10:03.42"; "1:10:03.42" from an hour on. Hundredths of a second.
[[nodiscard]] QString clockText(double time_s);
// "0.71"; never "1.00" for less than certainty: ">0.99", and "<0.01" for more than nothing.
[[nodiscard]] QString probabilityText(double probability);
// The WFDB letter, or an en dash for a beat without a label.
[[nodiscard]] QString labelText(std::uint8_t code);
// "Premature ventricular contraction", or "not labelled".
[[nodiscard]] QString labelMeaning(std::uint8_t code);
// "1 204": digits in groups of three, by a thin space.
[[nodiscard]] QString groupedNumber(std::size_t number);
// "+0.12", "−0.12": with a true minus sign.
[[nodiscard]] QString signedText(double value, int decimals);
// A model's own word for a branch as a column title: "time_frequency" gives "time-freq.".
[[nodiscard]] QString branchTitle(const QString& name);

}  // namespace triptych::ui
