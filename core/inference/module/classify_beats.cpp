#include "core/inference/module/classify_beats.h"

#include "core/inference/doubt.h"
#include "core/inference/lead_inputs.h"
#include "core/inference/module/fused_forward.h"
#include "core/inference/module/reason.h"
#include "core/inference/module/zoo/late_fusion.h"
#include "core/inference/rhythm_rules.h"
#include "core/text/said.h"

#include <ATen/Parallel.h>
#include <torch/types.h>
#include <torch/utils.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <numeric>
#include <optional>
#include <thread>

namespace triptych::inference {
namespace {

constexpr std::size_t kBatch = 24;  // V's exact model takes 15-35 ms a batch: a stop is felt at once
constexpr std::size_t kThreads = 2;

// Blocks of beats, nearest to `first_beat` first.
std::vector<std::size_t> blockOrder(std::size_t beats, std::size_t first_beat) {
    std::vector<std::size_t> blocks((beats + kBatch - 1) / kBatch);
    std::iota(blocks.begin(), blocks.end(), std::size_t{0});
    const auto home = static_cast<std::ptrdiff_t>(std::min(first_beat, beats) / kBatch);
    std::stable_sort(blocks.begin(), blocks.end(), [&](std::size_t a, std::size_t b) {
        return std::abs(static_cast<std::ptrdiff_t>(a) - home) < std::abs(static_cast<std::ptrdiff_t>(b) - home);
    });
    return blocks;
}

Predictions emptyPredictions(std::size_t beats, std::size_t branches, std::size_t classes) {
    Predictions out;
    out.classes = classes;
    out.branches = branches;
    out.probability.resize(beats * classes);
    out.branch_probability.resize(beats * branches * classes);
    out.contribution.resize(beats * branches * classes);
    out.usable.resize(beats, 1);
    return out;
}

void copyTensor(const torch::Tensor& from, std::vector<float>& to, std::size_t offset) {
    const auto plain = from.contiguous();
    std::copy_n(plain.data_ptr<float>(), plain.numel(), to.begin() + static_cast<std::ptrdiff_t>(offset));
}

// Strangeness of the beats by what their last convolutions answered; nothing where the model has no familiarity.
void addStrangeness(const Bundle& bundle, const torch::Tensor& features, Predictions& part) {
    if (!features.defined() || features.size(1) != bundle.familiarity.mean.size(0)) return;
    part.strangeness.resize(part.size());
    copyTensor(strangeness(bundle.familiarity, features), part.strangeness, 0);
}

using Leads = LeadInputs;

// Mean of the branches' probabilities over the leads, [B × M × K]. A lead has no say in a beat whose window it misses,
// unless it is the beats' own. All leads go through the networks together: a call costs as much as a beat. `taps`,
// where given, receives the activations on the beats' own lead.
torch::Tensor meanOverLeads(const Bundle& bundle, const Leads& leads, std::size_t first, std::size_t count,
                            std::vector<torch::Tensor>* taps) {
    std::vector<const BeatInputs*> together;
    for (const auto& lead : leads) together.push_back(lead.get());
    const auto answers = fusedForward(bundle, gather(bundle, together, first, count), taps).probabilities;
    const auto beats = static_cast<std::int64_t>(count);
    if (leads.size() == 1) return answers;
    if (taps != nullptr) {
        for (torch::Tensor& tap : *taps)
            if (tap.defined()) tap = tap.narrow(0, 0, beats);
    }
    std::vector<float> voices(count, 1);
    for (std::size_t lead = 1; lead < leads.size(); ++lead) {
        const auto usable = leads[lead]->usable().subspan(first, count);
        voices.insert(voices.end(), usable.begin(), usable.end());
    }
    const auto lead_count = static_cast<std::int64_t>(leads.size());
    const auto voice = torch::tensor(voices).view({lead_count, beats, 1, 1});
    const auto of_leads = answers.view({lead_count, beats, answers.size(1), answers.size(2)});
    return (of_leads * voice).sum(0) / voice.sum(0);
}

// [B] The share of S that goes to N, by the leads that see the beat.
torch::Tensor fibrillationShares(const Leads& leads, std::size_t first, std::size_t count) {
    std::vector<float> shares;
    for (std::size_t beat = first; beat < first + count; ++beat) {
        std::vector<std::span<const float>> on_leads;
        for (const auto& lead : leads) {
            if (lead == leads.front() || lead->usable()[beat] != 0) on_leads.push_back(lead->rr(beat));
        }
        shares.push_back(fibrillationShare(on_leads));
    }
    return torch::tensor(shares);
}

// Predictions of `count` beats from `first`, computed on the calling thread.
Predictions predictBlock(const Bundle& bundle, const Leads& leads, std::size_t first, std::size_t count) {
    const torch::NoGradGuard guard;
    const BeatInputs& inputs = *leads.front();
    std::vector<torch::Tensor> taps;
    FusedOutput output;
    output.probabilities = meanOverLeads(bundle, leads, first, count, bundle.familiarity.defined() ? &taps : nullptr);
    if (bundle.card.info.rhythm_rules) {
        output.probabilities = afterFibrillation(output.probabilities, fibrillationShares(leads, first, count));
    }
    output.scores = fusedScores(bundle.card.fusion, bundle.fusion, output.probabilities);
    Predictions part = emptyPredictions(count, bundle.branches.size(), bundle.card.info.classes.size());
    copyTensor(answersOf(bundle.card.info, output.scores), part.probability, 0);
    copyTensor(output.probabilities, part.branch_probability, 0);
    copyTensor(zoo::contributionShare(bundle.fusion, output.probabilities), part.contribution, 0);
    const auto usable = inputs.usable().subspan(first, count);
    part.usable.assign(usable.begin(), usable.end());
    addDoubts(bundle.card.info, bundle.card.doubt, part);
    addStrangeness(bundle, tappedFeatures(taps), part);
    return part;
}

void place(const Predictions& part, std::size_t first, Predictions& whole) {
    const std::size_t row = whole.branches * whole.classes;
    const auto at = [](auto& values, std::size_t offset) {
        return values.begin() + static_cast<std::ptrdiff_t>(offset);
    };
    std::copy(part.probability.begin(), part.probability.end(), at(whole.probability, first * whole.classes));
    std::copy(part.branch_probability.begin(), part.branch_probability.end(),
              at(whole.branch_probability, first * row));
    std::copy(part.contribution.begin(), part.contribution.end(), at(whole.contribution, first * row));
    std::copy(part.usable.begin(), part.usable.end(), at(whole.usable, first));
    const auto copy = [&](const auto& from, auto& to) {
        if (from.empty()) return;
        to.resize(whole.size());
        std::copy(from.begin(), from.end(), at(to, first));
    };
    copy(part.set, whole.set);
    copy(part.doubt, whole.doubt);
    copy(part.strangeness, whole.strangeness);
    copy(part.poor_signal, whole.poor_signal);
}

// [beats] 1 where the second of the beat cannot be trusted; empty where the lead's quality is not judged.
std::vector<std::uint8_t> poorSignal(const RecordingAnalysis& analysis, const BeatList& beats, const Job& job) {
    const auto judged = analysis.lead(beats.lead).quality({job.stop, {}});
    if (!judged) return {};
    const auto& track = *judged;
    std::vector<std::uint8_t> out;
    for (const Beat& beat : beats.beats) {
        const double second = std::max(0.0, static_cast<double>(beat.sample) / beats.rate_hz / track->step_s);
        const auto at = static_cast<std::size_t>(second);
        out.push_back(at < track->quality.size() && track->quality[at] != beats::Quality::good ? 1 : 0);
    }
    return out;
}

// Everything the workers of one classification share.
struct SharedWork {
    const Bundle& bundle;
    const Leads& leads;
    const Job& job;
    const PartialResult& partial;
    std::vector<std::uint8_t> poor_signal;
    std::vector<std::size_t> blocks;
    std::atomic<std::size_t> next{0};
    std::mutex guard;  // of what follows
    Predictions whole;
    std::size_t done = 0;
    std::optional<Error> failure;
};

void workThroughBlocks(SharedWork& work) {
    at::set_num_threads(1);
    for (;;) {
        const std::size_t mine = work.next++;
        if (mine >= work.blocks.size() || work.job.stopRequested()) return;
        const std::size_t first = work.blocks[mine] * kBatch;
        const std::size_t count = std::min(kBatch, work.leads.front()->size() - first);
        try {
            Predictions part = predictBlock(work.bundle, work.leads, first, count);
            if (!work.poor_signal.empty()) {
                const auto poor = std::span(work.poor_signal).subspan(first, count);
                part.poor_signal.assign(poor.begin(), poor.end());
            }
            const std::scoped_lock lock(work.guard);
            place(part, first, work.whole);
            work.done += count;
            if (work.partial) work.partial(first, part);
            work.job.progress(static_cast<double>(work.done) / static_cast<double>(work.leads.front()->size()),
                              "classifying");
        } catch (const std::exception& thrown) {
            const std::scoped_lock lock(work.guard);
            work.failure = Error{ErrorCode::internal, text::say("the inference library failed: {1}", reasonOf(thrown)),
                                 work.bundle.card.info.name, "try another model"};
            return;
        }
    }
}

}  // namespace

Result<Classification> classifyBeats(const Bundle& bundle, const RecordingAnalysis& analysis, const BeatList& beats,
                                     const Job& job, std::size_t first_beat, const PartialResult& partial) {
    const ModelInfo& info = bundle.card.info;
    const Recording& recording = analysis.recording();
    // First, for it lets go of the averaged lead that the beats were found in.
    std::vector<std::uint8_t> poor_signal = poorSignal(analysis, beats, job);
    const auto leads = inputsOfLeads(bundle.card, analysis, beats, job);
    if (!leads) return std::unexpected(leads.error());
    const auto& inputs = leads->front();
    SharedWork work{bundle,
                    *leads,
                    job,
                    partial,
                    std::move(poor_signal),
                    blockOrder(inputs->size(), first_beat),
                    {},
                    {},
                    emptyPredictions(inputs->size(), bundle.branches.size(), info.classes.size()),
                    0,
                    {}};
    {
        std::vector<std::jthread> helpers;
        const std::size_t threads = std::min(kThreads, work.blocks.size());
        for (std::size_t i = 0; i + 1 < threads; ++i) helpers.emplace_back([&work] { workThroughBlocks(work); });
        workThroughBlocks(work);
    }
    if (work.failure) return std::unexpected(*work.failure);
    if (job.stopRequested()) {
        return fail(ErrorCode::cancelled,
                    text::say("classification was stopped after {1} of {2} beats", work.done, inputs->size()),
                    recording.name, "start it again to classify the rest");
    }
    Classification out{info, beats, std::move(work.whole), {}};
    if (info.rhythm_rules) {
        // These are seen only when every beat is answered; what is said of likely classes and doubt follows.
        if (info.lifts_prior && liftPrior(out.predictions.probability, out.predictions.classes, info.prior_ratio)) {
            out.warnings.push_back(
                {"a fifth of the beats or more are S: S is taken for as frequent as in training, not for as "
                 "rare as in most patients",
                 recording.name});
        }
        const BeatTimes times = timesOf(beats);
        out.predictions.in_run = continueRuns(times, out.predictions.probability, out.predictions.classes);
        out.predictions.no_rhythm = earlyInNoRhythm(times, out.predictions.probability, out.predictions.classes);
        addDoubts(info, bundle.card.doubt, out.predictions);
    }
    return out;
}

}  // namespace triptych::inference
