// Every pane of the window, one row each: a row (file, class, id, title, place, arrangements) means that ui/panes, or
// ui/panels for what stands at the side, has FILE.h and FILE.cpp with `class`, made of the view state alone. One that
// needs more names a maker of pane_table.cpp at the end. pane_table.cpp makes the table of it, ui/CMakeLists.txt the
// list of sources, tests/ui/CMakeLists.txt that of tests (FILE_test.cpp). Within a place in the order in which they
// stand.
#pragma once

// clang-format off
#define TRIPTYCH_PANES(pane)                                                                                           \
    pane(overview_strip, OverviewStrip, "overview", "Overview", PanePlace::overview, kPaged)                           \
    pane(rhythm_bands, RhythmBands, "bands", "Trend bands", PanePlace::overview, kRhythm)                              \
    pane(trace_pane, TracePane, "rhythm", "Rhythm", PanePlace::rhythm, kPaper)                                         \
    pane(hour_page, HourPage, "hour", "Page of an hour", PanePlace::rhythm, kHour)                                     \
    pane(rhythm_pictures, RhythmPictures, "rhythm_pictures", "Pictures of the rhythm", PanePlace::pictures, kRhythm)   \
    pane(shape_tiles_pane, ShapeTilesPane, "shapes", "Tiles of shapes", PanePlace::pictures, kReview,                  \
         madeShapes)                                                                                                  \
    pane(beat_trace_pane, BeatTracePane, "trace", "Trace", PanePlace::triptych, kTriptych)                             \
    pane(scalogram_pane, ScalogramPane, "scalogram", "Scalogram", PanePlace::triptych, kTriptych)                      \
    pane(spectrum_pane, SpectrumPane, "spectrum", "Spectrum", PanePlace::triptych, kTriptych)                         \
    pane(compare_pane, ComparePane, "compare", "Maps side by side", PanePlace::below, kExplain, madeCompare)           \
    pane(recording_panel, RecordingPanel, "recording_answer", "Whole recording", PanePlace::side, kReason,             \
         madeRecordingPanel)                                                                                           \
    pane(beat_panel, BeatPanel, "beat", "Selected beat", PanePlace::side, kReason, madeBeatPanel)                      \
    pane(beat_list_panel, BeatListPanel, "beats", "List of beats", PanePlace::side, kReason, madeBeatList)             \
    pane(measurements_panel, MeasurementsPanel, "measurements", "Measurements", PanePlace::side, kMeasure,             \
         madeMeasurements)                                                                                             \
    pane(rhythm_panel, RhythmPanel, "rhythm_panel", "Episodes and events", PanePlace::side, kRhythm, madeRhythm)       \
    pane(review_panel, ReviewPanel, "review_panel", "Queue and list of beats", PanePlace::side, kReview, madeReview)
// clang-format on
