// What a line of words may not be: an option without its value, a number that makes no sense, an option that would
// change nothing. Each is refused in one sentence, and nothing is written.
#include "tests/cli/process.h"
#include "tests/support/data.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace triptych::test {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;
using Line = std::vector<std::string>;

std::string joined(const Line& line) {
    std::string all;
    for (const std::string& word : line) all += word + ' ';
    return all;
}

// Status 2, one sentence with `words` in it, and no output.
void expectRefused(const Line& line, const std::string& words) {
    const auto finished = cli(line);
    EXPECT_EQ(finished.status, 2) << joined(line) << finished.out.substr(0, 300) << finished.err;
    EXPECT_EQ(finished.out, "") << joined(line);
    EXPECT_EQ(std::ranges::count(finished.err, '\n'), 1) << joined(line) << finished.err;
    EXPECT_NE(finished.err.find(words), std::string::npos) << joined(line) << finished.err;
}

std::string record() {
    return syntheticRecord().string();
}

TEST(CliArguments, AnOptionTakesNoOtherForItsValue) {
    const std::string pdf = (scratchFolder("arguments") / "a.pdf").string();
    for (const Line& line : std::vector<Line>{{"samples", record(), "--lead", "--json"},
                                              {"samples", record(), "--lead=", "--json"},
                                              {"samples", record(), "--json", "--lead", ""},
                                              {"samples", record(), "--json", "--column", "--csv"},
                                              {"explain", record(), "--beat", "--json"},
                                              {"synth", "--rhythm", "--seed", "3"},
                                              {"beats", record(), "--out", "--force"},
                                              {"print", record(), "--out", pdf, "--leads"},
                                              {"review", "kappa", "--project", "--reader", "ann"},
                                              {"review", "list", "--project="},
                                              {"study", "words", "--data", "/nowhere", "--records", "--json"}})
        expectRefused(line, "has no value");
    for (const Line& line : std::vector<Line>{{"explain", record(), "--beat", ",", "--json"},
                                              {"explain", record(), "--beat", "1,,2"},
                                              {"explain", record(), "--beat", "3", "--method", "saliency,"},
                                              {"print", record(), "--out", pdf, "--leads", ",MLII"}})
        expectRefused(line, "between two commas");
    expectRefused({"review", "list", ""}, "empty");
    expectRefused({"samples", "", "--json"}, "empty");
    EXPECT_FALSE(fs::exists(pdf));
    // The command that is meant is named whole.
    EXPECT_NE(cli({"review", "kappa", "--project"}).err.find("see triptych-cli review kappa --help"),
              std::string::npos);
    EXPECT_NE(cli({"review", "kappa", "--loud"}).err.find("see triptych-cli review kappa --help"), std::string::npos);
}

TEST(CliArguments, AListTakesOneWordAndLeavesTheFileItsPlace) {
    const auto folder = scratchFolder("arguments-list");
    const std::string pdf = (folder / "a.pdf").string();
    const auto printed = cli({"print", "--leads", "MLII,V5", record(), "--out", pdf, "--json"});
    EXPECT_EQ(printed.status, 0) << printed.err;
    const auto negative = cli({"samples", record(), "--from", "-5", "--to", "0.01", "--csv"});
    EXPECT_EQ(negative.status, 0) << "a number may begin with a sign: " << negative.err;
    const auto dashed = cli({"info", "--", "--no-such-file"});
    EXPECT_EQ(dashed.status, 1) << "behind two dashes a word is a file";
    EXPECT_NE(dashed.err.find("--no-such-file"), std::string::npos) << dashed.err;
}

TEST(CliArguments, NumbersThatMakeNoSenseAreRefused) {
    const std::string pdf = (scratchFolder("arguments-numbers") / "a.pdf").string();
    for (const auto& [line, words] : std::vector<std::pair<Line, std::string>>{
             {{"print", record(), "--out", pdf, "--speed", "1e-300"}, "between 1 and 500"},
             {{"print", record(), "--out", pdf, "--speed", "1e300"}, "between 1 and 500"},
             {{"print", record(), "--out", pdf, "--gain", "-3"}, "between"},
             {{"print", record(), "--out", pdf, "--gain", "inf"}, "finite"},
             {{"info", record(), "--rate", "nan"}, "finite"},
             {{"info", record(), "--rate", "1e-9"}, "between"},
             {{"samples", record(), "--from", "1e300"}, "between"},
             {{"measure", record(), "--json", "--step", "1e-300"}, "between"},
             {{"measure", record(), "--json", "--step", "0"}, "between"},
             {{"scalogram", record(), "--min-hz", "1e-300"}, "between"},
             {{"scalogram", record(), "--w0", "1e9"}, "between"},
             {{"spectrum", record(), "--segment", "1e-300"}, "between"},
             {{"spectrum", record(), "--segment", "-1"}, "between"},
             {{"score", record(), "--window", "-150"}, "between"},
             {{"score", record(), "--start", "-1"}, "between"},
             {{"score", record(), "--lead-number", "0"}, "from 1 up"},
             {{"explain", record(), "--every", "N", "--most", "0"}, "from 1 up"},
             {{"explain", record(), "--at", "nan"}, "finite"},
             {{"review", "decide", record(), "--at", "nan", "--label", "N", "--reader", "eve"}, "finite"},
             {{"review", "decide", record(), "--at", "-1", "--label", "N", "--reader", "eve"}, "between"},
             {{"review", "ec57", record(), "--start", "-1"}, "between"},
             {{"train", "parity", "--data", "/nowhere", "--out", pdf, "--class-weights", "nan"}, "finite"}})
        expectRefused(line, words);
    EXPECT_FALSE(fs::exists(pdf));
}

