// Each reader's own reading out of one log, and where readings differ.
#include "core/review/readers.h"

#include "tests/review/made_events.h"

#include <gtest/gtest.h>

namespace triptych::test {
namespace {

using Groups = std::vector<store::EventGroup>;

store::EventGroup of(const std::string& reader, std::int64_t order, store::EventGroup group) {
    group.reader = reader;
    group.order = order;
    group.time = kMoment + std::chrono::minutes(order);
    return group;
}

store::EventGroup says(const std::string& reader, std::int64_t order, std::string_view what) {
    store::EventGroup group = of(reader, order, madeEdit("r" + std::to_string(order), 0, std::string(what)));
    group.layer = std::string(review::kReadingLayer);
    return group;
}

TEST(Readers, TheSecondReaderDoesNotTakeTheFirstOnesLabelAway) {
    const Groups log = {of("ann", 1, madeEdit("a", 100, "V")), of("bob", 2, madeEdit("b", 100, "S")),
                        of("bob", 3, madeEdit("c", 500, "V")),
                        of("bob", 4, madeTurn("u", "c", store::EventKind::undo))};
    const auto readings = review::readingsOf(log, 360);
    ASSERT_EQ(readings.size(), 2U);
    EXPECT_EQ(readings[0].reader, "ann");
    EXPECT_EQ(readings[0].labels.at(100).code, kPvc);
    EXPECT_EQ(readings[1].labels.size(), 1U);
    EXPECT_EQ(readings[1].labels.at(100).code, kSupraventricularPremature);
    EXPECT_EQ(readings[1].decisions, 1U);
}

TEST(Readers, SigningOffHoldsUntilTheNextLabelAndBlindnessIsThatOfTheFirst) {
    Groups log = {says("bob", 1, review::kBlindedToAll), of("bob", 2, madeEdit("b", 100, "S")),
                  says("bob", 3, review::kSignedOff)};
    auto reading = review::readingsOf(log, 360).front();
    EXPECT_TRUE(reading.signed_off);
    EXPECT_TRUE(reading.blinded);
    EXPECT_EQ(reading.mode, review::kBlindedToAll);
    log.push_back(says("bob", 4, review::kOpenReading));
    log.push_back(of("bob", 5, madeEdit("d", 300, "V")));
    reading = review::readingsOf(log, 360).front();
    EXPECT_FALSE(reading.signed_off);
    EXPECT_TRUE(reading.blinded);
    EXPECT_EQ(reading.mode, review::kOpenReading);
}

TEST(Readers, MarksOfOneBeatMeetWithinFiftyMillisecondsAndAnAdjudicatorDecides) {
    Groups log = {of("ann", 1, madeEdit("a", 1000, "V")), of("bob", 2, madeEdit("b", 1015, "S")),
                  of("ann", 3, madeEdit("c", 2000, "N")), of("bob", 4, madeEdit("d", 2000, "L")),
                  of("ann", 5, madeEdit("e", 3000, "N")), of("bob", 6, madeEdit("f", 3030, "V"))};
    const auto readings = review::readingsOf(log, 360);
    auto beats = review::sideBySide(readings, log, 360);
    ASSERT_EQ(beats.size(), 4U) << "30 samples are 83 ms: two beats";
    EXPECT_TRUE(review::isConflict(beats[0]));
    EXPECT_FALSE(review::isConflict(beats[1])) << "L is of the class N";
    EXPECT_TRUE(review::isConflict(beats[1], true));
    EXPECT_FALSE(beats[0].decided);
    store::EventGroup decision = of("eve", 7, madeEdit("g", 1005, "F"));
    decision.tool = std::string(review::kAdjudication);
    log.push_back(decision);
    const auto again = review::readingsOf(log, 360);
    beats = review::sideBySide(again, log, 360);
    EXPECT_EQ(beats[0].decided, kFusion);
    EXPECT_EQ(beats[0].adjudicator, "eve");
    for (const auto& reading : again) {
        if (reading.reader != "eve") continue;
        EXPECT_TRUE(reading.labels.empty()) << "a decision is no third reading";
    }
}

TEST(Readers, TheLogAsItWasIsCutByPlaceOrByTime) {
    const Groups log = {of("ann", 1, madeEdit("a", 100, "V")), of("ann", 2, madeEdit("b", 100, "S"))};
    EXPECT_EQ(review::asOf(log, 1).size(), 1U);
    EXPECT_EQ(review::asOf(log, kMoment + std::chrono::minutes(1)).size(), 1U);
    EXPECT_EQ(review::asOf(log, kMoment).size(), 0U);
}

TEST(Readers, AChosenNameIsOneLineOfAtMostFortyBytes) {
    EXPECT_EQ(review::cleanedReaderName("  Dr\tAnn \n Lee "), "Dr Ann Lee");
    EXPECT_EQ(review::cleanedReaderName(" \n"), "");
    EXPECT_EQ(review::cleanedReaderName("ann\u202e"), "ann\\u202e") << "nobody signs as ann by what is not seen";
    std::string umlauts;
    for (int i = 0; i < 30; ++i) umlauts += "ü";
    const std::string cut = review::cleanedReaderName("x" + umlauts);
    EXPECT_EQ(cut.size(), 39U) << "never within a letter";
}

}  // namespace
}  // namespace triptych::test
