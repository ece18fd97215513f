#include "core/pipeline/rhythm_words.h"

namespace triptych::pipeline {

std::vector<rhythm::ReaderWord> readerWords(const review::RhythmJournal& journal, double rate_hz) {
    std::vector<rhythm::ReaderWord> out;
    if (!(rate_hz > 0)) return out;
    for (const review::RhythmWord& word : journal.words()) {
        const auto named = rhythm::rhythmNamed(word.value.name);
        if (!named) continue;
        const rhythm::Span span{static_cast<double>(word.place.from) / rate_hz,
                                static_cast<double>(word.place.to) / rate_hz};
        out.push_back({span, *named, word.value.denied});
    }
    return out;
}

}  // namespace triptych::pipeline
