// The aux text that stands beside a reader's label in an annotation file: who gave it, when, in place of what, and what
// the model said of the beat at that moment.
#pragma once

#include "core/store/event.h"

#include <string>
#include <string_view>

namespace triptych::review {

// "reader: V (was N, model N .62 by 3fa9c21b) 2026-11-20T11:40:12Z ann" in at most 200 bytes; "AI hidden" stands in
// place of the model when the reader could not see it. `mark.to` must hold a symbol. A mark that was taken over from a
// file keeps the text that it had there.
[[nodiscard]] std::string provenanceOf(const store::EventGroup& group, const store::EventMark& mark);

// Back, as far as the text tells: group's reader and time, mark's from, to, model and provenance. What it does not tell
// stays empty; a text without a moment has the epoch's.
struct ToldOf {
    std::string reader;
    std::chrono::sys_time<std::chrono::milliseconds> time{};
    std::optional<std::string> from;
    std::optional<store::ModelWord> model;
};
[[nodiscard]] ToldOf toldBy(std::string_view provenance);

}  // namespace triptych::review
