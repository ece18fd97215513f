// What a project holds is listed, and one that was cut or altered is told from a sound one.
#include "tests/store/made_store.h"

#include <filesystem>
#include <fstream>

namespace triptych::test {
namespace {

using store::Project;

TEST(ProjectContents, ListsRecordingsWithWhereEachReaderStopped) {
    auto project = Project::open(projectIn("contents-list"), false);
    ASSERT_TRUE(project);
    const auto first = project->note(store::cardOf(*madeRecording(1)));
    const auto second = project->note(store::cardOf(*madeRecording(2)));
    ASSERT_TRUE(first && second);
    store::Place place;
    place.lead = "MLII";
    place.beat_time_s = 12.5;
    ASSERT_TRUE(project->keepPlace(*second, "ann", place));
    const auto listed = project->recordings();
    ASSERT_TRUE(listed);
    ASSERT_EQ(listed->size(), 2U);
    EXPECT_EQ((*listed)[0].card.identity, store::cardOf(*madeRecording(1)).identity);
    EXPECT_TRUE((*listed)[0].places.empty());
    EXPECT_EQ((*listed)[1].places.at("ann"), place);
    EXPECT_TRUE(project->checkWhole());
}

TEST(ProjectContents, LogsOfAnotherProjectComeInOnceAndAllOrNone) {
    auto project = Project::open(projectIn("contents-append"), false);
    ASSERT_TRUE(project);
    store::ListedRecording recording;
    recording.card = store::cardOf(*madeRecording(3));
    recording.places["ann"].lead = "MLII";
    const std::vector<store::RecordingLog> logs = {{recording, {madeGroup("a", 100), madeGroup("b", 200)}}};
    ASSERT_TRUE(project->appendLogs(logs));
    ASSERT_TRUE(project->appendLogs(logs));
    const auto listed = project->recordings();
    ASSERT_TRUE(listed);
    ASSERT_EQ(listed->size(), 1U);
    EXPECT_EQ(listed->front().places.count("ann"), 1U);
    const auto groups = project->groupsOf(listed->front().id, 0);
    ASSERT_TRUE(groups);
    EXPECT_EQ(groups->size(), 2U);
    // A key that stands under another recording stops all of it.
    store::ListedRecording other;
    other.card = store::cardOf(*madeRecording(4));
    EXPECT_FALSE(project->appendLogs({{other, {madeGroup("c", 1), madeGroup("a", 100)}}}));
    EXPECT_EQ(project->recordings()->size(), 1U);
}

TEST(ProjectContents, OneThatWasCutOrHasRowsOfNobodyIsNotSound) {
    const std::string path = projectIn("contents-cut");
    {
        auto project = Project::open(path, false);
        ASSERT_TRUE(project);
        const auto id = project->note(store::cardOf(*madeRecording(5)));
        std::vector<store::EventGroup> groups;
        for (int i = 0; i < 400; ++i) groups.push_back(madeGroup("key-" + std::to_string(i), 100 * i));
        ASSERT_TRUE(project->append(*id, groups));
    }
    const auto whole = std::filesystem::file_size(path);
    for (const double share : {0.9, 0.5, 0.2}) {
        const std::string cut = path + ".cut";
        std::filesystem::copy_file(path, cut, std::filesystem::copy_options::overwrite_existing);
        std::filesystem::resize_file(cut, static_cast<std::uintmax_t>(share * static_cast<double>(whole)));
        auto opened = Project::openForReading(cut);
        if (!opened) continue;  // told already
        const auto sound = opened->checkWhole();
        ASSERT_FALSE(sound) << share;
        EXPECT_EQ(sound.error().code, ErrorCode::malformed);
    }
}

}  // namespace
}  // namespace triptych::test
