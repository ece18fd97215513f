// Everything that is measured of a recording: beat by beat, lead by lead, on the median beat and over all leads, each
// figure with what it rests on. Immutable once shared; window, command line and reports read this and compute nothing.
#pragma once

#include "core/beats/qtc.h"
#include "core/domain/error.h"
#include "core/measure/amplitudes.h"
#include "core/measure/intervals.h"
#include "core/measure/median_beat.h"
#include "core/measure/pacing_spikes.h"
#include "core/measure/reading.h"
#include "core/measure/trends.h"
#include "core/text/said.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace triptych::measure {

// One figure and where it comes from.
struct Figure {
    double value = 0;                // in the unit that its name says
    std::vector<std::size_t> leads;  // indices into Recording::leads
    std::size_t beats = 0;           // of how many; of a rate, the intervals
};
using Said = std::optional<Figure>;  // nothing where it cannot be said

struct BeatOnLead {
    Intervals intervals;
    Amplitudes amplitudes;
};

// Of one beat over all leads (globalMarks).
struct BeatOverLeads {
    Intervals intervals;
    Reading rr_ms;             // to the beat before; nothing across missing samples and at the first beat
    bool is_dominant = false;  // of the kind that is measured (dominantBeats)
    bool is_readable = false;  // on one lead at least

    // With the interval before it; nothing without QT or RR.
    [[nodiscard]] std::optional<beats::CorrectedQt> qtc() const;
};

struct LeadMeasurements {
    std::size_t lead = 0;  // index into Recording::leads
    std::string name;
    MedianLead median;
    std::string qrs_shape;                // "qRs", of the median
    BeatOnLead of_median;                 // the lead's figures
    std::vector<BeatOnLead> beats;        // as long as the list; empty readings where a beat cannot be read here
    Trend st_j_mv, st_j60_mv, st_j80_mv;  // over the beats of the dominant kind where the lead was good
    std::vector<text::Said> said;         // what a reader should know before believing any of it, in sentences
};

// Do I, II and III obey Einthoven's law (limb_law.h), so that axes can be told?
enum class LimbLeads : std::uint8_t {
    agree,     // or are not all there to ask
    rescaled,  // each is scaled by itself; axes are of the scales that make them agree
    contradict
};

// Of the recording: from the leads' median beats, and the rhythm of all beats.
struct GlobalMeasurements {
    Said hr_bpm, rr_ms;  // mean
    Said p_ms, pr_ms, qrs_ms, qt_ms;
    std::optional<beats::CorrectedQt> qtc;  // of these qt_ms and rr_ms
    Said p_axis_deg, qrs_axis_deg, t_axis_deg;
    LimbLeads limbs = LimbLeads::agree;
    Marks marks;  // of the median beats: seconds from R
};

// Medians of stretches; of PR, QRS, QT the beats' over all leads, of QTc each beat's with the interval before it.
struct RhythmTrends {
    Trend hr_bpm, pr_ms, qrs_ms, qt_ms;
    Trend qtc_bazett_ms, qtc_fridericia_ms, qtc_framingham_ms, qtc_hodges_ms;
};

struct Measurements {
    std::vector<double> times_s;       // [beats] the list's marks
    std::vector<BeatOverLeads> beats;  // as long as the list
    std::vector<LeadMeasurements> leads;
    AlignedBeats aligned;  // what the median beats are made of
    GlobalMeasurements global;
    RhythmTrends trends;
    PacingSpikes pacing;
    beats::QtcSex sex = beats::QtcSex::unknown;  // as the file states it: for the limits of QTc
    std::size_t dominant = 0, early = 0, other_shapes = 0;
    bool complete = true;  // false: waves were still being made, and beats not looked at are not measured
    std::vector<text::Said> said;
};
using MeasurementsPtr = std::shared_ptr<const Measurements>;

}  // namespace triptych::measure
