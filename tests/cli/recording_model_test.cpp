// A model of whole recordings in the command line: listed, checked, trusted, run and explained.
#include "tests/cli/process.h"
#include "tests/support/data.h"
#include "tests/support/twelve_leads.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace triptych::test {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

// A folder of models with one in it, and 25 s of twelve leads.
struct Made {
    fs::path models = scratchFolder("models");
    std::string model = (models / "five-labels").string();
    std::string recording = (scratchFolder("twelve") / "ecg.csv").string();

    Made() {
        fs::create_directory(model);
        EXPECT_EQ(runProgram({TRIPTYCH_MAKE_RECORDING_MODEL, model}).status, 0);
        writeTwelveLeads(recording, 25);
    }
};

const Made& made() {
    static const Made once;
    return once;
}

TEST(CliRecordingModel, IsListedWithItsTaskAndItsLabels) {
    setenv("TRIPTYCH_MODELS", made().models.c_str(), 1);
    const auto finished = cli({"models", "--json"});
    const auto table = cli({"models"});
    unsetenv("TRIPTYCH_MODELS");
    ASSERT_EQ(finished.status, 0) << finished.err;
    bool listed = false;
    const Json result = Json::parse(finished.out);
    for (const Json& model : result.at("models")) {
        if (model.at("name") != "five-labels") continue;
        listed = true;
        EXPECT_EQ(model.at("task"), "recording");
        EXPECT_EQ(model.at("classes").size(), 5U);
        EXPECT_EQ(model.at("runs_code"), true);
    }
    EXPECT_TRUE(listed);
    EXPECT_NE(table.out.find("of whole recordings"), std::string::npos);
}

TEST(CliRecordingModel, IsCheckedAndRunOnlyWhereItIsTrusted) {
    expectFailure(cli({"classify", made().recording, "--model", made().model}), {"--trust-code"});
    const auto fine = cli({"model", "check", made().model, "--trust-code"});
    EXPECT_EQ(fine.status, 0) << fine.out << fine.err;
    const fs::path wrong = scratchFolder("wrong") / "model";
    fs::copy(made().model, wrong);
    Json card;
    std::ifstream(wrong / "card.json") >> card;
    card["inputs"]["unit"] = "V";
    card["classes"] = {"one"};
    std::ofstream(wrong / "card.json", std::ios::trunc) << card;
    const auto finished = cli({"model", "check", wrong.string(), "--trust-code"});
    EXPECT_EQ(finished.status, 1);
    EXPECT_NE(finished.out.find("unit is not mV"), std::string::npos) << finished.out;
    EXPECT_NE(finished.out.find("names 1 classes"), std::string::npos) << finished.out;
}

TEST(CliRecordingModel, SaysItsLabelsAndHowTheyCameAbout) {
    const auto finished = cli({"classify", made().recording, "--model", made().model, "--trust-code", "--json"});
    ASSERT_EQ(finished.status, 0) << finished.err;
    const Json result = Json::parse(finished.out);
    EXPECT_EQ(result.at("model").at("task"), "recording");
    EXPECT_EQ(result.at("model").at("inputs").at("leads").size(), 12U);
    ASSERT_EQ(result.at("labels").size(), 5U);
    ASSERT_EQ(result.at("windows").size(), 3U);
    EXPECT_EQ(result.at("windows").at(2).at("start_s"), 15);
    for (const Json& label : result.at("labels")) {
        double mean = 0;
        for (const Json& window : result.at("windows"))
            mean += window.at("probability").at(label.at("class").get<std::string>()).get<double>() / 3;
        EXPECT_NEAR(label.at("probability").get<double>(), mean, 1e-6);
        EXPECT_EQ(label.at("said").get<bool>(), label.at("probability").get<double>() >= 0.5);
        EXPECT_EQ(label.at("threshold"), 0.5);
    }
    EXPECT_NE(result.at("remarks").at(0).get<std::string>().find("3 stretches of 10 s"), std::string::npos);
    EXPECT_EQ(result.at("wording"), "Research use - not for diagnosis");

    const auto table = cli({"classify", made().recording, "--model", made().model, "--trust-code"});
    ASSERT_EQ(table.status, 0) << table.err;
    for (const char* part : {"NORM", "HYP", "of whole recordings", "3 stretches of 10 s", "not for diagnosis"})
        EXPECT_NE(table.out.find(part), std::string::npos) << part << " in\n" << table.out;
    const auto csv = cli({"classify", made().recording, "--model", made().model, "--trust-code", "--csv"});
    EXPECT_EQ(std::count(csv.out.begin(), csv.out.end(), '\n'), 1 + 5 + 3 * 5);
}

TEST(CliRecordingModel, IsExplainedOverAllItsLeads) {
    const auto finished = cli({"explain", made().recording, "--model", made().model, "--trust-code", "--class", "MI",
                               "--at", "12", "--method", "ig", "--json"});
    ASSERT_EQ(finished.status, 0) << finished.err;
    const Json result = Json::parse(finished.out);
    EXPECT_EQ(result.at("class"), "MI");
    EXPECT_FALSE(result.contains("beat"));
    const Json& input = result.at("inputs").at(0);
    EXPECT_EQ(input.at("name"), "leads");
    EXPECT_EQ(input.at("shape"), (std::vector<int>{12, 5000}));
    EXPECT_EQ(input.at("axes").at(1).at("values").at(0), 10) << "the stretch that holds second 12";
    EXPECT_EQ(result.at("completeness").at("converged"), true);
    EXPECT_NEAR(input.at("sum").get<double>(),
                result.at("score").get<double>() - result.at("completeness").at("baseline_score").get<double>(), 1e-4);
    const auto table = cli({"explain", made().recording, "--model", made().model, "--trust-code"});
    EXPECT_EQ(table.status, 0) << table.err;
    EXPECT_NE(table.out.find("stretch 1 of 3"), std::string::npos) << table.out;
    expectFailure(cli({"explain", made().recording, "--model", made().model, "--trust-code", "--method", "grad_cam"}),
                  {"integrated_gradients"});
}

}  // namespace
}  // namespace triptych::test
