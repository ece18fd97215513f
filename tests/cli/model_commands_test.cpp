// The commands that ask a model, with whatever models are installed: shapes, sums and the errors of a damaged model.
#include "tests/cli/process.h"
#include "tests/support/data.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <map>

namespace triptych::test {
namespace {

using Json = nlohmann::json;

Json models() {
    const auto finished = cli({"models", "--json"});
    EXPECT_EQ(finished.status, 0) << finished.err;
    return Json::parse(finished.out).at("models");
}

// One short record for all cases: a test of shapes needs few beats.
std::string shortRecord() {
    static const std::string path = [] {
        const auto folder = scratchFolder("short");
        EXPECT_EQ(cli({"synth", "--out", folder.string(), "--name", "short", "--duration", "20"}).status, 0);
        return (folder / "short.hea").string();
    }();
    return path;
}

double sum(const Json& object) {
    double total = 0;
    for (const auto& [key, value] : object.items()) total += value.get<double>();
    return total;
}

double sumOfLeaves(const Json& value) {
    if (!value.is_array()) return value.get<double>();
    double total = 0;
    for (const auto& inner : value) total += sumOfLeaves(inner);
    return total;
}

#define TRIPTYCH_NEEDS_MODELS(list) \
    const Json list = models();     \
    if (list.empty()) GTEST_SKIP() << "needs an installed model"

TEST(CliModels, HaveWhatTheirCardsSay) {
    TRIPTYCH_NEEDS_MODELS(list);
    for (const auto& model : list) {
        EXPECT_FALSE(model.at("name").get<std::string>().empty());
        EXPECT_EQ(model.at("hash").get<std::string>().size(), 64U);
        EXPECT_GE(model.at("classes").size(), 2U);
    }
}

TEST(CliClassify, HasTheShapeThatProgramsRelyOn) {
    TRIPTYCH_NEEDS_MODELS(list);
    for (const auto& model : list) {
        const auto finished = cli({"classify", shortRecord(), "--json", "--model", model.at("name")});
        ASSERT_EQ(finished.status, 0) << finished.err;
        const Json result = Json::parse(finished.out);
        EXPECT_EQ(result.at("model").at("name"), model.at("name"));
        EXPECT_EQ(result.at("model").at("hash"), model.at("hash"));
        EXPECT_EQ(result.at("lead"), "MLII");
        EXPECT_EQ(result.at("beats_origin"), "detected");
        ASSERT_GT(result.at("beats").size(), 10U);
        for (const auto& beat : result.at("beats")) {
            EXPECT_NEAR(beat.at("time_s").get<double>(), beat.at("sample").get<double>() / 360, 1e-12);
            EXPECT_EQ(beat.at("probability").size(), model.at("classes").size());
            EXPECT_EQ(beat.at("branches").size(), model.at("branches").size());
            EXPECT_EQ(beat.at("class").is_null(), !beat.at("reason").is_null());
            if (beat.at("class").is_null()) continue;
            EXPECT_TRUE(beat.at("usable").get<bool>() && beat.at("readable").get<bool>());
            EXPECT_NEAR(sum(beat.at("probability")), 1, 1e-4);
            const std::string winner = beat.at("class");
            for (const auto& [name, p] : beat.at("probability").items()) {
                EXPECT_LE(p.get<double>(), beat.at("probability").at(winner).get<double>()) << name;
            }
            for (const auto& [branch, p] : beat.at("branches").items()) EXPECT_NEAR(sum(p), 1, 1e-4) << branch;
            for (const auto& class_name : model.at("classes")) {
                double attention = 0;
                for (const auto& [branch, weights] : beat.at("attention").items()) {
                    attention += weights.at(class_name.get<std::string>()).get<double>();
                }
                EXPECT_NEAR(attention, 1, 1e-4);
            }
        }
    }
}

TEST(CliClassify, KeepsTheReferenceLabelsOfReferenceBeats) {
    TRIPTYCH_NEEDS_MODELS(list);
    const auto finished = cli({"classify", shortRecord(), "--beats", "reference", "--json"});
    ASSERT_EQ(finished.status, 0) << finished.err;
    const Json result = Json::parse(finished.out);
    const Json info = Json::parse(cli({"info", shortRecord(), "--json"}).out);
    std::map<std::string, int> counts;
    for (const auto& beat : result.at("beats")) ++counts[beat.at("symbol")];
    for (const auto& [symbol, count] : counts) EXPECT_EQ(info.at("annotations").at(symbol), count) << symbol;
    EXPECT_EQ(result.at("beats_origin"), "reference");
}

TEST(CliClassify, GivesAPacedRhythmAndFlutterNoClassAndSaysWhy) {
    TRIPTYCH_NEEDS_MODELS(list);
    const std::filesystem::path folder = scratchFolder("silent");
    ASSERT_EQ(cli({"synth", "--out", folder.string(), "--name", "silent", "--duration", "240", "--seed", "3",
                   "--rhythm", "paced:60:120", "--rhythm", "vf:150:190"})
                  .status,
              0);
    const auto finished = cli({"classify", (folder / "silent.hea").string(), "--beats", "detected", "--json"});
    ASSERT_EQ(finished.status, 0) << finished.err;
    const Json result = Json::parse(finished.out);
    std::map<std::string, int> said;
    int classed = 0;
    for (const auto& beat : result.at("beats")) {
        const double time_s = beat.at("time_s");
        if (time_s < 5 || (time_s > 130 && time_s < 145) || time_s > 200) continue;
        if (beat.at("class").is_null()) ++said[beat.at("reason")];
        if (time_s > 65 && time_s < 115) {
            EXPECT_TRUE(beat.at("class").is_null()) << time_s;
            EXPECT_EQ(beat.at("symbol"), "/");
            EXPECT_EQ(beat.at("reason"), "paced");
            EXPECT_EQ(beat.at("reason_in_words"), "paced rhythm: outside this model");
            EXPECT_EQ(beat.at("readable"), true);
        }
        EXPECT_TRUE(time_s <= 155 || time_s >= 185 || beat.at("class").is_null()) << time_s;
        if (time_s < 55) classed += beat.at("class").is_null() ? 0 : 1;
    }
    EXPECT_GT(said["paced"], 30);
    EXPECT_GT(classed, 40);
    const auto table = cli({"classify", (folder / "silent.hea").string(), "--beats", "detected"});
    EXPECT_NE(table.out.find("(paced rhythm: outside this model)"), std::string::npos) << table.out.substr(0, 400);
}

TEST(CliClassify, SaysTheSameTwice) {
    TRIPTYCH_NEEDS_MODELS(list);
    const auto once = cli({"classify", shortRecord(), "--csv"});
    EXPECT_EQ(once.status, 0) << once.err;
    EXPECT_EQ(once.out, cli({"classify", shortRecord(), "--csv"}).out);
}

TEST(CliExplain, AttributesOverAllInputsWithAxesAndUnits) {
    TRIPTYCH_NEEDS_MODELS(list);
    const std::string class_name = list.at(0).at("classes").at(0);
    const auto finished =
        cli({"explain", shortRecord(), "--beat", "5", "--class", class_name, "--method", "ig", "--json"});
    ASSERT_EQ(finished.status, 0) << finished.err;
    const Json result = Json::parse(finished.out);
    EXPECT_EQ(result.at("method"), "integrated_gradients");
    EXPECT_EQ(result.at("class"), class_name);
    EXPECT_EQ(result.at("beat"), 5);
    double total = 0;
    for (const auto& input : result.at("inputs")) {
        std::size_t cells = 1;
        for (std::size_t i = 0; i < input.at("axes").size(); ++i) {
            const auto& axis = input.at("axes").at(i);
            EXPECT_FALSE(axis.at("name").get<std::string>().empty());
            EXPECT_EQ(axis.at("values").size(), input.at("shape").at(i).get<std::size_t>());
            cells *= axis.at("values").size();
        }
        EXPECT_GT(cells, 1U);
        EXPECT_NEAR(sumOfLeaves(input.at("values")), input.at("sum").get<double>(), 1e-4);
        total += input.at("sum").get<double>();
    }
    const auto& completeness = result.at("completeness");
    const double gained = result.at("score").get<double>() - completeness.at("baseline_score").get<double>();
    EXPECT_NEAR(total - gained, completeness.at("error").get<double>(), 1e-3);
    const double relative = std::abs(completeness.at("error").get<double>()) / std::max(std::abs(gained), 1e-3);
    EXPECT_EQ(relative <= 0.01, completeness.at("converged").get<bool>()) << relative;
}

TEST(CliExplain, KnowsGradCamWithoutCompleteness) {
    TRIPTYCH_NEEDS_MODELS(list);
    const auto finished = cli({"explain", shortRecord(), "--beat", "5", "--method", "grad_cam", "--json"});
    ASSERT_EQ(finished.status, 0) << finished.err;
    const Json result = Json::parse(finished.out);
    EXPECT_EQ(result.at("method"), "grad_cam");
    EXPECT_TRUE(result.at("completeness").is_null());
    EXPECT_EQ(result.at("signed"), false);
    EXPECT_FALSE(result.at("inputs").empty());
}

TEST(CliExplain, BeginsWithTheReasonInWordsAndSaysWhatWouldBeWithoutAStretch) {
    TRIPTYCH_NEEDS_MODELS(list);
    const auto finished = cli({"explain", shortRecord(), "--beat", "5", "--class", "N", "--mask", ":", "--json"});
    ASSERT_EQ(finished.status, 0) << finished.err;
    const Json out = Json::parse(finished.out);
    EXPECT_TRUE(out["why"]["sentence"].get<std::string>().starts_with("N ")) << out["why"]["sentence"];
    // Of the default method, whose parts need not add up by themselves.
    double sums = out["why"]["baseline_score"], inputs = sums, together = 0;
    for (const Json& sum : out["why"]["sums"]) {
        sums += sum["sum"].get<double>();
        if (sum["group"] == "together") together = sum["sum"];
    }
    for (const Json& input : out["inputs"]) inputs += input["sum"].get<double>();
    EXPECT_NEAR(sums, inputs + together, 1e-3);
    EXPECT_NEAR(sums, out["score"].get<double>(), 1e-3);
    EXPECT_GT(out["what_if"]["masked_cells"], 0);
    EXPECT_NE(out["what_if"]["before"], out["what_if"]["after"]);
    const auto table =
        cli({"explain", shortRecord(), "--beat", "5", "--mask-feature", "pre-RR / late RR", "--filler", "noise"});
    ASSERT_EQ(table.status, 0) << table.err;
    EXPECT_NE(table.out.find("What if: masked by noise"), std::string::npos) << table.out;
    const std::vector<std::vector<std::string>> wrong_ones = {
        {"--mask", "3"}, {"--mask", "5:4"}, {"--mask-band", "a:b"}, {"--filler", "water"}, {"--mask-feature", "age"}};
    for (const auto& wrong : wrong_ones) {
        std::vector<std::string> arguments{"explain", shortRecord(), "--beat", "5"};
        arguments.insert(arguments.end(), wrong.begin(), wrong.end());
        EXPECT_EQ(cli(arguments).status, 2) << wrong[0] << ' ' << wrong[1];
    }
}

TEST(CliExplain, RefusesBeatsAndClassesThatAreNotThere) {
    TRIPTYCH_NEEDS_MODELS(list);
    expectFailure(cli({"explain", shortRecord(), "--beat", "9999"}), {"9999"});
    expectFailure(cli({"explain", shortRecord(), "--beat", "0", "--class", "Z"}), {"Z"});
}

TEST(CliExplain, AsksForADifferenceABranchAndATestOfTheMap) {
    TRIPTYCH_NEEDS_MODELS(list);
    const auto finished =
        cli({"explain", shortRecord(), "--beat", "5", "--target", "V:N", "--branch",
             list.at(0).at("branches").at(0).get<std::string>(), "--method", "saliency", "--test", "--json"});
    ASSERT_EQ(finished.status, 0) << finished.err;
    const Json result = Json::parse(finished.out);
    EXPECT_EQ(result.at("class"), "V");
    EXPECT_EQ(result.at("against"), "N");
    EXPECT_EQ(result.at("branch"), list.at(0).at("branches").at(0));
    EXPECT_EQ(result.at("test").at("random_orders"), 40);
    EXPECT_EQ(result.at("test").at("fillers").size(), 3U);
    EXPECT_TRUE(result.at("test").at("faithful").is_boolean());
    const auto table = cli({"explain", shortRecord(), "--beat", "5", "--class", "N", "--method", "shapley"});
    ASSERT_EQ(table.status, 0) << table.err;
    EXPECT_NE(table.out.find("QRS"), std::string::npos) << table.out;
    expectFailure(cli({"explain", shortRecord(), "--beat", "5", "--class", "V", "--branch", "tail"}), {"tail"});
    EXPECT_EQ(cli({"explain", shortRecord(), "--beat", "5", "--target", "V:N", "--class", "V"}).status, 2);
    EXPECT_EQ(cli({"explain", shortRecord(), "--beat", "5", "--target", "V:"}).status, 2);
    EXPECT_EQ(cli({"explain", shortRecord(), "--beat", "5", "--baseline", "moon"}).status, 2);
}

TEST(CliExplain, TakesSeveralBeatsAndMethodsAndWritesThemAsArrays) {
    TRIPTYCH_NEEDS_MODELS(list);
    const auto lines = cli(
        {"explain", shortRecord(), "--beat", "5,7", "--class", "N", "--method", "saliency,gradient_input", "--json"});
    ASSERT_EQ(lines.status, 0) << lines.err;
    EXPECT_EQ(std::ranges::count(lines.out, '\n'), 4) << "a line each";
    const auto path = (scratchFolder("maps") / "maps.npz").string();
    const auto written =
        cli({"explain", shortRecord(), "--every", "N", "--most", "3", "--method", "all", "--npz", path});
    ASSERT_EQ(written.status, 0) << written.err;
    std::ifstream file(path, std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(file)), {});
    for (const char* name : {"in.time.npy", "map.integrated_gradients.time.npy", "map.occlusion.rr.npy", "meta.json",
                             "score.shapley.npy", "weight.fusion.weights.npy", "target_class.npy", "baseline_class.npy",
                             "steps.integrated_gradients.npy", "mean.time.npy"})
        EXPECT_NE(bytes.find(name), std::string::npos) << name;
    EXPECT_EQ(bytes.find("map.attention_rollout"), std::string::npos) << "left out: no network of it has attention";
    std::filesystem::remove(path);
    EXPECT_EQ(cli({"explain", shortRecord(), "--every", "N", "--beat", "3"}).status, 2);
}

TEST(CliClassify, RefusesModelsThatAreNotThereOrDamaged) {
    expectFailure(cli({"classify", shortRecord(), "--model", "no-such-model"}), {"no-such-model"});

    TRIPTYCH_NEEDS_MODELS(list);
    const auto folder = scratchFolder("damaged") / "model";
    std::filesystem::copy(list.at(0).at("folder").get<std::string>(), folder);
    const auto weights = folder / "weights.safetensors";
    std::filesystem::resize_file(weights, std::filesystem::file_size(weights) - 100);
    expectFailure(cli({"classify", shortRecord(), "--model", folder.string()}));
    std::ofstream(folder / "card.json", std::ios::trunc) << "{\"name\": 3";
    expectFailure(cli({"classify", shortRecord(), "--model", folder.string()}), {"card.json"});
}

TEST(CliModel, AModuleOfOtherSourcesIsRefusedInASentence) {
    for (const char* module : {TRIPTYCH_STALE_MODULE, TRIPTYCH_OLD_MODULE}) {
        setenv("TRIPTYCH_MODULE", module, 1);
        const auto finished = cli({"model", "check", "product"});
        unsetenv("TRIPTYCH_MODULE");
        expectFailure(finished, {"not built from the same sources", "build Triptych again"});
    }
}

TEST(CliEvaluate, NeedsRecordings) {
    TRIPTYCH_NEEDS_MODELS(list);
    expectFailure(cli({"evaluate", "--data", (scratchFolder("no-data") / "none").string()}));
}

// A copy of the product model that is tested on one record alone: 222 goes through six rhythms.
TEST(CliEvaluate, EveryBeatStandsUnderOneNamedRhythm) {
    TRIPTYCH_NEEDS_DATA(mitdb, "mitdb");
    TRIPTYCH_NEEDS_MODELS(list);
    const auto product =
        std::find_if(list.begin(), list.end(), [](const Json& model) { return model.at("name") == "product"; });
    ASSERT_NE(product, list.end());
    const auto folder = scratchFolder("by-rhythm") / "model";
    std::filesystem::copy(product->at("folder").get<std::string>(), folder);
    Json card;
    std::ifstream(folder / "card.json") >> card;
    card["test_records"] = {"222"};
    std::ofstream(folder / "card.json", std::ios::trunc) << card;

    const auto evaluated = cli({"evaluate", "--model", folder.string(), "--data", mitdb.string(), "--json"});
    ASSERT_EQ(evaluated.status, 0) << evaluated.err;
    const Json json = Json::parse(evaluated.out);
    std::vector<std::string> rhythms;
    std::vector<double> confusion(16, 0);
    for (const Json& table : json.at("per_rhythm")) {
        rhythms.push_back(table.at("title"));
        for (std::size_t i = 0; i < confusion.size(); ++i)
            confusion[i] += table.at("confusion")[i / 4][i % 4].get<double>();
    }
    EXPECT_EQ(rhythms, (std::vector<std::string>{"AB", "AFIB", "AFL", "N", "NOD", "SVTA"}));
    const Json& whole = json.at("gross").at(0).at("confusion");
    for (std::size_t i = 0; i < confusion.size(); ++i) EXPECT_EQ(confusion[i], whole[i / 4][i % 4].get<double>()) << i;
}

TEST(CliTrain, RefusesAnUnknownConfiguration) {
    if (models().empty() && cli({"train", "x", "--data", ".", "--out", "."}).err.find("module") != std::string::npos) {
        GTEST_SKIP() << "needs the inference module";
    }
    const auto folder = scratchFolder("train");
    expectFailure(
        cli({"train", "no-such-configuration", "--data", folder.string(), "--out", (folder / "out").string()}),
        {"no-such-configuration"});
}

TEST(CliTrain, RefusesWhatIsNoFold) {
    if (cli({"train", "x", "--data", ".", "--out", "."}).err.find("module") != std::string::npos) {
        GTEST_SKIP() << "needs the inference module";
    }
    const auto folder = scratchFolder("train");
    for (const char* fold : {"1/5x", "1 /5", "6/5", "5"}) {
        const auto finished = cli({"train", "classic", "--data", folder.string(), "--out", (folder / "out").string(),
                                   std::string("--fold=") + fold});
        EXPECT_EQ(finished.status, 2) << finished.err;
        EXPECT_NE(finished.err.find("is no fold of this configuration; use 1/5 to 5/5."), std::string::npos)
            << finished.err;
    }
}

}  // namespace
}  // namespace triptych::test
