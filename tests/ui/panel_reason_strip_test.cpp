// The strip says the gravest first, each thing once, and is silent when there is nothing to say.
#include "tests/ui/qt_test.h"
#include "ui/panels/reason_strip.h"
#include "ui/panes/theme.h"

#include <QApplication>
#include <QEnterEvent>
#include <QLabel>
#include <QScrollArea>
#include <QScrollBar>
#include <QToolButton>

#include <gtest/gtest.h>

#include <algorithm>

namespace triptych::ui {
namespace {

QString shownBy(const ReasonStrip& strip) {
    return strip.findChild<QLabel*>()->text();
}

TEST(ReasonStrip, SaysTheGravestFirstAndCountsTheRest) {
    DisplayState display;
    ReasonStrip strip(display);
    strip.resize(600, 40);
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
    DisplayState display;
    ReasonStrip strip(display);
    strip.setReasons("file", {{"file", Gravity::warning, "slow"}, {"file", Gravity::warning, "slow"}});
    strip.setReasons("model", {{"model", Gravity::warning, "slow"}});
    EXPECT_EQ(strip.reasons().size(), 1U);
}

TEST(ReasonStrip, WhatWasPutAwayStaysAwayUntilItIsSaidAnew) {
    DisplayState display;
    ReasonStrip strip(display);
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

// Hovered, a button stays a part of the strip, in either theme: its ground used to turn black.
TEST(ReasonStrip, ButtonsKeepGroundAndInkUnderThePointer) {
    for (const Theme theme : {Theme::light, Theme::dark}) {
        applyTheme(*qApp, theme);
        DisplayState display;
        display.setTheme(theme);
        ReasonStrip strip(display);
        strip.resize(600, 40);
        strip.setReasons("file", {{"file", Gravity::warning, "slow"}, {"file", Gravity::warning, "short"}});
        strip.show();
        for (auto* button : strip.findChildren<QToolButton*>()) {
            const QPointF middle = QRectF(button->rect()).center();
            QEnterEvent enter(middle, middle, button->mapToGlobal(middle));
            QCoreApplication::sendEvent(button, &enter);
            button->setAttribute(Qt::WA_UnderMouse, true);
            const QColor ground = palette(theme).warning_ground;
            const QImage picture = strip.grab(QRect(button->pos(), button->size())).toImage();
            double strongest = 1;
            int like_ground = 0;
            for (int y = 0; y < picture.height(); ++y) {
                for (int x = 0; x < picture.width(); ++x) {
                    const double contrast = contrastRatio(picture.pixelColor(x, y), ground);
                    strongest = std::max(strongest, contrast);
                    like_ground += contrast < 1.6 ? 1 : 0;
                }
            }
            const char* of = theme == Theme::dark ? "dark" : "light";
            EXPECT_GE(strongest, 4.5) << button->text().toStdString() << ' ' << of;
            EXPECT_GE(like_ground, picture.width() * picture.height() / 2) << button->text().toStdString() << ' ' << of;
        }
    }
    applyTheme(*qApp, Theme::light);
}

TEST(ReasonStrip, ScrollsOnlyWhereItsWordsWouldTakeTooMuchOfTheWindow) {
    DisplayState display;
    ReasonStrip strip(display);
    strip.resize(500, 40);
    strip.show();
    const auto* bar = strip.findChild<QScrollArea*>()->verticalScrollBar();
    std::vector<Reason> many;
    for (int i = 0; i < 30; ++i) {
        const QString sentence =
            QStringLiteral("notice %1 of several words, as long as a line of the strip is, and on").arg(i);
        many.push_back({"file", Gravity::warning, sentence});
        strip.setReasons("file", many);
        test::letQueuedHappen();
        EXPECT_FALSE(bar->isVisible()) << i << " and folded";
        EXPECT_LT(strip.height(), 100);
    }
    for (auto* button : strip.findChildren<QToolButton*>()) {
        if (button->text().contains(QStringLiteral("more"))) button->click();
    }
    test::letQueuedHappen();
    EXPECT_TRUE(bar->isVisible());
    EXPECT_LT(strip.sizeHint().height(), 200);
    strip.setReasons("file", {many[0], many[1]});
    test::letQueuedHappen();
    EXPECT_FALSE(bar->isVisible()) << "two lines are shown whole";
}

TEST(ReasonStrip, ABannerTakesOneLineUntilItIsUnfolded) {
    DisplayState display;
    ReasonStrip strip(display);
    strip.resize(1024, 40);
    strip.show();
    strip.setReasons("file", {{"file", Gravity::warning, QStringLiteral("words upon words ").repeated(40)}});
    test::letQueuedHappen();
    auto* text = strip.findChild<QLabel*>();
    EXPECT_LE(strip.findChild<QScrollArea*>()->height(), text->fontMetrics().lineSpacing() + 2);
    EXPECT_TRUE(text->toolTip().contains(QStringLiteral("words upon words")));
    for (auto* button : strip.findChildren<QToolButton*>()) {
        if (button->text().contains(QStringLiteral("more"))) button->click();
    }
    test::letQueuedHappen();
    EXPECT_GT(strip.findChild<QScrollArea*>()->height(), 3 * text->fontMetrics().height());
}

TEST(ReasonStrip, ALineEndsWhereTheButtonForTheOthersBegins) {
    DisplayState display;
    ReasonStrip strip(display);
    strip.resize(700, 40);
    strip.show();
    strip.setReasons("lead", {{"lead", Gravity::information, QStringLiteral("another")}});
    test::letQueuedHappen();
    strip.setReasons("file", {{"file", Gravity::warning, QStringLiteral("a notice of many words ").repeated(12)}});
    test::letQueuedHappen();
    const auto* text = strip.findChild<QLabel*>();
    EXPECT_LE(text->fontMetrics().horizontalAdvance(text->text()), strip.findChild<QScrollArea*>()->width());
    EXPECT_TRUE(text->text().endsWith(QChar(0x2026))) << text->text().toStdString();
}

TEST(ReasonStrip, ALineThatIsCutSaysSoBesideItsButton) {
    DisplayState display;
    ReasonStrip strip(display);
    strip.resize(1024, 40);
    strip.show();
    const QString sentence = QStringLiteral("this recording is one that the model was trained on, and looks better");
    strip.setReasons("file", {{"file", Gravity::warning, sentence}});
    const auto* area = strip.findChild<QScrollArea*>();
    for (int width = 1024; width > 300; width -= 3) {
        strip.resize(width, 40);
        test::letQueuedHappen();
        const auto* text = strip.findChild<QLabel*>();
        ASSERT_LE(text->fontMetrics().horizontalAdvance(text->text()), area->width()) << width;
        const bool whole = text->text().endsWith(sentence);
        ASSERT_TRUE(whole || text->text().endsWith(QChar(0x2026))) << width << text->text().toStdString();
    }
    strip.setReasons("model", {{"model", Gravity::information, "short"}});
    test::letQueuedHappen();
    EXPECT_TRUE(shownBy(strip).endsWith(QChar(0x2026)));
}

TEST(ReasonStrip, HostileTextIsTextAndNoMarkup) {
    DisplayState display;
    ReasonStrip strip(display);
    strip.setReasons("file", {{"file", Gravity::error, "<img src=x> is not a recording"}});
    EXPECT_EQ(strip.findChild<QLabel*>()->textFormat(), Qt::PlainText);
}

}  // namespace
}  // namespace triptych::ui
