#include "core/rhythm/whole.h"

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

// No finding, but what is there where nothing else is found.
bool isLeftOver(Rhythm rhythm) {
    return rhythm == Rhythm::sinus || rhythm == Rhythm::other || rhythm == Rhythm::unreadable;
}

}  // namespace

std::array<double, kBeatClasses> classShares(const RhythmView& view, const std::vector<Episode>& episodes) {
    std::array<double, kBeatClasses> out{};
    double all = 0;
    auto episode = episodes.begin();
    for (std::size_t i = 0; i < view.size() && i < view.classes.size(); ++i) {
        while (episode != episodes.end() && episode->span.to_s <= view.time_s(i)) ++episode;
        if (episode != episodes.end() && episode->rhythm == Rhythm::unreadable) continue;
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
        if (rhythm == findings.whole || isLeftOver(rhythm)) continue;
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
    return out;
}

}  // namespace triptych::rhythm
