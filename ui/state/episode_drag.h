// Taking hold of the edge of an episode and dragging it along the time axis. Nothing is asked of anybody until the
// reader lets go at another place; what is said then are words as any others (ui/state/rhythm_deeds.h).
#pragma once

#include "ui/state/rhythm_deeds.h"

#include <cstddef>
#include <optional>

namespace triptych::ui {

// Of one of the two episodes that meet there.
struct EpisodeEdge {
    std::size_t episode = 0;
    bool begins = false;  // where it begins; else where it ends
    double time_s = 0;
};
// The edge nearest to a time, within `reach_s` of it: of the episode that the reader stands at, else of the graver one.
// The ends of the recording are none.
[[nodiscard]] std::optional<EpisodeEdge> edgeNear(const RhythmState& rhythm, double time_s, double reach_s);

// GUI thread. A member of its pane.
class EpisodeDrag {
public:
    [[nodiscard]] bool isOn() const { return held_.has_value(); }
    [[nodiscard]] bool isMoved() const { return held_ && now_s_ != from_s_; }
    // The edge of an episode of `state`; `at_s`: where the pointer took hold, which keeps its distance from the edge.
    void take(const ViewState& state, const EpisodeEdge& edge, double at_s);
    // The pointer is at `at_s` now: the edge follows, from beat to beat where there are any, and neither past the
    // episode's other edge nor out of the recording.
    void moveTo(const ViewState& state, double at_s);
    // Let go: what the reader says by it; empty where the edge stands where it stood.
    [[nodiscard]] ReaderWords drop();
    // As if it had never been moved.
    void cancel() { held_.reset(); }

    // While it is on.
    [[nodiscard]] const rhythm::Episode& episode() const { return *held_; }
    [[nodiscard]] bool begins() const { return begins_; }
    [[nodiscard]] double from_s() const { return from_s_; }  // where the edge stood
    [[nodiscard]] double now_s() const { return now_s_; }

private:
    std::optional<rhythm::Episode> held_;
    bool begins_ = false;
    double from_s_ = 0, now_s_ = 0, offset_s_ = 0;
};

}  // namespace triptych::ui
