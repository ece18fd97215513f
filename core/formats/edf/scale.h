// How EDF's header says what a stored value means: two digital values, two physical ones, eight characters each.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace triptych::formats {

// A number in at most `width` characters, as exact as they allow; nullopt where it does not fit.
[[nodiscard]] std::optional<std::string> numberInField(double value, std::size_t width);

struct EdfScale {
    std::int64_t digital_minimum = 0;
    std::int64_t digital_maximum = 0;
    std::string physical_minimum;
    std::string physical_maximum;
    std::string dimension;
    double error_steps = 0;  // by how much the texts miss the true scale at its ends, in digital steps
};

struct DigitalRange {
    std::int64_t lowest = 0;
    std::int64_t highest = 0;
};

// A scale for digital values in `used`, with room in `allowed`, whose physical value in the lead's unit is
// (digital - baseline) / gain. Its ends are put where eight characters say them best; millivolts may become microvolts
// or nanovolts for the same reason.
[[nodiscard]] EdfScale edfScaleFor(double gain, double baseline, DigitalRange used, DigitalRange allowed,
                                   const std::string& unit);

// The length of a data record in which every rate has a whole number of samples, as its eight characters say it.
struct EdfRecordLength {
    std::string text;
    double duration_s = 1;
    double error = 0;  // relative, of the stated length
};
[[nodiscard]] std::optional<EdfRecordLength> recordLengthFor(double frame_rate_hz, double samples_in_second);

}  // namespace triptych::formats
