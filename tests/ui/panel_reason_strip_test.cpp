// The strip says the gravest first, each thing once, and is silent when there is nothing to say.
#include "tests/ui/qt_test.h"
#include "ui/panels/reason_strip.h"

#include <QLabel>
#include <QToolButton>

#include <gtest/gtest.h>

namespace triptych::ui {
namespace {

QString shownBy(const ReasonStrip& strip) {
    return strip.findChild<QLabel*>()->text();
}

TEST(ReasonStrip, SaysTheGravestFirstAndCountsTheRest) {
    ViewState state;
    ReasonStrip strip(state);
    EXPECT_TRUE(strip.isHidden());
    strip.setReasons("file", {{"file", Gravity::warning, "half of it is missing"}});
    strip.setReasons("labels", {{"labels", Gravity::error, "cannot be written"}});
    EXPECT_FALSE(strip.isHidden());
    EXPECT_TRUE(shownBy(strip).contains(QStringLiteral("cannot be written")));
    EXPECT_FALSE(shownBy(strip).contains(QStringLiteral("half of it")));
    strip.setReasons("labels", {});
    EXPECT_TRUE(shownBy(strip).contains(QStringLiteral("half of it")));
    strip.setReasons("file", {});
    EXPECT_TRUE(strip.isHidden());
}

TEST(ReasonStrip, SaysTheSameThingOnce) {
    ViewState state;
    ReasonStrip strip(state);
    strip.setReasons("file", {{"file", Gravity::warning, "slow"}, {"file", Gravity::warning, "slow"}});
    strip.setReasons("model", {{"model", Gravity::warning, "slow"}});
    EXPECT_EQ(strip.reasons().size(), 1U);
}

TEST(ReasonStrip, WhatWasPutAwayStaysAwayUntilItIsSaidAnew) {
    ViewState state;
    ReasonStrip strip(state);
    const std::vector<Reason> notice = {{"model", Gravity::warning, "trained on this recording"}};
    strip.setReasons("model", notice);
    for (auto* button : strip.findChildren<QToolButton*>()) {
        if (button->text() == QStringLiteral("×")) button->click();
    }
    EXPECT_TRUE(strip.isHidden());
    strip.setReasons("model", notice);
    EXPECT_TRUE(strip.isHidden());
    strip.setReasons("file", {{"file", Gravity::warning, "something else"}});
    EXPECT_FALSE(strip.isHidden());
    EXPECT_FALSE(shownBy(strip).contains(QStringLiteral("trained")));
    strip.setReasons("model", {});
    strip.setReasons("model", notice);
    strip.setReasons("file", {});
    EXPECT_FALSE(strip.isHidden());
}

TEST(ReasonStrip, HostileTextIsTextAndNoMarkup) {
    ViewState state;
    ReasonStrip strip(state);
    strip.setReasons("file", {{"file", Gravity::error, "<img src=x> is not a recording"}});
    EXPECT_EQ(strip.findChild<QLabel*>()->textFormat(), Qt::PlainText);
}

}  // namespace
}  // namespace triptych::ui
