#include "core/rhythm/findings.h"

#include "core/rhythm/blocks.h"
#include "core/rhythm/pacing.h"
#include "core/rhythm/runs.h"
#include "core/rhythm/shape_classes.h"
#include "core/rhythm/too_short.h"
#include "core/rhythm/unreadable.h"
#include "core/rhythm/ventricular_flutter.h"
#include "core/rhythm/whole.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace triptych::rhythm {
namespace {

constexpr double kPacedHole_s = 10;
constexpr std::size_t kFewestPaced = 6;
constexpr std::size_t kPaceAround = 3;
constexpr double kFastestPaced_s = 0.5;
constexpr double kShortestPiece_s = 0.5;
constexpr double kNoP = 0.25;
constexpr double kFewestKnown = 8;

void add(std::vector<Episode>& to, std::vector<Episode> from) {
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

// The parts of `span` that no tile covers; tiles ascend and do not overlap.
std::vector<Span> freeParts(const std::vector<Episode>& tiles, Span span) {
    std::vector<Span> out;
    double from_s = span.from_s;
    for (const Episode& episode : tiles) {
        if (episode.span.to_s <= from_s) continue;
        if (episode.span.from_s >= span.to_s) break;
        if (episode.span.from_s > from_s) out.push_back({from_s, episode.span.from_s});
        from_s = std::max(from_s, episode.span.to_s);
    }
    if (from_s < span.to_s) out.push_back({from_s, span.to_s});
    return out;
}

// Nothing is left over but all of a recording that is too short for its few beats to be a rhythm.
bool isTooLittle(const RhythmView& view, Span span) {
    return view.size() < kFewestToTell && view.duration_s < kFewestToTell_s && span == Span{0, view.duration_s};
}

Episode leftOver(const RhythmView& view, Span span) {
    if (isTooLittle(view, span)) return tooShortToTell(span, view.size());
    double sum = 0, known = 0, beats = 0, first_s = 0, last_s = 0;
    for (std::size_t i = view.firstFrom(span.from_s); i < view.size() && view.time_s(i) < span.to_s; ++i) {
        first_s = beats == 0 ? view.time_s(i) : first_s;
        last_s = view.time_s(i);
        beats += 1;
        if (view.waves == nullptr || i >= view.waves_known.size() || view.waves_known[i] == 0 ||
            view.classes[i] == BeatClass::ventricular || !view.waves->beats[i].qrs) {
            continue;
        }
        known += 1;
        sum += view.waves->beats[i].p ? static_cast<double>(view.waves->beats[i].p->sure) : 0;
    }
    Episode out;
    out.span = span;
    const double length_s = span.to_s - span.from_s;
    const bool silent = beats == 0 && length_s > 3;
    const bool hardly = beats < static_cast<double>(kFewestToTell) && length_s >= kFewestToTell_s;
    out.probability = 0.7;
    if (silent || hardly) {
        out.rhythm = Rhythm::other;
        out.reasons.push_back({text::idOf("the number of beats"), beats, static_cast<double>(kFewestToTell), false});
        return out;
    }
    out.rhythm = Rhythm::sinus;
    const double bpm = beats > 1 && last_s > first_s ? 60 * (beats - 1) / (last_s - first_s) : 0;
    const bool is_slow = bpm > 0 && bpm<kSlow_bpm, is_fast = bpm> kFast_bpm;
    const double p = known >= kFewestKnown ? sum / known : kNoP;
    const auto reason = [&out](Reason of) {
        if (speaksFor(of)) out.reasons.push_back(of);
    };
    // A P wave that cannot be seen on this lead is no proof; at a rate that no sinus node has, it is another's.
    if (p < kNoP && (is_slow || is_fast)) {
        out.rhythm = Rhythm::other;
        out.probability = 1 - p;
        reason({text::idOf("the rate"), bpm, is_slow ? kSlow_bpm : kFast_bpm, is_fast, text::idOf("per minute")});
        reason({text::idOf("the certainty of P"), p, kNoP, false});
        return out;
    }
    if ((is_slow || is_fast) && length_s >= shortest_s(Rhythm::bradycardia)) {
        out.rhythm = is_slow ? Rhythm::bradycardia : Rhythm::tachycardia;
        reason({text::idOf("the rate"), bpm, is_slow ? kSlow_bpm : kFast_bpm, is_fast, text::idOf("per minute")});
        return out;
    }
    // A rate that speaks against it is over soon, which is why it is no tachycardia and no bradycardia.
    if (is_slow) {
        reason({text::idOf("the time at under 50 per minute"), length_s, shortest_s(Rhythm::bradycardia), false,
                text::idOf("s")});
    } else if (is_fast) {
        reason({text::idOf("the time at over 100 per minute"), length_s, shortest_s(Rhythm::tachycardia), false,
                text::idOf("s")});
    } else {
        reason({text::idOf("the rate"), bpm, kSlow_bpm, true, text::idOf("per minute")});
    }
    if (known >= kFewestKnown) {
        out.probability = std::clamp(0.5 + p / 2, 0.5, 0.99);
        reason({text::idOf("the certainty of P"), p, kNoP, true});
    }
    return out;
}

bool beatsAreSeenElsewhere(const Episode& flutter, const OtherLeads& others, const Job& job) {
    return others && std::ranges::any_of(others(flutter.span),
                                         [&](const std::vector<float>& lead) { return showsBeats(lead, job); });
}

void joinNeighbours(std::vector<Episode>& tiles) {
    std::vector<Episode> out;
    for (Episode& episode : tiles) {
        if (!out.empty() && out.back().rhythm == episode.rhythm && out.back().by_reader == episode.by_reader &&
            out.back().span.to_s >= episode.span.from_s - 1e-9) {
            const double before_s = out.back().span.to_s - out.back().span.from_s;
            const double more_s = episode.span.to_s - episode.span.from_s;
            out.back().probability =
                (out.back().probability * before_s + episode.probability * more_s) / (before_s + more_s);
            if (more_s > before_s) out.back().reasons = std::move(episode.reasons);
            out.back().span.to_s = episode.span.to_s;
        } else {
            out.push_back(std::move(episode));
        }
    }
    tiles = std::move(out);
}

Rhythm largest(const RhythmShares& shares) {
    const auto most = std::ranges::max_element(shares, {}, &std::pair<Rhythm, double>::second);
    return most == shares.end() ? Rhythm::other : most->first;
}

void answerForWhole(RhythmFindings& out, const std::optional<StripAnswer>& strip) {
    const RhythmShares shares = sharesWithin(out.episodes, 0, out.duration_s);
    out.whole = largest(out.burden.empty() ? shares : out.burden);
    out.probability = shares;
    if (!strip || isTooShort(out)) return;
    const StripProbability& p = strip->probability;
    // What a wave or spikes between the beats say is more than what their intervals say.
    const bool is_seen = out.whole == Rhythm::flutter || out.whole == Rhythm::paced || out.whole == Rhythm::vf;
    if (strip->winner == kStripAf && !(is_seen && out.readable_share >= kReadStrip)) {
        out.whole = Rhythm::af;  // readers hear it in strips of which hardly a wave can be seen; the words say so
    } else if (out.readable_share < kReadStrip) {
        out.whole = Rhythm::unreadable;
    }
    // Of fibrillation the trees have the say, of all else the episodes: what the first line says is what the list says.
    double others = 0;
    for (const auto& [rhythm, share] : shares) others += rhythm == Rhythm::af ? 0 : share;
    out.probability = {{Rhythm::af, others > 0 ? p[kStripAf] : 1}};
    for (const auto& [rhythm, share] : shares) {
        if (rhythm != Rhythm::af) out.probability.emplace_back(rhythm, (1 - p[kStripAf]) * share / others);
    }
}

}  // namespace

Rhythm RhythmFindings::at(double time_s) const {
    const auto next = std::ranges::upper_bound(episodes, time_s, {}, [](const Episode& e) { return e.span.from_s; });
    return next == episodes.begin() ? Rhythm::other : std::prev(next)->rhythm;
}

std::vector<Span> RhythmFindings::spansOf(const std::vector<Rhythm>& rhythms) const {
    std::vector<Span> out;
    for (const Episode& episode : episodes) {
        if (std::ranges::find(rhythms, episode.rhythm) != rhythms.end()) out.push_back(episode.span);
    }
    return out;
}

std::vector<Episode> pacedStretches(const RhythmView& view, const PacingEvidence& pacing) {
    std::vector<Episode> out;
    // At fast rates P and T fill what should be calm and wide.
    const auto isFast = [&](std::size_t i) {
        const std::size_t first = i > kPaceAround ? i - kPaceAround : 0,
                          last = std::min(view.size() - 1, i + kPaceAround);
        return last > first &&
               view.time_s(last) - view.time_s(first) < kFastestPaced_s * static_cast<double>(last - first);
    };
    const auto is = [&](std::size_t i) {
        return (i < pacing.score.size() && pacing.score[i] >= kPacedFrom && !isFast(i)) ||
               (i < pacing.by_label.size() && pacing.by_label[i] != 0);
    };
    for (std::size_t i = 0; i < view.size(); ++i) {
        if (!is(i)) continue;
        std::size_t last = i, labels = 0, count = 0;
        double sum = 0;
        for (std::size_t k = i; k < view.size() && view.time_s(k) - view.time_s(last) <= kPacedHole_s; ++k) {
            if (!is(k)) continue;
            last = k;
            ++count;
            labels += k < pacing.by_label.size() && pacing.by_label[k] != 0 ? 1 : 0;
            sum += k < pacing.score.size() ? static_cast<double>(pacing.score[k]) : 0;
        }
        const Span span{i == 0 ? 0 : view.time_s(i) - 0.1,
                        last + 1 == view.size() ? view.duration_s : view.time_s(last) + 0.4};
        Episode episode{Rhythm::paced, {std::max(0.0, span.from_s), std::min(view.duration_s, span.to_s)}, 0.9, {}};
        if (labels > 0) {
            episode.reasons.push_back(
                {text::idOf("the number of beats marked as paced"), static_cast<double>(labels), 1, true});
        }
        const double mean = sum / static_cast<double>(std::max<std::size_t>(count, 1));
        if (mean >= static_cast<double>(kPacedFrom)) {
            episode.reasons.push_back({text::idOf("the sharpness out of calm times the width behind it"), mean,
                                       static_cast<double>(kPacedFrom), true});
        }
        if (count >= kFewestPaced) out.push_back(std::move(episode));
        i = last;
    }
    return out;
}

namespace {

// What others leave of a pattern of V must have as many as make one.
bool isPatternStill(const RhythmView& view, Rhythm rhythm, Span part) {
    if (rhythm != Rhythm::bigeminy && rhythm != Rhythm::trigeminy) return true;
    std::size_t count = 0;
    for (std::size_t i = view.firstFrom(part.from_s); i < view.size() && view.time_s(i) < part.to_s; ++i) {
        count += view.classes[i] == BeatClass::ventricular ? 1 : 0;
    }
    return count >= kGroups;
}

}  // namespace

std::vector<Episode> tile(const RhythmView& view, std::vector<Episode> candidates) {
    std::ranges::stable_sort(
        candidates, {}, [](const Episode& candidate) { return std::pair(!candidate.by_reader, candidate.rhythm); });
    std::vector<Episode> tiles;
    const auto put = [&](const Episode& from, Span span) {
        Episode piece = from;
        piece.span = span;
        tiles.insert(std::ranges::upper_bound(tiles, span.from_s, {}, [](const Episode& e) { return e.span.from_s; }),
                     std::move(piece));
    };
    for (const Episode& candidate : candidates) {
        const Span span{std::max(0.0, candidate.span.from_s), std::min(view.duration_s, candidate.span.to_s)};
        const double shortest = candidate.by_reader ? 0 : std::min(shortest_s(candidate.rhythm), view.duration_s);
        if (span.to_s <= span.from_s || span.to_s - span.from_s < shortest - 1e-6) continue;
        for (const Span& part : freeParts(tiles, span)) {
            const bool whole = part == span;
            const bool is_rate = candidate.rhythm == Rhythm::bradycardia || candidate.rhythm == Rhythm::tachycardia;
            // So is a share of beats: what others leave of it is no episode of its own. A reader's denial has no
            // reasons.
            const bool is_share = candidate.rhythm == Rhythm::other && !candidate.reasons.empty();
            const double least_s = is_rate    ? shortest_s(candidate.rhythm)
                                   : is_share ? kEctopicLasts_s
                                              : kShortestPiece_s;
            const bool is_left = whole || part.to_s - part.from_s >= least_s;
            if (is_left && (whole || isPatternStill(view, candidate.rhythm, part))) put(candidate, part);
        }
    }
    for (const Span& part : freeParts(tiles, {0, view.duration_s})) {
        // A crumb between two others belongs to the one before it.
        if (part.to_s - part.from_s < kShortestPiece_s && !tiles.empty()) {
            const auto next =
                std::ranges::upper_bound(tiles, part.from_s, {}, [](const Episode& e) { return e.span.from_s; });
            if (next != tiles.begin()) {
                std::prev(next)->span.to_s = part.to_s;
            } else {
                next->span.from_s = part.from_s;
            }
            continue;
        }
        const Episode left = leftOver(view, part);
        put(left, part);
    }
    joinNeighbours(tiles);
    return tiles;
}

RhythmShares sharesWithin(const std::vector<Episode>& episodes, double from_s, double to_s) {
    std::array<double, kRhythms> sums{};
    for (const Episode& episode : episodes) {
        const double length_s = std::min(to_s, episode.span.to_s) - std::max(from_s, episode.span.from_s);
        if (length_s > 0) sums[static_cast<std::size_t>(episode.rhythm)] += length_s;
    }
    RhythmShares out;
    for (std::size_t i = 0; i < kRhythms; ++i) {
        if (sums[i] > 0) out.emplace_back(static_cast<Rhythm>(i), sums[i] / (to_s - from_s));
    }
    return out;
}

Result<RhythmGround> groundOf(const RhythmView& view, const StripModel* model, const PacingEvidence& pacing,
                              const Job& job, const OtherLeads& others) {
    RhythmGround out;
    out.candidates = ventricularFlutter(view.samples, job);
    std::erase_if(out.candidates, [&](const Episode& flutter) { return beatsAreSeenElsewhere(flutter, others, job); });
    const std::vector<Episode> paced = pacedStretches(view, pacing);
    const double paced_share = pacedShare(*view.beats, paced);
    const auto unreadable = unlessRecognised(view.unreadable, out.candidates, paced, paced_share);
    std::vector<Episode> hidden = pacedInNoise(view.unreadable, out.candidates, paced_share);
    add(out.candidates, unreadableEpisodes(unreadable));
    add(out.candidates, paced);
    add(out.candidates, std::move(hidden));
    out.by_shape = classesByShape(view);
    const auto windows = judgeWindows(view, model, job);
    if (job.stopRequested()) return fail(ErrorCode::cancelled, "the work was stopped", {}, "start it again");
    if (model == nullptr) return out;
    add(out.candidates, atrialEpisodes(view, windows, *model));
    if (windows.size() != 1) return out;
    out.strip = {windows.front().probability, model->winner(windows.front().probability)};
    return out;
}

RhythmFindings findingsOn(const RhythmView& view, const RhythmGround& ground, std::span<const ReaderWord> words) {
    RhythmFindings out;
    out.duration_s = view.duration_s;
    std::vector<Episode> candidates = ground.candidates;
    add(candidates, ventricularRuns(view, ground.by_shape));
    add(candidates, supraventricularRuns(view, ground.by_shape));
    add(candidates, suspectedBlocks(view));
    add(candidates, ectopicPatterns(view));
    add(candidates, slowAndFast(view));
    add(candidates, mostlyEctopic(view));
    add(candidates, standstills(view));
    out.episodes = tile(view, withWords(std::move(candidates), words));
    const bool too_short = isTooShort(out);
    double readable = 0;
    for (const auto& [rhythm, share] : sharesWithin(out.episodes, 0, view.duration_s)) {
        if (rhythm != Rhythm::unreadable) readable += share;
    }
    out.readable_share = readable;
    for (const auto& [rhythm, share] : sharesWithin(out.episodes, 0, view.duration_s)) {
        if (rhythm != Rhythm::unreadable && !too_short) out.burden.emplace_back(rhythm, share / readable);
    }
    // A reader who spoke of a strip has named it better than the trees.
    answerForWhole(out, words.empty() ? ground.strip : std::nullopt);
    return out;
}

Result<RhythmFindings> findRhythm(const RhythmView& view, const StripModel* model, const PacingEvidence& pacing,
                                  const Job& job) {
    const auto ground = groundOf(view, model, pacing, job);
    if (!ground) return std::unexpected(ground.error());
    return findingsOn(view, *ground);
}

}  // namespace triptych::rhythm
