// The rhythms that can be made: what a stretch of a made-up recording is instead of sinus rhythm.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace triptych::synth {

enum class MadeRhythm : std::uint8_t {
    af,           // intervals without order, no P, f waves of 5 to 7 Hz
    flutter,      // a saw of 300 a minute, conducted 2, 3 or 4 to 1
    svt,          // narrow, regular, 180 a minute, no P
    vt,           // wide, nearly regular, 170 a minute
    vf,           // no beats: a wandering wave of 3 to 6 Hz
    av1,          // every P conducted after 0.32 s
    wenckebach,   // delays of 0.20, 0.30 and 0.36 s, then a P without a beat
    mobitz2,      // even delays, every third P without a beat
    av3,          // P waves at the sinus rate, escape beats at 38 a minute, neither knowing of the other
    pause,        // nothing
    paced,        // a spike and a wide beat, 70 a minute
    bigeminy,     // every second beat ventricular
    trigeminy,    // every third
    bradycardia,  // sinus rhythm at 42 a minute
    tachycardia   // sinus rhythm at 125 a minute
};
inline constexpr std::size_t kMadeRhythms = 15;

struct RhythmPart {
    MadeRhythm rhythm = MadeRhythm::af;
    double from_s = 0, to_s = 0;
};

[[nodiscard]] std::string_view name(MadeRhythm rhythm);  // "af", "flutter", ...
[[nodiscard]] std::optional<MadeRhythm> madeRhythmNamed(std::string_view name);
// As WFDB writes a change to it: "(AFIB". Empty for a pause, which is no rhythm.
[[nodiscard]] std::string_view rhythmMark(MadeRhythm rhythm);

}  // namespace triptych::synth
