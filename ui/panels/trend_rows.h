// What goes over the recording, as rows of a chart: rate and intervals, and the level of ST on each lead. Medians of
// equal stretches as core/measure made them; a widget draws them, and a copy takes them along.
#pragma once

#include "core/measure/measurements.h"
#include "ui/state/view_state.h"

#include <QString>

#include <optional>
#include <vector>

namespace triptych::ui {

enum class StPoint { j, j60, j80 };

struct TrendRow {
    QString name, unit;  // "HR", "/min"; "V5", "mV"
    QString tip;
    int decimals = 0;
    bool is_level = false;  // of ST: around zero, on one scale with all other levels
    measure::Trend trend;
};

// HR, PR, QRS, QT, QTc by Fridericia, and the leads that have levels of ST.
[[nodiscard]] std::vector<TrendRow> trendRows(const measure::Measurements& measured, StPoint point);
// The rate alone, of the beats in view: what can be said before anything is measured. Medians, as above.
[[nodiscard]] TrendRow rateRow(const ViewState& state);

// The value of the stretch that holds a time; nothing in a gap and outside.
[[nodiscard]] std::optional<double> valueAt(const measure::Trend& trend, double time_s);
// "402", "−0.12".
[[nodiscard]] QString trendValueText(const TrendRow& row, double value);

// What an axis shows.
struct TrendRange {
    double low = 0, high = 1;
};
// Of one row: 96 % of its values and some room, never so narrow that a quantum looks like an event.
[[nodiscard]] TrendRange rangeOf(const TrendRow& row);
// Of all levels together: symmetric around zero.
[[nodiscard]] TrendRange levelRange(const std::vector<TrendRow>& rows);

// A line a stretch: its begin in seconds, then each row's value, empty in gaps; between tabs.
[[nodiscard]] QString trendText(const std::vector<TrendRow>& rows);

}  // namespace triptych::ui
