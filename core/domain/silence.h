// Why a beat has no class, whatever networks say of its window: the one word for it, said by what is computed and taken
// by everything that counts, lists, draws, writes or scores beats.
#pragma once

#include "core/text/said.h"

#include <cstdint>
#include <string_view>

namespace triptych {

enum class Silence : std::uint8_t {
    none,     // it has a class
    missing,  // it cannot be read: there are no samples ...
    flat,     // ... the lead stands still ...
    motion,   // ... electrodes move ...
    muscle,   // ... or muscles are louder than the heart
    flutter,  // the ventricles flutter or fibrillate: there are no beats, whatever a detector marks
    paced,    // a pacemaker made it: no model here has learnt that
    edge      // more than a quarter of what the model looks at lies outside the recording
};

// A stretch in which nothing can be read, whatever stands there.
struct UnreadableSpan {
    double from_s = 0, to_s = 0;
    Silence reason = Silence::motion;
    friend bool operator==(const UnreadableSpan&, const UnreadableSpan&) = default;
};

// Not where samples are missing, flat, moved or drowned by muscles.
[[nodiscard]] bool isReadable(Silence silence);
// Is there a beat whose time counts, as an interval's end? Not where nothing can be read, nor in flutter.
[[nodiscard]] bool hasTime(Silence silence);
// For programs: "motion"; "" where there is a class.
[[nodiscard]] std::string_view name(Silence silence);
// For people: "cannot be read: motion", "paced rhythm: outside this model"; empty where there is a class.
[[nodiscard]] text::Said inWords(Silence silence);
// WFDB's mark for such a beat where nobody labelled it: "|" (QRS-like artefact), "!" (wave of flutter), "/" (paced),
// "?" (a beat, not classified). 0 where there is a class.
[[nodiscard]] std::uint8_t codeOf(Silence silence);

}  // namespace triptych
