// Labels go where their beats went, whoever asks, with a list of beats at hand or without.
#include "core/review/corrected_labels.h"
#include "core/review/provenance.h"
#include "core/review/readers.h"
#include "core/review/take_over.h"
#include "tests/review/made_edits.h"
#include "tests/review/made_events.h"

#include <gtest/gtest.h>

#include <string>

namespace triptych::review {
namespace {

constexpr double kRate_hz = 360;

BeatJournal journal(std::vector<store::EventGroup> groups) {
    return {kRate_hz, "ann", std::move(groups)};
}

TEST(CorrectedLabels, GoWithBeatsThatWereMovedAndWithThoseThatAreGone) {
    const BeatJournal edits =
        journal({test::madeBeatEdit("a", 1000, {BeatEdit::moved, 1060}), test::madeBeatEdit("b", 2000, {}),
                 test::madeBeatEdit("c", 2001, {BeatEdit::added, 2003}),
                 test::madeBeatEdit("d", 4000, {BeatEdit::added, 4000})});
    EXPECT_EQ(standsAt(1000, edits), 1060);
    EXPECT_EQ(standsAt(1010, edits), 1060) << "a label given on another list of beats is of the same beat";
    EXPECT_EQ(standsAt(2000, edits), std::nullopt);
    EXPECT_EQ(standsAt(2001, edits), 2003) << "the beat that was put in its stead has a place of its own";
    EXPECT_EQ(standsAt(3000, edits), 3000);
    const ReaderLabels labels = {
        {1000, {kPvc, "a"}}, {2000, {kPvc, "b"}}, {2001, {kFusion, "c"}}, {3000, {kNormal, "d"}}};
    const ReaderLabels now = correctedLabels(labels, edits);
    const ReaderLabels expected = {{1060, {kPvc, "a"}}, {2003, {kFusion, "c"}}, {3000, {kNormal, "d"}}};
    EXPECT_EQ(now, expected);
    EXPECT_EQ(correctedLabels(labels, journal({})), labels);
}

TEST(CorrectedLabels, AReaderHasNoWordOnABeatThatTheyTookAway) {
    auto bob = test::madeBeatEdit("r", 2000, {});
    bob.reader = "bob";
    auto of_bob = test::madeEdit("l", 2000, "V");
    of_bob.reader = "bob";
    const std::vector<store::EventGroup> log = {test::madeEdit("a", 2000, "N"), of_bob, bob};
    for (const Reading& reading : readingsOf(log, kRate_hz)) {
        EXPECT_EQ(reading.labels.size(), reading.reader == "ann" ? 1U : 0U) << reading.reader;
    }
}

TEST(CorrectedLabels, AFileWrittenAfterABeatWasMovedHoldsNothingNew) {
    const auto label = test::madeEdit("a", 1000, "V");
    SavedLabels saved;
    saved.set.rate_hz = kRate_hz;
    saved.labels[1060] = {kPvc, provenanceOf(label, label.marks[0])};
    const auto moved = test::madeBeatEdit("b", 1000, {BeatEdit::moved, 1060});
    EXPECT_TRUE(takeOver(saved, "208", {label, moved}).empty());
    // And one that was written before it was moved on.
    EXPECT_TRUE(takeOver(saved, "208", {label, moved, test::madeBeatEdit("c", 1000, {BeatEdit::moved, 1100})}).empty());
    EXPECT_EQ(takeOver(saved, "208", {label}).size(), 1U) << "of another beat it is news";
}

}  // namespace
}  // namespace triptych::review
