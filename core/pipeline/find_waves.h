// The waves of a recording as the window, the measurements and the command line speak of them: one list of beats for
// all leads, delineated on each.
#pragma once

#include "core/domain/beat.h"
#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/inference/recording_analysis.h"
#include "core/pipeline/find_beats.h"
#include "core/waves/delineate.h"

#include <cstddef>
#include <memory>
#include <vector>

namespace triptych::pipeline {

// The beats that waves are looked for around: findBeats() of `lead`, and where the detector found none there for longer
// than a heart pauses (2.5 s: an electrode is off, or always was), those of the first other lead of electrocardiogram
// that has some. On the clock of `lead`. Errors: those of findBeats().
[[nodiscard]] Result<std::shared_ptr<const BeatList>> findBeatsForWaves(const inference::RecordingAnalysis& analysis,
                                                                        std::size_t lead, BeatChoice choice,
                                                                        const Job& job = {});

struct FoundWaves {
    std::shared_ptr<const BeatList> beats;
    std::vector<LeadWavesPtr> leads;  // in the order asked for
};
// Both. Errors: likewise, and those of delineate().
[[nodiscard]] Result<FoundWaves> findWaves(const inference::RecordingAnalysis& analysis, std::size_t beats_lead,
                                           BeatChoice choice, const waves::Delineator& delineator,
                                           const waves::WavesRequest& request, const Job& job = {});

}  // namespace triptych::pipeline
