#include "core/engine/loaded_model.h"

#include "core/domain/companion_lead.h"
#include "core/explain/beat_map.h"
#include "core/explain/explain.h"
#include "core/explain/near_beats.h"
#include "core/inference/module/classify_beats.h"
#include "core/inference/module/judge_recording.h"
#include "core/inference/module/reason.h"
#include "core/inference/module/what_if.h"
#include "core/text/said.h"

#include <ATen/Parallel.h>

namespace triptych::engine {
namespace {

// What `ask` gives; where a library throws, a sentence.
template <class Ask>
auto guarded(const std::string& model, const Ask& ask) -> decltype(ask()) {
    try {
        return ask();
    } catch (const std::exception& thrown) {
        return fail(ErrorCode::internal, text::say("the inference library failed: {1}", inference::reasonOf(thrown)),
                    model, "try another method or another model");
    }
}

Result<void> hasBeat(const Recording& recording, const BeatList& beats, std::size_t beat) {
    if (beat < beats.beats.size()) return {};
    return fail(ErrorCode::out_of_range, text::say("there is no beat {1}", beat), recording.name,
                beats.beats.empty() ? "the recording has no beats"
                                    : text::say("beats are numbered from 0 to {1}", beats.beats.size() - 1));
}

}  // namespace

Result<Classification> LoadedModel::classify(const inference::RecordingAnalysis& analysis, const BeatList& beats,
                                             const Job& job, std::size_t first_beat,
                                             const inference::PartialResult& partial) const {
    if (const auto fits = judges(Task::beat); !fits) return std::unexpected(fits.error());
    return inference::classifyBeats(bundle_, analysis, beats, job, first_beat, partial);
}

Result<Explanation> LoadedModel::explain(const inference::RecordingAnalysis& analysis, const BeatList& beats,
                                         std::size_t beat, const inference::ExplainRequest& request,
                                         const Job& job) const {
    const auto inputs = inputsOf(analysis, beats, beat, job);
    if (!inputs) return std::unexpected(inputs.error());
    const Recording& recording = analysis.recording();
    return guarded(info().name, [&]() -> Result<Explanation> {
        auto explanation = explain::explainBeat(bundle_, **inputs, beat, request, job);
        if (explanation && bundle_.card.profile == inference::Profile::product &&
            companionLead(recording, beats.lead)) {
            explanation->score_name += text::say(", on lead {1} alone", beats.lead_name).text();
        }
        return explanation;
    });
}

Result<std::shared_ptr<const inference::BeatInputs>> LoadedModel::inputsOf(const inference::RecordingAnalysis& analysis,
                                                                           const BeatList& beats, std::size_t beat,
                                                                           const Job& job) const {
    if (const auto fits = judges(Task::beat); !fits) return std::unexpected(fits.error());
    if (const auto exists = hasBeat(analysis.recording(), beats, beat); !exists) return std::unexpected(exists.error());
    at::set_num_threads(1);
    return analysis.inputs(beats, beats.lead, bundle_.card.representation(), job);
}

Result<BeatClusters> LoadedModel::clusters(const inference::RecordingAnalysis& analysis, const BeatList& beats,
                                           std::size_t beat, const Job& job) const {
    if (!clusters_) return std::unexpected(clusters_.error());
    const auto inputs = inputsOf(analysis, beats, beat, job);
    if (!inputs) return std::unexpected(inputs.error());
    return guarded(info().name, [&] { return explain::clustersOf(bundle_, clusters_->get(), **inputs, beat); });
}

Result<NearBeats> LoadedModel::nearest(const inference::RecordingAnalysis& analysis, const BeatList& beats,
                                       std::size_t beat, const std::string& index_file, std::size_t count,
                                       const Job& job) const {
    const auto inputs = inputsOf(analysis, beats, beat, job);
    if (!inputs) return std::unexpected(inputs.error());
    return guarded(info().name, [&] {
        return explain::nearestOf(bundle_, **inputs, beat, index_file, count, analysis.recording().name);
    });
}

Result<BeatMap> LoadedModel::beatMap(const inference::RecordingAnalysis& analysis, const BeatList& beats,
                                     const Job& job) const {
    if (const auto fits = judges(Task::beat); !fits) return std::unexpected(fits.error());
    if (beats.beats.empty()) return BeatMap{};
    const auto inputs = inputsOf(analysis, beats, 0, job);
    if (!inputs) return std::unexpected(inputs.error());
    return guarded(info().name, [&] { return explain::beatMapOf(bundle_, **inputs, job); });
}

Result<RecordingAnswer> LoadedModel::judge(const inference::RecordingAnalysis& analysis, const Job& job) const {
    if (const auto fits = judges(Task::recording); !fits) return std::unexpected(fits.error());
    return guarded(info().name, [&] { return inference::judgeRecording(bundle_, analysis.recording(), job); });
}

Result<Explanation> LoadedModel::explainRecording(const inference::RecordingAnalysis& analysis, double time_s,
                                                  const inference::ExplainRequest& request, const Job& job) const {
    if (const auto fits = judges(Task::recording); !fits) return std::unexpected(fits.error());
    at::set_num_threads(1);
    return guarded(info().name,
                   [&] { return explain::explainRecording(bundle_, analysis.recording(), time_s, request, job); });
}

Result<inference::WhatIfAnswer> LoadedModel::whatIf(const inference::RecordingAnalysis& analysis, const BeatList& beats,
                                                    std::size_t beat, const inference::WhatIfRequest& request,
                                                    const Job& job) const {
    if (const auto fits = judges(Task::beat); !fits) return std::unexpected(fits.error());
    if (const auto exists = hasBeat(analysis.recording(), beats, beat); !exists) return std::unexpected(exists.error());
    at::set_num_threads(1);
    const auto leads = inference::inputsOfLeads(bundle_.card, analysis, beats, job);
    if (!leads) return std::unexpected(leads.error());
    if (job.stopRequested()) return fail(ErrorCode::cancelled, "what was asked was stopped", analysis.recording().name);
    return guarded(info().name, [&] { return inference::whatIfBeat(bundle_, *leads, beat, request); });
}

Result<inference::WhatIfAnswer> LoadedModel::whatIfRecording(const inference::RecordingAnalysis& analysis,
                                                             double time_s, const inference::WhatIfRequest& request,
                                                             const Job& job) const {
    if (const auto fits = judges(Task::recording); !fits) return std::unexpected(fits.error());
    if (job.stopRequested()) return fail(ErrorCode::cancelled, "what was asked was stopped", analysis.recording().name);
    at::set_num_threads(1);
    return guarded(info().name,
                   [&] { return inference::whatIfRecording(bundle_, analysis.recording(), time_s, request); });
}

Result<void> LoadedModel::judges(Task task) const {
    if (info().task == task) return {};
    if (task == Task::beat) {
        return fail(ErrorCode::unsupported, "this model judges whole recordings, and not beats", info().name,
                    "choose a model of beats");
    }
    return fail(ErrorCode::unsupported, "this model judges beats, and not whole recordings", info().name,
                "choose a model of whole recordings");
}

}  // namespace triptych::engine
