// `study`: the product measured by itself.
#include "core/inference/study.h"
#include "tests/cli/process.h"
#include "tests/support/data.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <sstream>

namespace triptych::test {
namespace {

using Json = nlohmann::json;

std::string contents(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream out;
    out << file.rdbuf();
    return out.str();
}

TEST(CliStudy, SaysWhatItNeeds) {
    EXPECT_EQ(cli({"study"}).status, 2);
    EXPECT_EQ(cli({"study", "robustness"}).status, 2);
    EXPECT_EQ(cli({"study", "robustness", "--data", "/nowhere", "--rows", "weather"}).status, 2);
    expectFailure(cli({"study", "robustness", "--data", "/nowhere", "--rows", "detector"}), {"/nowhere/noise/em.hea"});
    // Reading DS2 counts, and is never done by the way.
    const auto ds2 = cli({"study", "robustness", "--data", "/nowhere", "--records", "208,100", "--rows", "clean"});
    EXPECT_EQ(ds2.status, 2);
    EXPECT_NE(ds2.err.find("record 100 is of DS2"), std::string::npos) << ds2.err;
    const auto alone =
        cli({"study", "faithfulness", "--data", "/nowhere", "--out", "/nowhere", "--other-folds", "/seed-2"});
    EXPECT_EQ(alone.status, 2);
    EXPECT_NE(alone.err.find("name them with --folds"), std::string::npos) << alone.err;
    expectFailure(cli({"study", "detector", "--data", "/nowhere", "--output", "/nowhere/x.cpp"}),
                  {"/nowhere/noise/em.hea"});
    const auto help = cli({"study", "robustness", "--help"});
    EXPECT_EQ(help.status, 0);
    EXPECT_NE(help.out.find("triptych-cli study robustness"), std::string::npos) << help.out;
}

TEST(CliStudy, OffersEveryStudyOfTheTable) {
    for (const inference::StudyInfo& info : inference::studyList()) {
        const std::string name(info.name);
        const auto help = cli({"study", name, "--help"});
        EXPECT_EQ(help.status, 0) << name;
        EXPECT_NE(help.out.find("triptych-cli study " + name + " --data"), std::string::npos) << help.out;
        EXPECT_EQ(cli({"study", name}).status, 2) << name;
        EXPECT_NE(cli({"study", "--help"}).out.find("  " + name), std::string::npos);
    }
    EXPECT_EQ(cli({"study", "images", "--data", "/nowhere", "--out", "x", "--parts", "weather"}).status, 2);
    const auto out = scratchFolder("study-images");
    expectFailure(cli({"study", "images", "--data", out.string(), "--out", (out / "report").string()}),
                  {"this is no set of pages"});
    EXPECT_FALSE(std::filesystem::exists(out / "report")) << "nothing is made for what cannot be done";
}

TEST(CliStudy, MakesTheTableOfTheDetectorInNoise) {
    const auto data = ecgData();
    if (!data || !std::filesystem::exists(*data / "noise") || !std::filesystem::exists(*data / "mitdb")) {
        GTEST_SKIP() << "needs the real recordings of mitdb and noise: set ECG_DATA to their folder";
    }
    const auto folder = scratchFolder("study");
    const auto made = cli({"study", "robustness", "--data", data->string(), "--records", "208", "--rows",
                           "detector,leads", "--output", folder.string()});
    ASSERT_EQ(made.status, 0) << made.err;
    EXPECT_EQ(made.out, contents(folder / (std::string("robustness") + ".md")));
    EXPECT_NE(made.out.find("In part: rows detector leads records 208."), std::string::npos) << made.out;
    EXPECT_NE(made.out.find("| Triptych |"), std::string::npos);
    EXPECT_NE(made.out.find("| kalidas2017 | 94.8 / 99.5"), std::string::npos) << made.out;
    const Json table = Json::parse(contents(folder / "robustness.json"));
    ASSERT_EQ(table["detector"]["gross"].size(), 12U) << "four levels, three readings";
    EXPECT_EQ(table["detector"]["gross"][0]["snr_db"], 18.0);
    EXPECT_GT(table["detector"]["gross"][0]["mean"], 0.99);
    EXPECT_GT(table["detector"]["gross"][3]["mean"], 0.9);
    EXPECT_GT(table["detector"]["gross"][3]["noisy_s"], 700);
    EXPECT_EQ(table["detector"]["rows"].size(), 12U) << "either lead named, and the first alone";
    EXPECT_EQ(table["leads"].size(), 2U);
    for (const Json& row : table["leads"]) EXPECT_GT(row["sensitivity"], 0.995);
}

}  // namespace
}  // namespace triptych::test
