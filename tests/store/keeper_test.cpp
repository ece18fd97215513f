// The keeper writes at once, says when it is safe, never drops what it could not write, and hears of other windows.
#include "core/store/keeper.h"
#include "core/store/sqlite.h"
#include "tests/store/made_store.h"

#include <sqlite3.h>

#include <algorithm>
#include <condition_variable>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <mutex>

namespace triptych::store {
namespace {

using namespace std::chrono_literals;
using test::madeGroup;

// What a window hears.
class Heard {
public:
    KeeperListener listener() {
        KeeperListener made;
        made.begun = [this](Beginning beginning) { note([&] { begun.push_back(std::move(beginning)); }); };
        made.saved = [this](std::uint64_t, std::vector<std::pair<std::string, std::int64_t>> kept) {
            note([&] { saved.insert(saved.end(), kept.begin(), kept.end()); });
        };
        made.trouble = [this](std::optional<Error> error) { note([&] { troubles.push_back(std::move(error)); }); };
        made.arrived = [this](std::uint64_t, std::vector<EventGroup> groups) {
            note([&] { arrived.insert(arrived.end(), groups.begin(), groups.end()); });
        };
        made.opened = [this](std::string project) { note([&] { opened.push_back(std::move(project)); }); };
        made.moved = [this](Warning warning) { note([&] { moved.push_back(std::move(warning)); }); };
        return made;
    }
    template <class Condition>
    bool waitFor(const Condition& condition) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, 20s, condition);
    }

    std::vector<Beginning> begun;
    std::vector<std::pair<std::string, std::int64_t>> saved;
    std::vector<std::optional<Error>> troubles;
    std::vector<EventGroup> arrived;
    std::vector<Warning> moved;
    std::vector<std::string> opened;

private:
    template <class Change>
    void note(const Change& change) {
        const std::scoped_lock lock(mutex_);
        change();
        changed_.notify_all();
    }
    std::mutex mutex_;
    std::condition_variable changed_;
};

TEST(Keeper, WritesAtOnceAndSaysWhere) {
    const std::string path = test::projectIn("keeper");
    Heard heard;
    Keeper keeper(path, "ann", heard.listener());
    keeper.begin(test::madeRecording());
    ASSERT_TRUE(heard.waitFor([&] { return heard.begun.size() == 1; }));
    EXPECT_EQ(heard.begun[0].project, path);
    EXPECT_TRUE(heard.begun[0].groups.empty());
    for (int i = 0; i < 50; ++i) keeper.append({madeGroup("g" + std::to_string(i), i)});
    ASSERT_TRUE(heard.waitFor([&] { return heard.saved.size() == 50; }));
    EXPECT_EQ(keeper.waiting(), 0U);
    auto database = Database::open(path, Access::read);
    EXPECT_EQ(*database->number("SELECT count(*) FROM event"), 50);
    for (std::size_t i = 1; i < heard.saved.size(); ++i) EXPECT_LT(heard.saved[i - 1].second, heard.saved[i].second);
}

TEST(Keeper, OpensTheProjectWhileARecordingIsOnItsWay) {
    const std::string path = test::projectIn("prepared");
    Heard heard;
    Keeper keeper(path, "ann", heard.listener());
    EXPECT_FALSE(std::filesystem::exists(path));
    keeper.prepare();
    const auto patience = std::chrono::steady_clock::now() + 20s;
    while (!std::filesystem::exists(path) && std::chrono::steady_clock::now() < patience)
        std::this_thread::sleep_for(5ms);
    EXPECT_TRUE(std::filesystem::exists(path));
    EXPECT_TRUE(heard.begun.empty());
    keeper.begin(test::madeRecording());
    ASSERT_TRUE(heard.waitFor([&] { return heard.begun.size() == 1; }));
    EXPECT_EQ(heard.begun[0].project, path);
}

TEST(Keeper, TheNextLifeFindsEverythingAndThePlace) {
    const std::string path = test::projectIn("lives");
    const Place place{"MLII", 3.0, 1, 10, 25, "reference", "product"};
    {
        Heard heard;
        Keeper keeper(path, "ann", heard.listener());
        keeper.begin(test::madeRecording());
        keeper.append({madeGroup("a", 10), madeGroup("b", 20)});
        keeper.keepPlace(place);
    }  // what waits is written before the thread ends
    Heard heard;
    Keeper keeper(path, "ann", heard.listener());
    keeper.begin(test::madeRecording());
    ASSERT_TRUE(heard.waitFor([&] { return !heard.begun.empty(); }));
    EXPECT_EQ(heard.begun[0].groups.size(), 2U);
    EXPECT_EQ(heard.begun[0].place, place);
}

