#include "core/rhythm/reader_words.h"

#include <algorithm>
#include <iterator>

namespace triptych::rhythm {
namespace {

// Takes `span` out of the episodes that `is_meant`; what stands to either side stays.
template <class Meant>
void cutOut(std::vector<Episode>& episodes, Span span, const Meant& is_meant) {
    std::vector<Episode> out;
    for (Episode& episode : episodes) {
        const bool touches = episode.span.from_s < span.to_s && episode.span.to_s > span.from_s;
        if (!touches || !is_meant(episode)) {
            out.push_back(std::move(episode));
            continue;
        }
        for (const Span& left : {Span{episode.span.from_s, std::min(episode.span.to_s, span.from_s)},
                                 Span{std::max(episode.span.from_s, span.to_s), episode.span.to_s}}) {
            if (left.to_s <= left.from_s) continue;
            Episode piece = episode;
            piece.span = left;
            out.push_back(std::move(piece));
        }
    }
    episodes = std::move(out);
}

// Of the candidate of that rhythm that shares most of the span.
std::vector<Reason> reasonsFor(const std::vector<Episode>& candidates, Rhythm rhythm, Span span) {
    const Episode* best = nullptr;
    double most_s = 0;
    for (const Episode& candidate : candidates) {
        const double shared_s = std::min(candidate.span.to_s, span.to_s) - std::max(candidate.span.from_s, span.from_s);
        if (candidate.rhythm != rhythm || shared_s <= most_s) continue;
        best = &candidate;
        most_s = shared_s;
    }
    return best != nullptr ? best->reasons : std::vector<Reason>();
}

}  // namespace

std::vector<Episode> withWords(std::vector<Episode> candidates, std::span<const ReaderWord> words) {
    std::vector<Episode> said, left;
    for (const ReaderWord& word : words) {
        if (!(word.span.to_s > word.span.from_s)) continue;
        const auto same = [&word](const Episode& episode) { return episode.rhythm == word.rhythm; };
        const auto any = [](const Episode&) { return true; };
        if (!word.denied) {
            cutOut(said, word.span, any);
            said.push_back({word.rhythm, word.span, 1, reasonsFor(candidates, word.rhythm, word.span), true});
            continue;
        }
        cutOut(said, word.span, same);
        cutOut(candidates, word.span, same);
        // These two are what is left where nothing else is told: one stands for the other.
        if (word.rhythm == Rhythm::sinus) left.push_back({Rhythm::other, word.span, 1, {}, false});
        if (word.rhythm == Rhythm::other) left.push_back({Rhythm::sinus, word.span, 1, {}, false});
    }
    said.insert(said.end(), std::make_move_iterator(candidates.begin()), std::make_move_iterator(candidates.end()));
    said.insert(said.end(), std::make_move_iterator(left.begin()), std::make_move_iterator(left.end()));
    return said;
}

}  // namespace triptych::rhythm
