#include "ui/panes/saliency.h"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace triptych::ui {
namespace {

constexpr double kFeaturesAtFull = 4;  // of a beat, for the tallest bar
constexpr double kBarAtFull_s = 0.25;  // that a row is at full strength, for the longest bar

std::size_t lengthOf(const AttributionAxis& axis) {
    return axis.values.empty() ? axis.names.size() : axis.values.size();
}

// How far apart two neighbours along an axis lie in the flat array, and the axis itself.
struct Walk {
    const AttributionAxis* axis = nullptr;
    std::size_t stride = 0;
};

Walk walkAlong(const Attribution& input, std::string_view axis_name) {
    std::size_t stride = 1;
    for (std::size_t i = input.axes.size(); i-- > 0;) {
        if (input.axes[i].name == axis_name) return {&input.axes[i], stride};
        stride *= lengthOf(input.axes[i]);
    }
    return {};
}

// The flat array has as many values as its axes say, and every numbered axis is usable.
bool isWhole(const Attribution& input) {
    std::size_t cells = 1;
    for (const AttributionAxis& axis : input.axes) cells *= lengthOf(axis);
    return cells > 0 && input.values.size() == cells && (input.seen.empty() || input.seen.size() == cells);
}

double stepOf(const std::vector<double>& centres) {
    return centres.size() < 2 ? 0 : (centres.back() - centres.front()) / static_cast<double>(centres.size() - 1);
}

float largestMagnitude(const std::vector<float>& values) {
    float largest = 0;
    for (const float value : values) {
        if (std::isfinite(value)) largest = std::max(largest, std::abs(value));
    }
    return largest;
}

}  // namespace

float TimeSaliency::at(double time) const {
    if (time_s.empty() || step_s <= 0) return 0;
    const double place = (time - time_s.front()) / step_s;
    if (!(place >= -0.5) || place > static_cast<double>(value.size()) - 0.5) return 0;
    const double inside = std::clamp(place, 0.0, static_cast<double>(value.size() - 1));
    const auto left = static_cast<std::size_t>(inside);
    const std::size_t right = std::min(left + 1, value.size() - 1);
    const auto weight = static_cast<float>(inside - static_cast<double>(left));
    return value[left] + weight * (value[right] - value[left]);
}

std::optional<TimeSaliency> timeSaliency(const Explanation& explanation) {
    const Attribution* input = inputNamed(explanation, "time");
    if (input == nullptr || !isWhole(*input)) return std::nullopt;
    const Walk time = walkAlong(*input, "time");
    if (time.axis == nullptr || time.axis->values.size() < 2) return std::nullopt;
    TimeSaliency made;
    made.time_s = time.axis->values;
    made.step_s = stepOf(made.time_s);
    made.is_signed = explanation.is_signed;
    made.value.assign(made.time_s.size(), 0);
    for (std::size_t cell = 0; cell < input->values.size(); ++cell) {
        made.value[cell / time.stride % made.value.size()] += input->values[cell];
    }
    made.largest = largestMagnitude(made.value);
    made.scale = mapScale(explanation, "time", made.largest);
    return made;
}

double TimeFrequencyCells::lowEdge_hz(std::size_t row) const {
    if (!of_scalogram) return std::max(0.0, frequency_hz[row] - frequency_step_hz / 2);
    if (row > 0) return std::sqrt(frequency_hz[row - 1] * frequency_hz[row]);
    return frequency_hz[0] / std::sqrt(frequency_hz[1] / frequency_hz[0]);
}

double TimeFrequencyCells::highEdge_hz(std::size_t row) const {
    if (!of_scalogram) return frequency_hz[row] + frequency_step_hz / 2;
    if (row + 1 < rows()) return lowEdge_hz(row + 1);
    return frequency_hz[row] * std::sqrt(frequency_hz[row] / frequency_hz[row - 1]);
}

std::optional<BeatSaliency> beatSaliency(const Explanation& explanation) {
    const Attribution* input = inputNamed(explanation, "neighbours");
    if (input == nullptr || !isWhole(*input)) return std::nullopt;
    const Walk along = walkAlong(*input, "beat");
    if (along.axis == nullptr || along.axis->values.empty()) return std::nullopt;
    BeatSaliency out;
    std::vector<std::size_t> place;  // of each column among the beats
    for (const double time_s : along.axis->values) {
        if (out.time_s.empty() || time_s > out.time_s.back()) out.time_s.push_back(time_s);
        place.push_back(out.time_s.size() - 1);
    }
    out.value.assign(out.time_s.size(), 0);
    for (std::size_t i = 0; i < input->values.size(); ++i) {
        out.value[place[i / along.stride % place.size()]] += input->values[i];
    }
    out.largest = largestMagnitude(out.value);
    out.scale = mapScale(explanation, "neighbours", out.largest, kFeaturesAtFull);
    return out;
}

