#include "core/pipeline/explain_beat.h"

#include "core/inference/explanation_methods.h"
#include "core/pipeline/beat_segments.h"
#include "core/pipeline/waves_around.h"
#include "core/waves/delineator.h"

#include <utility>
#include <vector>

namespace triptych::pipeline {
namespace {

// Without gradients what is added up is whole parts.
bool weighsParts(const inference::ExplainRequest& what) {
    const auto method = inference::methodOf(what.method);
    return method && (*method)->gives.adds_up && !(*method)->needs.gradients;
}

}  // namespace

Result<Explanation> explainBeat(const inference::Model& model, const inference::RecordingAnalysis& analysis,
                                const BeatList& beats, std::size_t beat, inference::ExplainRequest what,
                                const Job& job) {
    if (what.stretches.empty() && beat < beats.beats.size() && weighsParts(what)) {
        const auto delineator = waves::shippedDelineator();
        const auto around = beatsAround(beats, beat);
        const auto found = wavesAround(analysis.recording(), beats, delineator ? delineator->get() : nullptr, around,
                                       {beats.lead}, job);
        if (!found && found.error().code == ErrorCode::cancelled) return std::unexpected(found.error());
        if (found && !found->empty()) {
            for (const SegmentSpan& span : segmentsOf(*found->front(), beat)) {
                const bool beside = span.segment == Segment::before || span.segment == Segment::after;
                what.stretches.push_back(
                    {beside ? std::string(name(span.segment)) : inWords(span.segment).text(), span.from_s, span.to_s});
            }
        }
    }
    return model.explain(analysis, beats, beat, what, job);
}

}  // namespace triptych::pipeline