TEST(Keeper, LabelsBesideTheRecordAreTakenOverOnce) {
    const std::string path = test::projectIn("beside");
    const auto beside = [](const std::string&, const std::vector<EventGroup>& known) {
        return known.empty() ? std::vector{madeGroup("taken-over-1", 10)} : std::vector<EventGroup>{};
    };
    for (int life = 0; life < 2; ++life) {
        Heard heard;
        Keeper keeper(path, "ann", heard.listener());
        keeper.begin(test::madeRecording(), beside);
        ASSERT_TRUE(heard.waitFor([&] { return !heard.begun.empty(); }));
        EXPECT_EQ(heard.begun[0].groups.size(), 1U);
        EXPECT_TRUE(keeper.flush(20s));
    }
    auto database = Database::open(path, Access::read);
    EXPECT_EQ(*database->number("SELECT count(*) FROM event"), 1);
}

TEST(Keeper, TwoWindowsSeeEachOthersLabelsAndOverwriteNothing) {
    const std::string path = test::projectIn("two");
    Heard first_heard, second_heard;
    Keeper first(path, "ann", first_heard.listener());
    Keeper second(path, "bob", second_heard.listener());
    first.begin(test::madeRecording());
    second.begin(test::madeRecording());
    ASSERT_TRUE(first_heard.waitFor([&] { return !first_heard.begun.empty(); }));
    ASSERT_TRUE(second_heard.waitFor([&] { return !second_heard.begun.empty(); }));
    first.append({madeGroup("a", 10, "V")});
    ASSERT_TRUE(second_heard.waitFor([&] { return !second_heard.arrived.empty(); }));
    EXPECT_EQ(second_heard.arrived[0].key, "a");
    second.append({madeGroup("b", 10, "F")});
    ASSERT_TRUE(first_heard.waitFor([&] {
        return std::any_of(first_heard.arrived.begin(), first_heard.arrived.end(),
                           [](const EventGroup& group) { return group.key == "b"; });
    }));
    auto database = Database::open(path, Access::read);
    EXPECT_EQ(*database->number("SELECT count(*) FROM event"), 2) << "both stand in the log";
}

