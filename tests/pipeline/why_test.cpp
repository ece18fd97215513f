// Reasons in words: what is said was measured, what was measured is supported, and the sums add up.
#include "core/pipeline/why_sentence.h"

#include "core/pipeline/find_waves.h"
#include "core/pipeline/why_words.h"
#include "core/synth/synthesize.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace triptych::pipeline {
namespace {

using inference::FeatureGroup;

Wave wave(double on_s, double peak_s, double off_s, float sure = 1) {
    return {Fiducial{on_s * 1000, 1}, Fiducial{peak_s * 1000, 1}, Fiducial{off_s * 1000, 1}, sure};
}

// Two beats a second apart, of P, QRS and T at 1 kHz; the second has no P.
LeadWaves twoBeats() {
    LeadWaves out;
    out.rate_hz = 1000;
    out.beats = {{wave(0.80, 0.85, 0.90), wave(0.95, 1.0, 1.05), wave(1.2, 1.3, 1.4)},
                 {std::nullopt, wave(1.95, 2.0, 2.15), wave(2.3, 2.4, 2.5)}};
    return out;
}

Attribution trace(double from_s, double to_s, double step_s, const std::function<float(double)>& of) {
    Attribution out;
    out.input = "time";
    out.axes = {{"time", "s", {}, {}}};
    for (double at = from_s; at < to_s; at += step_s) {
        out.axes[0].values.push_back(at);
        out.values.push_back(of(at));
        out.sum += static_cast<double>(out.values.back());
    }
    return out;
}

Attribution features(const std::vector<std::pair<std::string, float>>& of, const std::vector<float>& seen) {
    Attribution out;
    out.input = "rr";
    out.axes = {{"feature", "", {}, {}}};
    for (const auto& [name, value] : of) {
        out.axes[0].names.push_back(name);
        out.values.push_back(value);
        out.sum += static_cast<double>(value);
    }
    out.seen = seen;
    return out;
}

TEST(FeatureGroups, EveryFeatureOfTheProductIsOfAGroupThatAReaderKnows) {
    std::array<std::size_t, inference::kFeatureGroups> of = {};
    for (const std::string& feature : inference::rrFeatureNames())
        ++of[static_cast<std::size_t>(inference::groupOf(feature))];
    EXPECT_EQ(of[static_cast<std::size_t>(FeatureGroup::other)], 0U);
    for (const auto group :
         {FeatureGroup::timing, FeatureGroup::qrs, FeatureGroup::p, FeatureGroup::t, FeatureGroup::around}) {
        EXPECT_GT(of[static_cast<std::size_t>(group)], 0U) << inference::name(group);
    }
    EXPECT_EQ(inference::groupOf("pre-RR / late RR"), FeatureGroup::timing);
    EXPECT_EQ(inference::groupOf("2nd RR before / RR of 60"), FeatureGroup::around);
    EXPECT_EQ(inference::groupOf("QRS breadth / typical"), FeatureGroup::qrs);
    EXPECT_EQ(inference::groupOf("neighbours' P / QRS"), FeatureGroup::p);
    EXPECT_EQ(inference::groupOf("T unlike typical"), FeatureGroup::t);
    EXPECT_EQ(inference::groupOf("age"), FeatureGroup::other);
}

TEST(BeatSegments, AreThoseOfTheBeatAndWhatTheBeatsBesideTakeUp) {
    const LeadWaves waves = twoBeats();
    const auto spans = segmentsOf(waves, 1);
    EXPECT_EQ(segmentAt(spans, 2.0), Segment::qrs);
    EXPECT_EQ(segmentAt(spans, 2.2), Segment::st);
    EXPECT_EQ(segmentAt(spans, 2.4), Segment::t);
    EXPECT_EQ(segmentAt(spans, 1.3), Segment::before);
    EXPECT_EQ(segmentAt(spans, 1.6), Segment::baseline);
    EXPECT_TRUE(spansOf(spans, Segment::p).empty());
    const auto of_first = segmentsOf(waves, 0);
    EXPECT_EQ(segmentAt(of_first, 0.85), Segment::p);
    EXPECT_EQ(segmentAt(of_first, 0.93), Segment::pr);
    EXPECT_EQ(segmentAt(of_first, 2.3), Segment::after);
    EXPECT_TRUE(segmentsOf(waves, 7).empty());
    EXPECT_EQ(spansOf(segmentsOf(waves, std::nullopt), Segment::qrs).size(), 2U);
}

TEST(BeatSegments, TheRowsOfATableAddUpToTheInput) {
    Explanation why;
    why.inputs = {trace(0.2, 1.8, 0.008, [](double at) { return static_cast<float>(std::sin(9 * at)); })};
    const std::vector<LeadSpans> spans{{"MLII", segmentsOf(twoBeats(), 0)}};
    const auto table = segmentTable(why, spans);
    ASSERT_EQ(table.size(), 1U);
    EXPECT_EQ(table[0].lead, "MLII");
    EXPECT_TRUE(table[0].known);
    double sum = 0;
    for (const SegmentSum& of : table[0].of) sum += of.sum;
    EXPECT_NEAR(sum, why.inputs[0].sum, 1e-9);
    EXPECT_NEAR(table[0].seconds(), 1.6, 0.01);
    EXPECT_NEAR(table[0][Segment::qrs].seconds, 0.1, 0.01);
    EXPECT_FALSE(segmentTable(why, std::vector<LeadSpans>{})[0].known);
}

TEST(WhySums, AddUpToEverythingThatTheExplanationHolds) {
    Explanation why;
    why.inputs = {trace(0.2, 1.8, 0.008, [](double at) { return static_cast<float>(at - 1); }),
                  features({{"pre-RR / late RR", 0.4F}, {"QRS breadth / typical", 0.3F}, {"P difference", -0.1F}},
                           {-0.5F, 0.7F, 0.0F})};
    Attribution picture;
    picture.input = "time_frequency";
    picture.axes = {
        {"channel", "", {}, {"a", "b"}}, {"frequency", "Hz", {0, 10, 20, 50}, {}}, {"time", "s", {1, 2}, {}}};
    for (int i = 0; i < 16; ++i) picture.values.push_back(static_cast<float>(i));
    why.inputs.push_back(picture);
    Attribution neighbours = features({{"pre-RR / late RR", 0}, {"QRS breadth / typical", 0}}, {});
    neighbours.input = "neighbours";
    neighbours.axes.push_back({"beat", "s", {1, 2, 3}, {}});
    neighbours.values = {1, 2, 3, 10, 20, 30};
    why.inputs.push_back(neighbours);
    const std::vector<LeadSpans> spans{{"MLII", segmentsOf(twoBeats(), 0)}};
    const auto sums = attributionSums(why, segmentTable(why, spans));
    double whole = 0, inputs = 0;
    for (const AttributionSum& sum : sums) {
        whole += sum.sum;
        double members = 0;
        for (const SumMember& member : sum.members) members += member.value;
        EXPECT_NEAR(members, sum.sum, 1e-6) << sum.id;
    }
    for (const Attribution& input : why.inputs)
        inputs += std::accumulate(input.values.begin(), input.values.end(), 0.0);
    EXPECT_NEAR(whole, inputs, 1e-4);
    EXPECT_NEAR(sumOf(sums, FeatureGroup::timing)->sum, 0.4 + 2, 1e-6);
    EXPECT_NEAR(sumOf(sums, FeatureGroup::qrs)->sum, 0.3 + 20, 1e-6);
    EXPECT_NEAR(sumOf(sums, FeatureGroup::around)->sum, 1 + 3 + 10 + 30, 1e-6);
    const auto bands = std::ranges::find(sums, SumKind::picture, &AttributionSum::kind);
    ASSERT_NE(bands, sums.end());
    // Rows of 0, 10, 20 and 50 Hz in two channels and at two times.
    EXPECT_EQ(bands->members.front().value, 6 + 7 + 14 + 15);
}

TEST(WhyWords, TheTableIsInOrderAndSaysNothingInBetween) {
    ASSERT_EQ(wordLimits().size(), kFacts);
    for (const WordLimits& of : wordLimits()) {
        EXPECT_LT(of.low, of.usual_low) << name(of.fact);
        EXPECT_LT(of.usual_low, of.usual_high) << name(of.fact);
        EXPECT_LE(of.usual_high, of.high) << name(of.fact);
        EXPECT_EQ(wordOf(of.fact, std::nextafter(of.low, -1e12)), Word::low);
        EXPECT_EQ(wordOf(of.fact, (of.usual_low + of.usual_high) / 2), Word::usual);
        EXPECT_EQ(wordOf(of.fact, std::nan("")), Word::none);
    }
    const auto phrase = [](Fact fact, double value, double sure = 1) {
        MeasuredFact measured;
        measured.fact = fact, measured.value = value, measured.sure = sure;
        return phraseOf(measured).text();
    };
    EXPECT_EQ(phrase(Fact::qrs_width, 2), "QRS twice as wide as this patient's");
    EXPECT_EQ(phrase(Fact::qrs_width, 1.62), "QRS 1.6 times as wide as this patient's");
    EXPECT_EQ(phrase(Fact::interval_before, 0.62), "early, at 0.62 of the usual interval");
    EXPECT_EQ(phrase(Fact::interval_before, 1), "on time");
    EXPECT_EQ(phrase(Fact::p_presence, 0), "no P before it");
    EXPECT_EQ(phrase(Fact::p_presence, 0, 0.6), "probably no P before it");
}

// A beat that came early and wide, without a P.
std::vector<MeasuredFact> ectopic() {
    MeasuredFact early, wide, without_p;
    early.fact = Fact::interval_before, early.value = 0.62, early.from_s = 1, early.to_s = 1.6;
    wide.fact = Fact::qrs_width, wide.value = 2, wide.from_s = 1.55, wide.to_s = 1.7;
    without_p.fact = Fact::p_presence, without_p.value = 0, without_p.from_s = 1.3, without_p.to_s = 1.55;
    return {early, wide, without_p};
}

TEST(WhySentence, SaysWhatIsBothMeasuredAndSupportedStrongestFirst) {
    Explanation why;
    why.class_name = "V";
    why.inputs = {features({{"pre-RR / late RR", 0.2F}, {"QRS breadth / typical", 0.5F}, {"P difference", 0.3F}},
                           {-0.5F, 0.7F, 0.0F})};
    const Why out = whyOf(why, 0.98, ectopic(), {});
    ASSERT_EQ(out.clauses.size(), 3U);
    EXPECT_EQ(out.text.text(),
              "V .98: QRS twice as wide as this patient's, no P before it, early, at 0.62 of the usual interval");
    EXPECT_NEAR(out.clauses[0].support, 0.5, 1e-6);
    EXPECT_NEAR(out.clauses[0].share, 0.5, 1e-6);
    EXPECT_EQ(out.clauses[0].features, std::vector<std::string>{"QRS breadth / typical"});
    EXPECT_EQ(out.clauses[0].stretches.front().from_s, 1.55);
}

TEST(WhySentence, WhatTheModelDidNotUseIsNoReasonAndWhatSpeaksAgainstIsToldApart) {
    Explanation why;
    why.class_name = "V";
    why.inputs = {features({{"pre-RR / late RR", -0.3F}, {"QRS breadth / typical", 0.6F}, {"P difference", 0.01F}},
                           {-0.5F, 0.7F, 0.0F})};
    auto facts = ectopic();
    facts[0].value = 1;
    EXPECT_EQ(whyOf(why, 0.5, facts, {}).text.text(),
              "V .50: QRS twice as wide as this patient's; against it: on time");
    // Early speaks for V, whatever else of the timing spoke against it.
    EXPECT_EQ(whyOf(why, 0.5, ectopic(), {}).text.text(), "V .50: QRS twice as wide as this patient's");
    // The same, and nothing measured.
    EXPECT_EQ(whyOf(why, 0.5, {}, {}).text.text(), "V .50: nothing that was measured on it says why");
    // What is as usual speaks for N alone.
    why.class_name = "N";
    why.inputs[0].values[0] = 0.3F;
    EXPECT_EQ(whyOf(why, 0.5, facts, {}).text.text(), "N .50: on time");
    why.class_name = "V";
    why.inputs[0].values[0] = -0.3F;
    why.against = "S";
    EXPECT_TRUE(whyOf(why, 0.5, ectopic(), {}).text.text().starts_with("V rather than S: QRS twice"));
}

TEST(WhySentence, OfAnSItSaysWhetherItCameEarlyWhateverTheMapHolds) {
    Explanation why;
    why.class_name = "S";
    why.inputs = {features({{"pre-RR / late RR", 0.0F}, {"QRS breadth / typical", 0.0F}, {"P difference", 0.6F}},
                           {-0.5F, 0.7F, 0.0F})};
    auto facts = ectopic();
    facts[0].value = 0.7;
    EXPECT_TRUE(whyOf(why, 0.83, facts, {})
                    .text.text()
                    .ends_with("it came early, at 0.70 of the usual interval, which did not weigh"))
        << whyOf(why, 0.83, facts, {}).text.text();
    facts[0].value = 0.99;
    EXPECT_TRUE(
        whyOf(why, 0.83, facts, {}).text.text().ends_with("it did not come early, at 0.99 of the usual interval"));
    EXPECT_TRUE(whyOf(why, 0.83, {}, {}).text.text().ends_with("whether it came early could not be measured"));
    // Where it is a reason it is said once.
    facts[0].value = 0.7;
    why.inputs[0].values[0] = 0.5F;
    const std::string reason = whyOf(why, 0.83, facts, {}).text.text();
    EXPECT_NE(reason.find("early, at 0.70 of the usual interval"), std::string::npos) << reason;
    EXPECT_EQ(reason.find("did not weigh"), std::string::npos) << reason;
}

TEST(WhySentence, WhereTheInputItIsHeldAgainstScoresAsHighThereIsNothingToExplain) {
    Explanation why;
    why.class_name = "V";
    why.has_completeness = true;
    why.score = 4.69, why.baseline_score = 4.7;
    why.inputs = {features({{"QRS breadth / typical", 0.6F}}, {0.7F})};
    const Why out = whyOf(why, 0.99, ectopic(), {});
    EXPECT_TRUE(out.clauses.empty());
    ASSERT_EQ(out.notes.size(), 2U);
    EXPECT_NE(out.notes[0].text().find("held against is as much V"), std::string::npos) << out.notes[0];
    EXPECT_NE(out.notes[1].text().find("QRS twice as wide"), std::string::npos) << out.notes[1];
    why.baseline_score = 0.1;
    EXPECT_EQ(whyOf(why, 0.99, ectopic(), {}).clauses.size(), 1U);
}

TEST(WhySentence, ValuesThatAreNoNumbersAreNotRead) {
    Explanation why;
    why.class_name = "V";
    why.inputs = {features({{"QRS breadth / typical", std::numeric_limits<float>::quiet_NaN()}}, {0.7F})};
    const Why out = whyOf(why, 0.5, ectopic(), {});
    EXPECT_TRUE(out.clauses.empty());
    ASSERT_EQ(out.notes.size(), 1U);
    EXPECT_NE(out.notes[0].text().find("no numbers"), std::string::npos);
}

TEST(WhySentence, AMapOfWeightsAloneTellsOfWavesThatHoldMoreThanTheirShare) {
    Explanation why;
    why.class_name = "V";
    why.is_signed = false;
    why.inputs = {trace(1.2, 2.8, 0.008, [](double at) { return std::abs(at - 2.05) < 0.1 ? 1.0F : 0.1F; })};
    const std::vector<LeadSpans> spans{{"MLII", segmentsOf(twoBeats(), 1)}};
    const Why out = whyOf(why, 0.9, ectopic(), spans);
    ASSERT_EQ(out.clauses.size(), 1U) << out.text.text();
    EXPECT_EQ(out.clauses[0].group, FeatureGroup::qrs);
}

TEST(WhySentence, OfARecordingItNamesTheWavesAndLeadsThatHoldMost) {
    Explanation why;
    why.class_name = "1AVB";
    why.of_recording = true;
    Attribution leads;
    leads.input = "leads";
    leads.axes = {{"lead", "", {}, {"II", "V1"}}, {"time", "s", {}, {}}};
    for (int i = 0; i < 300; ++i) leads.axes[1].values.push_back(i / 100.0);
    for (int lead = 0; lead < 2; ++lead) {
        for (const double at : leads.axes[1].values)
            leads.values.push_back(lead == 0 && at > 0.9 && at < 0.95 ? 2 : 0.001F);
    }
    why.inputs = {leads};
    const std::vector<LeadSpans> spans{{"II", segmentsOf(twoBeats(), std::nullopt)},
                                       {"V1", segmentsOf(twoBeats(), std::nullopt)}};
    const Why out = whyOf(why, 0.9, {}, spans);
    ASSERT_FALSE(out.clauses.empty());
    EXPECT_TRUE(out.text.text().starts_with("1AVB .90: PR in II (")) << out.text.text();
    EXPECT_EQ(out.clauses[0].lead, "II");
    ASSERT_EQ(out.segments.size(), 2U);
}

struct MadeBeats : testing::Test {
    synth::Synthetic made = [] {
        synth::SynthRequest request;
        request.duration_s = 60;
        auto out = synth::synthesize(request);
        EXPECT_TRUE(out);
        return std::move(*out);
    }();
    inference::RecordingAnalysis analysis{made.recording};
    BeatList beats = *findBeats(*made.recording, 0, BeatChoice::reference);
    waves::DelineatorPtr delineator = *waves::shippedDelineator();

