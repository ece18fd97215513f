// A project keeps what it was given, in order, for everybody who opens it, and lets nobody rewrite it.
#include "core/store/project.h"
#include "core/store/sqlite.h"
#include "tests/store/made_store.h"

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

namespace triptych::store {
namespace {

namespace fs = std::filesystem;
using test::madeGroup;

std::int64_t entered(Project& project, const RecordingPtr& recording, const std::string& path = {}) {
    RecordingCard card = cardOf(*recording);
    if (!path.empty()) card.path = path;
    const auto id = project.note(card);
    EXPECT_TRUE(id) << sentence(id.error());
    return id ? *id : 0;
}

TEST(Project, GivesBackWhatItWasGiven) {
    const std::string path = test::projectIn("project");
    std::vector<EventGroup> groups = {madeGroup("a", 10), madeGroup("b", 20, "F")};
    groups[1].marks.push_back(groups[0].marks[0]);
    groups[1].marks[1].to.reset();
    groups[1].marks[1].model.reset();
    groups[1].kind = EventKind::taken_over;
    {
        auto project = Project::open(path, false);
        ASSERT_TRUE(project) << sentence(project.error());
        const auto places = project->append(entered(*project, test::madeRecording()), groups);
        ASSERT_TRUE(places) << sentence(places.error());
        ASSERT_EQ(places->size(), 2U);
        groups[0].order = (*places)[0];
        groups[1].order = (*places)[1];
        EXPECT_LT((*places)[0], (*places)[1]);
    }
    auto again = Project::open(path, false);
    ASSERT_TRUE(again);
    const auto known = again->find(cardOf(*test::madeRecording()), "ann");
    ASSERT_TRUE(known) << sentence(known.error());
    EXPECT_EQ(known->groups, groups);
}

TEST(Project, AGroupThatIsThereAlreadyKeepsItsPlace) {
    auto project = Project::open(test::projectIn("twice"), false);
    ASSERT_TRUE(project);
    const std::int64_t id = entered(*project, test::madeRecording());
    const auto first = project->append(id, {madeGroup("a", 10)});
    const auto second = project->append(id, {madeGroup("a", 10), madeGroup("b", 20)});
    ASSERT_TRUE(first && second);
    EXPECT_EQ((*first)[0], (*second)[0]);
    EXPECT_EQ(project->groupsOf(id, 0)->size(), 2U);
    EXPECT_EQ(project->groupsOf(id, (*first)[0])->size(), 1U);
}

TEST(Project, EventsCannotBeRewrittenOrRemovedByAnyProgram) {
    const std::string path = test::projectIn("stays");
    {
        auto project = Project::open(path, false);
        ASSERT_TRUE(project);
        ASSERT_TRUE(project->append(entered(*project, test::madeRecording()), {madeGroup("a", 10)}));
    }
    auto database = Database::open(path, Access::create);
    ASSERT_TRUE(database);
    for (const char* sql : {"UPDATE event SET to_value = 'N'", "DELETE FROM event",
                            "UPDATE event_group SET reader = 'x'", "DELETE FROM event_group"}) {
        EXPECT_FALSE(database->run(sql)) << sql;
    }
}

TEST(Project, RecordingsAreToldApartAndFoundAgainElsewhere) {
    const auto folder = test::scratchFolder("moved");
    const std::string path = (folder / "made.triptych-project").string();
    auto project = Project::open(path, false);
    ASSERT_TRUE(project);
    const std::int64_t first = entered(*project, test::madeRecording(), (folder / "old.hea").string());
    const std::int64_t other = entered(*project, test::madeRecording(6), (folder / "other.hea").string());
    EXPECT_NE(first, other);
    RecordingCard card = cardOf(*test::madeRecording());
    card.path = (folder / "new.hea").string();
    const auto known = project->find(card, "ann");
    ASSERT_TRUE(known);
    EXPECT_EQ(known->id, first);
    EXPECT_EQ(known->moved_from, (folder / "old.hea").string());
}

TEST(Project, ACopyIsNotSaidToHaveMoved) {
    const auto folder = test::scratchFolder("copied");
    std::ofstream(folder / "old.hea") << "there";
    auto project = Project::open((folder / "made.triptych-project").string(), false);
    ASSERT_TRUE(project);
    entered(*project, test::madeRecording(), (folder / "old.hea").string());
    RecordingCard card = cardOf(*test::madeRecording());
    card.path = (folder / "copy.hea").string();
    EXPECT_TRUE(project->find(card, "ann")->moved_from.empty());
}

TEST(Project, AFileThatHasChangedIsNoticed) {
    const auto folder = test::scratchFolder("changed");
    auto project = Project::open((folder / "made.triptych-project").string(), false);
    ASSERT_TRUE(project);
    const std::string path = (folder / "record.hea").string();
    const std::int64_t id = entered(*project, test::madeRecording(), path);
    ASSERT_TRUE(project->append(id, {madeGroup("a", 10)}));
    RecordingCard card = cardOf(*test::madeRecording(6));
    card.path = path;
    const auto known = project->find(card, "ann");
    ASSERT_TRUE(known);
    EXPECT_EQ(known->id, 0);
    EXPECT_TRUE(known->groups.empty());
    EXPECT_NE(*project->note(card), id);
    ASSERT_TRUE(known->changed);
    EXPECT_EQ(known->changed->events, 1U);
}

TEST(Project, EachReaderComesBackToTheirOwnPlace) {
    auto project = Project::open(test::projectIn("place"), false);
    ASSERT_TRUE(project);
    const std::int64_t id = entered(*project, test::madeRecording());
    const Place ann{"MLII", 12.5, 10, 8, 0, "detected", "product"};
    const Place bob{"V1", std::nullopt, 0, 20, 50, "reference", ""};
    ASSERT_TRUE(project->keepPlace(id, "ann", Place{}));
    ASSERT_TRUE(project->keepPlace(id, "ann", ann));
    ASSERT_TRUE(project->keepPlace(id, "bob", bob));
    EXPECT_EQ(project->find(cardOf(*test::madeRecording()), "ann")->place, ann);
    EXPECT_EQ(project->find(cardOf(*test::madeRecording()), "bob")->place, bob);
    EXPECT_FALSE(project->find(cardOf(*test::madeRecording()), "eve")->place);
}

TEST(Project, AnotherProgramsFileIsLeftAsItIs) {
    const auto folder = test::scratchFolder("foreign");
    const fs::path text = folder / "notes.triptych-project";
    std::ofstream(text) << std::string(5000, 'x');
    const auto refused = Project::open(text.string(), true);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::malformed) << sentence(refused.error());
    EXPECT_EQ(fs::file_size(text), 5000U);

