#include "ui/state/episode_drag.h"

#include "ui/state/navigation.h"

#include <algorithm>
#include <cmath>

namespace triptych::ui {
namespace {

constexpr double kBeat_s = 2;        // a beat within so much is what was meant
constexpr double kShortest_s = 0.2;  // of what is left of an episode

// What a reader is likelier to move: sinus rhythm and noise are what lies between the episodes.
int gravity(rhythm::Rhythm rhythm) {
    if (rhythm == rhythm::Rhythm::sinus || rhythm == rhythm::Rhythm::other) return 2;
    return rhythm == rhythm::Rhythm::unreadable ? 1 : 0;
}

bool isGraver(const rhythm::Episode& one, const rhythm::Episode& other) {
    const int of_one = gravity(one.rhythm), of_other = gravity(other.rhythm);
    return of_one != of_other ? of_one < of_other : one.rhythm < other.rhythm;
}

}  // namespace

std::optional<EpisodeEdge> edgeNear(const RhythmState& rhythm, double time_s, double reach_s) {
    const auto& episodes = rhythm.episodes();
    std::optional<EpisodeEdge> nearest;
    const auto first = std::ranges::lower_bound(episodes, time_s - reach_s, {},
                                                [](const rhythm::Episode& one) { return one.span.from_s; });
    for (auto next = first; next != episodes.end() && next->span.from_s <= time_s + reach_s; ++next) {
        if (next == episodes.begin()) continue;
        const auto later = static_cast<std::size_t>(next - episodes.begin());
        const double away_s = std::abs(next->span.from_s - time_s);
        const auto& chosen = rhythm.episode();
        const bool is_chosen = chosen && (*chosen == later || *chosen + 1 == later);
        const bool was_chosen = nearest && chosen && *chosen == nearest->episode;
        if (nearest && (was_chosen || (!is_chosen && away_s >= std::abs(nearest->time_s - time_s)))) continue;
        const bool begins = is_chosen ? *chosen == later : isGraver(episodes[later], episodes[later - 1]);
        nearest = EpisodeEdge{begins ? later : later - 1, begins, next->span.from_s};
    }
    return nearest;
}

void EpisodeDrag::take(const ViewState& state, const EpisodeEdge& edge, double at_s) {
    held_ = state.rhythm().episodes()[edge.episode];
    begins_ = edge.begins;
    from_s_ = now_s_ = edge.time_s;
    offset_s_ = at_s - edge.time_s;
}

void EpisodeDrag::moveTo(const ViewState& state, double at_s) {
    if (!held_) return;
    double to_s = at_s - offset_s_;
    const auto& beats = state.beats().all();
    if (const auto beat = nearestBeat(beats, to_s); beat && std::abs(beats[*beat].time_s - to_s) <= kBeat_s) {
        to_s = beats[*beat].time_s;
    }
    const double least_s = begins_ ? 0 : held_->span.from_s + kShortest_s;
    const double most_s = begins_ ? held_->span.to_s - kShortest_s : state.record().duration_s();
    now_s_ = std::clamp(to_s, std::min(least_s, from_s_), std::max(most_s, from_s_));
}

ReaderWords EpisodeDrag::drop() {
    ReaderWords words;
    if (isMoved()) words = begins_ ? begunAt(*held_, now_s_) : endedAt(*held_, now_s_);
    held_.reset();
    return words;
}

}  // namespace triptych::ui
