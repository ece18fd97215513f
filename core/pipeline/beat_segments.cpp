#include "core/pipeline/beat_segments.h"

#include "core/measure/marks.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace triptych::pipeline {
namespace {

constexpr double kForever_s = std::numeric_limits<double>::max();

void add(std::vector<SegmentSpan>& out, Segment segment, const std::optional<double>& from,
         const std::optional<double>& to) {
    if (from && to && *to > *from) out.push_back({segment, *from, *to});
}

void addWaves(std::vector<SegmentSpan>& out, const measure::Marks& marks) {
    add(out, Segment::qrs, marks.qrs_on, marks.qrs_off);
    add(out, Segment::p, marks.p_on, marks.p_off);
    add(out, Segment::t, marks.t_on, marks.t_off);
    add(out, Segment::pr, marks.p_off, marks.qrs_on);
    add(out, Segment::st, marks.qrs_off, marks.t_on);
}

// The ends of a QRS that is surely there, by the best guess: how wide it is may be unknown, where it is is not.
measure::Marks withQrs(const BeatWaves& beat, measure::Marks marks, double rate_hz) {
    if (!marks.readable) return marks;
    if (!marks.qrs_on && beat.qrs->onset) marks.qrs_on = beat.qrs->onset->sample / rate_hz;
    if (!marks.qrs_off && beat.qrs->offset) marks.qrs_off = beat.qrs->offset->sample / rate_hz;
    return marks;
}

// The axis along time, which must be the last one; null where it is not.
const AttributionAxis* timeAxis(const Attribution& input) {
    if (input.axes.empty() || input.axes.back().name != "time" || input.axes.back().values.empty()) return nullptr;
    return input.values.size() % input.axes.back().values.size() == 0 ? &input.axes.back() : nullptr;
}

// `values` [rows × times] of one lead, rows added up.
LeadSegments sumsOf(const std::string& lead, std::span<const float> values, const std::vector<double>& time_s,
                    std::span<const SegmentSpan> spans) {
    LeadSegments out;
    out.lead = lead;
    out.known = !spans.empty();
    const double step_s =
        time_s.size() > 1 ? (time_s.back() - time_s.front()) / static_cast<double>(time_s.size() - 1) : 0;
    for (std::size_t at = 0; at < time_s.size(); ++at) {
        double here = 0;
        for (std::size_t cell = at; cell < values.size(); cell += time_s.size())
            here += static_cast<double>(values[cell]);
        SegmentSum& sum = out.of[static_cast<std::size_t>(segmentAt(spans, time_s[at]))];
        sum.seconds += step_s;
        sum.sum += here;
        sum.absolute += std::abs(here);
    }
    return out;
}

}  // namespace

std::string_view name(Segment segment) {
    switch (segment) {
        case Segment::p:
            return "p";
        case Segment::pr:
            return "pr";
        case Segment::qrs:
            return "qrs";
        case Segment::st:
            return "st";
        case Segment::t:
            return "t";
        case Segment::before:
            return "before";
        case Segment::after:
            return "after";
        case Segment::baseline:
            break;
    }
    return "baseline";
}

text::Said inWords(Segment segment) {
    switch (segment) {
        case Segment::p:
            return "P";
        case Segment::pr:
            return "PR";
        case Segment::qrs:
            return "QRS";
        case Segment::st:
            return "ST";
        case Segment::t:
            return "T";
        case Segment::before:
            return "beat before";
        case Segment::after:
            return "beat after";
        case Segment::baseline:
            break;
    }
    return "between";
}

std::vector<SegmentSpan> segmentsOf(const LeadWaves& waves, std::optional<std::size_t> own) {
    std::vector<SegmentSpan> out;
    if (!own) {
        for (const BeatWaves& beat : waves.beats) addWaves(out, measure::marksOf(beat, waves.rate_hz));
        return out;
    }
    if (*own >= waves.beats.size()) return out;
    const measure::Marks marks =
        withQrs(waves.beats[*own], measure::marksOf(waves.beats[*own], waves.rate_hz), waves.rate_hz);
    if (!marks.readable) return out;
    addWaves(out, marks);
    if (*own > 0) {
        const measure::Marks before = measure::marksOf(waves.beats[*own - 1], waves.rate_hz);
        add(out, Segment::before, -kForever_s, before.t_off ? before.t_off : before.qrs_off);
    }
    if (*own + 1 < waves.beats.size()) {
        const measure::Marks after = measure::marksOf(waves.beats[*own + 1], waves.rate_hz);
        add(out, Segment::after, after.p_on ? after.p_on : after.qrs_on, kForever_s);
    }
    return out;
}

std::vector<SegmentSpan> spansOf(std::span<const SegmentSpan> spans, Segment segment) {
    std::vector<SegmentSpan> out;
    std::ranges::copy_if(spans, std::back_inserter(out),
                         [segment](const SegmentSpan& span) { return span.segment == segment; });
    return out;
}

Segment segmentAt(std::span<const SegmentSpan> spans, double time_s) {
    for (const SegmentSpan& span : spans) {
        if (time_s >= span.from_s && time_s <= span.to_s) return span.segment;
    }
    return Segment::baseline;
}

double LeadSegments::absolute() const {
    double out = 0;
    for (const SegmentSum& sum : of) out += sum.absolute;
    return out;
}

double LeadSegments::seconds() const {
    double out = 0;
    for (const SegmentSum& sum : of) out += sum.seconds;
    return out;
}

std::vector<LeadSegments> segmentTable(const Explanation& explanation, std::span<const LeadSpans> spans) {
    std::vector<LeadSegments> out;
    const auto spans_of = [&](const std::string& lead) -> std::span<const SegmentSpan> {
        const auto found = std::ranges::find(spans, lead, &LeadSpans::lead);
        return found == spans.end() ? std::span<const SegmentSpan>() : found->spans;
    };
    if (explanation.of_recording) {
        const Attribution* leads = inputNamed(explanation, "leads");
        const AttributionAxis* time = leads != nullptr ? timeAxis(*leads) : nullptr;
        if (time == nullptr || leads->axes.size() != 2) return out;
        const auto& names = leads->axes.front().names;
        const std::size_t samples = time->values.size();
        if (leads->values.size() != names.size() * samples) return out;
        for (std::size_t lead = 0; lead < names.size(); ++lead) {
            out.push_back(sumsOf(names[lead], std::span(leads->values).subspan(lead * samples, samples), time->values,
                                 spans_of(names[lead])));
        }
        return out;
    }
    const Attribution* trace = inputNamed(explanation, "time");
    const AttributionAxis* time = trace != nullptr ? timeAxis(*trace) : nullptr;
    if (time == nullptr) return out;
    const std::string lead = spans.empty() ? std::string() : spans.front().lead;
    out.push_back(sumsOf(lead, trace->values, time->values, spans_of(lead)));
    return out;
}

}  // namespace triptych::pipeline
