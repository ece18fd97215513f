// What `explain` is asked in one line: what goes together, what is refused rather than dropped, and what is said of
// beats and recordings of which little can be said.
#include "tests/cli/process.h"
#include "tests/support/data.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace triptych::test {
namespace {

using Json = nlohmann::json;

#define TRIPTYCH_NEEDS_A_MODEL()                                                         \
    if (Json::parse(cli({"models", "--json"}).out, nullptr, false).at("models").empty()) \
    GTEST_SKIP() << "needs an installed model"

std::string shortRecord() {
    static const std::string path = [] {
        const auto folder = scratchFolder("explain-use");
        EXPECT_EQ(cli({"synth", "--out", folder.string(), "--name", "short", "--duration", "20"}).status, 0);
        return (folder / "short.hea").string();
    }();
    return path;
}

Finished explain(const std::string& record, std::vector<std::string> more) {
    more.insert(more.begin(), {"explain", record});
    return cli(std::move(more));
}

TEST(CliExplainUse, WhatWouldBeWrittenNowhereIsRefused) {
    TRIPTYCH_NEEDS_A_MODEL();
    const std::string npz = (scratchFolder("explain-use-npz") / "a.npz").string(), svg = npz + ".svg";
    const std::vector<std::vector<std::string>> wrong = {
        {"--beat", "5", "--clusters", "--figure", svg},
        {"--beat", "5", "--clusters", "--mean"},
        {"--beat", "5", "--nearest", "--mask", "3:4"},
        {"--beat", "5", "--nearest", "--seed", "3"},
        {"--beat", "5", "--seed", "-1"},
        {"--every", "N", "--most", "0"},
        {"--beat", "5", "--most", "3"},
        {"--beat", "5", "--filler", "noise"},
        {"--beat", "5", "--absolute"},
        {"--beat", "5", "--at", "3"},
        {"--beat", "5,6", "--mean", "--test"},
        {"--beat", "5,6", "--mean", "--mask", "3:4"},
        {"--beat", "5", "--test", "--csv"},
        {"--beat", "5", "--mask", "3:4", "--csv"},
        {"--beat", "5", "--npz", npz, "--json"},
        {"--beat", "5", "--npz", npz, "--test"},
        {"--beat", "5", "--npz", npz, "--mask", "3:4"},
    };
    for (const auto& line : wrong) {
        std::string all;
        for (const std::string& word : line) all += word + ' ';
        const auto finished = explain(shortRecord(), line);
        EXPECT_EQ(finished.status, 2) << all << finished.out;
        EXPECT_TRUE(finished.out.empty()) << all;
        EXPECT_FALSE(finished.err.empty()) << all;
    }
    EXPECT_FALSE(std::filesystem::exists(npz));
    EXPECT_FALSE(std::filesystem::exists(svg));
}

TEST(CliExplainUse, TheMeanOfOneBeatIsThatBeatAndHasNoDeviation) {
    TRIPTYCH_NEEDS_A_MODEL();
    const auto table = explain(shortRecord(), {"--beat", "5", "--mean", "--method", "saliency"});
    ASSERT_EQ(table.status, 0) << table.err;
    EXPECT_NE(table.out.find("one beat called N"), std::string::npos) << table.out;
    EXPECT_EQ(table.out.find("\u00b1"), std::string::npos) << table.out;
    const auto finished = explain(shortRecord(), {"--beat", "5", "--mean", "--method", "saliency", "--json"});
    ASSERT_EQ(finished.status, 0) << finished.err;
    const Json of = Json::parse(finished.out).at("mean_of");
    EXPECT_EQ(of.at("beats"), 1);
    EXPECT_TRUE(of.at("score_deviation").is_null());
    EXPECT_TRUE(of.at("deviation").is_null());
}

TEST(CliExplainUse, ShapleyValuesAreOfTheWavesThatWereMarked) {
    TRIPTYCH_NEEDS_A_MODEL();
    const auto finished = explain(shortRecord(), {"--beat", "8", "--class", "N", "--method", "shapley", "--json"});
    ASSERT_EQ(finished.status, 0) << finished.err;
    const Json result = Json::parse(finished.out);
    const double mark_s = result.at("time_s");
    const auto part = [&](const std::string& name) -> Json {
        for (const Json& of : result.at("parts"))
            if (of.at("name") == name) return of;
        return {};
    };
    for (const char* wave : {"P", "QRS", "T"}) ASSERT_FALSE(part(wave).is_null()) << wave << result.at("parts");
    EXPECT_LT(part("QRS").at("from").get<double>(), mark_s);
    EXPECT_GT(part("QRS").at("to").get<double>(), mark_s);
    EXPECT_LT(part("P").at("to").get<double>(), part("QRS").at("from").get<double>());
    EXPECT_GT(part("T").at("from").get<double>(), part("QRS").at("to").get<double>());
    // By the clock T would begin 0.16 s after the mark, whatever the beat looks like.
    EXPECT_GT(std::abs(part("T").at("from").get<double>() - mark_s - 0.16), 0.009);
    for (const Json& remark : result.at("remarks"))
        EXPECT_EQ(remark.get<std::string>().find("told by the clock around its mark"), std::string::npos) << remark;
}

// A missing lead, a model that reads no row of beats, a beat that is not there: a sentence each. Flat lines and beats
// at an edge are explained, and what they are is said.
TEST(CliExplainUse, OfWhatLittleCanBeSaidThatIsSaid) {
    TRIPTYCH_NEEDS_A_MODEL();
    expectFailure(explain(shortRecord(), {"--beat", "5", "--lead", "V9"}), {"V9"});
    expectFailure(explain(shortRecord(), {"--beat", "5000"}), {"there is no beat 5000", "0 to"});
    expectFailure(explain(shortRecord(), {"--beat", "5", "--class", "N", "--mask-band", "10:20", "--model", "parity",
                                          "--branch", "rhythm"}),
                  {"no branch"});
    // Beats at every second, also 0.2 s from the beginning; from 10 to 14 s the lead stands still.
    const auto path = (scratchFolder("explain-edge") / "edge.csv").string();
    {
        std::ofstream csv(path);
        csv << "time_s,II\n";
        for (int i = 0; i < 250 * 20; ++i) {
            const double time_s = i / 250.0, to_r = std::fmod(time_s, 1.0) - 0.2;
            const bool flat = time_s > 10 && time_s < 14;
            const double value = 1.1 * std::exp(-std::pow(to_r / 0.012, 2)) +
                                 0.25 * std::exp(-std::pow((to_r - 0.3) / 0.05, 2)) +
                                 0.12 * std::exp(-std::pow((to_r + 0.16) / 0.02, 2));
            csv << time_s << ',' << (flat ? 0.0 : value) << '\n';
        }
    }
    const Json beats = Json::parse(cli({"beats", path, "--json"}).out).at("beats");
    ASSERT_GT(beats.size(), 8U);
    if (beats.at(0).at("time_s").get<double>() < 0.35) {
        const auto edge = explain(path, {"--beat", "0", "--class", "N", "--method", "saliency"});
        ASSERT_EQ(edge.status, 0) << edge.err;
        EXPECT_NE(edge.out.find("the beat has no class"), std::string::npos) << edge.out;
    }
    const auto near_flat =
        std::ranges::find_if(beats, [](const Json& beat) { return beat.at("time_s").get<double>() > 9; });
    ASSERT_NE(near_flat, beats.end());
    const auto flat = explain(path, {"--beat", std::to_string(near_flat - beats.begin()), "--class", "N", "--json"});
    ASSERT_EQ(flat.status, 0) << flat.err;
    for (const Json& input : Json::parse(flat.out).at("inputs"))
        EXPECT_EQ(input.dump().find("null"), std::string::npos) << "every cell is a number";
}

}  // namespace
}  // namespace triptych::test
