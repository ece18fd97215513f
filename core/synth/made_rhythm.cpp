#include "core/synth/made_rhythm.h"

#include <array>

namespace triptych::synth {
namespace {

struct Names {
    std::string_view name, mark;
};
constexpr std::array<Names, kMadeRhythms> kNames = {{{"af", "(AFIB"},
                                                     {"flutter", "(AFL"},
                                                     {"svt", "(SVTA"},
                                                     {"vt", "(VT"},
                                                     {"vf", "(VFL"},
                                                     {"av1", "(BI"},
                                                     {"wenckebach", "(BII"},
                                                     {"mobitz2", "(BII"},
                                                     {"av3", "(BIII"},
                                                     {"pause", ""},
                                                     {"paced", "(P"},
                                                     {"bigeminy", "(B"},
                                                     {"trigeminy", "(T"},
                                                     {"bradycardia", "(SBR"},
                                                     {"tachycardia", "(ST"}}};

}  // namespace

std::string_view name(MadeRhythm rhythm) {
    return kNames[static_cast<std::size_t>(rhythm)].name;
}

std::optional<MadeRhythm> madeRhythmNamed(std::string_view name) {
    for (std::size_t i = 0; i < kNames.size(); ++i) {
        if (kNames[i].name == name) return static_cast<MadeRhythm>(i);
    }
    return std::nullopt;
}

std::string_view rhythmMark(MadeRhythm rhythm) {
    return kNames[static_cast<std::size_t>(rhythm)].mark;
}

}  // namespace triptych::synth
