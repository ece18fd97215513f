#include "core/inference/studies/study_report.h"

#include "core/inference/studies/calibration_report.h"
#include "core/inference/studies/chart.h"
#include "core/inference/studies/domains_report.h"
#include "core/inference/studies/fusion_report.h"
#include "core/inference/studies/images_report.h"
#include "core/inference/studies/shares.h"
#include "core/statistics/random.h"
#include "tests/support/data.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <limits>

namespace triptych::inference::studies {
namespace {

TEST(Shares, ByHand) {
    // Three of four a are right, one of two b.
    const std::vector<std::int64_t> confusion = {3, 1, 1, 1};
    EXPECT_DOUBLE_EQ(accuracyOf(confusion), 4.0 / 6);
    EXPECT_DOUBLE_EQ(precisionOf(confusion), (3.0 / 4 + 1.0 / 2) / 2);
    EXPECT_DOUBLE_EQ(recallOf(confusion), (3.0 / 4 + 1.0 / 2) / 2);
    EXPECT_DOUBLE_EQ(f1Of(confusion), (6.0 / 8 + 2.0 / 4) / 2);
    EXPECT_TRUE(std::isnan(accuracyOf(std::vector<std::int64_t>(4, 0))));
    EXPECT_DOUBLE_EQ(spreadOf(std::vector<double>{1, 2, 3}).deviation, 1);
    EXPECT_EQ(howSure(0.004), "sure (P = 0.004)");
    EXPECT_EQ(howSure(0.6), "not sure (P = 0.600)");
}

TEST(Chart, LeavesOutWhatIsNoNumber) {
    const double none = std::numeric_limits<double>::quiet_NaN();
    const std::string svg = intervalChart(
        "a < b", "%", {{"one", "s", 3, 2, 4}, {"two", "s", none, none, none}, {"three", "t", 1, none, none}});
    EXPECT_NE(svg.find("a &lt; b"), std::string::npos);
    EXPECT_EQ(svg.find("nan"), std::string::npos);
    EXPECT_NE(intervalChart("empty", "%", {}).find("no figures"), std::string::npos);
    EXPECT_EQ(curveChart("c", "x", "y", {{"l", {{0, 1}, {1, 1}}}}).find("nan"), std::string::npos);
}

TEST(StudyReport, IsWrittenAsMarkdownJsonAndPictures) {
    const auto folder = test::scratchFolder("study-report");
    StudyReport report;
    report.name = "toy";
    report.title = "Toy";
    report.headline = "Nothing was worth anything.";
    report.words = {"Who was right."};
    report.sections = {{"Table", {"n: 3."}, {{"Per cent.", {"a", "b"}, {{"1", "2"}}}}, {{"p", "A picture", "<svg/>"}}}};
    report.command = "triptych-cli study toy";
    report.seconds = 100;
    report.figures = {{"n", 3}};
    const auto made = writeReport(folder.string(), report);
    ASSERT_TRUE(made);
    ASSERT_EQ(made->files.size(), 3U);
    for (const auto& file : made->files) EXPECT_TRUE(std::filesystem::exists(file)) << file;
    EXPECT_TRUE(made->markdown.starts_with("# Toy\n\n**Nothing was worth anything.**"));
    EXPECT_NE(made->markdown.find("| a | b |\n| --- | --- |\n| 1 | 2 |"), std::string::npos) << made->markdown;
    EXPECT_NE(made->markdown.find("![A picture](toy-p.svg)"), std::string::npos);
    EXPECT_NE(made->markdown.find("2 min"), std::string::npos);
    EXPECT_EQ(Json::parse(made->json)["figures"]["n"], 3);
    EXPECT_EQ(inPercent({0.5, 0.25, 0.75, 1}), "50.0 [25.0, 75.0]");
    EXPECT_EQ(inPoints({0.01, -0.02, 0.04, 1}), "+1.0 [-2.0, +4.0]");
    EXPECT_EQ(signedText(0.0001, 1), "0.0");
    EXPECT_FALSE(writeReport((folder / "nowhere").string(), report));
}

// Two records of a thousand beats; an answer of p is right with probability p.
CalibrationResult calibrated(double said, double true_share) {
    CalibrationResult out;
    out.classes = {"N", "S"};
    out.records = {"1", "2"};
    Random random(5);
    for (int i = 0; i < 2000; ++i) {
        out.probability.push_back(static_cast<float>(said));
        out.probability.push_back(static_cast<float>(1 - said));
        const bool right = random.uniform() < true_share;
        out.truth.push_back(right ? 0 : 1);
        out.record.push_back(i < 1000 ? 0 : 1);
        out.set.push_back(right ? 1 : 3);
        out.plain_set.push_back(3);
        out.disagree.push_back(right ? 0 : 1);
    }
    return out;
}

TEST(CalibrationReport, OfKnownProbabilitiesHasTheirError) {
    const StudyReport good = calibrationReport(calibrated(0.8, 0.8));
    EXPECT_NEAR(good.figures["ece"]["value"].get<double>(), 0, 0.03);
    const StudyReport sure = calibrationReport(calibrated(0.95, 0.8));
    EXPECT_NEAR(sure.figures["ece"]["value"].get<double>(), 0.15, 0.03);
    EXPECT_NEAR(sure.figures["brier"]["value"].get<double>(), 0.8 * 2 * 0.0025 + 0.2 * 2 * 0.9025, 0.05);
    const Json& borderline = sure.figures["borderline"]["any"];
    EXPECT_NEAR(borderline["of_beats"]["value"].get<double>(), 0.2, 0.03);
    EXPECT_DOUBLE_EQ(borderline["of_errors"]["value"].get<double>(), 1);
    EXPECT_DOUBLE_EQ(borderline["errors_among_the_rest"]["value"].get<double>(), 0);
    EXPECT_DOUBLE_EQ(sure.figures["coverage_by_class"][0]["by_answer"]["value"].get<double>(), 1);
    EXPECT_EQ(sure.figures["coverage_by_record"].size(), 2U);
    EXPECT_FALSE(sure.headline.empty());
}

// Domains of which the third says what the first says and the second nothing.
DomainsResult madeDomains() {
    DomainsResult out;
    out.classes = {"N", "S", "V", "F"};
    out.records = {"1", "2", "3"};
    out.domains = {"time", "frequency", "scalogram"};
    out.condition = "made";
    Random random(7);
    for (std::size_t f = 0; f < 2; ++f) {
        DomainsFold fold;
        fold.component.resize(3);
        fold.probability.resize(3);
        for (int i = 0; i < 300; ++i) {
            const auto truth = static_cast<std::uint8_t>(i % 3);
            fold.truth.push_back(truth);
            fold.record.push_back(static_cast<std::uint32_t>(i / 100));
            const double x = random.normal();
            fold.component[0].push_back(x);
            fold.component[1].push_back(random.normal());
            fold.component[2].push_back(0.9 * x + 0.1 * random.normal());
            for (std::size_t d = 0; d < 3; ++d) {
                const std::size_t answer = d == 1 ? static_cast<std::size_t>(random.below(3)) : truth;
                for (std::size_t k = 0; k < 4; ++k) fold.probability[d].push_back(k == answer ? 0.7F : 0.1F);
            }
        }
        out.folds.push_back(std::move(fold));
    }
    return out;
}

TEST(DomainsReport, TellsWhatIsSharedFromWhatIsNot) {
    const StudyReport report = domainsReport(madeDomains());
    const Json& pairs = report.figures["pairs"];
    ASSERT_EQ(pairs.size(), 3U);
    EXPECT_GT(pairs[2]["mutual_information"][0].get<double>(), 1);
    EXPECT_LT(pairs[2]["largest_p"].get<double>(), 0.01);
    EXPECT_NEAR(pairs[0]["mutual_information"][0].get<double>(), 0, 0.15);
    EXPECT_GT(pairs[2]["r"][0].get<double>(), 0.95);
    EXPECT_DOUBLE_EQ(report.figures["scores"][0]["mcc"]["value"].get<double>(), 1);
    EXPECT_NE(report.headline.find("not shown"), std::string::npos) << report.headline;
}

TEST(FusionReport, SaysWhatIsDoneAndWhatIsOpen) {
    FusionProtocol inter{"inter", "inter-patient", {"N", "S"}, {"1", "2"}, {}, {}, 0, {}};
    FusionModel good{"hybrid_1", "Hybrid 1", 2, {{}, {}}, {}, 60}, bad{"hybrid_2", "Hybrid 2", 2, {{}}, {}, 60};
    for (int i = 0; i < 400; ++i) {
        inter.truth.push_back(static_cast<std::uint8_t>(i % 2));
        inter.record.push_back(i < 200 ? 0 : 1);
        for (auto& seed : good.predicted) seed.push_back(inter.truth.back());
        bad.predicted[0].push_back(i % 4 == 0 ? 1 - inter.truth.back() : inter.truth.back());
    }
    FusionModel late{
        kLateAttention, "late attention", 3, {good.predicted[0]}, {{0.2, 0.5, 0.8, 0.5}, {0.4, 0.5, 0.6, 0.5}}, 0};
    inter.models = {good, bad, {"v_sum", "summed", 2, {}, {}, 0}, late};
    const StudyReport report =
        fusionReport({{"time-frequency", "time"}, {inter}, 3, 5, {"inter-v_sum-seed-1"}, 2, 180});
    const std::string text = markdownOf(report);
    EXPECT_NE(report.headline.find("3 of 5"), std::string::npos);
    EXPECT_NE(text.find("trained for 2 epochs in place of its own number"), std::string::npos);
    EXPECT_NE(text.find("| summed | 0 of 2 | open |"), std::string::npos) << text;
    EXPECT_NE(text.find("Trainings by part: inter-v_sum (1)."), std::string::npos);
    EXPECT_NE(text.find("| time-frequency | 0.30 ± 0.10 | 0.50 ± 0.00 |"), std::string::npos) << text;
    const Json& compared = report.figures["inter"]["comparisons"];
    ASSERT_EQ(compared.size(), 1U);
    EXPECT_EQ(compared[0]["first"], "hybrid_1");
    EXPECT_GT(compared[0]["mcc"]["value"].get<double>(), 0.4);
    EXPECT_GT(compared[0]["first_better"].get<double>(), 0.999);
}

// Pages of which three quarters have a copy; with copies everything is right, without them every second.
TEST(ImagesReport, ItsFirstLineIsWhatTheDuplicatesWereWorth) {
    ImagesResult result;
    result.set.classes = {"mi", "normal"};
    for (std::size_t page = 0; page < 60; ++page) {
        result.set.pages.push_back(
            {"p" + std::to_string(page), "id" + std::to_string(page / 3), static_cast<std::uint8_t>(page % 2)});
        for (int copy = 0; copy < (page % 4 ? 2 : 1); ++copy) result.set.file_page.push_back(page);
    }
    for (const char* model : {"time", "frequency", "time_frequency", "hybrid_1", "hybrid_2", "intermediate"})
        result.models.push_back({model, model});
    Random random(3);
    for (const auto condition : {PageCondition::published, PageCondition::distinct, PageCondition::grouped}) {
        PageRun run;
        run.condition = condition;
        const PageItems items = itemsOf(result.set, condition);
        run.fold = dealGroups(items.group, items.label, 2, kPageFolds, 1);
        for (const auto& model : result.models) {
            for (std::size_t i = 0; i < items.size(); ++i) {
                const bool right = condition == PageCondition::published || items.page[i] / 2 % 2 == 0;
                const float normal = (items.label[i] == 1) == right ? 0.9F : 0.1F;
                run.probabilities[model.name].insert(run.probabilities[model.name].end(), {1 - normal, normal});
                run.component[model.name].push_back(random.normal());
            }
        }
        result.runs.push_back(std::move(run));
    }
    const StudyReport report = imagesReport(result);
    EXPECT_NE(report.headline.find("The duplicate files were worth +50.0 ["), std::string::npos) << report.headline;
    EXPECT_DOUBLE_EQ(report.figures["conditions"]["published"]["models"]["late"]["accuracy"]["value"].get<double>(), 1);
    EXPECT_GT(report.figures["conditions"]["published"]["held_out_pages_trained_on"].get<int>(), 0);
    EXPECT_EQ(report.figures["conditions"]["grouped"]["held_out_ids_trained_on"], 0);
    const std::string text = markdownOf(report);
    EXPECT_NE(text.find("**it leaks**"), std::string::npos);
    result.runs.resize(1);
    EXPECT_NE(imagesReport(result).headline.find("open"), std::string::npos);
}

}  // namespace
}  // namespace triptych::inference::studies
