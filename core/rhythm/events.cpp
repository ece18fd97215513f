#include "core/rhythm/events.h"

#include "core/rhythm/runs.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace triptych::rhythm {
namespace {

constexpr std::size_t kRateIntervals = 5;
constexpr double kLongestInRun_s = 0.65;

std::optional<double> rr(const RhythmView& view, std::size_t ends_at) {
    return beats::rrInterval_s(view.time_s(ends_at - 1), view.time_s(ends_at), view.gaps);
}

void addRunsAndCouplets(const RhythmView& view, const RhythmFindings& findings, std::vector<RhythmEvent>& out) {
    for (const BeatClass of : {BeatClass::ventricular, BeatClass::supraventricular}) {
        for (std::size_t i = 0; i < view.size(); ++i) {
            if (view.classes[i] != of) continue;
            std::size_t last = i;
            while (last + 1 < view.size() && view.classes[last + 1] == of &&
                   rr(view, last + 1).value_or(9) <= kLongestInRun_s) {
                ++last;
            }
            const std::size_t beats = last - i + 1;
            const Rhythm around = findings.at(view.time_s(i));
            // Within a tachycardia of the ventricles no S is a run of its own.
            const bool is_other = of == BeatClass::supraventricular && around == Rhythm::vt;
            if (around != Rhythm::unreadable && around != Rhythm::vf && !is_other) {
                if (beats == 2) {
                    out.push_back({view.time_s(i), of == BeatClass::ventricular ? "couplet" : "s couplet", 2});
                } else if (beats >= kRunBeats) {
                    const double bpm = 60 * static_cast<double>(beats - 1) / (view.time_s(last) - view.time_s(i));
                    if (bpm >= kFast_bpm) {
                        const bool is_v = of == BeatClass::ventricular;
                        out.push_back({view.time_s(i), is_v ? "vt run" : "svt run", static_cast<double>(beats)});
                    }
                }
            }
            i = last;
        }
    }
}

void addPausesAndRates(const RhythmView& view, const RhythmFindings& findings, std::vector<RhythmEvent>& out) {
    std::optional<RhythmEvent> fastest, slowest, longest;
    double sum = 0;
    std::size_t in_a_row = 0;
    for (std::size_t i = 1; i < view.size(); ++i) {
        const auto interval = rr(view, i);
        const double from_s = view.time_s(i - 1);
        const Rhythm begin = findings.at(from_s), end = findings.at(view.time_s(i));
        const auto lost = [](Rhythm rhythm) { return rhythm == Rhythm::unreadable || rhythm == Rhythm::vf; };
        if (!interval || lost(begin) || lost(end) || lost(findings.at(from_s + *interval / 2))) {
            sum = 0;
            in_a_row = 0;
            continue;
        }
        if (*interval > kPause_s) {
            out.push_back({from_s, begin == Rhythm::af && end == Rhythm::af ? "pause in af" : "pause", *interval});
        }
        if (!longest || *interval > longest->value) longest = {from_s, "longest rr", *interval};
        sum += *interval;
        if (++in_a_row > kRateIntervals) {
            sum -= view.time_s(i - kRateIntervals) - view.time_s(i - kRateIntervals - 1);
            --in_a_row;
        }
        if (in_a_row < kRateIntervals) continue;
        const double bpm = 60 * static_cast<double>(kRateIntervals) / sum;
        const double since_s = view.time_s(i - kRateIntervals);
        if (!fastest || bpm > fastest->value) fastest = {since_s, "fastest", bpm};
        if (!slowest || bpm < slowest->value) slowest = {since_s, "slowest", bpm};
    }
    for (const auto& event : {fastest, slowest, longest}) {
        if (event) out.push_back(*event);
    }
}

void addFirstAndLast(const RhythmFindings& findings, std::vector<RhythmEvent>& out) {
    for (std::size_t r = 0; r < kRhythms; ++r) {
        const auto rhythm = static_cast<Rhythm>(r);
        if (rhythm == Rhythm::sinus || rhythm == Rhythm::other || rhythm == Rhythm::unreadable) continue;
        const Episode *first = nullptr, *last = nullptr;
        for (const Episode& episode : findings.episodes) {
            if (episode.rhythm != rhythm) continue;
            if (first == nullptr) first = &episode;
            last = &episode;
        }
        if (first == nullptr) continue;
        const auto add = [&](const char* which, const Episode& of) {
            out.push_back({of.span.from_s, which + std::string(name(rhythm)), of.span.to_s - of.span.from_s});
        };
        add("first ", *first);
        if (last != first) add("last ", *last);
    }
}

}  // namespace

std::vector<RhythmEvent> eventsOf(const RhythmView& view, const RhythmFindings& findings) {
    std::vector<RhythmEvent> out;
    addRunsAndCouplets(view, findings, out);
    addPausesAndRates(view, findings, out);
    addFirstAndLast(findings, out);
    std::ranges::stable_sort(out, {}, &RhythmEvent::time_s);
    return out;
}

