#include "core/beats/beat_path.h"

#include "core/beats/beat_surroundings.h"
#include "core/beats/scored_chain.h"

#include <algorithm>
#include <cmath>

namespace triptych::beats {
namespace {

constexpr double kFloor_log2 = -3.0;      // under an eighth of the level nothing is considered
constexpr double kLargeBonus_log2 = 1.2;  // a beat of more than 2.3 times the level gains no more by its size
constexpr double kRefractory_s = 0.200;   // no two beats are nearer
constexpr double kFastest_s = 0.300;
constexpr double kShort = 0.6, kShortWeight = 2.1, kShortCost = 0.5;
constexpr double kLong = 1.35, kLongWeight = 1.1;
constexpr double kAfterwave_s = 0.310, kAfterwaveMargin_log2 = 0.5, kAfterwaveWeight = 1.0;
constexpr int kRhythmPasses = 3;

double costOfLong(double interval_s, double median_s) {
    const double ratio = interval_s / median_s;
    return ratio > kLong ? kLongWeight * std::log2(ratio / kLong) : 0.0;
}

// Cost of two beats following each other `interval_s` apart, the first `larger_log2` larger than the second.
double costOfStep(double interval_s, double larger_log2, const Surroundings& around) {
    double cost = 0;
    if (around.rr_s > 0) {
        cost += costOfLong(interval_s, around.rr_s);
        const double ratio = interval_s / around.rr_s;
        if (ratio < kShort) cost += std::min(kShortCost, kShortWeight * std::log2(kShort / ratio));
    }
    if (interval_s < kFastest_s) cost += kShortWeight * std::log2(kFastest_s / interval_s);
    if (interval_s < kAfterwave_s && larger_log2 > kAfterwaveMargin_log2) {
        cost += kAfterwaveWeight * (larger_log2 - kAfterwaveMargin_log2);
    }
    return cost;
}

double ownScore(const Candidate& peak, const Surroundings& around) {
    return std::min(static_cast<double>(peak.log2_size) - around.level_log2, kLargeBonus_log2) + around.threshold_log2;
}

std::vector<std::size_t> bestChain(const std::vector<Candidate>& peaks, const std::vector<Surroundings>& surroundings,
                                   double rate_hz, const Job& job) {
    std::vector<ChainNode> nodes;
    nodes.reserve(peaks.size() / 2);
    for (std::size_t i = 0; i < peaks.size(); ++i) {
        if (i % 4096 == 0 && job.stopRequested()) return {};
        const Surroundings& around = surroundings[i];
        if (static_cast<double>(peaks[i].log2_size) - around.level_log2 < kFloor_log2) continue;
        const double own = ownScore(peaks[i], around);
        ChainNode node = beginsAt(i, static_cast<double>(peaks[i].at) / rate_hz, own, nodes);
        for (std::size_t j = nodes.size(); j-- > 0;) {
            const double interval_s = node.time_s - nodes[j].time_s;
            // Older nodes score at most this, and cost no less for the longer interval.
            const double bound =
                nodes[nodes[j].best_so_far].score + own - (around.rr_s > 0 ? costOfLong(interval_s, around.rr_s) : 0.0);
            if (bound <= node.score) break;
            if (interval_s < kRefractory_s) continue;
            const double larger_log2 =
                static_cast<double>(peaks[nodes[j].candidate].log2_size) - static_cast<double>(peaks[i].log2_size);
            const double score = nodes[j].score + own - costOfStep(interval_s, larger_log2, around);
            if (score > node.score) {
                node.score = score;
                node.previous = j;
            }
        }
        append(node, nodes);
    }
    return bestOf(nodes);
}

}  // namespace

std::vector<LeadOpinion> judgeByLead(const QrsCandidates& candidates, double rate_hz, const Job& job) {
    std::vector<Surroundings> surroundings = surroundingsBySection(candidates);
    std::vector<std::size_t> beats = bestChain(candidates.peaks, surroundings, rate_hz, job);
    for (int pass = 0; pass < kRhythmPasses && beats.size() >= kFewestBeats && !job.stopRequested(); ++pass) {
        surroundings = surroundingsByBeats(candidates, beats, rate_hz);
        std::vector<std::size_t> chosen = bestChain(candidates.peaks, surroundings, rate_hz, job);
        const bool settled = chosen == beats;
        beats = std::move(chosen);
        if (settled) break;
    }
    std::vector<LeadOpinion> opinions;
    if (job.stopRequested()) return opinions;
    opinions.reserve(candidates.peaks.size());
    for (std::size_t i = 0; i < candidates.peaks.size(); ++i) {
        opinions.push_back({static_cast<float>(ownScore(candidates.peaks[i], surroundings[i])), false, false});
    }
    for (const std::size_t beat : beats) opinions[beat].chosen = true;
    for (const std::size_t beat : withoutNoise(candidates, beats, rate_hz)) opinions[beat].stands_out = true;
    return opinions;
}

}  // namespace triptych::beats
