#include "core/rhythm/runs.h"

#include "core/beats/median.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace triptych::rhythm {
namespace {

constexpr double kLongestInRun_s = 0.65;
constexpr double kLeap = 0.78;  // of the usual interval before, within two beats
constexpr double kEven = 0.08;  // each interval of the one before it
constexpr std::size_t kSustainedBeats = 10, kBegin = 4;
constexpr double kNoP = 0.3, kPlainP = 0.6;
constexpr double kBeyondNode_bpm = 150;
constexpr double kAlone_bpm = 140;  // without a leap, and without P
constexpr double kByShape = 0.6;    // of a run's beats
constexpr double kAround_s = 5;     // to either side, of the rate
constexpr double kFewestIntervals = 3, kFewestWhereSlow = 2;
constexpr std::size_t kSlowAround = 2;  // intervals to either side
constexpr double kStillDue = 1.5;       // intervals
constexpr double kBeatTakes_s = 0.4, kBeatBegins_s = 0.1;
constexpr double kMostlyEctopic = 0.6;
constexpr std::size_t kEctopicAround = 5, kFewestEctopic = 8;  // beats: to either side, and in all

std::optional<double> rr(const RhythmView& view, std::size_t ends_at) {
    if (ends_at == 0 || ends_at >= view.size()) return std::nullopt;
    return beats::rrInterval_s(view.time_s(ends_at - 1), view.time_s(ends_at), view.gaps);
}

// A run of beats holds from its first beat to the one that follows its last, or half an interval beyond it.
Span spanOf(const RhythmView& view, std::size_t first, std::size_t last) {
    const double step_s =
        last > first ? (view.time_s(last) - view.time_s(first)) / static_cast<double>(last - first) : 0;
    return {std::max(0.0, view.time_s(first) - std::min(0.1, step_s / 2)),
            std::min(view.duration_s, view.time_s(last) + step_s / 2)};
}

double rate(const RhythmView& view, std::size_t first, std::size_t last) {
    return last > first ? 60 * static_cast<double>(last - first) / (view.time_s(last) - view.time_s(first)) : 0;
}

bool inNoise(const RhythmView& view, std::size_t beat) {
    if (view.quality == nullptr || view.quality->quality.empty()) return false;
    const auto second =
        std::min(view.quality->quality.size() - 1, static_cast<std::size_t>(view.time_s(beat) / view.quality->step_s));
    return view.quality->quality[second] != beats::Quality::good;
}

std::vector<Episode> classRuns(const RhythmView& view, BeatClass of, Rhythm rhythm) {
    std::vector<Episode> out;
    for (std::size_t first = 0; first < view.size(); ++first) {
        if (view.classes[first] != of) continue;
        std::size_t last = first;
        while (last + 1 < view.size() && view.classes[last + 1] == of &&
               rr(view, last + 1).value_or(9) <= kLongestInRun_s) {
            ++last;
        }
        const std::size_t beats = last - first + 1;
        const double bpm = rate(view, first, last);
        std::size_t noisy = 0;
        for (std::size_t i = first; i <= last; ++i) noisy += inNoise(view, i) ? 1 : 0;
        // What noise makes of the lead looks like anything, least like four beats in a row.
        const bool believable = 2 * noisy <= beats || beats >= 2 * kRunBeats;
        if (beats >= kRunBeats && bpm >= kFast_bpm && believable) {
            out.push_back({rhythm,
                           spanOf(view, first, last),
                           std::clamp(0.6 + 0.05 * static_cast<double>(beats), 0.6, 0.95),
                           {{rhythm == Rhythm::vt ? text::idOf("the number of V beats in a row")
                                                  : text::idOf("the number of S beats in a row"),
                             static_cast<double>(beats), static_cast<double>(kRunBeats), true},
                            {text::idOf("the rate"), bpm, kFast_bpm, true, text::idOf("per minute")}}});
        }
        first = last;
    }
    return out;
}

double pBefore(const RhythmView& view, std::size_t first, std::size_t last) {
    double sum = 0, seen = 0;
    for (std::size_t i = first; i <= last && view.waves != nullptr && i < view.waves->beats.size(); ++i) {
        if (i >= view.waves_known.size() || view.waves_known[i] == 0 || !view.waves->beats[i].qrs) continue;
        seen += 1;
        sum += view.waves->beats[i].p ? static_cast<double>(view.waves->beats[i].p->sure) : 0;
    }
    return seen > 0 ? sum / seen : 1;
}

void addSustained(const RhythmView& view, std::vector<Episode>& out) {
    const double longest_s = 60 / kSustained_bpm;
    for (std::size_t first = 1; first < view.size(); ++first) {
        std::size_t last = first;
        const auto goesOn = [&](std::size_t i) {
            const auto now = rr(view, i), before = rr(view, i - 1);
            return now && *now <= longest_s && view.classes[i] != BeatClass::ventricular &&
                   (i == first + 1 || (before && std::abs(*now - *before) <= kEven * *before));
        };
        while (last + 1 < view.size() && goesOn(last + 1)) ++last;
        if (last - first + 1 < kSustainedBeats) continue;
        std::vector<double> before;
        for (std::size_t i = first; i > 0 && before.size() < 10; --i) {
            if (const auto interval = rr(view, i)) before.push_back(*interval);
        }
        std::vector<double> within;
        for (std::size_t i = first + 1; i <= last; ++i) within.push_back(rr(view, i).value_or(longest_s));
        std::vector<double> begin(within.begin(), within.begin() + kBegin);
        const double usual = beats::medianInPlace(std::span(before)), at_once = beats::medianInPlace(std::span(begin));
        const double now = beats::medianInPlace(std::span(within));
        const double bpm = 60 / now, p = pBefore(view, first, last);
        // A leap with plain P waves before its beats is the node's own, until it is too fast for that.
        if (before.size() >= 4 && at_once <= kLeap * usual && (p < kPlainP || bpm >= kBeyondNode_bpm)) {
            out.push_back({Rhythm::svt,
                           spanOf(view, first, last),
                           0.8,
                           {{text::idOf("the rate"), bpm, kSustained_bpm, true, text::idOf("per minute")},
                            {text::idOf("its interval over those before it, within two beats,"), at_once / usual, kLeap,
                             false}}});
        } else if (p < kNoP && bpm >= kAlone_bpm) {
            out.push_back({Rhythm::svt,
                           spanOf(view, first, last),
                           0.6,
                           {{text::idOf("the rate"), bpm, kAlone_bpm, true, text::idOf("per minute")},
                            {text::idOf("the certainty of P"), p, kNoP, false}}});
        }
        first = last;
    }
}

std::vector<Episode> allSupraventricular(const RhythmView& view) {
    auto out = classRuns(view, BeatClass::supraventricular, Rhythm::svt);
    addSustained(view, out);
    return out;
}

double ventricularByShape(const RhythmView& view, std::span<const BeatClass> by_shape, Span span) {
    double all = 0, wide = 0, called_s = 0;
    for (std::size_t i = view.firstFrom(span.from_s); i < by_shape.size() && view.time_s(i) < span.to_s; ++i) {
        all += 1;
        wide += by_shape[i] == BeatClass::ventricular ? 1 : 0;
        called_s += view.classes[i] == BeatClass::supraventricular ? 1 : 0;
    }
    if (2 * called_s > all) return 0;  // who called them S looked at the shape, too
    return all > 0 ? wide / all : 0;
}

}  // namespace

