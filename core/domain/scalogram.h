// Time-frequency picture of a stretch: one value per frequency row and time column, with the cone of influence.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace triptych {

struct Scalogram {
    std::vector<double> frequency_hz;  // row centres, ascending
    double start_s = 0;                // recording time of the left edge of column 0
    double step_s = 0;                 // width of a column
    std::size_t columns = 0;
    std::vector<float> magnitude;  // [rows × columns] |W| in the lead's unit (amplitude-normalised: a sine of
                                   // amplitude A gives A); the largest within the column when columns pool samples
    std::vector<float> coi_hz;     // [columns] below this frequency the transform feels the edge of the data
    std::string unit = "mV";

    [[nodiscard]] std::size_t rows() const { return frequency_hz.size(); }
    [[nodiscard]] float at(std::size_t row, std::size_t column) const { return magnitude[row * columns + column]; }
};

// One-sided power spectral density.
struct Spectrum {
    std::vector<double> frequency_hz;
    std::vector<double> power;  // unit²/Hz
    std::string unit = "mV²/Hz";
    double resolution_hz = 0;  // effective noise bandwidth
    int segments = 0;          // averaged
};

}  // namespace triptych
