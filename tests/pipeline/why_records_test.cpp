// The product model's reasons on real beats: every clause is checked against the features and attributions that it
// names.
#include "core/pipeline/choose_lead.h"
#include "core/pipeline/find_waves.h"
#include "core/pipeline/load_model.h"
#include "core/pipeline/open_recording.h"
#include "core/pipeline/why_sentence.h"
#include "core/pipeline/why_words.h"
#include "tests/support/data.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace triptych::pipeline {
namespace {

// What the features and the trace of a clause's group amount to, added up anew from the explanation's cells.
double supportAnew(const Explanation& why, const Why& out, const WhyClause& clause) {
    double sum = 0;
    const Attribution* rr = inputNamed(why, "rr");
    const Attribution* neighbours = inputNamed(why, "neighbours");
    for (std::size_t i = 0; rr != nullptr && i < rr->values.size(); ++i) {
        if (inference::groupOf(rr->axes[0].names[i]) == clause.group) sum += static_cast<double>(rr->values[i]);
    }
    if (neighbours != nullptr) {
        const std::size_t columns = neighbours->axes[1].values.size();
        for (std::size_t cell = 0; cell < neighbours->values.size(); ++cell) {
            const bool own = cell % columns == columns / 2;
            const auto group = inference::groupOf(neighbours->axes[0].names[cell / columns]);
            const bool counts = own ? group == clause.group : clause.group == inference::FeatureGroup::around;
            if (counts) sum += static_cast<double>(neighbours->values[cell]);
        }
    }
    using inference::FeatureGroup;
    const std::optional<Segment> segment = clause.group == FeatureGroup::qrs ? std::optional(Segment::qrs)
                                           : clause.group == FeatureGroup::p ? std::optional(Segment::p)
                                           : clause.group == FeatureGroup::t ? std::optional(Segment::t)
                                                                             : std::nullopt;
    if (segment && !out.segments.empty() && out.segments[0].known) sum += out.segments[0][*segment].sum;
    return sum;
}

void expectTrue(const WhyClause& clause, const Explanation& why, const Why& out, const BeatList& beats) {
    EXPECT_NEAR(clause.support, supportAnew(why, out, clause), 1e-4) << out.text.text();
    EXPECT_EQ(clause.against, clause.support < 0);
    EXPECT_GE(clause.share, clause.against ? kLeastShareAgainst : kLeastShare);
    EXPECT_NE(out.text.text().find(clause.text.text()), std::string::npos);
    ASSERT_FALSE(clause.facts.empty());
    const SeenFeatures seen = seenFeatures(why);
    for (const MeasuredFact& fact : clause.facts) {
        EXPECT_EQ(groupOf(fact.fact), clause.group);
        EXPECT_NE(wordOf(fact.fact, fact.value), Word::none);
        EXPECT_NE(clause.text.text().find(phraseOf(fact).text()), std::string::npos);
        EXPECT_LT(fact.from_s, fact.to_s);
        EXPECT_TRUE(fact.sure > 0 && fact.sure <= 1) << fact.sure;
        if (!fact.feature.empty()) {
            const auto at = std::ranges::find(seen.names, fact.feature);
            ASSERT_NE(at, seen.names.end()) << fact.feature;
            const auto value = static_cast<double>(seen.values[static_cast<std::size_t>(at - seen.names.begin())]);
            EXPECT_NEAR(fact.value, fact.feature.find(" / ") != std::string::npos ? std::exp(value) : value, 1e-5);
            EXPECT_NE(std::ranges::find(clause.features, fact.feature), clause.features.end()) << fact.feature;
        }
        if (fact.fact == Fact::interval_before) {
            const auto time_s = [&](std::size_t beat) {
                return static_cast<double>(beats.beats[beat].sample) / beats.rate_hz;
            };
            ASSERT_GT(why.beat, 0U);
            EXPECT_NEAR(*fact.measured_ms, 1000 * (time_s(why.beat) - time_s(why.beat - 1)), 1e-3);
            EXPECT_NEAR(fact.value, *fact.measured_ms / *fact.usual_ms, 1e-6);
            // The usual interval is what the model's own feature has it to be, up to its clipping.
            const auto own = std::ranges::find(seen.names, "pre-RR / late RR");
            ASSERT_NE(own, seen.names.end());
            EXPECT_NEAR(std::log(fact.value),
                        static_cast<double>(seen.values[static_cast<std::size_t>(own - seen.names.begin())]), 1e-3);
        }
    }
}

TEST(WhyOnRecords, EveryClauseOfTwoHundredBeatsIsWhatItsFeaturesAndAttributionsSay) {
    TRIPTYCH_NEEDS_DATA(mitdb, "mitdb");
    TRIPTYCH_NEEDS_DATA(svdb, "svdb");
    const auto loaded = loadModel((std::filesystem::path(TRIPTYCH_SOURCE_DIR) / "models" / "product").string());
    ASSERT_TRUE(loaded) << sentence(loaded.error());
    const auto delineator = waves::shippedDelineator();
    ASSERT_TRUE(delineator);
    std::size_t beats_asked = 0, clauses = 0, reasons = 0;
    for (const auto& path : {mitdb / "208.hea", mitdb / "119.hea", mitdb / "223.hea", mitdb / "209.hea",
                             mitdb / "114.hea", svdb / "800.hea", svdb / "840.hea", svdb / "858.hea"}) {
        const auto opened = openRecording(path.string());
        ASSERT_TRUE(opened) << sentence(opened.error());
        const inference::RecordingAnalysis analysis(opened->recording);
        const std::size_t lead = findLeads(*opened->recording).analysed.lead;
        const auto beats = findBeats(analysis, lead, BeatChoice::reference);
        ASSERT_TRUE(beats) << sentence(beats.error());
        // Twenty-five, of every class that there is.
        const std::size_t step = (*beats)->beats.size() / 25;
        for (std::size_t i = 0; i < 25; ++i) {
            std::size_t beat = i * step + 1;
            for (std::size_t ahead = 0; ahead < step && i % 2 == 1; ++ahead) {
                if ((*beats)->beats[beat + ahead].code == kNormal) continue;
                beat += ahead;
                break;
            }
            inference::ExplainRequest what;
            const auto said = loaded->model->whatIf(analysis, **beats, beat, {}, {});
            ASSERT_TRUE(said) << sentence(said.error());
            const auto most = std::ranges::max_element(said->before) - said->before.begin();
            if (i % 3 == 2) what.method = "integrated_gradients";
            what.class_name = said->classes[static_cast<std::size_t>(most)];
            const auto why = loaded->model->explain(analysis, **beats, beat, what, {});
            ASSERT_TRUE(why) << sentence(why.error());
            const auto out =
                findWhy({&analysis, beats->get(), &*why, static_cast<double>(said->before[most]), delineator->get()});
            ASSERT_TRUE(out) << sentence(out.error());
            for (const WhyClause& clause : out->clauses) expectTrue(clause, *why, *out, **beats);
            double sums = 0, inputs = 0;
            for (const AttributionSum& sum : out->sums) sums += sum.kind == SumKind::together ? 0 : sum.sum;
            for (const Attribution& input : why->inputs) inputs += input.sum;
            EXPECT_NEAR(sums, inputs, 1e-3);
            if (why->has_completeness) {
                EXPECT_NEAR(why->baseline_score + sums, why->score + why->completeness_error, 1e-3);
            } else {
                ASSERT_EQ(out->sums.back().kind, SumKind::together);
                EXPECT_NEAR(why->baseline_score + sums + out->sums.back().sum, why->score, 1e-6);
            }
            ++beats_asked;
            clauses += out->clauses.size();
            reasons += out->clauses.empty() ? 0U : 1U;
        }
    }
    EXPECT_EQ(beats_asked, 200U);
    // The rest are N, as much as the input that they are held against is.
    EXPECT_GT(clauses, 100U);
    EXPECT_GT(reasons, 50U);
}

}  // namespace
}  // namespace triptych::pipeline
