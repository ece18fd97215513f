// What people call a rate, a unit and the names of leads, beside their arrays.
#pragma once

#include "core/text/said.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace triptych::formats {

using Numbers = std::map<std::string, double>;
using Texts = std::map<std::string, std::vector<std::string>>;

// Samples per second by "fs", "Sampling Rate", "sfreq", ..., or 1 over a "dt" in seconds; also where the name has
// others in front ("ecg_fs", "header/fs"), and in the unit that `beside` states ("isi_units"). nullopt where none is
// there that a rate can have, or two differ.
[[nodiscard]] std::optional<double> rateIn(const Numbers& numbers, const Texts& beside = {});
// The rate written as a text: "360", "360 Hz".
[[nodiscard]] std::optional<double> rateIn(const Texts& texts);
// "t", "time", "timestamps_ms": of arrays that say when the samples of others were taken.
[[nodiscard]] bool isTimeName(std::string_view name);
// Seconds of one unit of such an array, by its name or its unit; 0: not stated.
[[nodiscard]] double secondsPerUnit(std::string_view name, const Texts& texts);
// From an array's numbers to what they measure: (number − zero) · factor + offset.
struct ArrayScale {
    double zero = 0, factor = 1, offset = 0;
    text::Said said;  // what was read and what was done about it, for the reader; "" where nothing is stated

    [[nodiscard]] double of(double number) const { return (number - zero) * factor + offset; }
};
// By "scale_factor" and "add_offset" (as netCDF's conventions have them), "scale", "resolution", and by WFDB's "gain"
// (numbers per unit; below 1, units per number) and "baseline" or "adc_zero". The latter two are what a converter makes
// of whole numbers: an array of fractions has passed them, and is left as it is.
[[nodiscard]] ArrayScale scaleIn(const Numbers& numbers, bool is_whole);
// By "unit", "units"; "" where none is stated, or several.
[[nodiscard]] std::string unitIn(const Texts& texts);
// The same of each of so many leads, where they have units of their own; empty where that is not stated.
[[nodiscard]] std::vector<std::string> unitsIn(const Texts& texts, std::size_t count);
// By "leads", "sig_name", "channels", ...; empty where there are not exactly so many.
[[nodiscard]] std::vector<std::string> leadNamesIn(const Texts& texts, std::size_t count);

}  // namespace triptych::formats
