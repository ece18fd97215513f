#include "core/rhythm/whole.h"

#include "core/rhythm/runs.h"
#include "core/rhythm/too_short.h"
#include "core/text/numbers.h"

#include <algorithm>
#include <array>
#include <utility>

namespace triptych::rhythm {
namespace {

constexpr std::array kNamed = {BeatClass::ventricular, BeatClass::supraventricular, BeatClass::fusion};

constexpr double kNothing = 0.0005;  // less is 0.0 % where it is said
constexpr std::array kGrave = {Rhythm::vf, Rhythm::vt, Rhythm::af, Rhythm::flutter};

bool isMadeOfSuch(Rhythm rhythm, BeatClass of) {
    switch (rhythm) {
        case Rhythm::vt:
            return of != BeatClass::supraventricular;
        case Rhythm::svt:
            return of == BeatClass::supraventricular;
        case Rhythm::unreadable:
        case Rhythm::vf:
        case Rhythm::paced:  // whose beats have no class
            return true;
        default:
            return false;
    }
}

// The longest episode without a beat, of those that are told for it (standstills()).
double longestStandstill_s(const RhythmFindings& findings, const RhythmView& view) {
    double longest_s = 0;
    for (const Episode& episode : findings.episodes) {
        const double length_s = episode.span.to_s - episode.span.from_s;
        const std::size_t first = view.firstFrom(episode.span.from_s), past = view.firstFrom(episode.span.to_s);
        if (episode.rhythm == Rhythm::other && !episode.by_reader && first == past && length_s > kStandstill_s - 1) {
            const double from_s = first > 0 ? view.time_s(first - 1) : 0;
            const double to_s = past < view.size() ? view.time_s(past) : findings.duration_s;
            longest_s = std::max(longest_s, to_s - from_s);
        }
    }
    return longest_s;
}

}  // namespace

std::array<double, kBeatClasses> classShares(const RhythmView& view, const std::vector<Episode>& episodes) {
    std::array<double, kBeatClasses> out{};
    double all = 0;
    auto episode = episodes.begin();
    for (std::size_t i = 0; i < view.size() && i < view.classes.size(); ++i) {
        while (episode != episodes.end() && episode->span.to_s <= view.time_s(i)) ++episode;
        if (episode != episodes.end() && episode->rhythm == Rhythm::unreadable) continue;
        if (!view.hasClass(i)) continue;
        out[static_cast<std::size_t>(view.classes[i])] += 1;
        all += 1;
    }
    for (double& share : out) share /= all > 0 ? all : 1;
    return out;
}

bool isTooShort(const RhythmFindings& findings) {
    return findings.episodes.size() == 1 && isTooShortToTell(findings.episodes.front());
}

text::Said wholeInWords(const RhythmFindings& findings, const RhythmView& view) {
    if (isTooShort(findings)) return "too short to tell";
    const bool told = std::ranges::any_of(findings.burden, [&](const auto& of) { return of.first == findings.whole; });
    if (findings.whole != Rhythm::unreadable && !told && findings.readable_share < kReadStrip) {
        return text::say("perhaps {1}: too little can be read to tell", inWords(findings.whole));
    }
    if (findings.whole == Rhythm::unreadable && findings.readable_share >= kNothing) {
        return "too little that can be read to tell";
    }
    const auto shares = classShares(view, findings.episodes);
    text::Said beats;
    for (const BeatClass of : kNamed) {
        const double share = shares[static_cast<std::size_t>(of)];
        if (share < kOften || isMadeOfSuch(findings.whole, of)) continue;
        const std::string_view letter = kBeatClassNames[static_cast<std::size_t>(of)];
        const std::string percent = text::fixedText(100 * share, 0);
        beats = beats.empty() ? text::say("{1} in {2} %", letter, percent)
                              : text::say("{1}, {2} in {3} %", beats, letter, percent);
    }
    text::Said out = inWords(findings.whole);
    if (!beats.empty()) out = text::say("{1}, with {2} of the beats", out, beats);
    for (std::size_t r = 0; r < kRhythms; ++r) {
        const auto rhythm = static_cast<Rhythm>(r);
        if (rhythm == findings.whole || rhythm == Rhythm::unreadable) continue;
        const auto share = std::ranges::find(findings.burden, rhythm, &std::pair<Rhythm, double>::first);
        if (share != findings.burden.end() && share->second >= kOften) {
            out = text::say("{1}; {2} for {3} % of the time", out, inWords(rhythm),
                            text::fixedText(100 * share->second, 0));
            continue;
        }
        // What no first line may leave out, however little of the time it takes.
        if (std::ranges::find(kGrave, rhythm) == kGrave.end()) continue;
        double lasts_s = 0;
        for (const Episode& episode : findings.episodes) {
            if (episode.rhythm == rhythm) lasts_s += episode.span.to_s - episode.span.from_s;
        }
        if (lasts_s > 0) out = text::say("{1}; {2} for {3} s", out, inWords(rhythm), text::fixedText(lasts_s, 0));
    }
    const double still_s = longestStandstill_s(findings, view);
    if (still_s > 0) out = text::say("{1}; no beat for {2} s", out, text::fixedText(still_s, 0));
    return out;
}

}  // namespace triptych::rhythm