std::vector<RhythmEvent> marksOfFile(const Recording& recording) {
    std::vector<RhythmEvent> out;
    for (const AnnotationSet& set : recording.annotation_sets) {
        for (const Annotation& mark : set.annotations) {
            if (mark.code != kNote || !(set.rate_hz > 0)) continue;
            std::string text = mark.aux;
            while (!text.empty() && (text.back() == '\0' || text.back() == ' ')) text.pop_back();
            out.push_back({static_cast<double>(mark.sample) / set.rate_hz, "mark: " + text, 0});
        }
    }
    std::ranges::stable_sort(out, {}, &RhythmEvent::time_s);
    return out;
}

namespace {

// Is the moment in one of `spans`, which ascend?
bool isWithin(std::span<const Span> spans, double time_s) {
    const auto after = std::ranges::upper_bound(spans, time_s, {}, &Span::from_s);
    return after != spans.begin() && time_s < (after - 1)->to_s;
}

bool reachesInto(std::span<const Span> spans, double from_s, double to_s) {
    const auto next = std::ranges::upper_bound(spans, from_s, {}, &Span::to_s);
    return next != spans.end() && next->from_s < to_s;
}

}  // namespace

std::vector<Span> readersNoise(const RhythmFindings& findings) {
    std::vector<Span> out;
    for (const Episode& episode : findings.episodes) {
        if (episode.by_reader && episode.rhythm == Rhythm::unreadable) out.push_back(episode.span);
    }
    return out;
}

std::vector<Minute> minutesOf(const RhythmView& view, const RhythmFindings& findings) {
    const std::vector<Span> noise = readersNoise(findings), unreadable = findings.spansOf({Rhythm::unreadable});
    std::vector<Minute> out(static_cast<std::size_t>(std::ceil(view.duration_s / 60 - 1e-9)));
    std::vector<std::pair<double, std::size_t>> intervals(out.size());
    for (std::size_t i = 0; i < view.size(); ++i) {
        const auto at = static_cast<std::size_t>(std::max(0.0, view.time_s(i) / 60));
        if (at >= out.size() || !view.hasClass(i) || isWithin(noise, view.time_s(i))) continue;
        Minute& minute = out[at];
        ++minute.beats[static_cast<std::size_t>(view.classes[i])];
        const auto interval =
            i > 0 && !reachesInto(unreadable, view.time_s(i - 1), view.time_s(i)) ? rr(view, i) : std::nullopt;
        if (!interval) continue;
        const double bpm = 60 / *interval;
        minute.least_bpm = intervals[at].second == 0 ? bpm : std::min(minute.least_bpm, bpm);
        minute.most_bpm = std::max(minute.most_bpm, bpm);
        intervals[at].first += *interval;
        ++intervals[at].second;
        minute.mean_bpm = 60 * static_cast<double>(intervals[at].second) / intervals[at].first;
    }
    for (std::size_t m = 0; m < out.size() && view.quality != nullptr; ++m) {
        double good = 0, seconds = 0;
        const auto first = static_cast<std::size_t>(60 * static_cast<double>(m) / view.quality->step_s);
        for (std::size_t s = first; s < first + 60 && s < view.quality->quality.size(); ++s, seconds += 1) {
            good += view.quality->quality[s] == beats::Quality::good ? 1 : 0;
        }
        out[m].good_share = seconds > 0 ? good / seconds : 0;
    }
    return out;
}

std::vector<Stretch> stretchesOf(const RhythmView& view, const RhythmFindings& findings,
                                 const std::vector<RhythmEvent>& events, double length_s) {
    std::vector<Stretch> out(static_cast<std::size_t>(std::max(1.0, std::ceil(view.duration_s / length_s - 1e-9))));
    for (std::size_t i = 0; i < out.size(); ++i) {
        Stretch& stretch = out[i];
        const double from_s = static_cast<double>(i) * length_s;
        stretch.span = {from_s, std::min(view.duration_s, from_s + length_s)};
        const RhythmShares shares = sharesWithin(findings.episodes, stretch.span.from_s, stretch.span.to_s);
        for (const auto& [rhythm, share] : shares) stretch.readable_share += rhythm == Rhythm::unreadable ? 0 : share;
        for (const auto& [rhythm, share] : shares) {
            if (rhythm != Rhythm::unreadable) stretch.burden.emplace_back(rhythm, share / stretch.readable_share);
        }
    }
    const auto at = [&](double time_s) -> Stretch& {
        return out[std::min(out.size() - 1, static_cast<std::size_t>(std::max(0.0, time_s / length_s)))];
    };
    const std::vector<Span> noise = readersNoise(findings);
    for (std::size_t i = 0; i < view.size(); ++i) {
        if (!view.hasClass(i) || isWithin(noise, view.time_s(i))) continue;
        ++at(view.time_s(i)).beats[static_cast<std::size_t>(view.classes[i])];
    }
    for (const RhythmEvent& event : events) {
        Stretch& stretch = at(event.time_s);
        stretch.runs += event.name.ends_with(" run") ? 1 : 0;
        stretch.couplets += event.name.ends_with("couplet") ? 1 : 0;
        stretch.pauses += event.name.starts_with("pause") ? 1 : 0;
    }
    return out;
}

}  // namespace triptych::rhythm
