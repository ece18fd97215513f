// The rhythm that other programs rely on, and what readers said of it in the window.
#include "core/formats/open.h"
#include "core/review/beat_journal.h"
#include "core/review/rhythm_journal.h"
#include "core/store/project.h"
#include "tests/cli/process.h"
#include "tests/support/data.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <filesystem>

namespace triptych::test {
namespace {

using Json = nlohmann::json;

// Four minutes of sinus rhythm with fibrillation from 60 to 150 s.
const std::string& record() {
    static const std::string path = [] {
        const std::string folder = scratchFolder("cli_rhythm").string();
        const Finished made =
            cli({"synth", "--duration", "240", "--rhythm", "af:60:150", "--out", folder, "--name", "made"});
        EXPECT_EQ(made.status, 0) << made.err;
        return folder + "/made.hea";
    }();
    return path;
}

Json answered(const std::string& command, std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {command, record(), "--beats", "reference", "--json"});
    const Finished finished = cli(arguments);
    EXPECT_EQ(finished.status, 0) << finished.err;
    return Json::parse(finished.out, nullptr, false);
}

double burdenOf(const Json& told, const char* rhythm) {
    return told.at("burden").value(rhythm, 0.0);
}

// Ann denies the fibrillation, Bob calls the first twenty seconds a tachycardia of the ventricles.
std::string projectWithWords() {
    const std::string path = (scratchFolder("cli_words") / "made.triptych-project").string();
    auto project = store::Project::open(path, false);
    EXPECT_TRUE(project);
    const auto recording = formats::open(record());
    EXPECT_TRUE(recording);
    const auto id = project->note(store::cardOf(**recording));
    EXPECT_TRUE(id);
    const double rate_hz = (*recording)->leads.front().rate_hz;
    const auto at = [rate_hz](double time_s) { return static_cast<std::int64_t>(time_s * rate_hz); };
    std::vector<store::EventGroup> groups(2);
    groups[0].key = "ann-1";
    groups[0].reader = "ann";
    groups[0].marks = {review::rhythmMark({at(0), at(240)}, rate_hz, "af", {"af", true})};
    groups[1].key = "bob-1";
    groups[1].reader = "bob";
    groups[1].marks = {review::rhythmMark({at(0), at(20)}, rate_hz, "sinus", {"vt", false})};
    for (store::EventGroup& group : groups) group.layer = std::string(store::kRhythmLayer);
    EXPECT_TRUE(project->append(*id, groups));
    return path;
}

TEST(CliRhythm, EpisodesTileTheRecordingAndTellWhy) {
    const Json told = answered("rhythm", {"--project", "none"});
    double at_s = 0;
    for (const Json& episode : told.at("episodes")) {
        EXPECT_EQ(episode.at("from_s"), at_s);
        EXPECT_FALSE(episode.at("by_reader").get<bool>());
        EXPECT_FALSE(episode.at("sentence").get<std::string>().empty());
        at_s = episode.at("to_s");
    }
    EXPECT_NEAR(at_s, 240, 1);
    EXPECT_GT(burdenOf(told, "af"), 0.2);
    EXPECT_TRUE(told.at("said").empty());
    EXPECT_TRUE(told.at("project").is_null());
}

TEST(CliRhythm, WhatReadersSaidCountsAndIsTold) {
    const std::string project = projectWithWords();
    const Json told = answered("rhythm", {"--project", project});
    EXPECT_EQ(burdenOf(told, "af"), 0);
    EXPECT_NEAR(burdenOf(told, "vt"), 20.0 / 240, 0.002);
    const Json& first = told.at("episodes").front();
    EXPECT_EQ(first.at("name"), "vt");
    EXPECT_NEAR(first.at("to_s").get<double>(), 20, 0.01);
    EXPECT_TRUE(first.at("by_reader").get<bool>());
    ASSERT_EQ(told.at("said").size(), 2U);
    EXPECT_EQ(told.at("said")[0].at("reader"), "ann");
    EXPECT_EQ(told.at("said")[0].at("denied"), true);
    EXPECT_EQ(told.at("said")[1].at("name"), "vt");
    EXPECT_EQ(told.at("project"), project);
    const Finished table = cli({"rhythm", record(), "--beats", "reference", "--project", project});
    EXPECT_NE(table.out.find("bob"), std::string::npos) << table.out;
    EXPECT_NE(table.out.find("not af"), std::string::npos) << table.out;
}

// Ann calls five beats in a row V, and takes another away.
std::string projectWithLabels() {
    const std::string path = (scratchFolder("cli_labels_of_rhythm") / "made.triptych-project").string();
    auto project = store::Project::open(path, false);
    EXPECT_TRUE(project);
    const auto recording = formats::open(record());
    EXPECT_TRUE(recording);
    const auto id = project->note(store::cardOf(**recording));
    EXPECT_TRUE(id);
    const Lead& lead = (*recording)->leads.front();
    std::vector<std::int64_t> beats;
    for (const Annotation& mark : (*recording)->annotation_sets.front().annotations) {
        if (isBeat(mark.code)) beats.push_back(mark.sample);
    }
    std::vector<store::EventGroup> groups(2);
    groups[0].key = "ann-1";
    groups[0].layer = std::string(store::kLabelLayer);
    for (std::size_t i = 20; i < 25; ++i) {
        groups[0].marks.push_back({beats.at(i), beats.at(i), lead.rate_hz, lead.name, "N", "V", std::nullopt, {}});
    }
    groups[1].key = "ann-2";
    groups[1].layer = std::string(review::kBeatLayer);
    groups[1].marks = {review::beatMark(beats.at(10), lead.rate_hz, lead.name, "N", {review::BeatEdit::removed, 0})};
    for (store::EventGroup& group : groups) group.reader = "ann";
    EXPECT_TRUE(project->append(*id, groups));
    return path;
}

TEST(CliRhythm, BeatsThatReadersLabelledAndTookAwayCountAsInTheWindow) {
    const Json alone = answered("rhythm", {"--project", "none", "--hours"});
    const Json read = answered("rhythm", {"--project", projectWithLabels(), "--hours"});
    const auto v = [](const Json& told) { return told.at("hours")[0].at("beats").at("V").get<int>(); };
    EXPECT_EQ(v(read), v(alone) + 5);
    EXPECT_EQ(read.at("beats").at("count").get<int>(), alone.at("beats").at("count").get<int>() - 1);
    EXPECT_EQ(read.at("labels").at("labelled"), 5);
    EXPECT_EQ(read.at("labels").at("edited"), 1);
    EXPECT_EQ(read.at("labels").at("readers"), Json::array({"ann"}));
    EXPECT_EQ(alone.at("labels").at("labelled"), 0);
    const Finished table = cli({"rhythm", record(), "--beats", "reference", "--project", projectWithLabels()});
    EXPECT_NE(table.out.find("5 beats labelled, 1 added, moved or taken away, by ann"), std::string::npos) << table.out;
}

TEST(CliRhythm, ItsVariabilityHeedsThemToo) {
    const Json alone = answered("hrv", {"--project", "none"});
    const Json said = answered("hrv", {"--project", projectWithWords()});
    EXPECT_NE(alone.at("nn_s"), said.at("nn_s"));
    EXPECT_EQ(said.at("said").size(), 2U);
    EXPECT_TRUE(alone.at("said").empty());
}

TEST(CliRhythm, TheReadersOwnProjectIsLookedIntoWithoutBeingNamed) {
    const std::string project = projectWithWords();
    ::setenv("TRIPTYCH_PROJECT", project.c_str(), 1);
    const Json own = answered("rhythm", {});
    ::setenv("TRIPTYCH_PROJECT", (project + ".not-there").c_str(), 1);
    const Json none = answered("rhythm", {});
    ::unsetenv("TRIPTYCH_PROJECT");
    EXPECT_EQ(own.at("project"), project);
    EXPECT_EQ(own.at("said").size(), 2U);
    EXPECT_TRUE(none.at("said").empty());
    EXPECT_FALSE(std::filesystem::exists(project + ".not-there")) << "looking makes no project";
}

TEST(CliRhythm, AProjectThatWasNamedMustBeThere) {
    const Finished finished = cli({"rhythm", record(), "--project", "/nowhere/at/all.triptych-project"});
    EXPECT_NE(finished.status, 0);
    EXPECT_NE(finished.err.find("all.triptych-project"), std::string::npos) << finished.err;
}

}  // namespace
}  // namespace triptych::test
