// The way of a model of one's own: beats without recordings, prepared, trained, checked, evaluated and asked.
#include "core/text/numbers.h"
#include "tests/cli/process.h"
#include "tests/support/data.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <filesystem>
#include <fstream>

namespace triptych::test {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

// Bumps of five widths, in the layout of the public heartbeat files.
std::string heartbeats(std::size_t rows) {
    std::string out;
    for (std::size_t i = 0; i < rows; ++i) {
        const std::size_t label = i % 8 < 4 ? 0 : i % 8 - 3;  // half of the beats are N
        const std::size_t width = i % 16 == 3 ? 1 : label;    // of which some look like S
        for (std::size_t t = 0; t < 187; ++t) {
            const double d = (static_cast<double>(t) - 30) / (2.0 + 4.0 * static_cast<double>(width));
            out += text::fixedText(std::exp(-d * d / 2) * (0.8 + 0.01 * static_cast<double>(i % 7)), 6) + ',';
        }
        out += std::to_string(label) + ".0\n";
    }
    return out;
}

fs::path heartbeatFolder() {
    const auto folder = scratchFolder("heartbeats");
    std::ofstream(folder / "mitbih_train.csv") << heartbeats(80);
    std::ofstream(folder / "mitbih_test.csv") << heartbeats(20);
    return folder;
}

TEST(CliTrain, MakesAModelFromHeartbeatFilesThatEveryCommandTakes) {
    const auto data = heartbeatFolder().string();
    const auto out = scratchFolder("trained").string();
    const auto trained = cli({"train", "parity-1d-cnn", "--data", data, "--out", out, "--epochs", "2", "--adasyn"});
    ASSERT_EQ(trained.status, 0) << trained.err;
    EXPECT_NE(trained.err.find("epoch 2/2"), std::string::npos) << trained.err;
    EXPECT_NE(trained.err.find("ADASYN made up"), std::string::npos) << trained.err;
    EXPECT_EQ(trained.err.find("ADASYN made up 0 beats"), std::string::npos) << trained.err;
    for (const char* file : {"card.json", "weights.safetensors", "log.jsonl", "curves.svg"}) {
        EXPECT_TRUE(fs::exists(fs::path(out) / file)) << file;
    }
    // A second call has nothing left to train and gives the same weights.
    const auto again = cli({"train", "parity-1d-cnn", "--data", data, "--out", out, "--epochs", "2", "--adasyn"});
    ASSERT_EQ(again.status, 0) << again.err;
    EXPECT_NE(again.err.find("resumed after epoch 2 of 2"), std::string::npos) << again.err;
    EXPECT_EQ(again.out, trained.out);

    const auto checked = cli({"model", "check", out});
    EXPECT_EQ(checked.status, 0) << checked.out << checked.err;
    const auto evaluated = cli({"evaluate", "--model", out, "--data", data, "--json"});
    ASSERT_EQ(evaluated.status, 0) << evaluated.err;
    EXPECT_NE(evaluated.out.find("joint network"), std::string::npos);
    // Its one branch is the whole model.
    const auto compared = cli({"compare", out, out + ":joint", "--data", data, "--json"});
    ASSERT_EQ(compared.status, 0) << compared.err;
    EXPECT_EQ(Json::parse(compared.out).at("second").at("name"), "parity-1d-cnn:joint");
    EXPECT_EQ(Json::parse(compared.out).at("only_first_right"), 0);
    EXPECT_EQ(Json::parse(compared.out).at("only_second_right"), 0);
    ASSERT_EQ(Json::parse(compared.out).at("warnings").size(), 1U) << compared.out;
    EXPECT_NE(compared.out.find("beats of one patient train and test"), std::string::npos);
    const auto stranger = cli({"compare", out, out + ":time", "--data", data});
    EXPECT_EQ(stranger.status, 1);
    EXPECT_NE(stranger.err.find("use one of joint"), std::string::npos) << stranger.err;

    const auto folder = scratchFolder("record");
    ASSERT_EQ(cli({"synth", "--out", folder.string(), "--name", "short", "--duration", "20"}).status, 0);
    const auto record = (folder / "short.hea").string();
    const auto asked = cli({"classify", record, "--model", out, "--json"});
    ASSERT_EQ(asked.status, 0) << asked.err;
    EXPECT_EQ(Json::parse(asked.out).at("beats").at(0).at("branches").size(), 1U);
    EXPECT_EQ(cli({"classify", record, "--model", out}).status, 0);
    EXPECT_EQ(cli({"explain", record, "--model", out, "--beat", "3", "--method", "grad_cam"}).status, 0);
}

TEST(CliPrepare, GivesAFileThatTrains) {
    const auto folder = scratchFolder("prepared");
    const auto file = (folder / "beats.safetensors").string();
    const auto prepared =
        cli({"prepare", "parity-spectrum", "--data", heartbeatFolder().string(), "--out", file, "--json"});
    ASSERT_EQ(prepared.status, 0) << prepared.err;
    EXPECT_EQ(Json::parse(prepared.out).at("beats"), 100);
    EXPECT_EQ(Json::parse(prepared.out).at("bytes"), fs::file_size(file));
    const auto out = (folder / "model").string();
    const auto trained = cli({"train", "parity-spectrum", "--data", file, "--out", out, "--epochs", "1"});
    EXPECT_EQ(trained.status, 0) << trained.err;
    EXPECT_EQ(cli({"train", "ptb", "--data", file, "--out", out, "--epochs", "1"}).status, 1);
    EXPECT_EQ(cli({"prepare", "parity", "--data", folder.string(), "--out", "beats.csv"}).status, 2);
}

TEST(CliTrain, BadInputIsOneSentenceAndLeavesNoModel) {
    const auto folder = scratchFolder("bad");
    std::ofstream(folder / "mitbih_train.csv") << heartbeats(3) + "1,2,3\n";
    const auto out = (folder / "model").string();
    const auto short_row = cli({"train", "parity-1d-cnn", "--data", folder.string(), "--out", out});
    EXPECT_EQ(short_row.status, 1);
    EXPECT_NE(short_row.err.find("row 4"), std::string::npos) << short_row.err;
    EXPECT_FALSE(fs::exists(fs::path(out) / "card.json"));
    const auto unknown = cli({"train", "nothing", "--data", folder.string(), "--out", out});
    EXPECT_NE(unknown.status, 0);
    EXPECT_NE(unknown.err.find("parity-concat"), std::string::npos) << unknown.err;
    EXPECT_EQ(cli({"train", "parity", "--data", (folder / "none").string(), "--out", out}).status, 1);
    // Made-up patients are no patients: the honest profile does not take files that do not say whose a beat is.
    EXPECT_EQ(cli({"train", "product", "--data", folder.string(), "--out", out}).status, 1);
}

TEST(CliModelCheck, SaysEverythingThatIsWrong) {
    const auto folder = scratchFolder("liar");
    std::ofstream(folder / "card.json") << R"({"triptych_card": 1, "name": "liar", "temperature": 0})";
    const auto checked = cli({"model", "check", folder.string(), "--json"});
    EXPECT_EQ(checked.status, 1);
    const Json result = Json::parse(checked.out);
    EXPECT_FALSE(result.at("fine").get<bool>());
    EXPECT_GT(result.at("problems").size(), 10U);
    EXPECT_EQ(cli({"model", "check", (folder / "none").string()}).status, 1);
    EXPECT_EQ(cli({"model"}).status, 2);
    EXPECT_NE(cli({"model", "check", "--help"}).out.find("--trust-code"), std::string::npos);
}

}  // namespace
}  // namespace triptych::test
