// `score` of two annotators: the text of WFDB's bxb and sumstats to the byte, and clear words where files do not fit.
#include "core/formats/wfdb/annotations.h"
#include "tests/cli/process.h"
#include "tests/support/data.h"

#include <nlohmann/json.hpp>

#include <fstream>
#include <sstream>

namespace triptych::test {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

std::string contents(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream out;
    out << file.rdbuf();
    return out.str();
}

// A folder with a reference and a test of one made record at 100 Hz.
class ScoreOfAnnotators : public ::testing::Test {
protected:
    void SetUp() override {
        folder_ = fs::temp_directory_path() / ("triptych_score_" + std::to_string(::getpid()));
        fs::create_directories(folder_);
        write("made.atr", {{100, kNormal}, {200, kPvc}, {300, kNormal}});
        write("made.tst", {{101, kNormal}, {202, kNormal}, {250, kPvc}, {300, kNormal}});
    }
    void TearDown() override { fs::remove_all(folder_); }

    void write(const std::string& name, std::initializer_list<std::pair<std::int64_t, int>> marks) {
        AnnotationSet set{"", 100, {}, {formats::timeResolutionNote(100)}};
        for (const auto& [sample, code] : marks) {
            set.annotations.push_back({sample, static_cast<std::uint8_t>(code), 0, 0, 0, ""});
        }
        ASSERT_TRUE(formats::writeAnnotations((folder_ / name).string(), set));
    }
    [[nodiscard]] std::string path(const std::string& name) const { return (folder_ / name).string(); }

    fs::path folder_;
};

TEST_F(ScoreOfAnnotators, CountsAsJson) {
    const Finished done = cli({"score", path("made.atr"), path("made.tst"), "--start", "0", "--json"});
    ASSERT_EQ(done.status, 0) << done.err;
    const Json json = Json::parse(done.out);
    const Json& record = json.at("records").at(0);
    EXPECT_EQ(record.at("record"), "made");
    EXPECT_EQ(record.at("matrix").at(0).at(0), 2);  // N called n
    EXPECT_EQ(record.at("matrix").at(2).at(0), 1);  // V called n
    EXPECT_EQ(record.at("matrix").at(5).at(2), 1);  // nothing called v
    EXPECT_EQ(record.at("figures").at("qrs_sensitivity").at("part"), 3);
    EXPECT_TRUE(record.at("figures").at("s_sensitivity").at("value").is_null());
    EXPECT_TRUE(json.at("mapping").get<std::string>().starts_with("bxb"));
}

TEST_F(ScoreOfAnnotators, IsTheSameByFileByRecordAndByFolder) {
    const auto by_file = cli({"score", path("made.atr"), path("made.tst"), "--start", "0"});
    EXPECT_EQ(by_file.status, 0) << by_file.err;
    EXPECT_EQ(cli({"score", path("made"), "--test", "tst", "--start", "0"}).out, by_file.out);
    EXPECT_EQ(cli({"score", folder_.string(), "--test", "tst", "--start", "0"}).out, by_file.out);
}

TEST_F(ScoreOfAnnotators, NamesTheMapping) {
    write("made.atr", {{100, kNodalEscape}});
    write("made.tst", {{100, kNormal}});
    const auto matrix = [&](const std::string& mapping) {
        return Json::parse(
                   cli({"score", folder_.string(), "--test", "tst", "--start", "0", "--mapping", mapping, "--json"})
                       .out)
            .at("records")
            .at(0)
            .at("matrix");
    };
    EXPECT_EQ(matrix("bxb").at(1).at(0), 1);
    EXPECT_EQ(matrix("literature").at(0).at(0), 1);
}

TEST_F(ScoreOfAnnotators, SaysWhatDoesNotFit) {
    expectFailure(cli({"score", path("made.atr"), path("other.tst")}), {"other.tst", "no such"});
    EXPECT_EQ(cli({"score", folder_.string(), path("made.tst"), "--test", "tst"}).status, 2);
    expectFailure(cli({"score", folder_.string(), "--test", "qrs"}), {".qrs", "check the folders"});
    write("alone.atr", {{100, kNormal}});
    EXPECT_NE(cli({"score", folder_.string(), "--test", "tst"}).err.find("alone has no .tst file"), std::string::npos);
    std::ofstream(path("made.tst"), std::ios::binary) << "\x01\x04\x3b";
    expectFailure(cli({"score", path("made.atr"), path("made.tst")}), {"made.tst", "ends before"});
}

TEST_F(ScoreOfAnnotators, AsksForTheRateWhereNothingStatesIt) {
    AnnotationSet set{"", 100, {{100, kNormal, 0, 0, 0, ""}}};
    ASSERT_TRUE(formats::writeAnnotations(path("bare.atr"), set));
    ASSERT_TRUE(formats::writeAnnotations(path("bare.tst"), set));
    const Finished asked = cli({"score", path("bare.atr"), path("bare.tst")});
    EXPECT_EQ(asked.status, 2);
    EXPECT_NE(asked.err.find("--rate"), std::string::npos) << asked.err;
    EXPECT_EQ(cli({"score", path("bare.atr"), path("bare.tst"), "--rate", "100"}).status, 0);
    EXPECT_EQ(cli({"score", path("bare.atr"), path("bare.tst"), "--rate", "-1"}).status, 2);
}

TEST(CliScore, PrintsWhatBxbAndSumstatsPrint) {
    TRIPTYCH_NEEDS_DATA(perturbed, "ec57");
    TRIPTYCH_NEEDS_DATA(records, "mitdb");
    const auto score = [&](std::vector<std::string> more) {
        std::vector<std::string> arguments = {
            "score", records.string(), perturbed.string(), "--annotator", "atr", "--test", "tst"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        const Finished done = cli(arguments);
        EXPECT_EQ(done.status, 0) << done.err;
        return done.out.substr(0, done.out.rfind("Classes of bxb"));
    };
    EXPECT_EQ(score({}), contents(perturbed / "sumstats.txt"));
    EXPECT_EQ(score({"--shutdown"}), contents(perturbed / "shutdown_line.txt"));
    const auto matrix = [&](const std::string& record, bool with_s) {
        std::vector<std::string> arguments = {"score", (records / (record + ".atr")).string(),
                                              (perturbed / (record + ".tst")).string(), "--matrix"};
        if (!with_s) arguments.emplace_back("--without-s");
        const std::string text = cli(arguments).out;
        return text.substr(0, text.rfind("Classes of bxb"));
    };
    for (const std::string record : {"101", "207", "208", "222"}) {
        EXPECT_EQ(matrix(record, true), contents(perturbed / ("bxb_sveb_" + record + ".txt")));
        EXPECT_EQ(matrix(record, false), contents(perturbed / ("bxb_veb_" + record + ".txt")));
    }
}

}  // namespace
}  // namespace triptych::test