std::optional<TimeFrequencyCells> timeFrequencyCells(const Explanation& explanation) {
    const Attribution* input = inputNamed(explanation, "time_frequency");
    const bool of_scalogram = input == nullptr;
    if (of_scalogram) input = inputNamed(explanation, "scalogram");
    if (input == nullptr || !isWhole(*input)) return std::nullopt;
    const Walk time = walkAlong(*input, "time"), frequency = walkAlong(*input, "frequency");
    if (time.axis == nullptr || frequency.axis == nullptr) return std::nullopt;
    const std::vector<double>& row_hz = frequency.axis->values;
    if (time.axis->values.size() < 2 || row_hz.size() < 2) return std::nullopt;
    const bool positive = std::all_of(row_hz.begin(), row_hz.end(), [](double hz) { return hz > 0; });
    if (of_scalogram && !positive) return std::nullopt;

    TimeFrequencyCells made;
    made.of_scalogram = of_scalogram;
    made.time_s = time.axis->values;
    made.time_step_s = std::abs(stepOf(made.time_s));
    made.frequency_step_hz = std::abs(stepOf(row_hz));
    made.is_signed = explanation.is_signed;
    // Folded rows: |f|, equal within a hundredth of a row.
    for (const double hz : row_hz) made.frequency_hz.push_back(std::abs(hz));
    std::sort(made.frequency_hz.begin(), made.frequency_hz.end());
    const double same = of_scalogram ? 0 : made.frequency_step_hz / 100;
    made.frequency_hz.erase(std::unique(made.frequency_hz.begin(), made.frequency_hz.end(),
                                        [same](double a, double b) { return b - a < same || a == b; }),
                            made.frequency_hz.end());
    std::vector<std::size_t> folded(row_hz.size());
    for (std::size_t row = 0; row < row_hz.size(); ++row) {
        const auto found =
            std::lower_bound(made.frequency_hz.begin(), made.frequency_hz.end(), std::abs(row_hz[row]) - same);
        folded[row] = static_cast<std::size_t>(found - made.frequency_hz.begin());
    }

    const Walk channel = walkAlong(*input, "channel");
    const std::size_t columns = made.columns();
    made.attribution.assign(made.rows() * columns, 0);
    made.seen.assign(made.rows() * columns, 0);
    std::vector<int> parts(made.rows() * columns, 0);
    for (std::size_t cell = 0; cell < input->values.size(); ++cell) {
        const std::size_t row = folded[cell / frequency.stride % row_hz.size()];
        const std::size_t at = row * columns + cell / time.stride % columns;
        made.attribution[at] += input->values[cell];
        const bool first_channel = channel.axis == nullptr || cell / channel.stride % lengthOf(*channel.axis) == 0;
        if (input->seen.empty() || !first_channel) continue;
        made.seen[at] += input->seen[cell];
        ++parts[at];
    }
    for (std::size_t at = 0; at < parts.size(); ++at) {
        if (parts[at] > 1) made.seen[at] /= static_cast<float>(parts[at]);
    }
    made.largest = largestMagnitude(made.attribution);
    made.scale = mapScale(explanation, of_scalogram ? "scalogram" : "time_frequency", made.largest);
    const auto [low, high] = std::minmax_element(made.seen.begin(), made.seen.end());
    made.seen_low = *low;
    made.seen_high = *high;
    return made;
}

std::vector<float> attributionByFrequency(const TimeFrequencyCells& cells) {
    std::vector<float> sums(cells.rows(), 0);
    for (std::size_t row = 0; row < cells.rows(); ++row) {
        for (std::size_t column = 0; column < cells.columns(); ++column) {
            sums[row] += cells.attribution[row * cells.columns() + column];
        }
    }
    return sums;
}

std::optional<FrequencyBars> frequencyBars(const Explanation& explanation) {
    FrequencyBars made;
    made.is_signed = explanation.is_signed;
    const Attribution* input = inputNamed(explanation, "frequency");
    if (input != nullptr && isWhole(*input) && input->axes.size() == 1 && input->axes[0].values.size() > 1) {
        const std::vector<double>& centres = input->axes[0].values;
        const double half = std::abs(stepOf(centres)) / 2;
        for (const double hz : centres) {
            made.low_hz.push_back(std::max(0.0, hz - half));
            made.high_hz.push_back(hz + half);
        }
        made.value = input->values;
        made.scale = mapScale(explanation, "frequency", largestMagnitude(made.value));
    } else {
        const auto cells = timeFrequencyCells(explanation);
        if (!cells) return std::nullopt;
        for (std::size_t row = 0; row < cells->rows(); ++row) {
            made.low_hz.push_back(cells->lowEdge_hz(row));
            made.high_hz.push_back(cells->highEdge_hz(row));
        }
        made.value = attributionByFrequency(*cells);
        made.scale = mapScale(explanation, cells->of_scalogram ? "scalogram" : "time_frequency",
                              largestMagnitude(made.value), std::max(1.0, kBarAtFull_s / cells->time_step_s));
    }
    made.largest = largestMagnitude(made.value);
    if (!(made.largest > 0)) return std::nullopt;
    return made;
}

}  // namespace triptych::ui
