#include "ui/state/navigation.h"

#include <algorithm>

namespace triptych::ui {
namespace {

std::size_t firstNotBefore(std::span<const LabelledBeat> beats, double time_s) {
    const auto found = std::lower_bound(beats.begin(), beats.end(), time_s,
                                        [](const LabelledBeat& beat, double time) { return beat.time_s < time; });
    return static_cast<std::size_t>(found - beats.begin());
}

}  // namespace

Viewport zoomedAt(const Viewport& viewport, double anchor_s, double factor) {
    const double span = std::max(viewport.span_s * factor, kShortestSpan_s);
    const double fraction = (anchor_s - viewport.start_s) / viewport.span_s;
    return {anchor_s - fraction * span, span};
}

Viewport pannedBy(const Viewport& viewport, double seconds) {
    return {viewport.start_s + seconds, viewport.span_s};
}

Viewport centredOn(const Viewport& viewport, double time_s) {
    return {time_s - viewport.span_s / 2, viewport.span_s};
}

std::optional<std::size_t> nearestBeat(std::span<const LabelledBeat> beats, double time_s) {
    if (beats.empty()) return std::nullopt;
    const std::size_t after = firstNotBefore(beats, time_s);
    if (after == 0) return 0;
    if (after == beats.size()) return after - 1;
    return time_s - beats[after - 1].time_s <= beats[after].time_s - time_s ? after - 1 : after;
}

std::pair<std::size_t, std::size_t> beatsWithin(std::span<const LabelledBeat> beats, double from_s, double to_s) {
    const std::size_t first = firstNotBefore(beats, from_s);
    return {first, std::max(first, firstNotBefore(beats, to_s))};
}

}  // namespace triptych::ui