    const std::string foreign = (folder / "foreign.db").string();
    {
        auto database = Database::open(foreign, Access::create);
        ASSERT_TRUE(database && database->run("CREATE TABLE theirs (x)"));
    }
    const auto size = fs::file_size(foreign);
    const auto also_refused = Project::open(foreign, true);
    ASSERT_FALSE(also_refused);
    EXPECT_EQ(also_refused.error().code, ErrorCode::malformed);
    EXPECT_EQ(fs::file_size(foreign), size);
    EXPECT_FALSE(fs::exists(foreign + "-wal"));
}

TEST(Project, PipesAndDevicesAreRefusedAtOnce) {
    const std::string pipe = (test::scratchFolder("pipe") / "pipe.triptych-project").string();
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    for (const std::string& path : {pipe, std::string("/dev/null")}) {
        EXPECT_EQ(Project::open(path, true).error().code, ErrorCode::not_a_file) << path;
        EXPECT_EQ(Project::openForReading(path).error().code, ErrorCode::not_a_file) << path;
    }
    EXPECT_FALSE(fs::exists("/dev/null-journal"));
}

TEST(Project, AGroupOfAnotherRecordingIsNotTakenForKept) {
    auto project = Project::open(test::projectIn("other"), false);
    ASSERT_TRUE(project);
    const std::int64_t first = entered(*project, test::madeRecording());
    const std::int64_t second = entered(*project, test::madeRecording(6));
    ASSERT_TRUE(project->append(first, {madeGroup("a", 10)}));
    EXPECT_FALSE(project->append(second, {madeGroup("a", 10)}));
}

TEST(Project, AFolderAMissingFolderAndNothingAreSentences) {
    const auto folder = test::scratchFolder("nowhere");
    EXPECT_EQ(Project::open(folder.string(), true).error().code, ErrorCode::not_a_file);
    EXPECT_EQ(Project::open((folder / "no" / "x.triptych-project").string(), true).error().code,
              ErrorCode::not_readable);
    EXPECT_EQ(Project::open("", true).error().code, ErrorCode::not_found);
}

// The limit of a file's size stands for a full disk: every write beyond it fails.
TEST(Project, NoSpaceIsASentenceAndNothingIsHalfWritten) {
    const std::string path = test::projectIn("full");
    auto project = Project::open(path, false);
    ASSERT_TRUE(project);
    const std::int64_t id = entered(*project, test::madeRecording());
    ASSERT_TRUE(project->append(id, {madeGroup("before", 10)}));
    EventGroup large = madeGroup("large", 0);
    large.marks.resize(20'000, large.marks[0]);
    const auto previous = ::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
    rlimit small = before;
    small.rlim_cur = 400'000;
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
    const auto refused = project->append(id, {large});
    ::setrlimit(RLIMIT_FSIZE, &before);
    ::signal(SIGXFSZ, previous);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::io_failed) << sentence(refused.error());
    EXPECT_EQ(project->groupsOf(id, 0)->size(), 1U) << "all of a group, or nothing";
    EXPECT_TRUE(project->append(id, {large})) << "and once there is room it is written";
    EXPECT_EQ(project->groupsOf(id, 0)->size(), 2U);
}

TEST(Project, AFullDiskLeavesNoEmptyFileBehind) {
    const std::string path = test::projectIn("full-from-the-start");
    const auto previous = ::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
    rlimit none = before;
    none.rlim_cur = 0;
    ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &none), 0);
    const auto refused = Project::open(path, false);
    // One that was empty before is somebody's, and stays.
    const std::string there = path + ".there.triptych-project";
    { std::ofstream touched(there); }
    const auto again = Project::open(there, false);
    ::setrlimit(RLIMIT_FSIZE, &before);
    ::signal(SIGXFSZ, previous);
    ASSERT_FALSE(refused);
    EXPECT_FALSE(fs::exists(path)) << sentence(refused.error());
    EXPECT_FALSE(again);
    EXPECT_TRUE(fs::exists(there));
    EXPECT_TRUE(Project::open(path, false)) << "once there is room";
}

