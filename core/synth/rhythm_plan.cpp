#include "core/synth/rhythm_plan.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace triptych::synth {
namespace {

constexpr double kNearest_s = 0.35;
constexpr double kShortestCycle_s = 0.6;  // that widths of waves follow: a QRS gets no narrower at 180 a minute
constexpr double kShortestAf_s = 0.36, kLongestAf_s = 1.6;
constexpr double kAfDeviation = 0.24, kAfFaster = 1.3;
constexpr double kSvt_s = 60.0 / 180, kVt_s = 60.0 / 170, kPaced_s = 60.0 / 70, kEscape_s = 60.0 / 38;
constexpr double kSaw_s = 0.2;
constexpr double kSpikeBefore_s = 0.06;

// One part's beats, one after the other.
class Part {
public:
    Part(const RhythmPart& part, double from_s, double sinus_s, Random& random, AddedWaves& added)
        : to_s_(part.to_s), now_s_(from_s), sinus_s_(sinus_s), random_(random), added_(added) {}

    std::vector<PlannedBeat> beats;

    void beat(BeatKind kind, double rr_s, double p_before_s = 0, char symbol = 0) {
        PlannedBeat made{.r_s = now_s_,
                         .sinus_rr_s = std::clamp(rr_s, kShortestCycle_s, 1.0),
                         .kind = kind,
                         .size = 1 + 0.02 * random_.normal(),
                         .symbol = symbol};
        if (p_before_s > 0) {
            made.p_s = now_s_ - p_before_s;
            added_.p_s.push_back(made.p_s);
        }
        beats.push_back(made);
        now_s_ += rr_s;
    }
    [[nodiscard]] bool goesOn() const { return now_s_ < to_s_; }
    [[nodiscard]] double about(double mean, double deviation) { return mean * (1 + deviation * random_.normal()); }

    void fibrillate() {
        const double mean_s = sinus_s_ / kAfFaster;
        while (goesOn()) {
            beat(BeatKind::junctional, std::clamp(about(mean_s, kAfDeviation), kShortestAf_s, kLongestAf_s));
        }
    }
    void flutter() {
        std::size_t teeth = 4, left = 0;
        while (goesOn()) {
            if (left-- == 0) {
                constexpr std::array<std::size_t, 4> kRatios = {2, 4, 3, 4};
                teeth = kRatios[random_.below(4)];
                left = 3 + random_.below(6);
            }
            beat(BeatKind::junctional, kSaw_s * static_cast<double>(teeth));
        }
    }
    void regular(BeatKind kind, double rr_s, double deviation, double p_before_s = 0, char symbol = 0) {
        while (goesOn()) beat(kind, about(rr_s, deviation), p_before_s, symbol);
    }
    void pace() {
        while (goesOn()) {
            added_.spikes_s.push_back(now_s_ - kSpikeBefore_s);
            beat(BeatKind::paced, kPaced_s);
        }
    }
    // P waves come evenly; delays[k] is that of the k-th of a group, 0: not conducted.
    void block(std::span<const double> delays_s) {
        const double p_s = about(sinus_s_, 0);
        std::size_t k = 0;
        for (double at_s = now_s_; at_s < to_s_; at_s += about(p_s, 0.01), k = (k + 1) % delays_s.size()) {
            now_s_ = at_s + delays_s[k];
            if (now_s_ >= to_s_) break;
            if (delays_s[k] > 0) {
                beat(BeatKind::junctional, p_s, delays_s[k]);
            } else {
                added_.p_s.push_back(at_s);
            }
        }
    }
    void dissociate() {
        for (double at_s = now_s_; at_s < to_s_; at_s += about(0.8 * sinus_s_, 0.01)) added_.p_s.push_back(at_s);
        regular(BeatKind::junctional, kEscape_s, 0.01, 0, 'j');
    }
    void ectopic(std::size_t every) {
        for (std::size_t i = 0; goesOn(); ++i) {
            const bool is_next = (i + 2) % every == 0, is_early = (i + 1) % every == 0;
            if (is_early) {
                beat(BeatKind::pvc, 1.35 * sinus_s_);
            } else {
                beat(BeatKind::normal, (is_next ? about(0.62, 0.03) : about(1, 0.02)) * sinus_s_);
            }
        }
    }

private:
    double to_s_, now_s_, sinus_s_;
    Random& random_;
    AddedWaves& added_;
};

void fill(Part& part, MadeRhythm rhythm) {
    constexpr std::array kFirst = {0.28};
    constexpr std::array kMobitz = {0.18, 0.18, 0.0};
    constexpr std::array kWenckebach = {0.16, 0.26, 0.32, 0.0};
    switch (rhythm) {
        case MadeRhythm::af:
            return part.fibrillate();
        case MadeRhythm::flutter:
            return part.flutter();
        case MadeRhythm::svt:
            return part.regular(BeatKind::junctional, kSvt_s, 0.008, 0, 'S');
        case MadeRhythm::vt:
            return part.regular(BeatKind::pvc, kVt_s, 0.015);
        case MadeRhythm::vf:
        case MadeRhythm::pause:
            return;
        case MadeRhythm::av1:
            return part.block(kFirst);
        case MadeRhythm::wenckebach:
            return part.block(kWenckebach);
        case MadeRhythm::mobitz2:
            return part.block(kMobitz);
        case MadeRhythm::av3:
            return part.dissociate();
        case MadeRhythm::paced:
            return part.pace();
        case MadeRhythm::bigeminy:
            return part.ectopic(2);
        case MadeRhythm::trigeminy:
            return part.ectopic(3);
        case MadeRhythm::bradycardia:
            return part.regular(BeatKind::normal, 60.0 / 42, 0.015);
        case MadeRhythm::tachycardia:
            return part.regular(BeatKind::normal, 60.0 / 125, 0.012);
    }
}

}  // namespace

AddedWaves putRhythms(std::vector<PlannedBeat>& beats, std::span<const RhythmPart> parts, double mean_rate_bpm,
                      Random& random) {
    AddedWaves added;
    const double sinus_s = 60 / mean_rate_bpm;
    for (const RhythmPart& part : parts) {
        std::erase_if(beats,
                      [&](const PlannedBeat& beat) { return beat.r_s >= part.from_s - 0.1 && beat.r_s < part.to_s; });
        const auto next =
            std::find_if(beats.begin(), beats.end(), [&](const PlannedBeat& beat) { return beat.r_s >= part.to_s; });
        const double before_s = next == beats.begin() ? part.from_s - 1 : std::prev(next)->r_s;
        const double after_s = next == beats.end() ? part.to_s + 4 : next->r_s;
        const double from_s = std::max(part.from_s, before_s + kNearest_s);
        Part made(part, from_s, sinus_s, random, added);
        fill(made, part.rhythm);
        std::erase_if(made.beats, [&](const PlannedBeat& beat) { return beat.r_s > after_s - kNearest_s; });
        beats.insert(next, made.beats.begin(), made.beats.end());
        added.parts.push_back(part);
        // The tooth begins so long before the QRS that it conducts.
        added.saw_from_s.push_back(from_s);
    }
    std::sort(added.p_s.begin(), added.p_s.end());
    return added;
}

}  // namespace triptych::synth
