// `explain --clusters`, `explain --nearest` and what makes them: what a model takes for alike, by the real programs.
#include "tests/cli/process.h"
#include "tests/support/data.h"

#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <fstream>

namespace triptych::test {
namespace {

using Json = nlohmann::json;

#define TRIPTYCH_NEEDS_MODELS(list)                                            \
    const Json list = Json::parse(cli({"models", "--json"}).out).at("models"); \
    if (list.empty()) GTEST_SKIP() << "needs an installed model"

// A folder with two made records, "one" and "two", and their reference beats.
std::filesystem::path twoRecords() {
    static const std::filesystem::path folder = [] {
        auto made = scratchFolder("alike");
        for (const auto& [name, seed] : {std::pair{"one", "1"}, {"two", "2"}}) {
            EXPECT_EQ(cli({"synth", "--out", made.string(), "--name", name, "--duration", "60", "--seed", seed}).status,
                      0);
        }
        return made;
    }();
    return folder;
}

std::string one() {
    return (twoRecords() / "one.hea").string();
}

TEST(CliAlike, TellsWhatTheNetworksTellApartAlongABeat) {
    TRIPTYCH_NEEDS_MODELS(list);
    expectFailure(cli({"explain", one(), "--beat", "5", "--clusters", "--model", "parity"}), {"study clusters"});
    EXPECT_EQ(cli({"explain", one(), "--beat", "5", "--clusters", "--class", "V"}).status, 2);
    EXPECT_EQ(cli({"explain", one(), "--beat", "5", "--clusters", "--nearest"}).status, 2);
    if (!list.at(0).contains("clusters")) GTEST_SKIP() << "needs clusters beside the model: study clusters";
    const auto finished = cli({"explain", one(), "--beat", "5", "--clusters", "--json"});
    ASSERT_EQ(finished.status, 0) << finished.err;
    const Json result = Json::parse(finished.out);
    const std::size_t clusters = result.at("clusters").size();
    EXPECT_GE(clusters, 4U);
    EXPECT_EQ(result.at("beat"), 5);
    ASSERT_EQ(result.at("share").size(), result.at("moments_s").size());
    ASSERT_EQ(result.at("uncertainty").size(), result.at("moments_s").size());
    for (std::size_t moment = 0; moment < result.at("share").size(); ++moment) {
        ASSERT_EQ(result.at("share").at(moment).size(), clusters);
        double sum = 0;
        for (const Json& share : result.at("share").at(moment)) sum += share.get<double>();
        EXPECT_NEAR(sum, 1, 1e-4) << moment;
        EXPECT_GE(result.at("uncertainty").at(moment).get<double>(), -1e-6) << moment;
        EXPECT_LE(result.at("uncertainty").at(moment).get<double>(), 1 + 1e-6) << moment;
    }
    EXPECT_LT(result.at("moments_s").front(), result.at("time_s"));
    EXPECT_GT(result.at("moments_s").back(), result.at("time_s"));
    for (const Json& cluster : result.at("clusters")) {
        EXPECT_EQ(cluster.at("class_share").size(), result.at("classes").size());
        EXPECT_GT(cluster.at("mean_wave").size(), 10U);
    }
    EXPECT_FALSE(result.at("row").at("share").empty()) << "the product model reads a row of beats";
    EXPECT_GT(result.at("checks").at("fidelity").get<double>(), 0.5);
    const auto table = cli({"explain", one(), "--beat", "5", "--clusters"});
    ASSERT_EQ(table.status, 0) << table.err;
    EXPECT_NE(table.out.find("uncertainty"), std::string::npos) << table.out;
    const auto values = cli({"explain", one(), "--beat", "5,6", "--clusters", "--csv"});
    ASSERT_EQ(values.status, 0) << values.err;
    EXPECT_EQ(static_cast<std::size_t>(std::ranges::count(values.out, '\n')),
              1 + 2 * clusters * result.at("moments_s").size());
}

TEST(CliAlike, NearBeatsAreOfOtherRecordsTheNearestFirst) {
    TRIPTYCH_NEEDS_MODELS(list);
    const auto index = (scratchFolder("nearest") / "deeper" / "index.safetensors").string();
    expectFailure(cli({"explain", one(), "--beat", "5", "--nearest", "--index", index}), {"study nearest"});
    const auto made =
        cli({"study", "nearest", "--data", twoRecords().string(), "--records", "one,two", "--out", index});
    ASSERT_EQ(made.status, 0) << made.err;
    const auto finished =
        cli({"explain", one(), "--beat", "5", "--nearest", "--count", "7", "--index", index, "--json"});
    ASSERT_EQ(finished.status, 0) << finished.err;
    const Json result = Json::parse(finished.out);
    ASSERT_EQ(result.at("nearest").size(), 7U);
    EXPECT_EQ(result.at("of_records"), 2);
    double before = 0;
    for (const Json& near : result.at("nearest")) {
        EXPECT_EQ(near.at("record"), "two") << "the beat's own record would be nearest, and says nothing";
        EXPECT_GE(near.at("distance").get<double>(), before);
        EXPECT_LE(near.at("time_s").get<double>(), 60);
        before = near.at("distance");
    }
    const auto table = cli({"explain", one(), "--beat", "5", "--nearest", "--index", index});
    ASSERT_EQ(table.status, 0) << table.err;
    EXPECT_NE(table.out.find("two"), std::string::npos) << table.out;
    expectFailure(cli({"explain", one(), "--beat", "5", "--nearest", "--index", index, "--model", "parity"}),
                  {"another model"});
    expectFailure(cli({"explain", one(), "--beat", "5", "--nearest", "--index", one()}), {"one.hea"});
    const auto of_ds2 = cli({"study", "nearest", "--data", "/nowhere", "--records", "100"});
    EXPECT_EQ(of_ds2.status, 2);
    EXPECT_NE(of_ds2.err.find("record 100 is of DS2"), std::string::npos) << of_ds2.err;
    EXPECT_EQ(cli({"explain", one(), "--beat", "5", "--count", "3"}).status, 2) << "of what?";
    const auto twice =
        cli({"study", "nearest", "--data", twoRecords().string(), "--records", "one,one", "--out", index});
    EXPECT_EQ(twice.status, 2);
    EXPECT_NE(twice.err.find("record one is named twice"), std::string::npos) << twice.err;
    // One point that is no number: half of 0x7E00.
    std::fstream file(index, std::ios::binary | std::ios::in | std::ios::out);
    std::uint64_t length = 0;
    file.read(reinterpret_cast<char*>(&length), sizeof length);
    std::string header(length, ' ');
    file.read(header.data(), static_cast<std::streamsize>(length));
    const auto at = Json::parse(header).at("points").at("data_offsets").at(0).get<std::uint64_t>();
    file.seekp(static_cast<std::streamoff>(sizeof length + length + at));
    file.write("\x00\x7e", 2);
    file.close();
    expectFailure(cli({"explain", one(), "--beat", "5", "--nearest", "--index", index}), {"this is no index of beats"});
}

TEST(CliAlike, AttributionsAddUpAndAreHeldAgainstShuffledWeights) {
    TRIPTYCH_NEEDS_MODELS(list);
    const auto out = scratchFolder("attributions");
    const auto made = cli({"study", "attributions", "--data", twoRecords().string(), "--records", "one,two", "--beats",
                           "2", "--out", out.string(), "--json"});
    ASSERT_EQ(made.status, 0) << made.err;
    const Json table = Json::parse(made.out);
    const Json& all = table.at("rows").back();
    EXPECT_EQ(all.at("answer"), "all");
    EXPECT_EQ(all.at("method"), "integrated_gradients");
    EXPECT_EQ(table.at("rows").front().at("method"), "occlusion");
    EXPECT_FALSE(table.at("rows").front().contains("complete")) << "it promises no sum";
    EXPECT_GE(all.at("beats").get<int>(), 4);
    EXPECT_EQ(all.at("complete"), all.at("beats")) << "made beats are easy";
    EXPECT_TRUE(std::filesystem::exists(out / (std::string("attributions") + ".md")));
    EXPECT_TRUE(std::filesystem::exists(out / "attributions.jsonl"));
    const auto of_ds2 = cli({"study", "attributions", "--data", "/nowhere", "--records", "100"});
    EXPECT_EQ(of_ds2.status, 2);
    EXPECT_NE(of_ds2.err.find("record 100 is of DS2"), std::string::npos) << of_ds2.err;
    EXPECT_EQ(cli({"study", "attributions", "--data", "/nowhere", "--method", "none_such"}).status, 2);
    const auto final_of_one =
        cli({"study", "clusters", "--data", "/nowhere", "--out", out.string(), "--set", "final", "--records", "one"});
    EXPECT_EQ(final_of_one.status, 2) << "DS2 is asked as a whole";
}

}  // namespace
}  // namespace triptych::test
