// A model of whole recordings, as published networks are: 12 leads × 5,000 samples, five labels.
#include "tests/inference/recording_model.h"

#include "core/domain/recording_answer.h"
#include "core/engine/loaded_model.h"
#include "core/inference/laboratory.h"
#include "core/inference/module/evaluate.h"
#include "tests/support/data.h"
#include "tests/support/float_source.h"
#include "tests/support/twelve_leads.h"

#include <gtest/gtest.h>

#include <cmath>

namespace triptych::inference {
namespace {

namespace fs = std::filesystem;
using engine::LoadedModel;
using Json = nlohmann::json;

RecordingPtr twelveLeads(int seconds, std::size_t leads = 12) {
    auto out = std::make_shared<Recording>();
    out->name = "made";
    out->duration_s = seconds;
    std::vector<std::vector<float>> values(leads);
    for (std::size_t lead = 0; lead < leads; ++lead) {
        for (int i = 0; i < seconds * 500; ++i)
            values[lead].push_back(static_cast<float>(triptych::test::twelveLeadsAt(lead, i / 500.0)));
        Lead of;
        of.name = of.original_name = test::kTwelveLeads[lead];
        of.rate_hz = 500;
        of.samples = seconds * 500;
        out->leads.push_back(of);
    }
    out->source = std::make_shared<triptych::test::FloatSource>(std::move(values));
    return out;
}

fs::path modelFolder(const std::function<void(Json&)>& change = {}) {
    const fs::path folder = triptych::test::scratchFolder("twelve");
    test::writeRecordingModel(folder, change);
    return folder;
}

LoadedModel loaded(const std::function<void(Json&)>& change = {}) {
    auto bundle = loadBundle(modelFolder(change).string(), true);
    EXPECT_TRUE(bundle) << sentence(bundle.error());
    return {std::move(*bundle), {}};
}

// What the model must answer where the leads have `share` of their means: the rest of the stretch is zeros.
double logitOf(std::size_t label, double share = 1) {
    double out = test::biasOf(label);
    for (std::size_t lead = 0; lead < 12; ++lead)
        out += share * triptych::test::meanOfLead(lead) * test::weightOf(lead, label);
    return out;
}

double logistic(double logit) {
    return 1 / (1 + std::exp(-logit));
}

TEST(RecordingModel, IsCodeAndRefusedUntilTrusted) {
    const auto folder = modelFolder();
    const auto refused = loadBundle(folder.string());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::refused);
    EXPECT_TRUE(loadBundle(folder.string(), true));
    EXPECT_TRUE(bundleProblems(folder.string(), true).empty());
}

TEST(RecordingModel, SaysTheProbabilityOfEveryLabel) {
    const LoadedModel model = loaded();
    const auto answer = model.judge(RecordingAnalysis(twelveLeads(10)), {});
    ASSERT_TRUE(answer) << sentence(answer.error());
    for (std::size_t label = 0; label < 5; ++label) {
        EXPECT_NEAR(answer->probability[label], logistic(logitOf(label)), 1e-5) << label;
        EXPECT_EQ(answer->says(label), answer->probability[label] >= 0.5F);
    }
    EXPECT_EQ(answer->window_start_s.size(), 1U);
    EXPECT_EQ(remarksOn(*answer), (std::vector<std::string>{"the model was given the whole recording at once"}));
}

TEST(RecordingModel, OfExclusiveClassesSaysTheLikeliestAndTheySumToOne) {
    const LoadedModel model = loaded([](Json& card) { card["multi_label"] = false, card["temperature"] = 2; });
    const auto answer = model.judge(RecordingAnalysis(twelveLeads(10)), {});
    ASSERT_TRUE(answer) << sentence(answer.error());
    double sum = 0, all = 0;
    for (std::size_t label = 0; label < 5; ++label) all += std::exp(logitOf(label) / 2);
    for (std::size_t label = 0; label < 5; ++label) {
        EXPECT_NEAR(answer->probability[label], std::exp(logitOf(label) / 2) / all, 1e-5);
        EXPECT_EQ(answer->says(label), label == answer->winner());
        sum += static_cast<double>(answer->probability[label]);
    }
    EXPECT_NEAR(sum, 1, 1e-5);
}

TEST(RecordingModel, CutsALongRecordingAndCombinesAsItsCardSays) {
    for (const char* rule : {"mean", "max"}) {
        const LoadedModel model = loaded([rule](Json& card) { card["windows"] = rule; });
        const auto answer = model.judge(RecordingAnalysis(twelveLeads(25)), {});
        ASSERT_TRUE(answer) << sentence(answer.error());
        EXPECT_EQ(answer->window_start_s, (std::vector<double>{0, 10, 15}));
        for (std::size_t label = 0; label < 5; ++label) {
            double mean = 0, most = 0;
            for (std::size_t window = 0; window < 3; ++window) {
                mean += static_cast<double>(answer->window(window)[label]) / 3;
                most = std::max(most, static_cast<double>(answer->window(window)[label]));
            }
            EXPECT_NEAR(answer->probability[label], rule == std::string("mean") ? mean : most, 1e-6);
        }
        const auto remarks = remarksOn(*answer);
        ASSERT_EQ(remarks.size(), 3U);
        EXPECT_NE(remarks[0].find("3 stretches of 10 s"), std::string::npos) << remarks[0];
        EXPECT_NE(remarks[1].find("begins earlier, to end with the recording at 25 s"), std::string::npos)
            << remarks[1];
        EXPECT_NE(remarks[2].find(rule == std::string("mean") ? "is the mean" : "is the largest"), std::string::npos);
    }
}

TEST(RecordingModel, PadsAShortRecordingAndMissingLeadsAndSaysSo) {
    const LoadedModel model = loaded([](Json& card) { card["missing_leads"] = "zero"; });
    const auto answer = model.judge(RecordingAnalysis(twelveLeads(4)), {});
    ASSERT_TRUE(answer) << sentence(answer.error());
    for (std::size_t label = 0; label < 5; ++label)
        EXPECT_NEAR(answer->probability[label], logistic(logitOf(label, 0.4)), 1e-5);
    EXPECT_NE(remarksOn(*answer)[0].find("6 s of zeros stand behind it"), std::string::npos);
    const auto fewer = model.judge(RecordingAnalysis(twelveLeads(10, 11)), {});
    ASSERT_TRUE(fewer);
    EXPECT_NE(remarksOn(*fewer).back().find("lead V6 is not in this recording"), std::string::npos);
    const auto refused = loaded().judge(RecordingAnalysis(twelveLeads(10, 11)), {});
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().what.text().find("lacks V6"), std::string::npos);
}

