// A figure of one map or of two beside each other, fit for a paper: plain values, the same for the window and the
// command line.
#pragma once

#include "core/domain/explanation.h"
#include "core/domain/recording.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace triptych::pages {

enum class FigureFormat : std::uint8_t { svg, pdf, png };
// By the end of a file's name. Errors: wrong_use.
[[nodiscard]] Result<FigureFormat> figureFormat(const std::string& path);

// A lead's signal under its map.
struct FigureTrace {
    std::string lead, unit;
    double first_s = 0, step_s = 0;  // on the map's axis of time
    std::vector<float> values;       // NaN where there are none
    std::vector<float> deviation;    // of a mean; as many, or none
};

struct FigureMap {
    Explanation map;
    std::vector<std::vector<float>> deviation;  // of each input's values, of a mean over beats; or none
    std::vector<FigureTrace> traces;
    bool from_mark = false;  // times are in s from the beat's mark, else from the recording's start
    std::string heading;     // what is explained, by which method
    std::string of;          // of which beat, or how many
    std::string by;          // the model: name and hash
    std::string cannot;      // in place of a map: why there is none
};

struct FigureRequest {
    std::vector<FigureMap> maps;  // beside each other
    bool absolute = false;        // sizes alone
    double opacity = 0.8;
    double width_mm = 0;      // 0: 180, of two columns of a journal, or 90 a map where there are more than two
    int dots_per_inch = 300;  // of a PNG
};

// How large a figure is, in mm.
struct FigureSize {
    double width_mm = 0, height_mm = 0;
};
[[nodiscard]] FigureSize figureSize(const FigureRequest& request);

// A map with the signal that it lies on, as recorded; of a whole recording every lead that the map has. `lead` is that
// of the beats; `mark_s`: times are from there on. Words are the caller's.
[[nodiscard]] FigureMap figureMap(const Recording& recording, std::size_t lead, Explanation explanation,
                                  std::optional<double> mark_s);
// First and last moment of a map's time axis; nothing where it has none.
[[nodiscard]] std::optional<std::pair<double, double>> mapStretch_s(const Explanation& explanation);

}  // namespace triptych::pages