TEST(Project, AnEmptyFileIsSaidToHoldNothing) {
    const std::string path = test::projectIn("empty");
    { std::ofstream touched(path); }
    const auto read = Project::openForReading(path);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, ErrorCode::empty);
    EXPECT_NE(sentence(read.error()).find("nothing was ever kept"), std::string::npos) << sentence(read.error());
    EXPECT_TRUE(Project::open(path, false)) << "and it can be begun";
    EXPECT_TRUE(Project::openForReading(path));
}

TEST(Project, ADamagedPageIsSaidWhereverItLies) {
    const std::string path = test::projectIn("damaged");
    {
        auto project = Project::open(path, false);
        ASSERT_TRUE(project);
        std::vector<EventGroup> groups;
        for (int i = 0; i < 600; ++i) groups.push_back(madeGroup("g" + std::to_string(i), i));
        ASSERT_TRUE(project->append(entered(*project, test::madeRecording()), groups));
        project->settle();
    }
    ASSERT_TRUE(Project::openForReading(path));
    const auto size = fs::file_size(path);
    std::size_t said = 0, pages = 0;
    for (std::uintmax_t page = 1; page < size / 4096; ++page) {
        const std::string copy = path + ".copy";
        fs::copy_file(path, copy, fs::copy_options::overwrite_existing);
        {
            std::fstream file(copy, std::ios::binary | std::ios::in | std::ios::out);
            file.seekp(static_cast<std::streamoff>(page * 4096));
            file << std::string(512, '\x5a');
        }
        ++pages;
        const auto opened = Project::openForReading(copy);
        if (!opened) {
            ++said;
            EXPECT_NE(sentence(opened.error()).find("damaged"), std::string::npos) << sentence(opened.error());
        }
    }
    EXPECT_GT(pages, 20U);
    EXPECT_EQ(said, pages);
}

