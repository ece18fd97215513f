#include "core/beats/beat_chain.h"

#include "core/beats/median.h"
#include "core/beats/scored_chain.h"

#include <algorithm>
#include <cmath>

namespace triptych::beats {
namespace {

constexpr double kRefractory_s = 0.200;       // no two beats are nearer
constexpr double kBits = 0.35, kEven = -0.5;  // worth of one natural unit, and the logit that is worth nothing
constexpr double kMost = 4;
constexpr double kLeast = -1.5;  // one more beat saves no more than 1 in intervals
constexpr double kFastest_s = 0.3;
constexpr double kShort = 0.6, kShortWeight = 2.1, kShortCost = 0.5;
constexpr double kLong = 1.35, kLongWeight = 1.1;
constexpr double kLongest = 9;  // a pause of so many intervals costs no more: a rhythm begins anew after it
constexpr double kAfterwave_s = 0.310, kAfterwaveMargin_log2 = 0.5, kAfterwaveWeight = 1.0;
constexpr int kRhythmPasses = 3;
constexpr std::size_t kFewestBeats = 3;  // below this there is no rhythm to speak of
constexpr std::size_t kBeatsAround = 8;
constexpr double kFastestRr_s = 0.25, kSlowestRr_s = 2.5;

// The median interval of the beats around, for every candidate that of the beat nearest to it.
std::vector<double> intervalsAround(std::span<const JointCandidate> candidates, const std::vector<std::size_t>& beats) {
    const auto time = [&](std::size_t beat) { return candidates[beats[beat]].time_s; };
    std::vector<double> by_beat(beats.size());
    SlidingOrder<double> intervals;
    std::size_t first = 0, past = 0;
    for (std::size_t b = 0; b < beats.size(); ++b) {
        for (; past < beats.size() && past <= b + kBeatsAround; ++past) {
            if (past > 0) intervals.insert(time(past) - time(past - 1));
        }
        for (; first + kBeatsAround < b; ++first) intervals.remove(time(first + 1) - time(first));
        by_beat[b] = std::clamp(intervals.quantile(0.5), kFastestRr_s, kSlowestRr_s);
    }
    std::vector<double> out(candidates.size());
    std::size_t nearest = 0;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        const auto distance = [&](std::size_t beat) { return std::abs(time(beat) - candidates[i].time_s); };
        while (nearest + 1 < beats.size() && distance(nearest + 1) <= distance(nearest)) ++nearest;
        out[i] = by_beat[nearest];
    }
    return out;
}

class Chain {
public:
    Chain(std::span<const JointCandidate> candidates, std::span<const float> logits)
        : candidates_(candidates), logits_(logits) {}

    // `intervals_s` empty: no rhythm is known.
    std::vector<std::size_t> best(const std::vector<double>& intervals_s, const Job& job) const {
        std::vector<ChainNode> nodes;
        nodes.reserve(candidates_.size());
        for (std::size_t i = 0; i < candidates_.size(); ++i) {
            if (i % 4096 == 0 && job.stopRequested()) return {};
            const double own = std::clamp(kBits * (static_cast<double>(logits_[i]) - kEven), kLeast, kMost);
            if (own <= kLeast) continue;
            const double usual_s = intervals_s.empty() ? 0 : intervals_s[i];
            ChainNode node = beginsAt(i, candidates_[i].time_s, own, nodes);
            for (std::size_t j = nodes.size(); j-- > 0;) {
                const double interval_s = node.time_s - nodes[j].time_s;
                // Older ones score at most this, and cost no less for the longer interval.
                const double bound = nodes[nodes[j].best_so_far].score + own - costOfLong(interval_s, usual_s);
                if (bound <= node.score) break;
                if (interval_s < kRefractory_s) continue;
                if (interval_s >= std::max(kAfterwave_s, kLongest * usual_s) && nodes[j].best_so_far != j) {
                    // Every interval costs the same from here on: of the older ones it is the best.
                    j = nodes[j].best_so_far + 1;
                    continue;
                }
                const double larger = static_cast<double>(candidates_[nodes[j].candidate].strength_log2) -
                                      static_cast<double>(candidates_[i].strength_log2);
                const double score = nodes[j].score + own - costOfStep(interval_s, larger, usual_s);
                if (score > node.score) {
                    node.score = score;
                    node.previous = j;
                }
            }
            append(node, nodes);
        }
        return bestOf(nodes);
    }

private:
    double costOfLong(double interval_s, double usual_s) const {
        if (!(usual_s > 0)) return 0;
        const double ratio = interval_s / usual_s;
        return ratio > kLong ? kLongWeight * std::log2(std::min(ratio, kLongest) / kLong) : 0.0;
    }
    double costOfStep(double interval_s, double larger_log2, double usual_s) const {
        double cost = costOfLong(interval_s, usual_s);
        if (usual_s > 0) {
            const double ratio = interval_s / usual_s;
            if (ratio < kShort) {
                cost += std::min(kShortCost, kShortWeight * std::log2(kShort / ratio));
            }
        }
        if (interval_s < kFastest_s) cost += kShortWeight * std::log2(kFastest_s / interval_s);
        if (interval_s < kAfterwave_s && larger_log2 > kAfterwaveMargin_log2) {
            cost += kAfterwaveWeight * (larger_log2 - kAfterwaveMargin_log2);
        }
        return cost;
    }

    std::span<const JointCandidate> candidates_;
    std::span<const float> logits_;
};

}  // namespace

std::vector<std::size_t> chooseChain(std::span<const JointCandidate> candidates, std::span<const float> logits,
                                     const Job& job) {
    const Chain chain(candidates, logits);
    std::vector<std::size_t> beats = chain.best({}, job);
    for (int pass = 0; pass < kRhythmPasses && beats.size() >= kFewestBeats && !job.stopRequested(); ++pass) {
        std::vector<std::size_t> chosen = chain.best(intervalsAround(candidates, beats), job);
        const bool settled = chosen == beats;
        beats = std::move(chosen);
        if (settled) break;
    }
    return beats;
}

}  // namespace triptych::beats
