// Words in rooms that are too small for them: names are shortened, numbers are written shorter or left out, never cut.
#include "ui/panes/fitting_text.h"
#include "tests/ui/made_explanation.h"
#include "tests/ui/made_recording.h"
#include "tests/ui/qt_test.h"
#include "tests/ui/three_panes.h"
#include "ui/panes/plot_frame.h"
#include "ui/panes/ticks.h"

#include <QPainter>

#include <gtest/gtest.h>

namespace triptych::ui {
namespace {

const QFontMetrics& metrics() {
    static const QFontMetrics made{labelFont()};
    return made;
}

TEST(FittingText, LongNamesAreShortenedInTheirMiddleAndStayOnOneLine) {
    const QString name = QStringLiteral("begin") + QString(180, QLatin1Char('W')) + QStringLiteral("end");
    const QString shown = shortened(name, metrics(), 200);
    EXPECT_LE(metrics().horizontalAdvance(shown), 200);
    EXPECT_TRUE(shown.startsWith(QStringLiteral("begin")) && shown.endsWith(QStringLiteral("end")));
    EXPECT_EQ(shortened(QStringLiteral("II"), metrics(), 200), QStringLiteral("II"));
    EXPECT_EQ(shortened(QStringLiteral("a\nb\tc\u2028d"), metrics(), 200), QStringLiteral("a b c d"));
}

TEST(FittingText, SentencesKeepTheirWordsAndNoneIsWiderThanALine) {
    const QString path = QStringLiteral("/") + QString(250, QLatin1Char('W')) + QStringLiteral(".hea");
    const QString shown = withShortWords(path + QStringLiteral(": the signal file is missing"), metrics(), 300);
    for (const QString& word : shown.split(QLatin1Char(' '))) EXPECT_LE(metrics().horizontalAdvance(word), 300);
    EXPECT_TRUE(shown.endsWith(QStringLiteral(".hea: the signal file is missing"))) << shown.toStdString();
}

TEST(FittingText, AmpersandsAndMarkupAreLetters) {
    EXPECT_EQ(withoutMnemonics(QStringLiteral("a&b")), QStringLiteral("a&&b"));
    EXPECT_EQ(plainTip(QStringLiteral("MLII")), QStringLiteral("MLII"));
    EXPECT_EQ(plainTip(QStringLiteral("<b>x</b>\ny")), QStringLiteral("<qt>&lt;b&gt;x&lt;/b&gt;<br>y</qt>"));
    const QString name(180, QLatin1Char('W'));
    QString tip = plainTip(name);
    EXPECT_EQ(tip.count(QChar(0x200B)), 3) << "a tip of one long word can be wrapped";
    EXPECT_EQ(tip.remove(QChar(0x200B)), QStringLiteral("<qt>%1</qt>").arg(name)) << "and says all of it";
}

TEST(FittingText, LegendNumbersAreRoundedAndReadable) {
    EXPECT_EQ(legendNumber(480, 2), QStringLiteral("480"));
    EXPECT_EQ(legendNumber(1234, 2), QStringLiteral("1200"));
    EXPECT_EQ(legendNumber(0.48, 2), QStringLiteral("0.48"));
    EXPECT_EQ(legendNumber(0.5, 2), QStringLiteral("0.5"));
    EXPECT_EQ(legendNumber(-0.00056, 2), QStringLiteral("−0.00056"));
    EXPECT_EQ(legendNumber(0.000056, 2), QStringLiteral("5.6e−5"));
    EXPECT_EQ(legendNumber(1.2e30, 2), QStringLiteral("1.2e30"));
    EXPECT_EQ(legendNumber(0, 2), QStringLiteral("0"));
    EXPECT_EQ(legendNumber(std::numeric_limits<double>::quiet_NaN(), 2), QStringLiteral("–"));
    EXPECT_EQ(exponentNumber(-20'000, 1), QStringLiteral("−2e4"));
    EXPECT_EQ(exponentNumber(480, 3), QStringLiteral("4.8e2"));
}

TEST(FittingText, ColourBarsShortenBeforeTheyLeaveNumbersOut) {
    const std::vector<BarEnds> wordings = {{QStringLiteral("−0.00056"), QStringLiteral("0.00056")},
                                           {QStringLiteral("−6e−4"), QStringLiteral("6e−4")}};
    const auto roomy = fitColourBar(wordings, 400);
    ASSERT_TRUE(roomy);
    EXPECT_EQ(roomy->ends, wordings[0]);
    const auto narrow = fitColourBar(wordings, roomy->taken_px - 1);
    ASSERT_TRUE(narrow);
    EXPECT_EQ(narrow->ends, wordings[0]);
    EXPECT_LT(narrow->bar_px, roomy->bar_px);
    for (int room_px = 0; room_px < 400; ++room_px) {
        const auto fit = fitColourBar(wordings, room_px);
        if (!fit) continue;
        EXPECT_LE(fit->taken_px, room_px);
        const QFontMetrics numbers{numberFont()};
        EXPECT_GE(fit->taken_px - fit->bar_px,
                  numbers.horizontalAdvance(fit->ends.low) + numbers.horizontalAdvance(fit->ends.high));
    }
    EXPECT_FALSE(fitColourBar(wordings, 20));
}

// What a header painted: the columns left and right of it are empty, so that nothing ran over its ends.
TEST(FittingText, NothingOfALegendIsPaintedWhereItWouldBeCut) {
    const Palette& colours = palette(Theme::light);
    for (int width = 90; width < 420; ++width) {
        const PlotFrame frame = plotFrame(QRect(0, 0, width, 160));
        QImage image(width, 160, QImage::Format_RGB32);
        image.fill(colours.window);
        {
            QPainter painter(&image);
            const std::vector<BarEnds> ends = {{QStringLiteral("−0.00056"), QStringLiteral("0.00056")}};
            paintColourBar(painter, frame, ColourMap::diverging, ends, {}, colours);
            paintChip(painter, frame, Qt::AlignLeft | Qt::AlignTop, {QStringLiteral("outlined from ±0.0019")}, colours);
            const std::vector<AxisTick> ticks = {{80, QStringLiteral("−20000")}, {40, QStringLiteral("0")}};
            paintLeftAxis(painter, frame, ticks, QString(180, QLatin1Char('W')), colours);
        }
        const auto emptyColumn = [&](int x, int from, int to) {
            for (int y = from; y < to; ++y) {
                if (image.pixel(x, y) != colours.window.rgb()) return false;
            }
            return true;
        };
        EXPECT_TRUE(emptyColumn(0, 0, 160)) << width;
        EXPECT_TRUE(emptyColumn(width - 1, 0, 160)) << width;
        EXPECT_TRUE(emptyColumn(frame.header.left(), 0, frame.header.bottom() - 2)) << width;
    }
}

TEST(FittingText, PanesOfAnyWidthPaintWholeLegends) {
    ViewState state;
    const QString unit = QString(180, QLatin1Char('u'));
    for (const std::string& of : {std::string("mV"), std::string("uV"), unit.toStdString()}) {
        test::ThreePanes view(state);
        state.setRecording(test::madeRecording({{std::string(180, 'W'), 250, test::spikes(1, 250, 20'000), of}}, 60));
        state.setBeats({{1250, 5, kNormal}, {1500, 6, kPvc}, {1750, 7, kNormal}});
        state.selectBeat(1);
        state.model().setExplanation(test::madeExplanation(6));
        for (const int width : {560, 640, 900}) {
            test::settle(view, {width, 160});
            for (QWidget* pane : {static_cast<QWidget*>(&view.trace()), static_cast<QWidget*>(&view.scalogram()),
                                  static_cast<QWidget*>(&view.spectrum())}) {
                const QImage picture = test::pictureOf(*pane);
                EXPECT_LE(pane->minimumSizeHint().width(), 240);
                for (int y = 0; y < picture.height(); ++y) {
                    EXPECT_EQ(picture.pixel(0, y), palette(Theme::light).window.rgb())
                        << width << ' ' << y << ' ' << of;
                }
            }
        }
    }
}

}  // namespace
}  // namespace triptych::ui
