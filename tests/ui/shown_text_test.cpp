// What another desk's project holds of names and reasons is shown with what nobody would see in it.
#include "ui/state/shown_text.h"
#include "ui/panels/history_rows.h"

#include <gtest/gtest.h>

namespace triptych::ui {
namespace {

TEST(ShownText, NamesOfOtherDesksShowWhatNobodySees) {
    EXPECT_EQ(shownText("Ada L\u00f6velace"), QStringLiteral("Ada L\u00f6velace"));
    store::EventGroup group;
    group.key = "a";
    group.reader = "ann\u202e";
    group.tool = "key";
    group.reason = "broad\x1b[2J";
    store::EventMark mark;
    mark.sample = mark.end_sample = 360;
    mark.rate_hz = 360;
    mark.to = "V";
    group.marks = {mark};
    const auto rows = historyRows(review::LabelJournal(360, {}, {group}), 360, {}, {}, 360);
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].reader, QStringLiteral("ann\\u202e"));
    EXPECT_EQ(rows[0].by, QStringLiteral("key: broad\\x1b[2J"));
}

}  // namespace
}  // namespace triptych::ui
