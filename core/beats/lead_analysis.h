// What several rooms need of one lead - its beats, its quality, its gaps - computed once from one reading of the lead
// and shared: the list of beats, the model, the overview all ask here.
#pragma once

#include "core/beats/detect.h"
#include "core/beats/readability.h"
#include "core/beats/signal_gaps.h"
#include "core/beats/signal_quality.h"
#include "core/domain/beat.h"
#include "core/domain/computed_once.h"
#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/domain/recording.h"

#include <cstddef>
#include <memory>

namespace triptych::beats {

struct LeadSurvey;

// Of one lead of one recording, which it keeps alive. Every function may be called from any thread: the first asker
// computes, others wait, and where the first is stopped the next one computes in its place. Answers live as long as
// somebody holds them.
//
// Memory, when all is computed: the beats and what is said of them (32 bytes each), a byte and a float a second, the
// gaps (16 bytes each, at most ten a second), the candidates that beats are chosen among (24 bytes, at most ten a
// second) and their envelope (25 floats a second): 17 MB for a usual day, 45 MB at the worst. From its reading until
// its quality is judged, 125 to 250 floats a second more: 43 MB a day; while beats are sought, as much for each lead
// that is read with it.
class LeadAnalysis {
public:
    LeadAnalysis(RecordingPtr recording, std::size_t lead);
    ~LeadAnalysis();
    LeadAnalysis(const LeadAnalysis&) = delete;
    LeadAnalysis& operator=(const LeadAnalysis&) = delete;

    // As detectBeats() finds them. Errors: out_of_range (lead), unsupported (rate), cancelled.
    [[nodiscard]] Result<std::shared_ptr<const BeatList>> beats(const Job& job = {}) const;
    // What is said of those beats, and where there can be none. Errors: likewise.
    [[nodiscard]] Result<std::shared_ptr<const Readability>> readability(const Job& job = {}) const;
    // As assessQuality() judges it. Errors: likewise.
    [[nodiscard]] Result<std::shared_ptr<const QualityTrack>> quality(const Job& job = {}) const;
    // Stretches without a single sample, to the slow lead's grid (8 ms or less). Of a lead with more than 100,000 of
    // them, those nearer than 0.1 s to each other are told as one. At any rate. Errors: out_of_range, cancelled.
    [[nodiscard]] Result<std::shared_ptr<const SignalGaps>> gaps(const Job& job = {}) const;

private:
    [[nodiscard]] Result<std::shared_ptr<const LeadSurvey>> survey(const Job& job) const;
    [[nodiscard]] Result<std::shared_ptr<const FoundBeats>> found(const Job& job) const;

    RecordingPtr recording_;
    std::size_t lead_ = 0;
    mutable ComputedOnce<LeadSurvey> survey_;
    mutable ComputedOnce<FoundBeats> found_;
};

}  // namespace triptych::beats