    std::optional<std::size_t> firstOf(std::uint8_t code) const {
        for (std::size_t beat = 12; beat + 12 < beats.beats.size(); ++beat) {
            if (beats.beats[beat].code == code) return beat;
        }
        return std::nullopt;
    }
    std::vector<MeasuredFact> factsAt(std::size_t beat) const {
        const auto waves = waves::delineate(*made.recording, 0, beats, *delineator);
        EXPECT_TRUE(waves);
        return factsOf(
            {.beats = &beats, .beat = beat, .gaps = nullptr, .waves = waves->get(), .features = {}, .values = {}});
    }
};

const MeasuredFact* found(const std::vector<MeasuredFact>& facts, Fact fact) {
    const auto at = std::ranges::find(facts, fact, &MeasuredFact::fact);
    return at == facts.end() ? nullptr : &*at;
}

TEST_F(MadeBeats, AnEctopicBeatIsEarlyAndWideAndASinusBeatIsNeither) {
    const auto pvc = firstOf(*codeOfSymbol("V")), normal = firstOf(kNormal);
    ASSERT_TRUE(pvc && normal);
    const auto of_pvc = factsAt(*pvc), of_normal = factsAt(*normal);
    const MeasuredFact* early = found(of_pvc, Fact::interval_before);
    ASSERT_NE(early, nullptr);
    const auto at = [this](std::size_t beat) { return static_cast<double>(beats.beats[beat].sample) / beats.rate_hz; };
    EXPECT_NEAR(*early->measured_ms, 1000 * (at(*pvc) - at(*pvc - 1)), 1e-6);
    EXPECT_EQ(wordOf(Fact::interval_before, early->value), Word::low);
    EXPECT_EQ(early->from_s, at(*pvc - 1));
    const MeasuredFact* wide = found(of_pvc, Fact::qrs_width);
    ASSERT_NE(wide, nullptr);
    EXPECT_EQ(wordOf(Fact::qrs_width, wide->value), Word::high);
    const MeasuredFact* usual = found(of_normal, Fact::qrs_width);
    ASSERT_NE(usual, nullptr);
    EXPECT_NE(wordOf(Fact::qrs_width, usual->value), Word::high);
    const MeasuredFact* p = found(of_normal, Fact::p_presence);
    ASSERT_NE(p, nullptr);
    EXPECT_NE(wordOf(Fact::p_presence, p->value), Word::low);
}

TEST_F(MadeBeats, TheFirstBeatHasNoIntervalBeforeItAndSaysSo) {
    EXPECT_EQ(found(factsAt(0), Fact::interval_before), nullptr);
    EXPECT_EQ(found(factsAt(beats.beats.size() - 1), Fact::interval_after), nullptr);
    Explanation why;
    why.class_name = "N";
    const auto out = findWhy({&analysis, &beats, &why, 0.9, delineator.get()});
    ASSERT_TRUE(out);
    EXPECT_TRUE(std::ranges::any_of(out->notes, [](const text::Said& note) {
        return note.text().find("interval before it cannot be measured") != std::string::npos;
    }));
    why.beat = beats.beats.size();
    EXPECT_EQ(findWhy({&analysis, &beats, &why, 0.9, delineator.get()}).error().code, ErrorCode::out_of_range);
    why.beat = 20;
    const auto blind = findWhy({&analysis, &beats, &why, 0.9, nullptr});
    ASSERT_TRUE(blind);
    EXPECT_TRUE(std::ranges::any_of(blind->notes, [](const text::Said& note) {
        return note.text().find("nobody looked for its waves") != std::string::npos;
    }));
}

}  // namespace
}  // namespace triptych::pipeline
