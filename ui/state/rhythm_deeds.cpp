#include "ui/state/rhythm_deeds.h"

#include "ui/state/navigation.h"

#include <algorithm>

namespace triptych::ui {
namespace {

constexpr double kBefore = 0.25;       // of the view, left of what was gone to
constexpr double kRounding_s = 0.002;  // of samples, in which words are kept

}  // namespace

ReaderWords accepted(const rhythm::Episode& episode) {
    return {{episode.span, episode.rhythm, false}};
}

ReaderWords renamed(const rhythm::Episode& episode, rhythm::Rhythm rhythm) {
    return {{episode.span, rhythm, false}};
}

ReaderWords rejected(const rhythm::Episode& episode) {
    return {{episode.span, episode.rhythm, true}};
}

ReaderWords begunAt(const rhythm::Episode& episode, double time_s) {
    if (time_s >= episode.span.to_s) return {};
    ReaderWords out = {{{time_s, episode.span.to_s}, episode.rhythm, false}};
    if (time_s > episode.span.from_s) out.push_back({{episode.span.from_s, time_s}, episode.rhythm, true});
    return out;
}

ReaderWords endedAt(const rhythm::Episode& episode, double time_s) {
    if (time_s <= episode.span.from_s) return {};
    ReaderWords out = {{{episode.span.from_s, time_s}, episode.rhythm, false}};
    if (time_s < episode.span.to_s) out.push_back({{time_s, episode.span.to_s}, episode.rhythm, true});
    return out;
}

std::optional<double> here(const ViewState& state) {
    if (state.view().cursor().time_s) return state.view().cursor().time_s;
    if (const auto beat = state.beats().selected()) return state.beats().all()[*beat].time_s;
    return std::nullopt;
}

void goToMoment(ViewState& state, double time_s) {
    const double span_s = state.view().viewport().span_s;
    const auto& beats = state.beats().all();
    const auto first = std::lower_bound(beats.begin(), beats.end(), time_s - kRounding_s,
                                        [](const LabelledBeat& beat, double at) { return beat.time_s < at; });
    if (first != beats.end() && first->time_s <= time_s + span_s * (1 - kBefore)) {
        state.selectBeat(static_cast<std::size_t>(first - beats.begin()), false);
    }
    state.view().setViewport({time_s - kBefore * span_s, span_s});
}

void goToEpisode(ViewState& state, std::size_t episode) {
    if (episode >= state.rhythm().episodes().size()) return;
    state.rhythm().chooseEpisode(episode);
    goToMoment(state, state.rhythm().episodes()[episode].span.from_s);
}

void goToEvent(ViewState& state, std::size_t event) {
    if (event >= state.rhythm().events().size()) return;
    state.rhythm().chooseEvent(event);
    goToMoment(state, state.rhythm().events()[event].time_s);
}

}  // namespace triptych::ui
