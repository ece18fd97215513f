#include "ui/state/rhythm_state.h"

#include <algorithm>
#include <utility>

namespace triptych::ui {
namespace {

double middleOf(const rhythm::Episode& episode) {
    return (episode.span.from_s + episode.span.to_s) / 2;
}

// What became of an episode: the largest part of its time that has the same rhythm, else what has its middle now.
std::optional<std::size_t> heirOf(const rhythm::Episode& before, const RhythmState& now) {
    std::optional<std::size_t> heir;
    double most_s = 0;
    for (std::size_t i = 0; i < now.episodes().size(); ++i) {
        const rhythm::Episode& episode = now.episodes()[i];
        const double shared_s =
            std::min(episode.span.to_s, before.span.to_s) - std::max(episode.span.from_s, before.span.from_s);
        if (episode.rhythm != before.rhythm || shared_s <= most_s) continue;
        most_s = shared_s;
        heir = i;
    }
    return heir ? heir : now.episodeAt(middleOf(before));
}

// One step through what passes; `times` ascend.
template <class List, class TimeOf, class Passes>
std::optional<std::size_t> step(const List& list, const std::optional<std::size_t>& from, int direction, double from_s,
                                const TimeOf& time_of, const Passes& passes) {
    const auto count = static_cast<std::ptrdiff_t>(list.size());
    std::ptrdiff_t at = 0;
    if (from) {
        at = static_cast<std::ptrdiff_t>(*from) + direction;
    } else {
        while (at < count && time_of(list[static_cast<std::size_t>(at)]) < from_s) ++at;
        if (direction < 0) --at;
    }
    for (; at >= 0 && at < count; at += direction) {
        if (passes(list[static_cast<std::size_t>(at)])) return static_cast<std::size_t>(at);
    }
    return std::nullopt;
}

}  // namespace

RhythmEventKind kindOf(const rhythm::RhythmEvent& event) {
    const std::string& name = event.name;
    if (name.starts_with("mark: ")) return RhythmEventKind::marks;
    if (name.ends_with(" run")) return RhythmEventKind::runs;
    if (name.ends_with("couplet")) return RhythmEventKind::couplets;
    if (name.starts_with("pause")) return RhythmEventKind::pauses;
    if (name.starts_with("first ") || name.starts_with("last ")) return RhythmEventKind::first_and_last;
    return RhythmEventKind::extremes;
}

void RhythmState::setReport(pipeline::RhythmReportPtr report) {
    std::optional<rhythm::Episode> at_episode;
    if (episode_) at_episode = episodes()[*episode_];
    std::optional<rhythm::RhythmEvent> at_event;
    if (event_) at_event = events()[*event_];
    report_ = std::move(report);
    fresh_ = report_ != nullptr;
    episode_ = at_episode ? heirOf(*at_episode, *this) : std::nullopt;
    event_.reset();
    for (std::size_t i = 0; at_event && i < events().size() && !event_; ++i) {
        if (events()[i].time_s == at_event->time_s && events()[i].name == at_event->name) event_ = i;
    }
    Q_EMIT reportChanged();
    Q_EMIT chosenChanged();
}

void RhythmState::setStale() {
    if (report_ && std::exchange(fresh_, false)) Q_EMIT reportChanged();
}

void RhythmState::clear() {
    sayings_.clear();
    if (!report_) return;
    episode_.reset();
    event_.reset();
    setReport(nullptr);
}

void RhythmState::setSayings(std::vector<ReaderSaying> sayings) {
    sayings_ = std::move(sayings);
    Q_EMIT reportChanged();
}

const ReaderSaying* RhythmState::sayingOf(const rhythm::Episode& episode) const {
    if (!episode.by_reader) return nullptr;
    const double at_s = middleOf(episode);
    const auto last = std::find_if(sayings_.rbegin(), sayings_.rend(), [&](const ReaderSaying& saying) {
        return !saying.denied && saying.rhythm == episode.rhythm && at_s >= saying.span.from_s &&
               at_s < saying.span.to_s;
    });
    return last == sayings_.rend() ? nullptr : &*last;
}

const std::vector<rhythm::Episode>& RhythmState::episodes() const {
    static const std::vector<rhythm::Episode> kNone;
    return report_ ? report_->found.findings.episodes : kNone;
}

const std::vector<rhythm::RhythmEvent>& RhythmState::events() const {
    static const std::vector<rhythm::RhythmEvent> kNone;
    return report_ ? report_->found.events : kNone;
}

std::optional<std::size_t> RhythmState::episodeAt(double time_s) const {
    const auto& all = episodes();
    const auto next = std::upper_bound(all.begin(), all.end(), time_s,
                                       [](double at, const rhythm::Episode& e) { return at < e.span.from_s; });
    if (next == all.begin()) return std::nullopt;
    return static_cast<std::size_t>(std::distance(all.begin(), next) - 1);
}

void RhythmState::chooseEpisode(std::optional<std::size_t> episode) {
    if (episode && *episode >= episodes().size()) episode.reset();
    if (std::exchange(episode_, episode) != episode) Q_EMIT chosenChanged();
}

void RhythmState::chooseEvent(std::optional<std::size_t> event) {
    if (event && *event >= events().size()) event.reset();
    if (std::exchange(event_, event) != event) Q_EMIT chosenChanged();
}

void RhythmState::setEpisodeFilter(EpisodeFilter filter) {
    if (std::exchange(episode_filter_, filter) != filter) Q_EMIT filterChanged();
}

void RhythmState::setEventKind(RhythmEventKind kind) {
    if (std::exchange(event_kind_, kind) != kind) Q_EMIT filterChanged();
}

std::optional<std::size_t> RhythmState::nextEpisode(int direction, double from_s) const {
    return step(
        episodes(), episode_, direction, from_s, [](const rhythm::Episode& e) { return e.span.from_s; },
        [this](const rhythm::Episode& e) { return episode_filter_.passes(e.rhythm); });
}

std::optional<std::size_t> RhythmState::nextEvent(int direction, double from_s) const {
    return step(
        events(), event_, direction, from_s, [](const rhythm::RhythmEvent& e) { return e.time_s; },
        [this](const rhythm::RhythmEvent& e) {
            return event_kind_ == RhythmEventKind::all || kindOf(e) == event_kind_;
        });
}

}  // namespace triptych::ui
