// Figures and means of maps from the command line: the files that were asked for, over nothing that was not meant.
#include "tests/cli/process.h"
#include "tests/support/data.h"
#include "tests/support/file_bytes.h"
#include "tests/support/twelve_leads.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <filesystem>
#include <fstream>

namespace triptych::test {
namespace {

using Json = nlohmann::json;

std::string shortRecord() {
    static const std::string path = [] {
        const auto folder = scratchFolder("figure-record");
        EXPECT_EQ(cli({"synth", "--out", folder.string(), "--name", "short", "--duration", "20"}).status, 0);
        return (folder / "short.hea").string();
    }();
    return path;
}

bool hasModels() {
    return !Json::parse(cli({"models", "--json"}).out, nullptr, false).at("models").empty();
}
#define TRIPTYCH_NEEDS_A_MODEL() \
    if (!hasModels()) GTEST_SKIP() << "needs an installed model"

TEST(CliFigure, IsWrittenBesideWhatIsSaid) {
    TRIPTYCH_NEEDS_A_MODEL();
    const auto folder = scratchFolder("cli-figure");
    const std::string svg = (folder / "two.svg").string(), pdf = (folder / "one.pdf").string();
    const auto two = cli(
        {"explain", shortRecord(), "--beat", "5", "--class", "N", "--method", "saliency,grad_cam", "--figure", svg});
    ASSERT_EQ(two.status, 0) << two.err;
    EXPECT_TRUE(bytesOf(svg).starts_with("<?xml"));
    EXPECT_NE(two.out.find("grad_cam"), std::string::npos) << "the text is there all the same";
    expectFailure(
        cli({"explain", shortRecord(), "--beat", "5", "--class", "N", "--method", "saliency", "--figure", svg}),
        {svg, "exists already", "--force"});
    const auto one = cli({"explain", shortRecord(), "--beat", "5", "--class", "N", "--method", "saliency", "--absolute",
                          "--figure", pdf, "--json"});
    ASSERT_EQ(one.status, 0) << one.err;
    EXPECT_TRUE(bytesOf(pdf).starts_with("%PDF"));
    EXPECT_FALSE(Json::parse(one.out).empty());
}

TEST(CliFigure, OverwritesNoRecordingAndTakesFourMaps) {
    TRIPTYCH_NEEDS_A_MODEL();
    const std::string record = shortRecord(), before = bytesOf(record);
    const auto wrong =
        cli({"explain", record, "--beat", "5", "--class", "N", "--method", "saliency", "--figure", record, "--force"});
    EXPECT_EQ(wrong.status, 2);
    EXPECT_NE(wrong.err.find(".svg"), std::string::npos) << wrong.err;
    EXPECT_EQ(bytesOf(record), before);
    const std::string svg = (scratchFolder("cli-figure-five") / "five.svg").string();
    const auto five =
        cli({"explain", record, "--beat", "3,4,5,6,7", "--class", "N", "--method", "saliency", "--figure", svg});
    EXPECT_EQ(five.status, 2);
    EXPECT_NE(five.err.find("4 maps"), std::string::npos) << five.err;
}

TEST(CliExplain, ArraysReplaceNoRecordingAndNothingUnasked) {
    TRIPTYCH_NEEDS_A_MODEL();
    const std::string record = shortRecord(), before = bytesOf(record);
    const auto explain = [&](const std::string& npz, std::vector<std::string> more) {
        more.insert(more.begin(),
                    {"explain", record, "--beat", "5", "--class", "N", "--method", "saliency", "--npz", npz});
        return cli(std::move(more));
    };
    expectFailure(explain(record, {"--force"}), {"belongs to the recording"});
    EXPECT_EQ(bytesOf(record), before);
    const std::string npz = (scratchFolder("cli-arrays") / "a.npz").string();
    ASSERT_EQ(explain(npz, {}).status, 0);
    expectFailure(explain(npz, {}), {"exists already", "--force"});
    EXPECT_EQ(explain(npz, {"--force"}).status, 0);
}

TEST(CliMean, IsOfEveryBeatOfAClassWithItsDeviation) {
    TRIPTYCH_NEEDS_A_MODEL();
    const auto folder = scratchFolder("cli-mean");
    const std::string npz = (folder / "mean.npz").string(), png = (folder / "mean.png").string();
    const auto mean = cli({"explain", shortRecord(), "--every", "N", "--mean", "--method", "saliency", "--npz", npz,
                           "--figure", png, "--json"});
    ASSERT_EQ(mean.status, 0) << mean.err;
    const Json said = Json::parse(mean.out);
    const Json& of = said.at("mean_of");
    EXPECT_GT(of.at("beats").get<int>(), 3);
    for (const Json& input : said.at("inputs")) {
        if (input.at("name") != "time") continue;
        const Json& axis = input.at("axes").back();
        EXPECT_LT(axis.at("values").front().get<double>(), 0) << "from the mark";
        EXPECT_GT(axis.at("values").back().get<double>(), 0);
        EXPECT_EQ(of.at("deviation").at("time").size(), input.at("values").size());
    }
    EXPECT_EQ(of.at("trace").at("mean").size(), of.at("trace").at("deviation").size());
    const std::string arrays = bytesOf(npz);
    for (const char* name : {"mean.saliency.time.npy", "sd.saliency.time.npy", "trace.mean.npy", "meta.json"})
        EXPECT_NE(arrays.find(name), std::string::npos) << name;
    EXPECT_TRUE(bytesOf(png).starts_with("\x89PNG"));
    const auto table =
        cli({"explain", shortRecord(), "--beat", "4,5,6", "--class", "N", "--mean", "--method", "saliency"});
    EXPECT_EQ(table.status, 0) << table.err;
    EXPECT_NE(table.out.find("mean ± SD of 3 beats"), std::string::npos) << table.out;
    EXPECT_EQ(cli({"explain", shortRecord(), "--beat", "4,5", "--mean", "--method", "saliency"}).status, 0)
        << "both are called N: of that class";
}

TEST(CliFigure, OfAWholeRecordingHasItsLeads) {
    const std::string model = scratchFolder("figure-model").string();
    ASSERT_EQ(runProgram({TRIPTYCH_MAKE_RECORDING_MODEL, model}).status, 0);
    const auto folder = scratchFolder("figure-twelve");
    const std::string ecg = (folder / "ecg.csv").string(), svg = (folder / "leads.svg").string();
    writeTwelveLeads(ecg, 25);
    const auto done =
        cli({"explain", ecg, "--model", model, "--trust-code", "--at", "12", "--method", "saliency", "--figure", svg});
    ASSERT_EQ(done.status, 0) << done.err;
    EXPECT_GT(bytesOf(svg).size(), 20'000U);
    EXPECT_EQ(cli({"explain", ecg, "--model", model, "--trust-code", "--mean"}).status, 2);
}

}  // namespace
}  // namespace triptych::test
