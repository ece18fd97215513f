#include "core/rhythm/episode.h"

#include "core/rhythm/too_short.h"
#include "core/text/numbers.h"

#include <array>

namespace triptych::rhythm {
namespace {

struct Names {
    std::string_view name, words, mark;
    double shortest_s;
};
constexpr std::array<Names, kRhythms> kNames = {{{"unreadable", text::idOf("nothing that can be read"), "", 3},
                                                 {"vf", text::idOf("ventricular flutter or fibrillation"), "(VFL", 2},
                                                 {"vt", text::idOf("ventricular tachycardia"), "(VT", 0},
                                                 {"paced", text::idOf("a paced rhythm"), "(P", 10},
                                                 {"af", text::idOf("atrial fibrillation"), "(AFIB", 30},
                                                 {"flutter", text::idOf("atrial flutter"), "(AFL", 30},
                                                 {"svt", text::idOf("supraventricular tachycardia"), "(SVTA", 0},
                                                 {"block", text::idOf("suspected AV block"), "(BII", 5},
                                                 {"av1", text::idOf("first-degree AV block"), "(BI", 5},
                                                 {"bigeminy", text::idOf("bigeminy"), "(B", 0},
                                                 {"trigeminy", text::idOf("trigeminy"), "(T", 0},
                                                 {"bradycardia", text::idOf("bradycardia"), "(SBR", 10},
                                                 {"tachycardia", text::idOf("tachycardia"), "(ST", 10},
                                                 {"sinus", text::idOf("sinus rhythm"), "(N", 0},
                                                 {"other", text::idOf("another rhythm"), "(OTHER", 0}}};

const Names& of(Rhythm rhythm) {
    return kNames[static_cast<std::size_t>(rhythm)];
}

text::Said inWords(const Reason& reason) {
    const std::string what = text::translated(reason.what);
    std::string value = text::decimalText(reason.value, 2);
    if (!reason.unit.empty()) {
        value = text::say("{1} {2}", value, text::translated(reason.unit));
    }
    const std::string limit = text::decimalText(reason.limit, 2);
    return reason.above ? text::say("{1} is {2} (from {3} on)", what, value, limit)
                        : text::say("{1} is {2} (below {3})", what, value, limit);
}

}  // namespace

std::string_view name(Rhythm rhythm) {
    return of(rhythm).name;
}

text::Said inWords(Rhythm rhythm) {
    return text::foreign(text::translated(of(rhythm).words));
}

std::optional<Rhythm> rhythmNamed(std::string_view name) {
    for (std::size_t i = 0; i < kRhythms; ++i) {
        if (kNames[i].name == name) return static_cast<Rhythm>(i);
    }
    return std::nullopt;
}

double shortest_s(Rhythm rhythm) {
    return of(rhythm).shortest_s;
}

std::string_view markOf(Rhythm rhythm) {
    return of(rhythm).mark;
}

Episode tooShortToTell(Span span, std::size_t beats) {
    return {
        Rhythm::other,
        span,
        0,
        {{text::idOf("the number of beats"), static_cast<double>(beats), static_cast<double>(kFewestToTell), false}}};
}

bool isTooShortToTell(const Episode& episode) {
    return episode.rhythm == Rhythm::other && episode.probability <= 0 && !episode.by_reader;
}

text::Said sentence(const Episode& episode) {
    const text::Said name = isTooShortToTell(episode) ? text::Said("too short to tell") : inWords(episode.rhythm);
    if (episode.reasons.empty()) return episode.by_reader ? text::say("{1}, as a reader says", name) : name;
    text::Said all;
    for (std::size_t i = 0; i < episode.reasons.size(); ++i) {
        const text::Said one = inWords(episode.reasons[i]);
        all = i == 0                            ? one
              : i + 1 == episode.reasons.size() ? text::say("{1} and {2}", all, one)
                                                : text::say("{1}, {2}", all, one);
    }
    return episode.by_reader ? text::say("{1}, as a reader says; found for {2}", name, all)
                             : text::say("{1}, for {2}", name, all);
}

}  // namespace triptych::rhythm
