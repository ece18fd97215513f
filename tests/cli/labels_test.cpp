// `labels` shows what a project holds of a recording, and touches nothing.
#include "core/formats/open.h"
#include "core/review/wave_journal.h"
#include "core/store/project.h"
#include "tests/cli/process.h"
#include "tests/support/data.h"

#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

#include <filesystem>

namespace triptych::test {
namespace {

using Json = nlohmann::json;

// A project with two edits of a reader, the second of them taken back.
std::string labelledProject() {
    const std::string path = (scratchFolder("labels") / "made.triptych-project").string();
    auto project = store::Project::open(path, false);
    EXPECT_TRUE(project);
    const auto recording = formats::open(syntheticRecord().string());
    EXPECT_TRUE(recording);
    const auto id = project->note(store::cardOf(**recording));
    EXPECT_TRUE(id);
    std::vector<store::EventGroup> groups(3);
    for (std::size_t i = 0; i < 2; ++i) {
        groups[i].key = "key-" + std::to_string(i);
        groups[i].reader = "ann";
        groups[i].tool = "key";
        groups[i].marks.resize(1);
        groups[i].marks[0].sample = groups[i].marks[0].end_sample = 360 * static_cast<std::int64_t>(i + 1);
        groups[i].marks[0].rate_hz = 360;
        groups[i].marks[0].from = "N";
        groups[i].marks[0].to = i == 0 ? "V" : "F";
    }
    groups[2].key = "undo";
    groups[2].kind = store::EventKind::undo;
    groups[2].target = "key-1";
    groups[2].reader = "ann";
    EXPECT_TRUE(project->append(*id, groups));
    return path;
}

TEST(CliLabels, ShowsWhatIsInForceAndItsHistory) {
    const std::string project = labelledProject();
    const auto shown =
        cli({"labels", syntheticRecord().string(), "--project", project, "--history", "--layers", "--json"});
    ASSERT_EQ(shown.status, 0) << shown.err;
    const Json json = Json::parse(shown.out);
    ASSERT_EQ(json.at("labels").size(), 1U);
    EXPECT_EQ(json.at("labels")[0].at("label"), "V");
    EXPECT_EQ(json.at("labels")[0].at("sample"), 360);
    ASSERT_EQ(json.at("history").size(), 3U);
    EXPECT_EQ(json.at("history")[1].at("undone"), true);
    EXPECT_EQ(json.at("history")[2].at("target"), "key-1");
    bool has_reader = false;
    for (const Json& layer : json.at("layers")) has_reader = has_reader || layer.at("source") == "reader";
    EXPECT_TRUE(has_reader);
}

TEST(CliLabels, TablesAndCsvSayTheSame) {
    const std::string project = labelledProject();
    const auto csv = cli({"labels", syntheticRecord().string(), "--project", project, "--csv"});
    EXPECT_EQ(csv.status, 0);
    EXPECT_NE(csv.out.find("360,1,V,reader: V (was N)"), std::string::npos) << csv.out;
    const auto history = cli({"labels", syntheticRecord().string(), "--project", project, "--history"});
    EXPECT_NE(history.out.find("taken back"), std::string::npos) << history.out;
    const auto all = cli({"labels", syntheticRecord().string(), "--project", project, "--history", "--csv"});
    EXPECT_NE(all.out.find("key-1"), std::string::npos);
}

TEST(CliLabels, TheHistoryTellsOfMovedMarksInWordsAmongTheLabels) {
    const std::string path = labelledProject();
    {
        auto project = store::Project::open(path, false);
        ASSERT_TRUE(project);
        const auto recording = formats::open(syntheticRecord().string());
        ASSERT_TRUE(recording);
        const auto id = project->note(store::cardOf(**recording));
        ASSERT_TRUE(id);
        store::EventGroup moved;
        moved.key = "moved";
        moved.layer = std::string(store::kWaveLayer);
        moved.reader = "ann";
        moved.tool = "drag";
        moved.reason = "notched";
        moved.marks = {review::waveMark({"MLII", 360, review::WavePoint::p_onset}, 360, 0.8, 0.8125)};
        ASSERT_TRUE(project->append(*id, {moved}));
    }
    const auto shown = cli({"labels", syntheticRecord().string(), "--project", path, "--history", "--json"});
    ASSERT_EQ(shown.status, 0) << shown.err;
    const Json json = Json::parse(shown.out);
    EXPECT_EQ(json.at("labels").size(), 1U) << "a mark is no label";
    ASSERT_EQ(json.at("history").size(), 4U);
    const Json& last = json.at("history")[3];
    EXPECT_EQ(last.at("layer"), "waves");
    EXPECT_EQ(last.at("reason"), "notched");
    EXPECT_EQ(last.at("events")[0].at("from"), "P onset 0.8000 s");
    EXPECT_EQ(last.at("events")[0].at("to"), "P onset 0.8125 s");
    EXPECT_EQ(json.at("history")[0].at("layer"), "labels");
    const auto table = cli({"labels", syntheticRecord().string(), "--project", path, "--history"});
    EXPECT_NE(table.out.find("P onset 0.8125 s"), std::string::npos) << table.out;
    EXPECT_NE(table.out.find("MLII, "), std::string::npos) << table.out;
    const auto csv = cli({"labels", syntheticRecord().string(), "--project", path, "--history", "--csv"});
    EXPECT_NE(csv.out.find("P onset 0.8000 s,P onset 0.8125 s,,,waves,MLII"), std::string::npos) << csv.out;
}

TEST(CliLabels, WithoutAProjectThereIsASentenceAndNoFileIsMade) {
    const auto folder = scratchFolder("no-labels");
    const std::string path = (folder / "none.triptych-project").string();
    expectFailure(cli({"labels", syntheticRecord().string(), "--project", path}), {"there is no such project"});
    EXPECT_FALSE(std::filesystem::exists(path));
}

}  // namespace
}  // namespace triptych::test
