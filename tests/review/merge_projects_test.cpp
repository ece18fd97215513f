// Copies of a project that two desks wrote to come together: nothing lost, nothing twice, and the same labels on both.
#include "core/review/merge_projects.h"

#include "core/review/label_journal.h"
#include "core/review/readers.h"
#include "core/synth/synthesize.h"
#include "tests/review/made_events.h"
#include "tests/support/data.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <random>

namespace triptych::test {
namespace {

using Groups = std::vector<store::EventGroup>;

store::EventGroup by(const std::string& reader, int minute, store::EventGroup group) {
    group.reader = reader;
    group.time = kMoment + std::chrono::minutes(minute);
    return group;
}

// As the log of a project has it: places from 1 on.
Groups placed(Groups groups) {
    std::int64_t order = 0;
    for (store::EventGroup& group : groups) group.order = ++order;
    return groups;
}

Groups merged(const Groups& mine, const Groups& theirs) {
    const auto log = review::mergeLogs(mine, theirs);
    EXPECT_TRUE(log);
    Groups all = mine;
    for (const store::EventGroup& group : log->groups) all.push_back(group);
    return placed(std::move(all));
}

std::map<std::int64_t, std::uint8_t> lettersOf(const Groups& log) {
    std::map<std::int64_t, std::uint8_t> letters;
    const review::LabelJournal journal(360, {}, log);
    for (const auto& [sample, label] : journal.labels()) letters[sample] = label.code;
    return letters;
}

TEST(MergeLogs, TheSameEventIsThereOnceAndNothingIsLost) {
    const Groups common = {by("ann", 0, madeEdit("c1", 100, "V"))};
    const Groups mine = placed({common[0], by("ann", 1, madeEdit("a1", 200, "S"))});
    const Groups theirs = placed({common[0], by("bob", 2, madeEdit("b1", 300, "F"))});
    const auto log = review::mergeLogs(mine, theirs);
    ASSERT_TRUE(log);
    EXPECT_EQ(log->known, 1U);
    ASSERT_EQ(log->groups.size(), 1U);
    EXPECT_EQ(log->groups[0].key, "b1");
    EXPECT_TRUE(log->conflicts.empty());
    EXPECT_EQ(lettersOf(merged(mine, theirs)), lettersOf(merged(theirs, mine)));
    // Once more, there is nothing to do.
    const auto again = review::mergeLogs(merged(mine, theirs), theirs);
    ASSERT_TRUE(again);
    EXPECT_TRUE(again->groups.empty());
}

TEST(MergeLogs, OfTwoWordsOnOneBeatTheLaterCountsOnBothDesksAndIsTold) {
    const Groups mine = placed({by("ann", 5, madeEdit("a1", 200, "S"))});
    const Groups theirs = placed({by("bob", 3, madeEdit("b1", 200, "V"))});
    const auto log = review::mergeLogs(mine, theirs);
    ASSERT_TRUE(log);
    ASSERT_EQ(log->conflicts.size(), 1U);
    EXPECT_EQ(log->conflicts[0].ours.reader, "ann");
    EXPECT_EQ(log->conflicts[0].theirs.value, "V");
    EXPECT_FALSE(log->conflicts[0].theirs_counts);
    const Groups here = merged(mine, theirs), there = merged(theirs, mine);
    EXPECT_EQ(lettersOf(here), (std::map<std::int64_t, std::uint8_t>{{200, 9}}));
    EXPECT_EQ(lettersOf(there), lettersOf(here));
    // The copies are exchanged once more: all is known, nothing is told again.
    const auto again = review::mergeLogs(here, there);
    ASSERT_TRUE(again);
    EXPECT_TRUE(again->groups.empty());
    EXPECT_TRUE(again->conflicts.empty());
}

TEST(MergeLogs, AReaderAtTwoDesksHasOneReading) {
    const Groups mine = placed({by("ann", 5, madeEdit("a1", 200, "S"))});
    const Groups theirs = placed({by("ann", 9, madeEdit("a2", 200, "V"))});
    const Groups here = merged(mine, theirs), there = merged(theirs, mine);
    for (const Groups& log : {here, there}) {
        const auto readings = review::readingsOf(log, 360);
        ASSERT_EQ(readings.size(), 1U);
        EXPECT_EQ(readings[0].labels.at(200).code, kPvc);
    }
}

TEST(MergeLogs, WhatOneDeskTookBackIsTakenBackOnBoth) {
    const Groups common = placed({by("ann", 0, madeEdit("c0", 100, "S")), by("ann", 1, madeEdit("c1", 100, "V"))});
    Groups mine = common;
    mine.push_back(by("ann", 4, madeTurn("u1", "c1", store::EventKind::undo)));
    mine = placed(std::move(mine));
    Groups theirs = common;
    theirs.push_back(by("bob", 6, madeEdit("b1", 900, "F")));
    theirs = placed(std::move(theirs));
    const auto here = lettersOf(merged(mine, theirs));
    EXPECT_EQ(here, (std::map<std::int64_t, std::uint8_t>{{100, 9}, {900, 6}}));
    EXPECT_EQ(lettersOf(merged(theirs, mine)), here);
}

TEST(MergeLogs, OneKeyWithTwoMeaningsIsRefused) {
    const Groups mine = placed({madeEdit("a1", 200, "S")});
    const Groups theirs = placed({madeEdit("a1", 200, "V")});
    const auto log = review::mergeLogs(mine, theirs);
    ASSERT_FALSE(log);
    EXPECT_EQ(log.error().code, ErrorCode::refused);
}

// Random deeds at two desks that part, work and exchange: whoever merges first, both see the same, and every event of
// either is there.
TEST(MergeLogs, WhoeverMergesFirstBothDesksAgree) {
    std::mt19937 random(7);
    for (int round = 0; round < 200; ++round) {
        Groups desks[2];
        int minute = 0, key = 0;
        const auto deed = [&](Groups& log, const std::string& reader) {
            ++minute;
            if (!log.empty() && random() % 4 == 0) {
                const auto& target = log[random() % log.size()];
                if (target.kind != store::EventKind::edit) return;
                const auto kind = random() % 2 == 0 ? store::EventKind::undo : store::EventKind::redo;
                log.push_back(by(reader, minute, madeTurn("t" + std::to_string(++key), target.key, kind)));
            } else {
                const char* letters[] = {"N", "S", "V", "F"};
                std::optional<std::string> to = letters[random() % 4];
                if (random() % 8 == 0) to.reset();
                log.push_back(by(reader, minute, madeEdit("e" + std::to_string(++key), 100 * (random() % 4), to)));
            }
            log = placed(std::move(log));
        };
        for (int i = 0; i < 3; ++i) deed(desks[0], "ann");
        desks[1] = desks[0];
        for (int exchange = 0; exchange < 2; ++exchange) {
            for (int i = 0; i < 6; ++i) deed(desks[random() % 2], random() % 2 == 0 ? "ann" : "bob");
            const Groups here = merged(desks[0], desks[1]), there = merged(desks[1], desks[0]);
            ASSERT_EQ(lettersOf(here), lettersOf(there)) << "round " << round << ", exchange " << exchange;
            for (const Groups* desk : {&desks[0], &desks[1]}) {
                for (const store::EventGroup& group : *desk) {
                    const auto has = [&](const store::EventGroup& one) { return one.key == group.key; };
                    ASSERT_EQ(std::ranges::count_if(here, has), 1);
                    ASSERT_EQ(std::ranges::count_if(there, has), 1);
                }
            }
            desks[0] = here;
            desks[1] = there;
        }
    }
}

struct TwoDesks {
    std::string mine, theirs;
};

TwoDesks twoDesks(const std::string& folder) {
    const auto made = scratchFolder(folder);
    synth::SynthRequest request;
    request.duration_s = 20;
    const auto recording = synth::synthesize(request)->recording;
    TwoDesks desks{(made / "mine.triptych-project").string(), (made / "theirs.triptych-project").string()};
    for (const auto& [path, key] : {std::pair(desks.mine, "a1"), std::pair(desks.theirs, "b1")}) {
        auto project = store::Project::open(path, false);
        const auto id = project->note(store::cardOf(*recording));
        EXPECT_TRUE(project->append(*id, {madeEdit(key, 100, "V")}));
    }
    return desks;
}

TEST(MergeProjects, BringsAnotherDesksEventsInAndLooksBeforeItLeaps) {
    const TwoDesks desks = twoDesks("merge-projects");
    auto mine = store::Project::open(desks.mine, false);
    auto theirs = store::Project::openForReading(desks.theirs);
    ASSERT_TRUE(mine && theirs);
    const auto looked = review::mergeProjects(*mine, *theirs, true);
    ASSERT_TRUE(looked);
    EXPECT_EQ(looked->groups, 1U);
    EXPECT_EQ(mine->groupsOf(1, 0)->size(), 1U);
    ASSERT_TRUE(review::mergeProjects(*mine, *theirs));
    EXPECT_EQ(mine->groupsOf(1, 0)->size(), 2U);
    EXPECT_EQ(review::mergeProjects(*mine, *theirs)->groups, 0U);
    EXPECT_EQ(review::mergeProjects(*mine, *mine).error().code, ErrorCode::refused);
}

TEST(MergeProjects, AForeignOrCutFileIsRefusedAndNothingChanges) {
    const TwoDesks desks = twoDesks("merge-hostile");
    auto mine = store::Project::open(desks.mine, false);
    ASSERT_TRUE(mine);
    // Every page of the copy is overwritten in turn: whatever still opens is refused, or brings what it had.
    std::string bytes;
    {
        std::ifstream file(desks.theirs, std::ios::binary);
        bytes.assign(std::istreambuf_iterator<char>(file), {});
    }
    ASSERT_GT(bytes.size(), 4096U);
    const std::string broken = desks.theirs + ".broken";
    for (std::size_t at = 0; at < bytes.size(); at += 512) {
        std::string copy = bytes;
        for (std::size_t i = at; i < std::min(at + 64, copy.size()); ++i) copy[i] = '\x5a';
        {
            std::ofstream file(broken, std::ios::binary | std::ios::trunc);
            file << copy;
        }
        auto theirs = store::Project::openForReading(broken);
        if (!theirs) continue;
        const auto done = review::mergeProjects(*mine, *theirs, true);
        if (!done) {
            EXPECT_FALSE(done.error().what.empty());
        }
    }
    EXPECT_EQ(mine->groupsOf(1, 0)->size(), 1U);
    EXPECT_TRUE(mine->checkWhole());
}

}  // namespace
}  // namespace triptych::test
