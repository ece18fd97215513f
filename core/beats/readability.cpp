#include "core/beats/readability.h"

#include <algorithm>

namespace triptych::beats {
namespace {

constexpr double kBetween_s = 3;  // farther apart, nobody looked at what lies between

bool isNoise(Unreadable reason) {
    return reason == Unreadable::motion || reason == Unreadable::muscle;
}

// The parts of `piece` that no stretch covers.
void addAround(std::span<const UnreadableStretch> stretches, UnreadableStretch piece,
               std::vector<UnreadableStretch>& to) {
    auto next = std::ranges::upper_bound(stretches, piece.from_s, {}, &UnreadableStretch::to_s);
    for (; next != stretches.end() && next->from_s < piece.to_s; ++next) {
        if (next->from_s > piece.from_s) to.push_back({piece.from_s, next->from_s, piece.reason});
        piece.from_s = next->to_s;
    }
    if (piece.to_s > piece.from_s) to.push_back(piece);
}

void addOrJoin(std::vector<UnreadableStretch>& to, const UnreadableStretch& next) {
    if (!to.empty() && to.back().to_s == next.from_s && to.back().reason == next.reason) {
        to.back().to_s = next.to_s;
    } else {
        to.push_back(next);
    }
}

}  // namespace

std::string_view describe(Unreadable reason) {
    switch (reason) {
        case Unreadable::missing:
            return "no samples";
        case Unreadable::flat:
            return "no signal";
        case Unreadable::motion:
            return "motion";
        case Unreadable::muscle:
            return "muscle noise";
    }
    return "";
}

std::optional<Unreadable> unreadableAt(std::span<const UnreadableStretch> stretches, double time_s) {
    const auto after = std::upper_bound(stretches.begin(), stretches.end(), time_s,
                                        [](double time, const UnreadableStretch& of) { return time < of.from_s; });
    if (after == stretches.begin() || time_s >= std::prev(after)->to_s) return std::nullopt;
    return std::prev(after)->reason;
}

double unreadable_s(std::span<const UnreadableStretch> stretches, double from_s, double to_s) {
    double sum = 0;
    auto next = std::ranges::upper_bound(stretches, from_s, {}, &UnreadableStretch::to_s);
    for (; next != stretches.end() && next->from_s < to_s; ++next) {
        sum += std::min(to_s, next->to_s) - std::max(from_s, next->from_s);
    }
    return sum;
}

std::optional<double> readInterval_s(double from_s, double to_s, const SignalGaps* gaps,
                                     std::span<const UnreadableStretch> unreadable) {
    if (unreadable_s(unreadable, from_s, to_s) > 0) return std::nullopt;
    return rrInterval_s(from_s, to_s, gaps);
}

std::vector<UnreadableStretch> unreadableSpans(const BeatList& found, const Readability& said, double duration_s) {
    std::vector<double> times_s, read_s;
    for (std::size_t i = 0; i < found.beats.size(); ++i) {
        times_s.push_back(static_cast<double>(found.beats[i].sample) / found.rate_hz);
        if (said.beats[i].readable) read_s.push_back(times_s.back());
    }
    std::vector<UnreadableStretch> pieces = said.stretches;
    for (std::size_t i = 1; i < times_s.size(); ++i) {
        if (said.beats[i - 1].readable || said.beats[i].readable || times_s[i] - times_s[i - 1] > kBetween_s) continue;
        addAround(said.stretches, {times_s[i - 1], times_s[i], said.beats[i].reason}, pieces);
    }
    std::ranges::sort(pieces, {}, &UnreadableStretch::from_s);
    const auto isEmpty = [&](double from_s, double to_s) {
        const auto next = std::ranges::lower_bound(read_s, from_s);
        return to_s - from_s <= kBetween_s && (next == read_s.end() || *next >= to_s);
    };
    std::vector<UnreadableStretch> out;
    for (UnreadableStretch& piece : pieces) {
        const double before_s = out.empty() ? 0 : out.back().to_s;
        const bool after_noise = !out.empty() && isNoise(out.back().reason);
        if (before_s < piece.from_s && (after_noise || isNoise(piece.reason)) && isEmpty(before_s, piece.from_s)) {
            addOrJoin(out, {before_s, piece.from_s, isNoise(piece.reason) ? piece.reason : out.back().reason});
        }
        addOrJoin(out, piece);
    }
    if (!out.empty() && out.back().to_s < duration_s && isNoise(out.back().reason) &&
        isEmpty(out.back().to_s, duration_s)) {
        out.back().to_s = duration_s;
    }
    return out;
}

}  // namespace triptych::beats
