// The whole of it: from a recording, its beats and their waves to every figure.
#pragma once

#include "core/beats/readability.h"
#include "core/beats/signal_gaps.h"
#include "core/beats/signal_quality.h"
#include "core/domain/beat.h"
#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/domain/recording.h"
#include "core/domain/waves.h"
#include "core/measure/global_marks.h"
#include "core/measure/measurements.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace triptych::measure {

struct LeadToMeasure {
    LeadWavesPtr waves;                                  // of the beats that are measured
    std::optional<double> mv_per_unit;                   // nothing: the lead is no voltage and has no amplitudes
    std::shared_ptr<const beats::QualityTrack> quality;  // null: nobody judged it
};

struct MeasureRequest {
    RecordingPtr recording;
    std::shared_ptr<const BeatList> beats;
    std::vector<LeadToMeasure> leads;                  // each lead once, in the order of the answer
    std::shared_ptr<const beats::SignalGaps> gaps;     // of the beats' lead; null: none are known
    std::vector<beats::UnreadableStretch> unreadable;  // where beats may be hidden: no interval reaches into it
    double trend_step_s = 0;                           // 0: usualStep_s()
};

// Memory: 60 bytes a beat and lead, the median beats, and one lead's windows of kMostAligned beats meanwhile: 15 MB for
// a day of two leads. Any thread; stops within 256 beats. Errors: wrong_use (no recording or beats, waves of another
// list), out_of_range (a lead), cancelled.
[[nodiscard]] Result<MeasurementsPtr> measureRecording(const MeasureRequest& request, const Job& job = {});

// The same after somebody moved marks of one beat: `request` as before, but for that beat's waves. All else of single
// beats is taken over, everything that rests on many follows. Errors: wrong_use (another list, other leads), cancelled.
[[nodiscard]] Result<MeasurementsPtr> remeasured(const Measurements& before, const MeasureRequest& request,
                                                 std::size_t beat, const Job& job = {});

// One beat over all leads, on the recording's time line: its marks, peaks included (of the leads that have one, the
// median), and which of `leads` they come from. Any thread.
[[nodiscard]] GlobalMarks marksOverLeads(const Recording& recording, const std::vector<LeadToMeasure>& leads,
                                         std::size_t beat);

// One beat of one lead, at once: what changes where a reader moves a mark. `mv_per_unit` as above. Any thread.
[[nodiscard]] BeatOnLead measureBeat(const Recording& recording, const LeadWaves& waves, std::size_t beat,
                                     std::optional<double> mv_per_unit);

// Its QRS in letters (qrsShape); "" where that cannot be said. Any thread.
[[nodiscard]] std::string qrsShapeOfBeat(const Recording& recording, const LeadWaves& waves, std::size_t beat,
                                         std::optional<double> mv_per_unit);

}  // namespace triptych::measure
