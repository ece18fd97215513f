#include "core/rhythm/unreadable.h"

#include <algorithm>
#include <array>
#include <utility>

namespace triptych::rhythm {
namespace {

using beats::Unreadable;
using beats::UnreadableStretch;

constexpr double kSureOfNoise = 0.9;  // where nothing is there, it is certain
constexpr double kLargestOfFour = 0.25;

constexpr std::array<std::pair<Unreadable, const char*>, 4> kShares = {
    {{Unreadable::missing, text::idOf("the share without samples")},
     {Unreadable::flat, text::idOf("the share without a signal")},
     {Unreadable::motion, text::idOf("the share in which electrodes move")},
     {Unreadable::muscle, text::idOf("the share of muscle noise")}}};

bool isNoise(Unreadable reason) {
    return reason == Unreadable::motion || reason == Unreadable::muscle;
}

void takeOut(std::span<const Episode> episodes, std::vector<UnreadableStretch>& spans) {
    for (const Episode& episode : episodes) {
        std::vector<UnreadableStretch> left;
        for (const UnreadableStretch& of : spans) {
            if (!isNoise(of.reason) || episode.span.from_s >= of.to_s || episode.span.to_s <= of.from_s) {
                left.push_back(of);
                continue;
            }
            if (episode.span.from_s > of.from_s) left.push_back({of.from_s, episode.span.from_s, of.reason});
            if (episode.span.to_s < of.to_s) left.push_back({episode.span.to_s, of.to_s, of.reason});
        }
        spans = std::move(left);
    }
}

Episode episodeOf(std::span<const UnreadableStretch> touching) {
    Episode out{Rhythm::unreadable, {touching.front().from_s, touching.back().to_s}, 0, {}};
    const double length_s = out.span.to_s - out.span.from_s;
    Reason largest;
    for (const auto& [reason, what] : kShares) {
        double share = 0;
        for (const UnreadableStretch& of : touching) {
            share += of.reason == reason ? (of.to_s - of.from_s) / length_s : 0;
        }
        out.probability += share * (isNoise(reason) ? kSureOfNoise : 1);
        if (share > largest.value) largest = {what, share, kLargestOfFour, true};
    }
    out.probability = std::min(1.0, out.probability);
    out.reasons = {largest};
    return out;
}

}  // namespace

double pacedShare(const BeatList& beats, std::span<const Episode> paced) {
    if (beats.beats.empty()) return 0;
    const auto within = std::ranges::count_if(beats.beats, [&](const Beat& beat) {
        const double time_s = static_cast<double>(beat.sample) / beats.rate_hz;
        return std::ranges::any_of(paced, [time_s](const Episode& episode) {
            return time_s >= episode.span.from_s && time_s <= episode.span.to_s;
        });
    });
    return static_cast<double>(within) / static_cast<double>(beats.beats.size());
}

std::vector<UnreadableStretch> unlessRecognised(std::span<const UnreadableStretch> spans,
                                                std::span<const Episode> flutter, std::span<const Episode> paced,
                                                double paced_share) {
    std::vector<UnreadableStretch> out(spans.begin(), spans.end());
    if (paced_share > kMostlyPaced) std::erase_if(out, [](const UnreadableStretch& of) { return isNoise(of.reason); });
    takeOut(flutter, out);
    takeOut(paced, out);
    return out;
}

std::vector<Episode> unreadableEpisodes(std::span<const UnreadableStretch> spans) {
    std::vector<Episode> out;
    for (std::size_t first = 0; first < spans.size();) {
        std::size_t past = first + 1;
        while (past < spans.size() && spans[past].from_s <= spans[past - 1].to_s) ++past;
        if (spans[past - 1].to_s - spans[first].from_s >= shortest_s(Rhythm::unreadable)) {
            out.push_back(episodeOf(spans.subspan(first, past - first)));
        }
        first = past;
    }
    return out;
}

std::vector<Episode> pacedInNoise(std::span<const UnreadableStretch> spans, std::span<const Episode> flutter,
                                  double paced_share) {
    if (paced_share <= kMostlyPaced) return {};
    std::vector<UnreadableStretch> noise(spans.begin(), spans.end());
    std::erase_if(noise, [](const UnreadableStretch& of) { return !isNoise(of.reason); });
    takeOut(flutter, noise);
    std::vector<Episode> out;
    for (const UnreadableStretch& of : noise) {
        out.push_back({Rhythm::paced,
                       {of.from_s, of.to_s},
                       kSureOfNoise,
                       {{text::idOf("the share of paced beats in the recording"), paced_share, kMostlyPaced, true}}});
    }
    return out;
}

}  // namespace triptych::rhythm
