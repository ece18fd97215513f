// What is known of one recording beyond its samples, computed once and shared by everything that looks at it: each
// lead's beats, quality and gaps, and what a model sees of a lead. Passed along explicitly; it goes with whoever reads
// the recording, and nothing of it stays in a model or in the program.
#pragma once

#include "core/beats/lead_analysis.h"
#include "core/domain/beat.h"
#include "core/domain/computed_once.h"
#include "core/domain/recording.h"
#include "core/inference/model_inputs.h"

#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <vector>

namespace triptych::inference {

// Any thread. Memory: LeadAnalysis's for each lead that was asked for, and the inputs of two leads at most (the beats'
// own and the companion that a model reads with it): 130 MB for a day's 100,000 beats.
class RecordingAnalysis {
public:
    explicit RecordingAnalysis(RecordingPtr recording);
    RecordingAnalysis(const RecordingAnalysis&) = delete;
    RecordingAnalysis& operator=(const RecordingAnalysis&) = delete;

    [[nodiscard]] const Recording& recording() const { return *recording_; }
    [[nodiscard]] const RecordingPtr& recordingPtr() const { return recording_; }

    // Of a lead that the recording has not: every answer is out_of_range.
    [[nodiscard]] const beats::LeadAnalysis& lead(std::size_t index) const;

    // BeatInputs::prepare() of this recording, once for each lead, list of beats and representation as long as no two
    // others were asked for since. Errors: those of prepare().
    [[nodiscard]] Result<std::shared_ptr<const BeatInputs>> inputs(const BeatList& beats, std::size_t lead,
                                                                   Representation representation, const Job& job) const;

private:
    struct Kept {
        std::size_t lead = 0;
        Representation representation;
        double rate_hz = 0;
        std::vector<std::int64_t> samples;  // of the beats
        std::shared_ptr<ComputedOnce<BeatInputs>> inputs;
    };

    RecordingPtr recording_;
    std::vector<std::unique_ptr<const beats::LeadAnalysis>> leads_;  // and one more, of no lead
    mutable std::mutex guard_;                                       // of kept_
    mutable std::list<Kept> kept_;                                   // asked for last first
};

}  // namespace triptych::inference