// A linear network: the gradient is the weight everywhere, and Integrated Gradients are exact.
TEST(RecordingModel, IsExplainedByGradientsOnAllItsLeads) {
    const LoadedModel model = loaded();
    const auto recording = twelveLeads(25);
    const RecordingAnalysis analysis(recording);
    const auto why = model.explainRecording(analysis, 12, {"integrated_gradients", "STTC"}, {});
    ASSERT_TRUE(why) << sentence(why.error());
    EXPECT_TRUE(why->of_recording);
    EXPECT_TRUE(why->converged);
    ASSERT_EQ(why->inputs.size(), 1U);
    const Attribution& input = why->inputs[0];
    EXPECT_EQ(input.input, "leads");
    EXPECT_EQ(input.axes[0].names, test::kTwelveLeads);
    ASSERT_EQ(input.axes[1].values.size(), 5000U);
    EXPECT_DOUBLE_EQ(input.axes[1].values[0], 10);
    EXPECT_DOUBLE_EQ(input.axes[1].values[4999], 10 + 4999 / 500.0);
    for (const std::size_t lead : {std::size_t{0}, std::size_t{5}, std::size_t{11}}) {
        for (std::size_t i = 0; i < 5000; i += 97) {
            const double value = triptych::test::twelveLeadsAt(lead, 10 + static_cast<double>(i) / 500);
            EXPECT_NEAR(input.seen[lead * 5000 + i], value, 1e-5);
            EXPECT_NEAR(input.values[lead * 5000 + i], value * test::weightOf(lead, 2) / 5000, 1e-7);
        }
    }
    EXPECT_NEAR(why->score - why->baseline_score, input.sum, 1e-4);
    EXPECT_NE(why->remarks.back().find("stretch 2 of 3"), std::string::npos) << why->remarks.back();
    const auto against = model.explainRecording(analysis, 12, {"integrated_gradients", "STTC", "MI"}, {});
    ASSERT_TRUE(against);
    EXPECT_NEAR(against->inputs[0].values[7], input.seen[7] * (test::weightOf(0, 2) - test::weightOf(0, 1)) / 5000,
                1e-7);
}

TEST(RecordingModel, IsExplainedByEveryMethodThatNeedsNoMoreThanItGives) {
    const LoadedModel model = loaded();
    const RecordingAnalysis analysis(twelveLeads(10));
    for (const MethodInfo& method : explanationMethods()) {
        const auto why = model.explainRecording(analysis, 0, {std::string(method.id), "MI"}, {});
        const bool fits = !method.needs.convolution && !method.needs.attention;
        EXPECT_EQ(why.has_value(), fits) << method.id;
        if (!fits) {
            EXPECT_EQ(why.error().code, ErrorCode::unsupported);
            EXPECT_NE(sentence(why.error()).find("integrated_gradients"), std::string::npos);
        }
    }
}

TEST(RecordingModel, IsNotAskedAboutBeatsNorAModelOfBeatsAboutRecordings) {
    const LoadedModel model = loaded();
    const auto recording = twelveLeads(10);
    const auto beats = model.classify(*recording, BeatList{}, {});
    ASSERT_FALSE(beats);
    EXPECT_EQ(beats.error().code, ErrorCode::unsupported);
    EXPECT_FALSE(model.explain(*recording, BeatList{}, 0, {"integrated_gradients", "MI"}, {}));
    const auto scored = evaluateModel({modelFolder().string(), ".", "test", BeatOrigin::reference, {}, true}, {}, {});
    ASSERT_FALSE(scored);
    EXPECT_NE(scored.error().what.text().find("judges whole recordings"), std::string::npos)
        << sentence(scored.error());
}

TEST(RecordingModel, CodeThatDoesNotDoWhatItsCardSaysIsFound) {
    const auto problems = [](const std::function<void(Json&)>& change) {
        std::string out;
        for (const Error& problem : bundleProblems(modelFolder(change).string(), true)) out += sentence(problem) + '\n';
        return out;
    };
    EXPECT_NE(problems([](Json& card) {
                  card["classes"] = {"a", "b"};
              }).find("1×5 where the card asks for 1×2"),
              std::string::npos);
    EXPECT_NE(problems([](Json& card) { card["inputs"]["leads"] = {"I"}; }).find("fails on silence of 1×1×5000"),
              std::string::npos);
}

TEST(RecordingModel, StopsBetweenStretches) {
    std::stop_source stop;
    stop.request_stop();
    const auto answer = loaded().judge(RecordingAnalysis(twelveLeads(25)), {stop.get_token(), {}});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, ErrorCode::cancelled);
}

}  // namespace
}  // namespace triptych::inference