std::vector<Episode> ventricularRuns(const RhythmView& view, std::span<const BeatClass> by_shape) {
    auto out = classRuns(view, BeatClass::ventricular, Rhythm::vt);
    for (Episode& episode : allSupraventricular(view)) {
        const double share = ventricularByShape(view, by_shape, episode.span);
        if (share < kByShape) continue;
        episode.rhythm = Rhythm::vt;
        // What they were called is what the shapes deny.
        const std::size_t first = view.firstFrom(episode.span.from_s), past = view.firstFrom(episode.span.to_s);
        episode.reasons = {{text::idOf("the number of beats in a row"), static_cast<double>(past - first),
                            static_cast<double>(kRunBeats), true},
                           {text::idOf("the rate"), past > first ? rate(view, first, past - 1) : 0, kFast_bpm, true,
                            text::idOf("per minute")},
                           {text::idOf("the share of beats unlike the dominant ones"), share, kByShape, true}};
        out.push_back(std::move(episode));
    }
    return out;
}

std::vector<Episode> supraventricularRuns(const RhythmView& view, std::span<const BeatClass> by_shape) {
    auto out = allSupraventricular(view);
    std::erase_if(out,
                  [&](const Episode& episode) { return ventricularByShape(view, by_shape, episode.span) >= kByShape; });
    return out;
}

