// Why a model gave a beat its class, in a clinician's words: clauses that were measured on the beat and that the
// explanation's attributions support, each with the stretch and the features that it rests on. What was not measured is
// not said, and what the model did not use is no reason.
#pragma once

#include "core/domain/beat.h"
#include "core/domain/error.h"
#include "core/domain/explanation.h"
#include "core/domain/job.h"
#include "core/inference/recording_analysis.h"
#include "core/pipeline/beat_segments.h"
#include "core/pipeline/why_facts.h"
#include "core/pipeline/why_sums.h"
#include "core/text/said.h"
#include "core/waves/delineator.h"

#include <string>
#include <vector>

namespace triptych::pipeline {

struct WhyClause {
    text::Said text;                                                 // "QRS twice as wide as this patient's"
    inference::FeatureGroup group = inference::FeatureGroup::other;  // what supports it
    bool against = false;                                            // it speaks against the class
    std::vector<MeasuredFact> facts;                                 // what it says, and how sure that is
    std::string lead;                                                // where it was seen
    std::vector<SegmentSpan> stretches;                              // what to look at
    std::vector<std::string> features;                               // that took part, most first
    double support = 0;  // in units of the score: their sum, and the trace's
    double share = 0;    // of all support, for and against
    double sure = 1;     // of the least sure fact
};

struct Why {
    std::string class_name, against;
    bool of_recording = false;       // of a stretch of the recording, and of no beat
    std::vector<WhyClause> clauses;  // for the class by falling support, then against it
    text::Said text;                 // the whole sentence: "V .98: QRS twice as wide as this patient's, no P before it"
    std::vector<text::Said> notes;   // what could not be looked at, and why
    std::vector<AttributionSum> sums;
    std::vector<LeadSegments> segments;
};

// A clause is said where what supports it holds at least this share of all attribution.
inline constexpr double kLeastShare = 0.05;
inline constexpr double kLeastShareAgainst = 0.1;
inline constexpr std::size_t kMostClauses = 4;
inline constexpr std::size_t kMostAgainst = 2;

// From what is known already. `facts` of the beat that `why` explains, `spans` of its lead: segmentsOf(). Any thread.
[[nodiscard]] Why whyOf(const Explanation& why, double probability, const std::vector<MeasuredFact>& facts,
                        std::span<const LeadSpans> spans);

struct WhyRequest {
    const inference::RecordingAnalysis* analysis = nullptr;
    const BeatList* beats = nullptr;  // the list that `why` counts in
    const Explanation* why = nullptr;
    double probability = 0;                         // of the class; NaN: not known
    const waves::Delineator* delineator = nullptr;  // null: nobody can look for waves
};
// The same from the recording: delineates the beats around, or, of an explanation of the whole recording, all beats of
// the explained stretch on every lead of it. Some 20 ms for a beat. Errors: cancelled; out_of_range (the beat).
[[nodiscard]] Result<Why> findWhy(const WhyRequest& request, const Job& job = {});

}  // namespace triptych::pipeline
