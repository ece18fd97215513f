#include "core/pipeline/why_facts.h"

#include "core/beats/rr_features.h"
#include "core/measure/marks.h"

#include <algorithm>
#include <cmath>

namespace triptych::pipeline {
namespace {

constexpr std::size_t kFewestWidths = 5;  // for a width to be this patient's
constexpr double kOnTime = 0.87;          // of the usual interval: later beats set the standard
constexpr float kHardlyThere = 0.25F;     // a P less sure than this is taken for none
constexpr double kMostShowP = 0.6;        // of the beats around: fewer, and P waves cannot be seen here
constexpr double kWindow_s = 0.8;         // of a model, to either side: where shapes were compared

struct Around {
    BeatList beats;         // those within reach
    std::size_t own = 0;    // the beat's place among them
    std::size_t first = 0;  // their first one's place in the whole list
    std::vector<float> rr;  // rrFeatures() of them

    [[nodiscard]] double feature(std::size_t beat, std::string_view of) const {
        const auto column = std::ranges::find(beats::kRrFeatureNames, of) - beats::kRrFeatureNames.begin();
        return static_cast<double>(rr[beat * beats::kRrFeatures + static_cast<std::size_t>(column)]);
    }
    [[nodiscard]] double time_s(std::size_t beat) const {
        return static_cast<double>(beats.beats[beat].sample) / beats.rate_hz;
    }
};

Around aroundOf(const BeatList& all, std::size_t beat) {
    Around out;
    out.first = beat > kFactsReach ? beat - kFactsReach : 0;
    const std::size_t past = std::min(all.beats.size(), beat + kFactsReach + 1);
    out.own = beat - out.first;
    out.beats = {all.lead, all.lead_name, all.rate_hz, all.origin, {}};
    out.beats.beats.assign(all.beats.begin() + static_cast<std::ptrdiff_t>(out.first),
                           all.beats.begin() + static_cast<std::ptrdiff_t>(past));
    out.rr = beats::rrFeatures(out.beats);
    return out;
}

void addIntervals(std::vector<MeasuredFact>& out, const Around& around, const beats::SignalGaps* gaps) {
    if (around.beats.beats.size() < kFewestBeats) return;
    const auto interval = [&](Fact fact, std::size_t from, std::size_t to, std::string_view feature) {
        const double from_s = around.time_s(from), to_s = around.time_s(to);
        const auto rr_s = beats::rrInterval_s(from_s, to_s, gaps);
        if (!rr_s) return;
        const double ratio = std::exp(around.feature(around.own, feature));
        out.push_back({fact, ratio, 1, from_s, to_s, {}, 1000 * *rr_s, 1000 * *rr_s / ratio});
    };
    const std::size_t own = around.own, last = around.beats.beats.size() - 1;
    if (own > 0) interval(Fact::interval_before, own - 1, own, "pre-RR / late RR");
    if (own < last) interval(Fact::interval_after, own, own + 1, "post-RR / late RR");
    const std::size_t from = own > 10 ? own - 10 : 0, to = std::min(last, own + 10);
    if (gaps != nullptr && beats::missing_s(*gaps, around.time_s(from), around.time_s(to)) > 0) return;
    out.push_back({Fact::irregularity,
                   std::exp(around.feature(own, "mean change, 20 RR")) - 1,
                   1,
                   around.time_s(from),
                   around.time_s(to),
                   {},
                   {},
                   {}});
}

double median(std::vector<double> of) {
    const auto middle = of.begin() + static_cast<std::ptrdiff_t>(of.size() / 2);
    std::nth_element(of.begin(), middle, of.end());
    return *middle;
}

bool cameOnTime(const Around& around, std::size_t beat) {
    return std::exp(around.feature(beat, "pre-RR / late RR")) >= kOnTime;
}

void addWaves(std::vector<MeasuredFact>& out, const Around& around, const LeadWaves& waves) {
    const std::size_t own = around.first + around.own;
    if (own >= waves.beats.size()) return;
    const BeatWaves& at = waves.beats[own];
    const measure::Marks marks = measure::marksOf(at, waves.rate_hz);
    if (!marks.readable) return;
    std::vector<double> widths_ms;
    std::size_t readable = 0, with_p = 0;
    for (std::size_t i = 0; i < around.beats.beats.size(); ++i) {
        if (i == around.own || around.first + i >= waves.beats.size() || !cameOnTime(around, i)) continue;
        const measure::Marks other = measure::marksOf(waves.beats[around.first + i], waves.rate_hz);
        if (!other.readable) continue;
        ++readable;
        if (other.has_p) ++with_p;
        if (const auto width = measure::between_ms(other.qrs_on, other.qrs_off)) widths_ms.push_back(*width);
    }
    if (const auto width = measure::between_ms(marks.qrs_on, marks.qrs_off);
        width && widths_ms.size() >= kFewestWidths) {
        const double usual = median(std::move(widths_ms));
        const auto sure = static_cast<double>(std::min(at.qrs->onset->sure, at.qrs->offset->sure));
        if (usual > 0)
            out.push_back({Fact::qrs_width, *width / usual, sure, *marks.qrs_on, *marks.qrs_off, {}, width, usual});
    }
    const double beat_s = around.time_s(around.own);
    const double qrs_s = marks.qrs_on.value_or(beat_s);
    if (marks.has_p && marks.p_on && marks.p_off) {
        out.push_back({Fact::p_presence,
                       static_cast<double>(at.p->sure),
                       static_cast<double>(at.p->sure),
                       *marks.p_on,
                       *marks.p_off,
                       {},
                       {},
                       {}});
    } else if (readable >= kFewestWidths && (!at.p || at.p->sure < kHardlyThere)) {
        const double share = static_cast<double>(with_p) / static_cast<double>(readable);
        const double own_sure = at.p ? static_cast<double>(at.p->sure) : 0.0;
        // Where it would stand: from 0.25 s before the QRS on, and not before the beat before.
        const double from_s = std::max(qrs_s - 0.25, around.own > 0 ? around.time_s(around.own - 1) : qrs_s - 0.25);
        if (share >= kMostShowP && from_s < qrs_s)
            out.push_back({Fact::p_presence, own_sure, share * (1 - own_sure), from_s, qrs_s, {}, {}, {}});
    }
}

void addFeature(std::vector<MeasuredFact>& out, const FactSources& from, double beat_s, Fact fact,
                std::string_view feature, bool logarithm, double from_s, double to_s) {
    const auto found = std::ranges::find(from.features, feature);
    if (found == from.features.end()) return;
    const auto value = static_cast<double>(from.values[static_cast<std::size_t>(found - from.features.begin())]);
    if (!std::isfinite(value)) return;
    out.push_back(
        {fact, logarithm ? std::exp(value) : value, 1, beat_s + from_s, beat_s + to_s, std::string(feature), {}, {}});
}

}  // namespace

std::string_view name(Fact fact) {
    switch (fact) {
        case Fact::interval_before:
            return "interval_before";
        case Fact::interval_after:
            return "interval_after";
        case Fact::irregularity:
            return "irregularity";
        case Fact::qrs_width:
            return "qrs_width";
        case Fact::qrs_breadth:
            return "qrs_breadth";
        case Fact::qrs_shape:
            return "qrs_shape";
        case Fact::qrs_size:
            return "qrs_size";
        case Fact::p_presence:
            return "p_presence";
        case Fact::p_shape:
            return "p_shape";
        case Fact::p_order:
            return "p_order";
        case Fact::t_shape:
            break;
    }
    return "t_shape";
}

inference::FeatureGroup groupOf(Fact fact) {
    using inference::FeatureGroup;
    switch (fact) {
        case Fact::interval_before:
        case Fact::interval_after:
            return FeatureGroup::timing;
        case Fact::irregularity:
            return FeatureGroup::around;
        case Fact::qrs_width:
        case Fact::qrs_breadth:
        case Fact::qrs_shape:
        case Fact::qrs_size:
            return FeatureGroup::qrs;
        case Fact::p_presence:
        case Fact::p_shape:
        case Fact::p_order:
            return FeatureGroup::p;
        case Fact::t_shape:
            break;
    }
    return FeatureGroup::t;
}

std::vector<MeasuredFact> factsOf(const FactSources& from) {
    std::vector<MeasuredFact> out;
    if (from.beats == nullptr || from.beat >= from.beats->beats.size() || !(from.beats->rate_hz > 0)) return out;
    const Around around = aroundOf(*from.beats, from.beat);
    addIntervals(out, around, from.gaps);
    if (from.waves != nullptr && from.waves->unreadable.empty()) addWaves(out, around, *from.waves);
    if (from.features.size() == from.values.size()) {
        // Over the stretches that these features compare (core/beats/beat_likeness.h, core/beats/p_waves.h).
        const double beat_s = around.time_s(around.own);
        addFeature(out, from, beat_s, Fact::qrs_shape, "QRS unlike typical, shifted", false, -0.06, 0.08);
        addFeature(out, from, beat_s, Fact::qrs_size, "QRS size / typical", true, -0.06, 0.08);
        addFeature(out, from, beat_s, Fact::p_shape, "P unlike neighbours'", false, -0.29, -0.06);
        addFeature(out, from, beat_s, Fact::p_order, "P waves without order", false, -0.29, -0.06);
        addFeature(out, from, beat_s, Fact::t_shape, "T unlike typical", false, 0.12, std::min(0.52, kWindow_s));
        // Where the waves do not tell how wide the QRS is, the model's own measure of its breadth does.
        if (std::ranges::find(out, Fact::qrs_width, &MeasuredFact::fact) == out.end())
            addFeature(out, from, beat_s, Fact::qrs_breadth, "QRS breadth / typical", true, -0.06, 0.08);
    }
    std::ranges::stable_sort(out, {}, &MeasuredFact::fact);
    return out;
}

}  // namespace triptych::pipeline
