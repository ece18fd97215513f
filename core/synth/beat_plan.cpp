#include "core/synth/beat_plan.h"

#include <algorithm>
#include <cmath>

namespace triptych::synth {
namespace {

// A premature beat comes after this part of the sinus cycle.
constexpr double kPvcEarliest = 0.60;
constexpr double kPvcLatest = 0.72;
constexpr double kApcEarliest = 0.66;
constexpr double kApcLatest = 0.80;
// The sinus node, reset by an atrial beat, takes a little longer than its cycle to fire again.
constexpr double kResetPause = 1.05;
constexpr double kSizeDeviation = 0.02;

// How many beats [0, to_s) holds when all are sinus beats, and which they are.
std::vector<BeatKind> chooseKinds(std::size_t beats, std::size_t first, double pvc_fraction, double apc_fraction,
                                  std::size_t total, Random& random) {
    std::vector<BeatKind> kinds(total, BeatKind::normal);
    if (beats < 4) return kinds;
    const auto share = [beats](double fraction) {
        return static_cast<std::size_t>(std::floor(fraction * static_cast<double>(beats) + 0.5));
    };
    std::size_t pvcs = share(pvc_fraction);
    std::size_t apcs = share(apc_fraction);
    // Places in random order; the first and last beats of the recording stay normal.
    std::vector<std::size_t> places;
    for (std::size_t i = first + 1; i + 1 < first + beats; ++i) places.push_back(i);
    for (std::size_t i = places.size(); i > 1; --i) std::swap(places[i - 1], places[random.below(i)]);
    for (const std::size_t place : places) {
        if (pvcs + apcs == 0) break;
        if (kinds[place - 1] != BeatKind::normal || kinds[place + 1] != BeatKind::normal) continue;
        const bool is_pvc = random.below(pvcs + apcs) < pvcs;
        kinds[place] = is_pvc ? BeatKind::pvc : BeatKind::apc;
        --(is_pvc ? pvcs : apcs);
    }
    return kinds;
}

double between(double low, double high, Random& random) {
    return low + (high - low) * random.uniform();
}

}  // namespace

std::vector<PlannedBeat> planBeats(double from_s, double to_s, const RrProcess& rr, double pvc_fraction,
                                   double apc_fraction, Random& random) {
    // The sinus node alone, first: the count that the fractions are of.
    std::vector<double> sinus_s{from_s};
    while (sinus_s.back() < to_s + 4) sinus_s.push_back(sinus_s.back() + rr.at(sinus_s.back()));
    const auto first =
        static_cast<std::size_t>(std::lower_bound(sinus_s.begin(), sinus_s.end(), 0.0) - sinus_s.begin());
    const auto end = static_cast<std::size_t>(std::lower_bound(sinus_s.begin(), sinus_s.end(), to_s) - sinus_s.begin());
    const auto kinds = chooseKinds(end - first, first, pvc_fraction, apc_fraction, sinus_s.size(), random);

    std::vector<PlannedBeat> beats;
    double node_s = from_s;  // when the sinus node fires, or would
    for (std::size_t i = 0; node_s < to_s + 3; ++i) {
        const double cycle_s = rr.at(node_s);
        const BeatKind kind = i < kinds.size() ? kinds[i] : BeatKind::normal;
        PlannedBeat beat{
            .r_s = node_s, .sinus_rr_s = cycle_s, .kind = kind, .size = 1 + kSizeDeviation * random.normal()};
        if (kind == BeatKind::pvc) {
            const double before_s = beats.back().r_s;
            beat.r_s = before_s + between(kPvcEarliest, kPvcLatest, random) * (node_s - before_s);
        } else if (kind == BeatKind::apc) {
            const double before_s = beats.back().r_s;
            beat.r_s = before_s + between(kApcEarliest, kApcLatest, random) * (node_s - before_s);
            node_s = beat.r_s + (kResetPause - 1) * cycle_s;
        }
        beats.push_back(beat);
        node_s += cycle_s;
    }
    return beats;
}

}  // namespace triptych::synth
