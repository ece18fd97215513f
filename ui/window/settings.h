// What the window remembers from one day to the next: where it stood, what was read, how it was shown.
#pragma once

#include "core/domain/recording_ref.h"
#include "core/pipeline/review_queue.h"
#include "ui/panes/frequency_range.h"
#include "ui/panes/scalogram_look.h"
#include "ui/state/display_state.h"
#include "ui/state/reading_mode.h"
#include "ui/window/pane_table.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

namespace triptych::ui {

enum class ThemeChoice { light, dark, as_system };

// Plain values; a missing or nonsensical entry gives the default, so that a damaged file never keeps the window shut.
struct Settings {
    QByteArray geometry;
    QByteArray columns, rows, side, triptych;  // sizes of the panes
    ThemeChoice theme = ThemeChoice::as_system;
    QString last_folder;
    QString project;                // that labels are kept in; empty: the reader's own
    QList<RecordingRef> recent;     // newest first
    QList<RecordingRef> all_leads;  // recordings of which all channels are shown, newest first
    double speed_mm_per_s = 25;
    double gain_mm_per_mv = 10;
    DisplayFilter filter = DisplayFilter::monitor;
    MainsFilter mains = MainsFilter::off;
    LeadLayout layout = LeadLayout::three_by_four_plus_one;  // stacked where leads are missing
    // The same of resting ECGs, which are read otherwise than hours.
    DisplayFilter resting_filter = DisplayFilter::diagnostic;
    LeadLayout resting_layout = LeadLayout::three_by_four_plus_one;
    // What recordings of a kind open in: resting ECGs, those of hours, all others.
    Arrangement resting_arrangement = Arrangement::measure, hours_arrangement = Arrangement::rhythm;
    Arrangement arrangement = Arrangement::read;
    bool cabrera = false;
    ScalogramLook scalogram;  // but for its locked colours, which are of one recording
    bool log_frequency = true;
    FrequencyRange frequencies = FrequencyRange::usual;
    bool rows_by_hand = false;  // the reader drew `rows`
    bool side_panels = true;
    bool header_line = true;
    bool waves = false, measurements = false, rhythm_page = false;  // shown
    bool review_page = false, hour_page = false;                    // likewise
    bool explain_page = false, absolute_maps = false;               // likewise
    bool rhythm_rows = false;                                       // `rows` has those of the page of rhythm, too
    double overlay_opacity = 0.6;
    pipeline::ReviewBudget budget;
    QString reader;  // under whose name labels are kept; empty: as the system calls whoever sits here
    ReadingMode reading = ReadingMode::open;
    QString work_folder;       // of the work list; empty: the project's recordings
    double calibration = 1.0;  // millimetres of the screen as told ÷ as measured
    QString model;             // empty: the default
    QStringList trusted_code;  // SHA-256 of the models made of code that the reader let run
    QString method;
};

// The arrangement that was shown.
[[nodiscard]] Arrangement shownIn(const Settings& settings);

// QSettings("Triptych", "triptych").
[[nodiscard]] Settings loadSettings();
void saveSettings(const Settings& settings);

inline constexpr int kRecentKept = 10;
inline constexpr int kAllLeadsKept = 200;
// `path` first, no twice, at most kRecentKept.
[[nodiscard]] QList<RecordingRef> withRecent(QList<RecordingRef> recent, const RecordingRef& recording);

}  // namespace triptych::ui