// Another program holds the project, as a backup would: what is given meanwhile waits and is written in the end.
TEST(Keeper, WhatCannotBeWrittenWaitsAndIsWrittenLater) {
    const std::string path = test::projectIn("held");
    Heard heard;
    Keeper keeper(path, "ann", heard.listener());
    keeper.begin(test::madeRecording());
    ASSERT_TRUE(heard.waitFor([&] { return !heard.begun.empty(); }));
    sqlite3* other = nullptr;
    ASSERT_EQ(sqlite3_open(path.c_str(), &other), SQLITE_OK);
    sqlite3_busy_timeout(other, 20'000);  // the recording may just be noted
    ASSERT_EQ(sqlite3_exec(other, "BEGIN EXCLUSIVE", nullptr, nullptr, nullptr), SQLITE_OK);
    keeper.append({madeGroup("a", 10)});
    ASSERT_TRUE(heard.waitFor([&] { return !heard.troubles.empty(); })) << "after five seconds of patience";
    ASSERT_TRUE(heard.troubles[0]);
    EXPECT_EQ(heard.troubles[0]->code, ErrorCode::io_failed) << sentence(*heard.troubles[0]);
    EXPECT_EQ(keeper.waiting(), 1U);
    EXPECT_TRUE(heard.saved.empty());
    sqlite3_exec(other, "COMMIT", nullptr, nullptr, nullptr);
    sqlite3_close(other);
    ASSERT_TRUE(heard.waitFor([&] { return heard.saved.size() == 1 && heard.troubles.size() == 2; }));
    EXPECT_FALSE(heard.troubles.back()) << "that it is over is said, too";
    EXPECT_EQ(keeper.waiting(), 0U);
}

TEST(Keeper, AProjectThatWasHeldAtTheBeginningIsReadWhenItIsFree) {
    const std::string path = test::projectIn("held");
    {
        Heard heard;
        Keeper keeper(path, "ann", heard.listener());
        keeper.begin(test::madeRecording());
        keeper.append({madeGroup("a", 10)});
        ASSERT_TRUE(heard.waitFor([&] { return heard.saved.size() == 1; }));
    }
    sqlite3* other = nullptr;
    ASSERT_EQ(sqlite3_open(path.c_str(), &other), SQLITE_OK);
    ASSERT_EQ(
        sqlite3_exec(other, "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT", nullptr, nullptr, nullptr),
        SQLITE_OK);
    Heard heard;
    Keeper keeper(path, "ann", heard.listener());
    keeper.begin(test::madeRecording());
    ASSERT_TRUE(heard.waitFor([&] { return !heard.begun.empty(); }));
    EXPECT_TRUE(heard.begun[0].groups.empty());
    ASSERT_EQ(heard.begun[0].warnings.size(), 1U);
    EXPECT_NE(heard.begun[0].warnings[0].what.text().find("another program holds"), std::string::npos)
        << heard.begun[0].warnings[0].what;
    sqlite3_close(other);
    ASSERT_TRUE(heard.waitFor([&] { return !heard.opened.empty() && !heard.arrived.empty(); }))
        << "without a label that would have had to be written";
    EXPECT_EQ(heard.opened[0], path);
    EXPECT_EQ(heard.arrived[0].key, "a");
    keeper.append({madeGroup("b", 20)});
    EXPECT_TRUE(heard.waitFor([&] { return heard.saved.size() == 1; }));
    EXPECT_EQ(heard.opened.size(), 1U) << "said once";
}

// A tool that tidies up, or a synchronised folder: what is said to be saved must be found by the next window.
TEST(Keeper, AProjectThatIsRemovedWhileItIsInUseIsWrittenAgain) {
    const std::string path = test::projectIn("tidied");
    {
        Heard heard;
        Keeper keeper(path, "ann", heard.listener());
        keeper.begin(test::madeRecording());
        keeper.append({madeGroup("a", 10)});
        ASSERT_TRUE(heard.waitFor([&] { return heard.saved.size() == 1; }));
        std::filesystem::remove(path);  // its write-ahead log stays behind
        keeper.append({madeGroup("b", 20)});
        ASSERT_TRUE(heard.waitFor([&] { return heard.saved.size() == 2 && heard.moved.size() == 1; }));
    }
    Heard heard;
    Keeper keeper(path, "ann", heard.listener());
    keeper.begin(test::madeRecording());
    ASSERT_TRUE(heard.waitFor([&] { return !heard.begun.empty(); }));
    EXPECT_EQ(heard.begun[0].groups.size(), 2U);
}

// A backup that is put in the place of the project in use.
TEST(Keeper, AProjectThatIsReplacedIsKeptAsideAndTheOtherStaysWhole) {
    const std::string path = test::projectIn("restored");
    {
        Heard heard;
        Keeper keeper(path, "ann", heard.listener());
        keeper.begin(test::madeRecording());
        for (int i = 0; i < 3; ++i) keeper.append({madeGroup("a" + std::to_string(i), 10 * i)});
        ASSERT_TRUE(heard.waitFor([&] { return heard.saved.size() == 3; }));
        {
            auto database = Database::open(path, Access::create);
            ASSERT_TRUE(database && database->run("VACUUM INTO '" + path + ".backup'"));
        }
        keeper.append({madeGroup("b", 100)});
        ASSERT_TRUE(heard.waitFor([&] { return heard.saved.size() == 4; }));
        std::filesystem::rename(path + ".backup", path);
        for (int i = 0; i < 5; ++i) keeper.append({madeGroup("c" + std::to_string(i), 200 + i)});
        ASSERT_TRUE(heard.waitFor([&] { return heard.saved.size() == 9 && heard.moved.size() == 1; }));
        for (std::size_t i = 1; i < heard.saved.size(); ++i) {
            EXPECT_LT(heard.saved[i - 1].second, heard.saved[i].second) << "later groups stay later";
        }
    }
    auto database = Database::open(path, Access::read);
    ASSERT_TRUE(database);
    EXPECT_EQ(*database->number("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'"), 1);
    EXPECT_EQ(*database->number("SELECT count(*) FROM event"), 8) << "the backup's three and the five since";
    auto aside = Database::open(path + ".replaced", Access::read);
    ASSERT_TRUE(aside);
    EXPECT_EQ(*aside->number("SELECT count(*) FROM event"), 4) << "and nothing that was given is lost";
}

// A project that cannot be had at all: labels go to the reader's own, and a sentence says so.
TEST(Keeper, AProjectThatCannotBeWrittenGivesWayToTheReadersOwn) {
    const auto folder = test::scratchFolder("own");
    const std::string own = (folder / "own.triptych-project").string();
    const char* before = std::getenv("TRIPTYCH_PROJECT");
    const std::string kept = before != nullptr ? before : "";
    ::setenv("TRIPTYCH_PROJECT", own.c_str(), 1);
    const std::string notes = (folder / "notes.triptych-project").string();
    std::ofstream(notes) << std::string(5000, 'x');
    {
        Heard heard;
        Keeper keeper(notes, "ann", heard.listener());
        keeper.begin(test::madeRecording());
        keeper.append({madeGroup("a", 10)});
        ASSERT_TRUE(heard.waitFor([&] { return heard.saved.size() == 1; }));
        ASSERT_EQ(heard.begun[0].warnings.size(), 1U);
        EXPECT_NE(sentence(heard.begun[0].warnings[0]).find("own.triptych-project"), std::string::npos);
        EXPECT_EQ(heard.begun[0].project, own);
    }
    if (before != nullptr) {
        ::setenv("TRIPTYCH_PROJECT", kept.c_str(), 1);
    } else {
        ::unsetenv("TRIPTYCH_PROJECT");
    }
    auto database = Database::open(own, Access::read);
    EXPECT_EQ(*database->number("SELECT count(*) FROM event"), 1);
}

}  // namespace
}  // namespace triptych::store
