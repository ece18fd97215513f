// An explanation made drawable: attribution over time, over time and frequency, and over frequency alone, each on the
// axes that the model's input really has.
#pragma once

#include "core/domain/explanation.h"
#include "ui/panes/map_look.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace triptych::ui {

// Attribution of the "time" input, summed over its channels.
struct TimeSaliency {
    std::vector<double> time_s;  // of the recording; ascending
    std::vector<float> value;    // in units of the explained score
    double step_s = 0;
    float largest = 0;  // of |value|
    MapScale scale;     // drawn at full strength
    bool is_signed = true;

    // Linear between samples; 0 outside.
    [[nodiscard]] float at(double time_s) const;
};
[[nodiscard]] std::optional<TimeSaliency> timeSaliency(const Explanation& explanation);

// Attribution of the "neighbours" input, summed over the features of each beat in the row. A beat that stands in for
// others beyond an end of the recording has theirs, too.
struct BeatSaliency {
    std::vector<double> time_s;  // of the beats' marks; ascending
    std::vector<float> value;
    float largest = 0;  // of |value|
    MapScale scale;     // of a bar's full height: four features at full strength
};
[[nodiscard]] std::optional<BeatSaliency> beatSaliency(const Explanation& explanation);

// Cells of the "time_frequency" input, or of the "scalogram" where the model reads that instead: its rows stand at
// equal ratios, not at equal distances. A two-sided transform of a real signal sees every frequency twice: the rows of
// +f and −f are one cell here, attributions summed and what was seen averaged, so that nothing is drawn twice or lost.
struct TimeFrequencyCells {
    std::vector<double> frequency_hz;   // centres, ascending, >= 0
    std::vector<double> time_s;         // window centres, ascending
    double frequency_step_hz = 0;       // height of a cell
    double time_step_s = 0;             // width of a cell: the hop, not the window
    std::vector<float> attribution;     // [frequencies × times]
    std::vector<float> seen;            // the same shape; the input's first channel
    float largest = 0;                  // of |attribution|
    MapScale scale;                     // drawn at full strength
    float seen_low = 0, seen_high = 0;  // range of seen
    bool is_signed = true;
    bool of_scalogram = false;

    [[nodiscard]] std::size_t rows() const { return frequency_hz.size(); }
    [[nodiscard]] std::size_t columns() const { return time_s.size(); }
    // Lower and upper edge of a row in hertz: half-way to its neighbours; the lowest row of an STFT begins at 0.
    [[nodiscard]] double lowEdge_hz(std::size_t row) const;
    [[nodiscard]] double highEdge_hz(std::size_t row) const;
};
[[nodiscard]] std::optional<TimeFrequencyCells> timeFrequencyCells(const Explanation& explanation);

// Sum over time of each frequency row.
[[nodiscard]] std::vector<float> attributionByFrequency(const TimeFrequencyCells& cells);

// The bars beside the spectrum: of the "frequency" input, bin by bin, where the model reads one; else the rows of its
// time-frequency picture, summed over time: such a bar is at its full length where its row is at full strength for
// a quarter of a second.
struct FrequencyBars {
    std::vector<double> low_hz, high_hz;  // edges of each bar, ascending
    std::vector<float> value;
    float largest = 0;  // of |value|
    MapScale scale;
    bool is_signed = true;
};
[[nodiscard]] std::optional<FrequencyBars> frequencyBars(const Explanation& explanation);

}  // namespace triptych::ui
