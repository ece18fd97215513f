// Where an axis puts its ticks and how it writes them: steps of 1, 2 or 5, clock steps for time, and only as many as
// fit.
#pragma once

#include "core/domain/start_time.h"
#include "ui/state/frequency_axis.h"

#include <QString>

#include <optional>
#include <utility>
#include <vector>

namespace triptych::ui {

struct TickSet {
    std::vector<double> values;  // ascending, within the range asked for
    double step = 1;             // between neighbours; decides how many decimals a label needs
};

// Steps of 1, 2, 5 · 10^n; at most `most` ticks (at least one step fits whenever most >= 2 and high > low).
[[nodiscard]] TickSet niceTicks(double low, double high, int most);
// As on a clock: 0.01 s ... 0.5 s, then 1, 2, 5, 10, 15, 30 s, minutes, hours. No two nearer than `least_step_s`.
[[nodiscard]] TickSet timeTicks(double from_s, double to_s, double least_step_s);
// For the shared frequency axis: 0.5 1 2 5 10 20 50 where it is logarithmic; never more than fit `height_px` at
// `row_px` a label.
[[nodiscard]] std::vector<double> frequencyTicks(const FrequencyAxis& axis, double height_px, double row_px);

// With as many decimals as `step` needs and a true minus sign: "−0.5".
[[nodiscard]] QString numberText(double value, double step);
// Rounded to `digits` significant ones, as short as that goes: "0.48", "480", "5.6e−5".
[[nodiscard]] QString legendNumber(double value, int digits);
// The same with an exponent in any case: "4.8e2".
[[nodiscard]] QString exponentNumber(double value, int digits);
// A time of the recording: "3.42" in a recording of less than a minute, else "10:03.42", "2:10:03"; decimals by
// `step_s`.
[[nodiscard]] QString timeText(double time_s, double step_s, double recording_s);
// What timeText() writes: "s", "min:s" or "h:m:s".
[[nodiscard]] QString timeUnit(double recording_s);

// The time axis of a recording: by the clock where its start is known, else since its beginning.
class TimeAxis {
public:
    TimeAxis(double recording_s, std::optional<StartTime> start)
        : recording_s_(recording_s), start_(std::move(start)) {}

    // As timeTicks(), at round times of the clock.
    [[nodiscard]] TickSet ticks(double from_s, double to_s, double least_step_s) const;
    // timeText(), or "14:03:20.5", "14:03" where steps are minutes, "day 2 02:10" beyond midnight.
    [[nodiscard]] QString text(double time_s, double step_s) const;
    // The longest that text() gives at that step, anywhere in the recording.
    [[nodiscard]] QString widest(double step_s) const;
    // timeUnit(), or "clock".
    [[nodiscard]] QString unit() const;

private:
    double recording_s_;
    std::optional<StartTime> start_;
};

}  // namespace triptych::ui
