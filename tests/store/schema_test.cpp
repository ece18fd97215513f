// Older projects are brought up to date after a copy, newer ones are refused with a sentence.
#include "core/store/schema.h"
#include "core/store/project.h"
#include "tests/store/made_store.h"

#include <filesystem>

namespace triptych::store {
namespace {

namespace fs = std::filesystem;

// A project as version 1 of the file was: without places.
std::string madeVersionOne(const std::string& folder) {
    const std::string path = test::projectIn(folder);
    {
        auto project = Project::open(path, false);
        EXPECT_TRUE(project);
        const auto id = project->note(cardOf(*test::madeRecording()));
        EXPECT_TRUE(id && project->append(*id, {test::madeGroup("a", 10)}));
    }
    auto database = Database::open(path, Access::create);
    EXPECT_TRUE(database && database->run("DROP TABLE place; PRAGMA user_version = 1; PRAGMA journal_mode = DELETE;"));
    return path;
}

TEST(Schema, AnOlderProjectIsBroughtUpToDateAfterACopy) {
    const std::string path = madeVersionOne("older");
    auto project = Project::open(path, false);
    ASSERT_TRUE(project) << sentence(project.error());
    const auto known = project->find(cardOf(*test::madeRecording()), "ann");
    ASSERT_TRUE(known) << sentence(known.error());
    EXPECT_EQ(known->groups.size(), 1U);
    EXPECT_TRUE(project->keepPlace(known->id, "ann", Place{"MLII", 1.0, 0, 10, 25, "reference", ""}));
    const std::string copy = path + ".version-1";
    ASSERT_TRUE(fs::exists(copy));
    auto kept = Database::open(copy, Access::read);
    ASSERT_TRUE(kept);
    EXPECT_EQ(*kept->number("PRAGMA user_version"), 1);
    EXPECT_EQ(*kept->number("SELECT count(*) FROM event"), 1);
}

TEST(Schema, ANewerProjectThatAsksForItIsRefusedAndLeftAsItIs) {
    const std::string path = madeVersionOne("newer");
    {
        auto database = Database::open(path, Access::create);
        ASSERT_TRUE(database && database->run("PRAGMA user_version = 99; UPDATE project SET value = '50' "
                                              "WHERE name = 'least_version'"));
    }
    const auto refused = Project::open(path, true);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::unsupported);
    EXPECT_NE(sentence(refused.error()).find("newer Triptych"), std::string::npos) << sentence(refused.error());
    auto database = Database::open(path, Access::read);
    EXPECT_EQ(*database->number("PRAGMA user_version"), 99);
}

TEST(Schema, ANewerProjectThatOlderProgramsMayUseIsOpened) {
    const std::string path = test::projectIn("newer-usable");
    ASSERT_TRUE(Project::open(path, false));
    {
        auto database = Database::open(path, Access::create);
        ASSERT_TRUE(database && database->run("CREATE TABLE more (x); PRAGMA user_version = 99"));
    }
    EXPECT_TRUE(Project::open(path, false));
}

TEST(Schema, ViewsAndTriggersOfAStrangerAreRefused) {
    for (const char* sql : {"CREATE TRIGGER z BEFORE INSERT ON event BEGIN SELECT RAISE(IGNORE); END",
                            "DROP TABLE place; CREATE VIEW place AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT "
                            "x + 1 FROM c) SELECT x FROM c"}) {
        const std::string path = test::projectIn("strange");
        ASSERT_TRUE(Project::open(path, false));
        {
            auto database = Database::open(path, Access::create);
            ASSERT_TRUE(database && database->run(sql)) << sql;
        }
        EXPECT_EQ(Project::open(path, true).error().code, ErrorCode::malformed) << sql;
        EXPECT_EQ(Project::openForReading(path).error().code, ErrorCode::malformed) << sql;
    }
}

TEST(Schema, EveryProjectSaysWhoMadeIt) {
    const std::string path = test::projectIn("says");
    ASSERT_TRUE(Project::open(path, false));
    auto database = Database::open(path, Access::read);
    ASSERT_TRUE(database);
    EXPECT_EQ(*database->number("PRAGMA application_id"), kApplicationId);
    EXPECT_EQ(*database->number("SELECT count(*) FROM project WHERE name = 'created_by' AND value LIKE 'Triptych %'"),
              1);
}

}  // namespace
}  // namespace triptych::store
