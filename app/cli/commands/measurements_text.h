// Measurements as text: JSON and CSV for programs, tables for people, ours beside the device's.
#pragma once

#include "app/cli/console/output.h"
#include "core/domain/beat.h"
#include "core/domain/error.h"
#include "core/domain/recording.h"
#include "core/measure/measurements.h"

#include <string>
#include <vector>

namespace triptych::cli {

// {lead, rate_hz, beats_origin, global:{hr_bpm, rr_ms, pr_ms, qrs_ms, qt_ms, qtc_ms:{bazett, fridericia, framingham,
// hodges}, p_ms, axis_deg:{p, qrs, t}, sources:{FIGURE:{leads, beats}}}, leads:{NAME:{r_mv, s_mv, q_mv, t_mv, p_mv,
// st_mv:{j, j60, j80}, st_slope_mv_s, p_ms, pr_ms, qrs_ms, qt_ms, qrs_shape, beats, said:[]}}, beats:[{sample, time_s,
// rr_ms, hr_bpm, pr_ms, qrs_ms, qt_ms, qtc_ms:{...}, p_ms, dominant, leads:{NAME:{...}}}], trends:{step_s, hr_bpm:[],
// ..., qtc_ms:{bazett:[], ...}, leads:{NAME:{st_mv:{j:[], j60:[], j80:[]}, beats:[]}}}, pacing:{spikes_s:[], from_file,
// unsaid}, device:{as global, what the file states}, said:[], warnings:[]}. null where it cannot be said; a beat's
// leads only where `leads_of_beats`. Beat by beat: the text of a day is long.
struct MeasurementsText {
    const Recording& recording;
    const BeatList& beats;
    const measure::Measurements& measured;
    const std::vector<Warning>& warnings;
    bool leads_of_beats = false;
};
void writeMeasurementsJson(const MeasurementsText& text, Output& out);
// One line a beat.
void writeMeasurementsCsv(const MeasurementsText& text, Output& out);
[[nodiscard]] std::string measurementsTable(const MeasurementsText& text);

}  // namespace triptych::cli