TEST(Project, OneThatWasRemovedIsWrittenAnewWithAllThatItHeld) {
    const std::string path = test::projectIn("removed");
    auto project = Project::open(path, false);
    ASSERT_TRUE(project);
    const std::int64_t id = entered(*project, test::madeRecording());
    ASSERT_TRUE(project->append(id, {madeGroup("a", 10)}));
    EXPECT_EQ(project->whereabouts(), Project::Whereabouts::in_place);
    for (const char* ending : {"", "-wal", "-shm"}) fs::remove(path + ending);
    EXPECT_EQ(project->whereabouts(), Project::Whereabouts::gone);
    const std::string rescued = path + ".rescued";
    ASSERT_TRUE(project->writeTo(rescued));
    auto again = Project::open(rescued, false);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->find(cardOf(*test::madeRecording()), "ann")->groups.size(), 1U);
}

// Windows that are started together make the reader's own project together.
TEST(Project, ManyMayMakeTheSameOneAtOnce) {
    const auto folder = test::scratchFolder("at-once");
    for (int round = 0; round < 20; ++round) {
        const std::string path = (folder / (std::to_string(round) + ".triptych-project")).string();
        std::vector<std::string> troubles(8);
        {
            std::vector<std::jthread> programs;
            for (std::string& trouble : troubles) {
                programs.emplace_back([&path, &trouble] {
                    auto project = Project::open(path, false);
                    if (!project) {
                        trouble = sentence(project.error());
                    } else if (const auto id = project->note(RecordingCard{"identity", "name", "", "format", 1}); !id) {
                        trouble = sentence(id.error());
                    }
                });
            }
        }
        for (const std::string& trouble : troubles) EXPECT_EQ(trouble, "") << "round " << round;
    }
}

TEST(Project, OneProcessSeesWhatAnotherConnectionWrote) {
    const std::string path = test::projectIn("shared");
    auto first = Project::open(path, false);
    auto second = Project::open(path, false);
    ASSERT_TRUE(first && second);
    const std::int64_t id = entered(*first, test::madeRecording());
    EXPECT_EQ(entered(*second, test::madeRecording()), id);
    const auto before = second->foreignChanges();
    ASSERT_TRUE(first->append(id, {madeGroup("a", 10)}));
    EXPECT_NE(*second->foreignChanges(), *before);
    EXPECT_EQ(second->groupsOf(id, 0)->size(), 1U);
    const auto own = first->foreignChanges();
    ASSERT_TRUE(first->append(id, {madeGroup("b", 20)}));
    EXPECT_EQ(*first->foreignChanges(), *own) << "our own commits are no news";
}

TEST(Project, ReadOnlyOnesAreReadAndSaySo) {
    const auto folder = test::scratchFolder("read-only");
    const std::string path = (folder / "made.triptych-project").string();
    {
        auto project = Project::open(path, false);
        ASSERT_TRUE(project);
        ASSERT_TRUE(project->append(entered(*project, test::madeRecording()), {madeGroup("a", 10)}));
    }
    auto read = Database::open(path, Access::unchanging);
    ASSERT_TRUE(read);
    EXPECT_EQ(*read->number("SELECT count(*) FROM event"), 1);
    // Root may write everywhere: for a moment this process is nobody.
    const uid_t user = ::geteuid();
    ::chmod(path.c_str(), 0444);
    ::chmod(folder.c_str(), 0555);
    if (user == 0) {
        ASSERT_EQ(::seteuid(65534), 0);
    }
    auto project = Project::open(path, true);
    if (user == 0) {
        ASSERT_EQ(::seteuid(0), 0);
    }
    ::chmod(folder.c_str(), 0755);
    ASSERT_TRUE(project) << sentence(project.error());
    EXPECT_TRUE(project->readOnly());
    const auto known = project->find(cardOf(*test::madeRecording()), "ann");
    ASSERT_TRUE(known);
    EXPECT_EQ(known->groups.size(), 1U);
}

}  // namespace
}  // namespace triptych::store
