#include "core/rhythm/hrv.h"

#include "core/rhythm/lomb.h"
#include "core/text/said.h"

#include <algorithm>
#include <cmath>

namespace triptych::rhythm {
namespace {

constexpr double kCountsPart = 0.5;
constexpr double kUlfLeast_s = 12 * 3600;
constexpr double kUlfStep_s = 20;

FiveMinutes fiveMinutesOf(std::span<const NnInterval> intervals, Span span) {
    FiveMinutes out;
    out.span = span;
    const auto here = within(intervals, span.from_s, span.to_s);
    for (const NnInterval& interval : here) out.nn_s += interval.length_s;
    out.counts = out.nn_s >= kCountsPart * (span.to_s - span.from_s);
    out.time = timeFigures(here);
    if (!out.counts) return out;
    out.power = bandPowers(here);
    out.dfa_alpha1 = dfaAlpha1(here);
    return out;
}

// Are the intervals of these five minutes those that `before` was made of? What comes before the first is no matter.
bool isAsBefore(std::span<const NnInterval> intervals, Span span, std::size_t index, const Hrv& before) {
    if (index >= before.five_minutes.size() || before.five_minutes[index].span != span) return false;
    const auto now = within(intervals, span.from_s, span.to_s);
    const auto then = within(before.series.intervals, span.from_s, span.to_s);
    if (now.size() != then.size()) return false;
    for (std::size_t i = 0; i < now.size(); ++i) {
        if (now[i].end_s != then[i].end_s || now[i].length_s != then[i].length_s) return false;
        if (i > 0 && now[i].joined != then[i].joined) return false;
    }
    return true;
}

// Below 0.003 Hz a mean over twenty seconds says as much as its intervals: 1 % of the power at the band's end is lost.
double ulfOf(std::span<const NnInterval> intervals) {
    std::vector<WeighedSample> means;
    for (std::size_t i = 0; i < intervals.size();) {
        const double from_s = intervals[i].end_s - intervals[i].length_s;
        double sum_s = 0, weighed = 0;
        for (; i < intervals.size() && intervals[i].end_s <= from_s + kUlfStep_s; ++i) {
            sum_s += intervals[i].length_s;
            weighed += intervals[i].length_s * intervals[i].length_s;
        }
        if (sum_s > 0) means.push_back({from_s + sum_s / 2, 1000 * weighed / sum_s, sum_s, 0});
    }
    putUnderWindow(means);
    const double length_s = means.empty() ? 0 : means.back().time_s - means.front().time_s;
    return length_s > 0 ? powerBetween(means, 0.5 / length_s, kVlfFrom_hz) : kNoFigure;
}

double meanOf(const std::vector<FiveMinutes>& parts, double BandPowers::*of) {
    double sum = 0, count = 0;
    for (const FiveMinutes& part : parts) {
        if (!part.counts || std::isnan(part.power.*of)) continue;
        sum += part.power.*of;
        count += 1;
    }
    return count > 0 ? sum / count : kNoFigure;
}

void slowFigures(Hrv& hrv) {
    std::vector<NnInterval> means;
    double deviations = 0, count = 0;
    for (const FiveMinutes& part : hrv.five_minutes) {
        if (!part.counts || part.span.to_s - part.span.from_s < kFiveMinutes_s || std::isnan(part.time.sdnn_ms)) {
            continue;
        }
        means.push_back({0, part.time.mean_nn_ms / 1000, false});
        deviations += part.time.sdnn_ms;
        count += 1;
    }
    if (count > 0) hrv.sdnn_index_ms = deviations / count;
    if (count > 1) hrv.sdann_ms = timeFigures(means).sdnn_ms;
}

void sayWhatIsMissing(Hrv& hrv) {
    const auto say = [&](bool missing, const text::Said& sentence) {
        if (missing) hrv.unsaid.push_back(sentence);
    };
    say(hrv.time.intervals < 2, text::Said("there are fewer than two intervals between sinus beats"));
    if (hrv.time.intervals < 2) return;
    say(hrv.time.differences == 0, text::Said("RMSSD, pNN50, SD1 and SD2 need two intervals that follow each other"));
    say(std::isnan(hrv.sdann_ms),
        text::Said("SDANN needs two stretches of five minutes of which half are NN intervals"));
    say(std::isnan(hrv.power.hf_ms2), text::Said("HF needs a minute of which half are NN intervals"));
    say(std::isnan(hrv.power.lf_ms2), text::Said("LF needs two minutes of which half are NN intervals"));
    say(std::isnan(hrv.power.vlf_ms2), text::Said("VLF needs five minutes of which half are NN intervals"));
    say(std::isnan(hrv.ulf_ms2), text::Said("ULF needs twelve hours"));
    say(std::isnan(hrv.dfa_alpha1), text::Said("DFA needs 64 intervals in runs of sixteen that differ"));
}

}  // namespace

Result<Hrv> heartRateVariability(NnSeries series, double duration_s, const Job& job, const Hrv* before) {
    Hrv out;
    out.duration_s = duration_s;
    out.series = std::move(series);
    const std::span<const NnInterval> all = out.series.intervals;
    out.time = timeFigures(all);
    const auto whole = static_cast<std::size_t>(duration_s / kFiveMinutes_s + 1e-9);
    for (std::size_t i = 0; i < std::max<std::size_t>(whole, 1); ++i) {
        if (job.stopRequested()) return fail(ErrorCode::cancelled, "the work was stopped", {}, "start it again");
        const double from_s = static_cast<double>(i) * kFiveMinutes_s;
        const Span span{from_s, whole == 0 ? duration_s : from_s + kFiveMinutes_s};
        out.five_minutes.push_back(before != nullptr && isAsBefore(all, span, i, *before) ? before->five_minutes[i]
                                                                                          : fiveMinutesOf(all, span));
        job.progress(static_cast<double>(i + 1) / static_cast<double>(whole + 1), "heart rate variability");
    }
    slowFigures(out);
    if (duration_s < 2 * kFiveMinutes_s) {
        const FiveMinutes one = fiveMinutesOf(all, {0, duration_s});
        out.power = one.power;
    } else {
        out.power = {meanOf(out.five_minutes, &BandPowers::vlf_ms2), meanOf(out.five_minutes, &BandPowers::lf_ms2),
                     meanOf(out.five_minutes, &BandPowers::hf_ms2)};
    }
    if (duration_s >= kUlfLeast_s) out.ulf_ms2 = ulfOf(all);
    out.dfa_alpha1 = dfaAlpha1(all);
    sayWhatIsMissing(out);
    return out;
}

}  // namespace triptych::rhythm