std::vector<Episode> ectopicPatterns(const RhythmView& view) {
    std::vector<Episode> out;
    const auto isV = [&](std::size_t i) { return view.classes[i] == BeatClass::ventricular; };
    for (const std::size_t period : {std::size_t{2}, std::size_t{3}}) {
        for (std::size_t first = 0; first < view.size(); ++first) {
            // The V stands last in its group.
            std::size_t last = first;
            const auto fits = [&](std::size_t i) {
                return isV(i) == ((i - first) % period == period - 1) && (i == first || rr(view, i).has_value());
            };
            if (!fits(first)) continue;
            while (last + 1 < view.size() && fits(last + 1)) ++last;
            const std::size_t groups = (last - first + 1) / period;
            if (groups < kGroups) continue;
            out.push_back({period == 2 ? Rhythm::bigeminy : Rhythm::trigeminy,
                           spanOf(view, first, first + groups * period - 1),
                           std::clamp(0.7 + 0.03 * static_cast<double>(groups), 0.7, 0.97),
                           {{period == 2 ? text::idOf("the number of V after single N")
                                         : text::idOf("the number of V after pairs of N"),
                             static_cast<double>(groups), static_cast<double>(kGroups), true}}});
            first = last > period ? last - period : last;
        }
    }
    return out;
}

namespace {

struct Intervals {
    double sum_s = 0, count = 0;
};

// Those that end at the beats [first, past).
Intervals intervalsAmong(const RhythmView& view, std::size_t first, std::size_t past) {
    Intervals out;
    for (std::size_t i = first; i < past; ++i) {
        const auto interval = rr(view, i);
        if (!interval || *interval >= kStandstill_s) continue;
        out.sum_s += *interval;
        out.count += 1;
    }
    return out;
}

// A run at the recording's first or last beat reaches to its end where the next beat was hardly due.
Span toTheEnds(const RhythmView& view, std::size_t first, std::size_t last) {
    Span span = spanOf(view, first, last);
    const double step_s = (view.time_s(last) - view.time_s(first)) / static_cast<double>(last - first);
    if (first == 0 && view.time_s(first) <= kStillDue * step_s) span.from_s = 0;
    if (last + 1 == view.size() && view.duration_s - view.time_s(last) <= kStillDue * step_s) {
        span.to_s = view.duration_s;
    }
    return span;
}

// What is slow, or fast, from beat to beat for ten seconds is so to its ends, whatever is around.
void markSteadyRuns(const RhythmView& view, std::vector<int>& speed) {
    const auto speedOf = [&](std::size_t ends_at) {
        const double interval_s = rr(view, ends_at).value_or(kStandstill_s);
        return interval_s >= kStandstill_s ? 0 : interval_s > 60 / kSlow_bpm ? -1 : interval_s < 60 / kFast_bpm ? 1 : 0;
    };
    for (std::size_t i = 1; i < view.size(); ++i) {
        const int now = speedOf(i);
        std::size_t last = i;
        while (last + 1 < view.size() && speedOf(last + 1) == now) ++last;
        if (now != 0 && view.time_s(last) - view.time_s(i - 1) >= shortest_s(Rhythm::bradycardia)) {
            std::fill(speed.begin() + static_cast<std::ptrdiff_t>(i - 1),
                      speed.begin() + static_cast<std::ptrdiff_t>(last + 1), now);
        }
        i = last;
    }
}

}  // namespace

