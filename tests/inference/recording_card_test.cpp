// Cards of the second edition: models of whole recordings, and of beats whose classes have names of their own.
#include "core/inference/card.h"

#include "tests/support/data.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <functional>

namespace triptych::inference {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

Json recordingJson() {
    return {{"triptych_card", 2},
            {"task", "recording"},
            {"name", "mine"},
            {"title", "three labels"},
            {"classes", {"sinus rhythm", "AF", "LBBB"}},
            {"multi_label", true},
            {"inputs", {{"rate_hz", 400}, {"leads", {"I", "V2"}}, {"samples", 4096}, {"unit", "mV"}}},
            {"missing_leads", "zero"},
            {"windows", "max"},
            {"thresholds", {0.5, 0.3, 0.7}},
            {"weights", {{"sha256", std::string(64, '0')}}}};
}

Json beatJson() {
    return {{"triptych_card", 2},
            {"task", "beat"},
            {"name", "mine"},
            {"title", "beats by my own names"},
            {"classes", {"sinus beat", "PVC", "paced", "S"}},
            {"letters", {{"sinus beat", "N"}, {"PVC", "V"}}},
            {"class_mapping", "mine"},
            {"inputs", {{"representation", "product"}, {"rate_hz", 125}, {"time", {2, 200}}}},
            {"branches", {{{"name", "joint"}, {"encoder", "torchscript"}, {"parameters", 0}, {"inputs", {"time"}}}}},
            {"fusion", "joint"},
            {"attention", {{1, 1, 1, 1}}},
            {"simplex_weights", {1}},
            {"temperature", 1},
            {"borderline_margin", 0.2},
            {"leaks_patients", false},
            {"trained_on", "mine"},
            {"data", "mine"},
            {"split", "by patient"},
            {"seed", 1},
            {"training_records", Json::array()},
            {"test_records", Json::array()},
            {"test_set_reads", 0},
            {"weights", {{"sha256", std::string(64, '0')}}}};
}

std::string folderWith(const Json& card) {
    const fs::path folder = triptych::test::scratchFolder("card");
    std::ofstream(folder / "card.json") << card.dump();
    return folder.string();
}

std::string problemsOf(const Json& card) {
    std::string out;
    for (const Error& problem : cardProblems(folderWith(card))) {
        EXPECT_FALSE(problem.hint.empty()) << problem.what;
        out += sentence(problem) + '\n';
    }
    return out;
}

std::string problemsWith(Json card, const std::function<void(Json&)>& change) {
    change(card);
    return problemsOf(card);
}

TEST(RecordingCard, SaysWhatTheModelIsGivenAndWhatItTells) {
    const auto card = readCardFile(folderWith(recordingJson()));
    ASSERT_TRUE(card) << sentence(card.error());
    const ModelInfo& info = card->info;
    EXPECT_EQ(info.task, Task::recording);
    EXPECT_EQ(info.classes, (std::vector<std::string>{"sinus rhythm", "AF", "LBBB"}));
    EXPECT_TRUE(info.multi_label);
    EXPECT_TRUE(info.runs_code) << "there is no zoo of such networks";
    EXPECT_EQ(info.input.rate_hz, 400);
    EXPECT_EQ(info.input.samples, 4096U);
    EXPECT_EQ(info.input.leads, (std::vector<std::string>{"I", "V2"}));
    EXPECT_TRUE(info.input.zero_for_missing);
    EXPECT_EQ(info.input.over_windows, OverWindows::max);
    EXPECT_EQ(info.thresholds, (std::vector<double>{0.5, 0.3, 0.7}));
}

TEST(RecordingCard, OutlivesBeingWritten) {
    auto card = *readCardFile(folderWith(recordingJson()));
    const std::string folder = triptych::test::scratchFolder("written").string();
    ASSERT_TRUE(writeCardFile(folder, card));
    const auto again = readCardFile(folder);
    ASSERT_TRUE(again) << sentence(again.error());
    EXPECT_EQ(again->info.classes, card.info.classes);
    EXPECT_EQ(again->info.thresholds, card.info.thresholds);
    EXPECT_EQ(again->info.input.leads, card.info.input.leads);
    EXPECT_EQ(again->info.input.samples, card.info.input.samples);
    EXPECT_EQ(again->info.input.over_windows, card.info.input.over_windows);
    EXPECT_EQ(again->info.hash, card.info.hash);
}

TEST(RecordingCard, NamesEveryFaultInASentence) {
    const struct {
        std::function<void(Json&)> change;
        const char* said;
    } faults[] = {
        {[](Json& card) { card["task"] = "patient"; }, "\"patient\" is no task"},
        {[](Json& card) { card.erase("task"); }, "no \"task\""},
        {[](Json& card) { card.erase("multi_label"); }, "no \"multi_label\""},
        {[](Json& card) { card["classes"] = {"one"}; }, "names 1 classes"},
        {[](Json& card) {
             card["classes"] = {"AF", "AF", ""};
         },
         "\"AF\" stands twice"},
        {[](Json& card) {
             card["classes"] = {"AF", "NORM", ""};
         },
         "\"\" in the card has no name"},
        {[](Json& card) { card["inputs"] = 3; }, "inputs are no object"},
        {[](Json& card) { card["inputs"]["rate_hz"] = 0; }, "no rate from 1"},
        {[](Json& card) { card["inputs"]["leads"] = Json::array(); }, "name 0 leads"},
        {[](Json& card) {
             card["inputs"]["leads"] = {"I", "I"};
         },
         "lead \"I\" has no name or stands twice"},
        {[](Json& card) { card["inputs"]["samples"] = 0; }, "samples are not from 1"},
        {[](Json& card) { card["inputs"]["samples"] = 1'000'000'000'000; }, "samples are not from 1"},
        {[](Json& card) { card["inputs"]["unit"] = "V"; }, "unit is not mV"},
        {[](Json& card) { card["missing_leads"] = "guess"; }, "neither zero nor refused"},
        {[](Json& card) { card["windows"] = "sum"; }, "neither mean nor max"},
        {[](Json& card) { card["multi_label"] = false, card.erase("thresholds"); }, "windows in the card is max"},
        {[](Json& card) {
             card["thresholds"] = {0.5, 0.5};
         },
         "thresholds are not one number"},
        {[](Json& card) {
             card["thresholds"] = {0.5, 0.5, 2};
         },
         "thresholds are not one number"},
        {[](Json& card) { card["temperature"] = 0; }, "temperature is not above zero"},
        {[](Json& card) { card.erase("weights"); }, "no \"weights\""},
        {[](Json& card) { card["triptych_card"] = 3; }, "version 3, and versions 1 and 2 are read"},
    };
    EXPECT_EQ(problemsOf(recordingJson()), "");
    for (const auto& fault : faults) {
        const auto problems = problemsWith(recordingJson(), fault.change);
        EXPECT_NE(problems.find(fault.said), std::string::npos) << fault.said << " in:\n" << problems;
    }
}

TEST(BeatCard, OfTheSecondEditionMapsItsOwnNamesToLetters) {
    const auto card = readCardFile(folderWith(beatJson()));
    ASSERT_TRUE(card) << sentence(card.error());
    EXPECT_EQ(card->info.task, Task::beat);
    EXPECT_EQ(card->profile, Profile::product);
    EXPECT_EQ(card->info.letters, (std::vector<std::string>{"N", "V", "", "S"}));
    EXPECT_EQ(card->info.classLetters(), card->info.letters);
    const std::string folder = triptych::test::scratchFolder("written").string();
    ASSERT_TRUE(writeCardFile(folder, *card));
    const auto again = readCardFile(folder);
    ASSERT_TRUE(again) << sentence(again.error());
    EXPECT_EQ(again->info.classes, card->info.classes);
    EXPECT_EQ(again->info.letters, card->info.letters);
    EXPECT_EQ(again->profile, card->profile);
}

TEST(BeatCard, OfTheSecondEditionNamesItsFaultsToo) {
    const auto wrong = [](const std::function<void(Json&)>& change) { return problemsWith(beatJson(), change); };
    EXPECT_NE(wrong([](Json& card) { card["letters"]["PVC"] = "X"; }).find("letter of \"PVC\" is none of N S V F Q"),
              std::string::npos);
    EXPECT_NE(wrong([](Json& card) { card["letters"]["run"] = "V"; }).find("\"run\", which is none of its classes"),
              std::string::npos);
    EXPECT_NE(wrong([](Json& card) { card["inputs"]["rate_hz"] = 250; }).find("2×200 samples at 125 Hz"),
              std::string::npos);
    EXPECT_NE(wrong([](Json& card) { card["inputs"].erase("representation"); }).find("no \"representation\""),
              std::string::npos);
}

}  // namespace
}  // namespace triptych::inference
