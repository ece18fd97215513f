#include "core/inference/studies/study_work.h"

#include "tests/support/data.h"

#include <gtest/gtest.h>

#include <sys/resource.h>

#include <atomic>
#include <csignal>
#include <fstream>

namespace triptych::inference::studies {
namespace {

namespace fs = std::filesystem;
using triptych::test::scratchFolder;

const std::vector<std::string> kKeys = {"a", "b", "c", "d"};

// A part whose numbers hang on its key alone, and how often any was computed.
struct Counting {
    std::atomic<int> computed = 0;
    std::string stops_at;
    Result<Json> operator()(const std::string& key) {
        if (key == stops_at) return fail(ErrorCode::cancelled, "stopped");
        ++computed;
        return Json{{"value", std::hash<std::string>{}(key) % 1000 / 7.0}};
    }
};

std::map<std::string, Json> withoutSeconds(std::map<std::string, Json> parts) {
    for (auto& [key, part] : parts) part.erase("seconds");
    return parts;
}

Result<std::map<std::string, Json>> run(const fs::path& folder, Counting& counting, int threads = 1,
                                        std::string* said = nullptr) {
    const auto work = StudyWork::open(folder.string(), "study", "data 1", false);
    if (!work) return std::unexpected(work.error());
    return runParts(
        *work, kKeys, [&](const std::string& key) { return counting(key); }, threads, {},
        [&](const std::string& line) {
            if (said != nullptr) *said += line + '\n';
        });
}

TEST(StudyWork, WhatWasStoppedGoesOnToTheSameParts) {
    const auto folder = scratchFolder("study-work");
    Counting first;
    first.stops_at = "c";
    const auto stopped = run(folder / "cut", first);
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().code, ErrorCode::cancelled);
    EXPECT_EQ(first.computed, 2);
    Counting second, whole;
    std::string said;
    const auto resumed = run(folder / "cut", second, 1, &said);
    ASSERT_TRUE(resumed);
    EXPECT_EQ(second.computed, 2) << "what is done is not done again";
    EXPECT_NE(said.find("2 of 4 parts are done already"), std::string::npos) << said;
    EXPECT_NE(said.find("4 of 4 parts"), std::string::npos) << said;
    EXPECT_NE(said.find("left"), std::string::npos) << "the time that is left";
    const auto uninterrupted = run(folder / "whole", whole, 3);
    ASSERT_TRUE(uninterrupted);
    EXPECT_EQ(withoutSeconds(*resumed), withoutSeconds(*uninterrupted));
}

TEST(StudyWork, TheSecondsBeforeAStopCount) {
    const auto folder = scratchFolder("study-seconds");
    const auto work = StudyWork::open(folder.string(), "study", "data 1", false);
    ASSERT_TRUE(work);
    const auto parts = runParts(
        *work, {"a"},
        [](const std::string&) {
            return Json{{"seconds", 100.0}, {"value", 1}};
        },
        1, {}, [](const std::string&) {});
    ASSERT_TRUE(parts);
    EXPECT_GE(secondsOf(*parts), 100) << "of a training that went on from its checkpoint";
    EXPECT_LT(secondsOf(*parts), 101);
    EXPECT_EQ(std::prev(parts->at("a").end()).key(), "seconds") << "the order of words is that of older parts";
}

TEST(StudyWork, APartThatCannotBeReadIsDoneAgain) {
    const auto folder = scratchFolder("study-damaged");
    Counting first, second;
    const auto before = run(folder, first);
    ASSERT_TRUE(before);
    std::ofstream(folder / "work" / "study" / "b.json") << "{\"value\": 3";
    const auto after = run(folder, second);
    ASSERT_TRUE(after);
    EXPECT_EQ(second.computed, 1);
    EXPECT_EQ(withoutSeconds(*before), withoutSeconds(*after));
}

TEST(StudyWork, PartsOfOtherDataAreNotMixedIn) {
    const auto folder = scratchFolder("study-other");
    ASSERT_TRUE(StudyWork::open(folder.string(), "study", "data 1", false));
    const auto other = StudyWork::open(folder.string(), "study", "data 2", false);
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().code, ErrorCode::model_mismatch);
    EXPECT_NE(sentence(other.error()).find("--fresh"), std::string::npos);
    const auto fresh = StudyWork::open(folder.string(), "study", "data 2", true);
    ASSERT_TRUE(fresh);
    EXPECT_TRUE(fresh->find("a").is_null());
    EXPECT_TRUE(StudyWork::open(folder.string(), "another", "data 1", false)) << "each study has its own folder";
}

TEST(StudyWork, AFullDiskIsSaidAndWhatIsDoneStays) {
    const auto folder = scratchFolder("study-full");
    std::signal(SIGXFSZ, SIG_IGN);
    const auto work = StudyWork::open(folder.string(), "study", "data 1", false);
    ASSERT_TRUE(work);
    const auto large = [](const std::string& key) -> Result<Json> {
        return Json{{"value", std::string(key == "c" ? 100'000 : 10, 'x')}};
    };
    const auto quiet = [](const std::string&) {};
    rlimit old{};
    getrlimit(RLIMIT_FSIZE, &old);
    const rlimit small{4096, old.rlim_max};
    setrlimit(RLIMIT_FSIZE, &small);
    const auto failed = runParts(*work, kKeys, large, 1, {}, quiet);
    setrlimit(RLIMIT_FSIZE, &old);
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code, ErrorCode::io_failed);
    EXPECT_NE(sentence(failed.error()).find("what is done is kept"), std::string::npos) << sentence(failed.error());
    EXPECT_FALSE(work->find("b").is_null());
    EXPECT_TRUE(work->find("c").is_null()) << "whole or not at all";
    EXPECT_TRUE(runParts(*work, kKeys, large, 1, {}, quiet));
}

TEST(StudyWork, AFolderThatCannotBeMadeIsSaid) {
    const auto folder = scratchFolder("study-nowhere");
    std::ofstream(folder / "file") << "a file";
    const auto work = StudyWork::open((folder / "file" / "in").string(), "study", "data 1", false);
    ASSERT_FALSE(work);
    EXPECT_EQ(work.error().code, ErrorCode::io_failed);
}

}  // namespace
}  // namespace triptych::inference::studies