std::vector<Episode> slowAndFast(const RhythmView& view) {
    std::vector<Episode> out;
    const std::size_t n = view.size();
    std::vector<int> speed(n, 0);
    std::size_t first = 0, past = 0;
    for (std::size_t i = 0; i < n; ++i) {
        while (view.time_s(first) < view.time_s(i) - kAround_s) ++first;
        while (past < n && view.time_s(past) <= view.time_s(i) + kAround_s) ++past;
        Intervals around = intervalsAmong(view, first + 1, past);
        if (around.count < kFewestIntervals) {
            around =
                intervalsAmong(view, i + 1 > kSlowAround ? i + 1 - kSlowAround : 1, std::min(n, i + 1 + kSlowAround));
            if (around.count < kFewestWhereSlow) continue;
        }
        const double bpm = 60 * around.count / around.sum_s;
        speed[i] = bpm < kSlow_bpm ? -1 : bpm > kFast_bpm ? 1 : 0;
    }
    markSteadyRuns(view, speed);
    for (std::size_t i = 0; i < n; ++i) {
        std::size_t last = i;
        while (last + 1 < n && speed[last + 1] == speed[i] &&
               rr(view, last + 1).value_or(kStandstill_s) < kStandstill_s) {
            ++last;
        }
        const bool slow = speed[i] < 0;
        const Reason reason{text::idOf("the rate"), rate(view, i, last), slow ? kSlow_bpm : kFast_bpm, !slow,
                            text::idOf("per minute")};
        if (speed[i] != 0 && last > i && speaksFor(reason)) {
            out.push_back({slow ? Rhythm::bradycardia : Rhythm::tachycardia, toTheEnds(view, i, last), 0.9, {reason}});
        }
        i = last;
    }
    return out;
}

std::vector<Episode> standstills(const RhythmView& view) {
    std::vector<Episode> out;
    for (std::size_t i = 0; i <= view.size() && view.size() > 0; ++i) {
        const double from_s = i > 0 ? view.time_s(i - 1) : 0, to_s = i < view.size() ? view.time_s(i) : view.duration_s;
        const auto still_s = beats::rrInterval_s(from_s, to_s, view.gaps);
        if (!still_s || *still_s < kStandstill_s) continue;
        out.push_back({Rhythm::other,
                       {i > 0 ? from_s + kBeatTakes_s : 0, i < view.size() ? to_s - kBeatBegins_s : view.duration_s},
                       0.9,
                       {{text::idOf("the time without a beat"), *still_s, kStandstill_s, true, text::idOf("s")}}});
    }
    return out;
}

std::vector<Episode> mostlyEctopic(const RhythmView& view) {
    std::vector<Episode> out;
    const std::size_t n = view.size();
    const auto isEctopic = [&](std::size_t i) {
        const BeatClass of = view.classes[i];
        return of == BeatClass::supraventricular || of == BeatClass::ventricular || of == BeatClass::fusion;
    };
    std::size_t ectopic = 0, first = 0, past = 0;
    std::vector<bool> most(n, false);
    for (std::size_t i = 0; i < n; ++i) {
        for (; past < n && past <= i + kEctopicAround; ++past) ectopic += isEctopic(past) ? 1 : 0;
        for (; first + kEctopicAround < i; ++first) ectopic -= isEctopic(first) ? 1 : 0;
        most[i] = static_cast<double>(ectopic) >= kMostlyEctopic * static_cast<double>(past - first);
    }
    for (std::size_t i = 0; i < n; ++i) {
        if (!most[i]) continue;
        std::size_t last = i, all = isEctopic(i) ? 1 : 0;
        while (last + 1 < n && most[last + 1] && rr(view, last + 1)) all += isEctopic(++last) ? 1 : 0;
        Span span = spanOf(view, i, last);
        // Nothing else is known of what lies before the first beat and behind the last.
        if (i == 0) span.from_s = 0;
        if (last + 1 == n) span.to_s = view.duration_s;
        const double share = static_cast<double>(all) / static_cast<double>(last - i + 1);
        if (last - i + 1 >= kFewestEctopic && span.to_s - span.from_s >= std::min(kEctopicLasts_s, view.duration_s)) {
            out.push_back(
                {Rhythm::other, span, share, {{text::idOf("the share of S, V and F"), share, kMostlyEctopic, true}}});
        }
        i = last;
    }
    return out;
}

}  // namespace triptych::rhythm
