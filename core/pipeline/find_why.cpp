#include "core/pipeline/why_sentence.h"

#include "core/pipeline/waves_around.h"

#include <algorithm>

namespace triptych::pipeline {
namespace {

// A beat that marks are not sure of, or a lead without any, leaves notes.
void sayWaves(std::vector<text::Said>& notes, const LeadWaves* waves, std::span<const SegmentSpan> spans) {
    if (waves == nullptr) {
        notes.push_back("nobody looked for its waves: the network that marks them is not installed");
    } else if (!waves->unreadable.empty()) {
        notes.push_back(text::say("its waves cannot be read: {1}", waves->unreadable));
    } else if (spans.empty()) {
        notes.push_back("its QRS cannot be marked surely, so that widths and P waves are not told");
    }
}

Result<Why> ofRecording(const WhyRequest& request, const Job& job) {
    const Recording& recording = request.analysis->recording();
    const Attribution* input = inputNamed(*request.why, "leads");
    if (input == nullptr || input->axes.size() != 2 || input->axes.back().values.empty())
        return whyOf(*request.why, request.probability, {}, {});
    std::vector<std::size_t> leads;
    for (std::size_t lead = 0; lead < recording.leads.size(); ++lead) {
        if (std::ranges::find(input->axes.front().names, recording.leads[lead].name) != input->axes.front().names.end())
            leads.push_back(lead);
    }
    const auto& times = input->axes.back().values;
    const auto place = [&](double time_s) {
        const auto at = std::ranges::lower_bound(request.beats->beats, time_s * request.beats->rate_hz, {},
                                                 [](const Beat& beat) { return static_cast<double>(beat.sample); });
        return static_cast<std::size_t>(at - request.beats->beats.begin());
    };
    const auto waves = wavesAround(recording, *request.beats, request.delineator,
                                   {place(times.front()), place(times.back())}, std::move(leads), job);
    if (!waves && waves.error().code == ErrorCode::cancelled) return std::unexpected(waves.error());
    std::vector<LeadSpans> spans;
    for (std::size_t i = 0; waves && i < waves->size(); ++i) {
        spans.push_back({recording.leads[(*waves)[i]->lead].name, segmentsOf(*(*waves)[i], std::nullopt)});
    }
    Why out = whyOf(*request.why, request.probability, {}, spans);
    if (spans.empty()) out.notes.push_back("no beats were found in this stretch, so that its waves are not told apart");
    return out;
}

}  // namespace

Result<Why> findWhy(const WhyRequest& request, const Job& job) {
    if (request.why->of_recording) return ofRecording(request, job);
    const BeatList& beats = *request.beats;
    const std::size_t beat = request.why->beat;
    if (beat >= beats.beats.size()) {
        return fail(ErrorCode::out_of_range, text::say("there is no beat {1}", beat),
                    request.analysis->recording().name, "explain a beat of this list");
    }
    const BeatRange around = beatsAround(beats, beat);
    const auto found = wavesAround(request.analysis->recording(), beats, request.delineator, around, {beats.lead}, job);
    if (!found && found.error().code == ErrorCode::cancelled) return std::unexpected(found.error());
    const LeadWaves* waves = found && !found->empty() ? found->front().get() : nullptr;
    const auto gaps = request.analysis->lead(beats.lead).gaps(job);
    if (job.stopRequested()) return fail(ErrorCode::cancelled, "the explanation was stopped");
    std::vector<LeadSpans> spans{{beats.lead_name, {}}};
    if (waves != nullptr) spans.front().spans = segmentsOf(*waves, beat);
    const SeenFeatures seen = seenFeatures(*request.why);
    const auto facts = factsOf({.beats = &beats,
                                .beat = beat,
                                .gaps = gaps ? gaps->get() : nullptr,
                                .waves = waves,
                                .features = seen.names,
                                .values = seen.values});
    Why out = whyOf(*request.why, request.probability, facts, spans);
    sayWaves(out.notes, waves, spans.front().spans);
    if (around.size() < kFewestBeats) {
        out.notes.push_back(text::say("there are {1} beats, too few to tell a usual interval", around.size()));
    } else if (std::ranges::find(facts, Fact::interval_before, &MeasuredFact::fact) == facts.end()) {
        out.notes.push_back("the interval before it cannot be measured: it has no beat before, or samples are missing");
    }
    if (seen.names.empty())
        out.notes.push_back("this model, or this method, tells nothing of intervals and named features");
    return out;
}

}  // namespace triptych::pipeline
