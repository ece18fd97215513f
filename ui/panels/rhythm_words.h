// Rhythms, episodes, events and figures of heart rate variability as a reader reads them, written the same way in every
// list, legend and tool tip.
#pragma once

#include "core/pipeline/rhythm_report.h"
#include "core/store/event.h"
#include "ui/state/rhythm_state.h"

#include <QString>
#include <QStringList>

#include <string_view>
#include <vector>

namespace triptych::ui {

// "Atrial fibrillation": short enough for a list.
[[nodiscard]] QString rhythmName(rhythm::Rhythm rhythm);
// Of a value of the log: "Atrial fibrillation", "not: Atrial fibrillation"; as it is where no rhythm is named so.
[[nodiscard]] QString rhythmValueText(std::string_view value);
// Its sentence, the probability that the finder gave, and the reader who said so.
[[nodiscard]] QString evidenceText(const rhythm::Episode& episode, const ReaderSaying* saying);

[[nodiscard]] QString eventName(const rhythm::RhythmEvent& event);
[[nodiscard]] QString eventValue(const rhythm::RhythmEvent& event);  // "2.31 s", "14 beats", "131 /min"; empty: none
[[nodiscard]] QString kindName(RhythmEventKind kind);

// "12.3 s", "4:31 min", "2:10:05 h".
[[nodiscard]] QString lengthText(double length_s);
// "38.3 %", "<0.1 %"; "–" for what is none.
[[nodiscard]] QString shareText(double share);
// "2026-11-20 11:40:12", UTC.
[[nodiscard]] QString momentText(std::chrono::sys_time<std::chrono::milliseconds> time);

// A figure of the whole recording and of five minutes of it.
struct HrvRow {
    QString name, unit, whole, five;
    QString tip;
};
// `five` null: none are looked at.
[[nodiscard]] std::vector<HrvRow> hrvRows(const rhythm::Hrv& hrv, const rhythm::FiveMinutes* five);
// "212 intervals (140 s) reach into another rhythm", by reason; and which figures are missing, and why.
[[nodiscard]] QStringList hrvRemarks(const rhythm::Hrv& hrv);

}  // namespace triptych::ui