TEST(CliArguments, OptionsThatWouldChangeNothingAreRefused) {
    const auto folder = scratchFolder("arguments-idle");
    const std::string pdf = (folder / "a.pdf").string(), json = (folder / "a.json").string();
    for (const auto& [line, words] : std::vector<std::pair<Line, std::string>>{
             {{"beats", record(), "--force"}, "--out"},
             {{"labels", record(), "--layers", "--csv"}, "--layers"},
             {{"labels", record(), "--layers", "--history"}, "--history"},
             {{"measure", record(), "--step", "10"}, "--json"},
             {{"measure", record(), "--beat-leads"}, "--json"},
             {{"measure", record(), "--beside", record(), "--step", "10", "--json"}, "--step"},
             {{"print", record(), "--out", pdf, "--pages", "day", "--speed", "50"}, "--speed"},
             {{"print", record(), "--out", pdf, "--pages", "day", "--leads", "V5"}, "--leads"},
             {{"print", record(), "--out", pdf, "--pages", "2", "--layout", "6x2"}, "--layout"},
             {{"rhythm", record(), "--hours"}, "--json"},
             {{"rhythm", record(), "--trends", "--csv"}, "--json"},
             {{"rhythm", record(), "--beats", "reference", "--model", "product"}, "--model"},
             {{"hrv", record(), "--model", "none", "--trust-code"}, "--trust-code"},
             {{"scalogram", record(), "--wavelet", "mexican-hat", "--w0", "5"}, "--w0"},
             {{"score", record(), "--matrix"}, "--matrix"},
             {{"score", record(), "--mapping", "bxb"}, "--mapping"},
             {{"score", record(), record(), "--test", "tst", "--lead-number", "1"}, "--lead-number"},
             {{"score", record(), record(), "--test", "tst", "--matrix", "--csv"}, "--matrix"},
             {{"score-rhythm", record(), "--odd"}, "--strips"},
             {{"score-rhythm", "--strips", "/nowhere", "--model", "product"}, "--model"},
             {{"train", "rhythm", "--data", "/nowhere", "--out", pdf, "--epochs", "3"}, "--epochs"},
             {{"review", "list", "one.triptych-project", "--project", "two.triptych-project"}, "two projects"},
             {{"review", "vocabulary", "--replace"}, "--install"},
             {{"review", "vocabulary", record(), "--project", "one.triptych-project"}, "--project"},
             {{"review", "export", record(), json, "--labels-alone"}, "--labels-alone"},
             {{"review", "export", record(), json, "--anonymise"}, "--anonymise"},
             {{"info", record(), "--rate", "100"}, "its own rate"},
             {{"info", record(), "--unit", "uV"}, "its own units"},
             {{"info", record(), "--column", "1"}, "no columns"},
             {{"info", (syntheticRecord().parent_path() / syntheticRecord().stem()).string(), "--rate", "100"},
              "its own rate"}})
        expectRefused(line, words);
    EXPECT_FALSE(fs::exists(pdf));
    EXPECT_FALSE(fs::exists(json));
}

TEST(CliArguments, WhatAnExplanationMakesNoUseOfIsRefused) {
    if (Json::parse(cli({"models", "--json"}).out, nullptr, false).at("models").empty())
        GTEST_SKIP() << "needs an installed model";
    const auto explain = [](Line more) {
        more.insert(more.begin(), {"explain", record(), "--beat", "5", "--class", "N"});
        return more;
    };
    expectRefused(explain({"--force"}), "--force");
    for (const char* method : {"saliency", "grad_cam", "contribution", "smooth_grad"})
        expectRefused(explain({"--method", method, "--baseline", "silence"}), "--baseline");
    for (const char* method : {"occlusion", "gradxinput"})
        EXPECT_EQ(cli(explain({"--method", method, "--baseline", "silence"})).status, 0) << method;
    expectRefused(explain({"--method", "saliency", "--seed", "3"}), "--seed");
    EXPECT_EQ(cli(explain({"--method", "smooth_grad", "--seed", "3"})).status, 0);
    for (const char* stretch : {"500:501", "-3:-1", "-3:0"})
        expectFailure(cli(explain({"--mask", stretch})), {"outside of the recording", "60 s"});
    expectFailure(cli(explain({"--mask-band", "180:"})), {"above all frequencies", "180 Hz"});
    EXPECT_EQ(cli(explain({"--mask", "-3:5"})).status, 0) << "it meets the recording";
}

// The table's rate is its own business, and the other file states its own.
TEST(CliArguments, TwoFilesMeasuredTogetherNeedNotLackTheSame) {
    const auto folder = scratchFolder("arguments-beside");
    const std::string table = (folder / "table.csv").string();
    const Json samples = Json::parse(cli({"samples", record(), "--lead", "MLII", "--json"}).out);
    std::ofstream csv(table);
    csv << "MLII\n";
    for (const Json& value : samples.at("values")) csv << value << '\n';
    csv.close();
    const auto done = cli({"measure", table, "--rate", "360", "--unit", "mV", "--beside", record(), "--json"});
    EXPECT_EQ(done.status, 0) << done.err;
}

}  // namespace
}  // namespace triptych::test
