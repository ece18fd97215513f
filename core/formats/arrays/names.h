// What people call a rate, a unit and the names of leads, beside their arrays.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace triptych::formats {

using Numbers = std::map<std::string, double>;
using Texts = std::map<std::string, std::vector<std::string>>;

// Samples per second by "fs", "Sampling Rate", "sfreq", ..., or 1 over a "dt" in seconds; also where the name has
// others in front ("ecg_fs", "header/fs"). nullopt where none is there that a rate can have, or two differ.
[[nodiscard]] std::optional<double> rateIn(const Numbers& numbers);
// The rate written as a text: "360", "360 Hz".
[[nodiscard]] std::optional<double> rateIn(const Texts& texts);
// By "unit", "units"; "" where none is stated, or several.
[[nodiscard]] std::string unitIn(const Texts& texts);
// By "leads", "sig_name", "channels", ...; empty where there are not exactly so many.
[[nodiscard]] std::vector<std::string> leadNamesIn(const Texts& texts, std::size_t count);

}  // namespace triptych::formats
