#include "core/rhythm/episode.h"

#include "core/text/numbers.h"

#include <array>

namespace triptych::rhythm {
namespace {

struct Names {
    std::string_view name, words, mark;
    double shortest_s;
};
constexpr std::array<Names, kRhythms> kNames = {{{"unreadable", "nothing that can be read", "", 3},
                                                 {"vf", "ventricular flutter or fibrillation", "(VFL", 2},
                                                 {"vt", "ventricular tachycardia", "(VT", 0},
                                                 {"paced", "a paced rhythm", "(P", 10},
                                                 {"af", "atrial fibrillation", "(AFIB", 30},
                                                 {"flutter", "atrial flutter", "(AFL", 30},
                                                 {"svt", "supraventricular tachycardia", "(SVTA", 0},
                                                 {"block", "suspected block between atria and ventricles", "(BII", 5},
                                                 {"bigeminy", "bigeminy", "(B", 0},
                                                 {"trigeminy", "trigeminy", "(T", 0},
                                                 {"bradycardia", "bradycardia", "(SBR", 10},
                                                 {"tachycardia", "tachycardia", "(ST", 10},
                                                 {"sinus", "sinus rhythm", "(N", 0},
                                                 {"other", "another rhythm", "(OTHER", 0}}};

const Names& of(Rhythm rhythm) {
    return kNames[static_cast<std::size_t>(rhythm)];
}

}  // namespace

std::string_view name(Rhythm rhythm) {
    return of(rhythm).name;
}

std::string_view inWords(Rhythm rhythm) {
    return of(rhythm).words;
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

std::string sentence(const Episode& episode) {
    std::string out(inWords(episode.rhythm));
    for (std::size_t i = 0; i < episode.reasons.size(); ++i) {
        const Reason& reason = episode.reasons[i];
        const std::string unit = reason.unit.empty() ? "" : ' ' + std::string(reason.unit);
        out += i == 0 ? ", for " : i + 1 == episode.reasons.size() ? " and " : ", ";
        out += std::string(reason.what) + " is " + text::decimalText(reason.value, 2) + unit +
               (reason.above ? " (from " : " (below ") + text::decimalText(reason.limit, 2) +
               (reason.above ? " on)" : ")");
    }
    return out;
}

}  // namespace triptych::rhythm
