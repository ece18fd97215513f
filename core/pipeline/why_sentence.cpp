#include "core/pipeline/why_sentence.h"

#include "core/domain/beat_class.h"
#include "core/pipeline/why_words.h"
#include "core/text/numbers.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace triptych::pipeline {
namespace {

using inference::FeatureGroup;

// What of the trace speaks with a group of features.
std::optional<Segment> segmentOf(FeatureGroup group) {
    switch (group) {
        case FeatureGroup::qrs:
            return Segment::qrs;
        case FeatureGroup::p:
            return Segment::p;
        case FeatureGroup::t:
            return Segment::t;
        default:
            return std::nullopt;
    }
}

bool isFinite(const Explanation& why) {
    return std::ranges::all_of(why.inputs, [](const Attribution& input) {
        return std::ranges::all_of(input.values, [](float value) { return std::isfinite(value); });
    });
}

// Everything for and against, cell groups by their sums: what shares are of.
double wholeOf(const Why& out) {
    double whole = 0;
    for (const AttributionSum& sum : out.sums) {
        if (sum.kind == SumKind::features) {
            whole += std::abs(sum.sum);
        } else {
            for (const SumMember& member : sum.members) whole += std::abs(member.value);
        }
    }
    return whole;
}

double supportOf(const Why& out, FeatureGroup group) {
    double support = 0;
    if (const AttributionSum* sum = sumOf(out.sums, group)) support += sum->sum;
    const auto segment = segmentOf(group);
    for (const LeadSegments& lead : out.segments) {
        if (segment && lead.known) support += lead[*segment].sum;
    }
    return support;
}

// A score that the input which the beat is held against has as well: what its map holds is what is left over.
bool explainsNothing(const Explanation& why) {
    constexpr double kLeftOver = 0.05;
    return makesTheScore(why) && why.against.empty() && why.score > 0 &&
           std::abs(why.score - why.baseline_score) < kLeftOver * std::abs(why.score);
}

// A map of weights is everywhere positive: a wave is a reason where it holds more than its share of the time.
bool standsOut(const Why& out, FeatureGroup group) {
    const auto segment = segmentOf(group);
    if (!segment || out.segments.empty() || !out.segments.front().known) return false;
    const LeadSegments& lead = out.segments.front();
    const SegmentSum& of = lead[*segment];
    return of.seconds > 0 && lead.absolute() > 0 && of.absolute / lead.absolute() > of.seconds / lead.seconds();
}

// Two or three words on a QRS that is as ever are one.
text::Said joined(const std::vector<MeasuredFact>& facts) {
    text::Said out;
    for (const MeasuredFact& fact : facts) {
        const text::Said phrase = phraseOf(fact);
        out = out.empty() ? phrase : text::say("{1}, {2}", out, phrase);
    }
    return out;
}

bool isUsual(const MeasuredFact& fact) {
    return wordOf(fact.fact, fact.value) == Word::usual;
}

// Which way a reader takes a fact: what is as usual speaks for N and against the others, what is not the other way
// round. An S has a usual QRS, or one that is conducted otherwise. Of other classes than these nobody knows.
bool isTaken(const MeasuredFact& fact, const std::optional<BeatClass>& of_class, bool against) {
    if (!of_class) return true;
    const bool for_normal = isUsual(fact);
    if (*of_class == BeatClass::normal) return for_normal != against;
    if (*of_class == BeatClass::supraventricular && groupOf(fact.fact) == FeatureGroup::qrs)
        return !against || !for_normal;
    return for_normal == against;
}

// The facts of a group that a sentence says: what is out of the usual, else one that is usual.
std::vector<MeasuredFact> toSay(const std::vector<MeasuredFact>& facts, FeatureGroup group,
                                const std::optional<BeatClass>& of_class, bool against) {
    std::vector<MeasuredFact> unusual, usual;
    for (const MeasuredFact& fact : facts) {
        if (groupOf(fact.fact) != group || phraseOf(fact).empty() || !isTaken(fact, of_class, against)) continue;
        (isUsual(fact) ? usual : unusual).push_back(fact);
    }
    // A beat without a P of its own has none to be unlike others.
    const auto absent = std::ranges::find(unusual, Fact::p_presence, &MeasuredFact::fact);
    if (absent != unusual.end()) return {*absent};
    constexpr std::size_t kMost = 2;
    if (unusual.size() > kMost) unusual.resize(kMost);
    if (unusual.empty() && !usual.empty()) unusual.push_back(usual.front());
    return unusual;
}

// Everything that there are words for, group by group.
text::Said allOf(const std::vector<MeasuredFact>& facts) {
    text::Said out;
    for (const FeatureGroup group : {FeatureGroup::timing, FeatureGroup::qrs, FeatureGroup::p}) {
        const text::Said of = joined(toSay(facts, group, std::nullopt, false));
        if (of.empty()) continue;
        out = out.empty() ? of : text::say("{1}, {2}", out, of);
    }
    return out;
}

WhyClause clauseOf(const Why& out, FeatureGroup group, std::vector<MeasuredFact> facts, const std::string& lead) {
    WhyClause clause;
    clause.group = group;
    clause.lead = lead;
    clause.text = joined(facts);
    for (const MeasuredFact& fact : facts) {
        clause.sure = std::min(clause.sure, fact.sure);
        clause.stretches.push_back({segmentOf(group).value_or(Segment::baseline), fact.from_s, fact.to_s});
    }
    if (const AttributionSum* sum = sumOf(out.sums, group)) {
        for (const SumMember& member : sum->members) {
            if (!member.feature.empty()) clause.features.push_back(member.feature);
        }
    }
    clause.facts = std::move(facts);
    return clause;
}

std::string shortProbability(double probability) {
    if (probability > 0.995 && probability < 1) return "> .99";
    if (probability > 0 && probability < 0.005) return "< .01";
    std::string text = text::fixedText(probability, 2);
    if (text.starts_with("0.")) text.erase(0, 1);
    return text;
}

text::Said headOf(const Why& out, double probability) {
    const bool known = std::isfinite(probability);
    if (!out.against.empty()) return text::say("{1} rather than {2}", out.class_name, out.against);
    if (!known) return text::foreign(out.class_name);
    return text::say("{1} {2}", out.class_name, shortProbability(probability));
}

text::Said listed(const std::vector<WhyClause>& clauses, bool against) {
    text::Said out;
    for (const WhyClause& clause : clauses) {
        if (clause.against != against) continue;
        out = out.empty() ? clause.text : text::say("{1}, {2}", out, clause.text);
    }
    return out;
}

text::Said asPlace(Segment segment) {
    switch (segment) {
        case Segment::p:
            return "the P wave";
        case Segment::pr:
            return "the stretch from P to QRS";
        case Segment::qrs:
            return "the QRS";
        case Segment::st:
            return "the stretch from QRS to T";
        case Segment::t:
            return "the T wave";
        case Segment::before:
            return "the beat before";
        case Segment::after:
            return "the beat after";
        case Segment::baseline:
            break;
    }
    return "what lies between the waves";
}

// What holds most of the weight, where nothing that was measured is a reason.
text::Said weightiest(const Why& out) {
    const LeadSegments* lead = out.segments.empty() ? nullptr : &out.segments.front();
    if (lead == nullptr || !lead->known || !(lead->absolute() > 0)) return {};
    const auto most = std::ranges::max_element(lead->of, {}, &SegmentSum::absolute);
    const auto share = most->absolute / lead->absolute();
    return text::say("along the trace the model looks most at {1} ({2} % of the weight)",
                     asPlace(static_cast<Segment>(most - lead->of.begin())), text::fixedText(100 * share, 0));
}

void finish(Why& out, double probability) {
    const text::Said head = headOf(out, probability), reasons = listed(out.clauses, false),
                     doubts = listed(out.clauses, true);
    if (reasons.empty() && doubts.empty()) {
        const text::Said weight = weightiest(out);
        out.text = weight.empty() ? text::say("{1}: nothing that was measured on it says why", head)
                                  : text::say("{1}: nothing that was measured on it says why; {2}", head, weight);
    } else if (doubts.empty()) {
        out.text = text::say("{1}: {2}", head, reasons);
    } else if (reasons.empty()) {
        out.text = text::say("{1}: nothing that was measured speaks for it; against it: {2}", head, doubts);
    } else {
        out.text = text::say("{1}: {2}; against it: {3}", head, reasons, doubts);
    }
}

// Whether an S came early is asked of it whatever the map holds: said where no reason says it already.
text::Said prematurityOf(const Why& out, const std::vector<MeasuredFact>& facts) {
    const auto isInterval = [](const MeasuredFact& fact) { return fact.fact == Fact::interval_before; };
    if (beatClassNamed(out.class_name) != BeatClass::supraventricular || !out.against.empty()) return {};
    const bool said = std::ranges::any_of(
        out.clauses, [&](const auto& clause) { return std::ranges::any_of(clause.facts, isInterval); });
    if (said) return {};
    const auto found = std::ranges::find_if(facts, isInterval);
    if (found == facts.end()) return "whether it came early could not be measured";
    const std::string ratio = text::fixedText(found->value, 2);
    return wordOf(found->fact, found->value) == Word::low
               ? text::say("it came early, at {1} of the usual interval, which did not weigh", ratio)
               : text::say("it did not come early, at {1} of the usual interval", ratio);
}

// Of a whole recording: the waves of leads that hold most of what speaks for the label.
void addPlaces(Why& out, std::span<const LeadSpans> spans) {
    double whole = 0;
    struct Place {
        std::size_t lead;
        Segment segment;
        double sum;
    };
    std::vector<Place> places;
    for (std::size_t lead = 0; lead < out.segments.size(); ++lead) {
        whole += out.segments[lead].absolute();
        if (!out.segments[lead].known) continue;
        for (const Segment segment : {Segment::p, Segment::pr, Segment::qrs, Segment::st, Segment::t})
            places.push_back({lead, segment, out.segments[lead][segment].sum});
    }
    std::ranges::stable_sort(places, std::ranges::greater(), &Place::sum);
    for (const Place& place : places) {
        if (out.clauses.size() >= kMostClauses || !(place.sum > 0) || !(place.sum / whole >= kLeastShare / 2)) break;
        const std::string& lead = out.segments[place.lead].lead;
        WhyClause clause;
        clause.text =
            text::say("{1} in {2} ({3} %)", inWords(place.segment), lead, text::fixedText(100 * place.sum / whole, 0));
        clause.lead = lead;
        clause.support = place.sum;
        clause.share = place.sum / whole;
        const auto of = std::ranges::find(spans, lead, &LeadSpans::lead);
        if (of != spans.end()) clause.stretches = spansOf(of->spans, place.segment);
        out.clauses.push_back(std::move(clause));
    }
}

}  // namespace

