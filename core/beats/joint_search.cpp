#include "core/beats/joint_search.h"

#include "core/beats/beat_chain.h"
#include "core/beats/reading.h"

#include <algorithm>
#include <cmath>

namespace triptych::beats {
namespace {

constexpr std::size_t kBlock = 1024;
constexpr double kDoubtAround_s = 10;
// Where the network doubts little, what each lead says by itself is heard, too: it has seen more of noise than of
// hearts, and they were made for clean leads. Chosen on eight records of DS1 that a first network had not learnt from.
constexpr float kHeard = 2.5F, kMuchDoubt = 1.0F;
constexpr float kMostHeard = 2.0F;

float doubtOf(float logit) {
    const float p = 1 / (1 + std::exp(-logit));
    return 4 * p * (1 - p);
}

// What the leads say of one candidate, each by itself: octaves over its threshold, the mean of them.
float voteOf(const CandidateFeatures& features, std::size_t candidate) {
    float sum = 0, heard = 0;
    for (std::size_t lead = 0; lead < features.leads; ++lead) {
        const std::size_t at = candidate * features.leads + lead;
        if (features.shows[at] == 0) continue;
        sum += std::clamp(votedBy(features.features[at]), -kMostHeard, kMostHeard);
        heard += 1;
    }
    return heard > 0 ? sum / heard : 0;
}

// The doubts within kDoubtAround_s of each candidate, a second.
std::vector<float> doubtsAround(std::span<const JointCandidate> candidates, const std::vector<float>& logits) {
    std::vector<float> out(candidates.size());
    double sum = 0;
    std::size_t from = 0, to = 0;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        const double here_s = candidates[i].time_s;
        for (; to < candidates.size() && candidates[to].time_s <= here_s + kDoubtAround_s; ++to) {
            sum += static_cast<double>(doubtOf(logits[to]));
        }
        for (; candidates[from].time_s < here_s - kDoubtAround_s; ++from) {
            sum -= static_cast<double>(doubtOf(logits[from]));
        }
        out[i] = static_cast<float>(sum / (2 * kDoubtAround_s));
    }
    return out;
}

}  // namespace

CandidateFeatures featuresOf(std::span<LeadFeaturesAt> leads, std::span<const JointCandidate> candidates) {
    CandidateFeatures out{leads.size(), {}, {}};
    out.features.resize(candidates.size() * leads.size());
    out.shows.resize(out.features.size());
    for (std::size_t lead = 0; lead < leads.size(); ++lead) {
        for (std::size_t i = 0; i < candidates.size(); ++i) {
            const std::size_t at = i * leads.size() + lead;
            out.shows[at] = leads[lead](candidates[i].time_s, out.features[at]) ? 1 : 0;
        }
    }
    return out;
}

JointBeats findTogether(std::span<const LeadView> views, double duration_s, const Job& job, double from, double to) {
    const std::vector<JointCandidate> candidates = joinCandidates(views);
    std::vector<LeadFeaturesAt> leads(views.begin(), views.end());
    std::vector<float> logits, votes;
    logits.reserve(candidates.size());
    votes.reserve(candidates.size());
    for (std::size_t first = 0; first < candidates.size(); first += kBlock) {
        if (job.stopRequested()) return {};
        const auto block = std::span(candidates).subspan(first, std::min(kBlock, candidates.size() - first));
        const CandidateFeatures features = featuresOf(leads, block);
        const std::vector<float> answers = logitsOf(qrsNetwork(), features);
        logits.insert(logits.end(), answers.begin(), answers.end());
        for (std::size_t i = 0; i < block.size(); ++i) votes.push_back(voteOf(features, i));
        job.progress(
            from + (to - from) * static_cast<double>(first + block.size()) / static_cast<double>(candidates.size()),
            "looking for beats");
    }
    const std::vector<float> doubts = doubtsAround(candidates, logits);
    for (std::size_t i = 0; i < logits.size(); ++i) {
        logits[i] += kHeard * std::clamp(1 - doubts[i] / kMuchDoubt, 0.0F, 1.0F) * votes[i];
    }
    const std::vector<std::size_t> chain = chooseChain(candidates, logits, job);
    if (job.stopRequested()) return {};
    return readBeats(views, candidates, logits, chain, duration_s);
}

}  // namespace triptych::beats