Why whyOf(const Explanation& why, double probability, const std::vector<MeasuredFact>& facts,
          std::span<const LeadSpans> spans) {
    Why out;
    out.class_name = why.class_name;
    out.against = why.against;
    out.of_recording = why.of_recording;
    if (!isFinite(why)) {
        out.notes.push_back("the explanation holds values that are no numbers: nothing is read from it");
        finish(out, probability);
        return out;
    }
    out.segments = segmentTable(why, spans);
    out.sums = attributionSums(why, out.segments);
    if (auto together = sumTogether(why, out.sums)) out.sums.push_back(std::move(*together));
    if (why.of_recording) {
        addPlaces(out, spans);
        finish(out, probability);
        return out;
    }
    const double whole = wholeOf(out);
    const std::string lead = spans.empty() ? std::string() : spans.front().lead;
    for (const FeatureGroup group :
         {FeatureGroup::timing, FeatureGroup::qrs, FeatureGroup::p, FeatureGroup::t, FeatureGroup::around}) {
        const double support = supportOf(out, group);
        std::vector<MeasuredFact> said = toSay(facts, group, beatClassNamed(why.class_name), support < 0);
        if (said.empty() || !(whole > 0) || !(std::abs(support) > 0)) continue;
        if (!why.is_signed && !standsOut(out, group)) continue;
        WhyClause clause = clauseOf(out, group, std::move(said), lead);
        clause.support = support;
        clause.share = std::abs(support) / whole;
        clause.against = support < 0;
        if (clause.share >= (clause.against ? kLeastShareAgainst : kLeastShare))
            out.clauses.push_back(std::move(clause));
    }
    std::ranges::stable_sort(out.clauses, std::ranges::greater(), &WhyClause::share);
    std::ranges::stable_sort(out.clauses, {}, &WhyClause::against);
    std::size_t said_for = 0, said_against = 0;
    std::erase_if(out.clauses, [&](const WhyClause& clause) {
        return clause.against ? ++said_against > kMostAgainst : ++said_for > kMostClauses;
    });
    if (explainsNothing(why)) {
        out.clauses.clear();
        out.notes.push_back(
            text::say("the input that the beat is held against is as much {1}: this map has nothing to explain here",
                      out.class_name));
    }
    finish(out, probability);
    if (const text::Said premature = prematurityOf(out, facts); !premature.empty()) {
        out.text = text::say("{1}; {2}", out.text, premature);
    }
    if (const text::Said measured = allOf(facts); out.clauses.empty() && !measured.empty())
        out.notes.push_back(text::say("measured on it, and no reason by itself: {1}", measured));
    return out;
}

}  // namespace triptych::pipeline
