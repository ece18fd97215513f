#include "ui/panes/theme.h"
#include "core/domain/annotation.h"

#include <QApplication>
#include <QFontMetricsF>
#include <QWidget>

#include <gtest/gtest.h>

#include <cmath>

namespace triptych::ui {
namespace {

constexpr std::array kThemes = {Theme::light, Theme::dark};
constexpr std::array kClasses = {BeatClass::normal, BeatClass::supraventricular, BeatClass::ventricular,
                                 BeatClass::fusion, BeatClass::unknown};

// CIE lightness of a colour: what a uniform scale has to raise evenly.
double lightness(QRgb colour) {
    const auto linear = [](int byte) {
        const double c = byte / 255.0;
        return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    };
    const double y = 0.2126 * linear(qRed(colour)) + 0.7152 * linear(qGreen(colour)) + 0.0722 * linear(qBlue(colour));
    return y > 0.008856 ? 116 * std::cbrt(y) - 16 : 903.3 * y;
}

TEST(Theme, ContrastOfBlackOnWhiteIs21) {
    EXPECT_NEAR(contrastRatio(Qt::black, Qt::white), 21, 1e-6);
    EXPECT_NEAR(contrastRatio(QColor(0x77, 0x77, 0x77), Qt::white), 4.48, 0.01);
}

TEST(Theme, TextCanBeReadOnEveryGround) {
    for (const Theme theme : kThemes) {
        const Palette& p = palette(theme);
        for (const QColor& ground : {p.window, p.base, p.alternate_base, p.paper, p.button}) {
            EXPECT_GE(contrastRatio(p.text, ground), 4.5);
            EXPECT_GE(contrastRatio(p.muted_text, ground), 4.5);
        }
        EXPECT_GE(contrastRatio(p.accent_text, p.accent), 4.5);
        EXPECT_GE(contrastRatio(p.warning, p.warning_ground), 4.5);
        EXPECT_GE(contrastRatio(p.trace, p.paper), 10);
        EXPECT_GE(contrastRatio(p.trace, p.grid_heavy), 4.5) << "the trace stands out from its heaviest line";
        for (const BeatClass beat_class : kClasses) EXPECT_GE(contrastRatio(classInk(beat_class, theme), p.paper), 4.5);
    }
}

TEST(Theme, ClassesCanBeToldApart) {
    for (const Theme theme : kThemes) {
        for (std::size_t a = 0; a < kClasses.size(); ++a) {
            for (std::size_t b = a + 1; b < kClasses.size(); ++b) {
                EXPECT_NE(classColour(kClasses[a], theme), classColour(kClasses[b], theme));
            }
        }
    }
}

TEST(Theme, CodesFallIntoTheirClasses) {
    const auto class_of = [](const char* symbol) { return paintedClass(codeOfSymbol(symbol).value()); };
    for (const char* symbol : {"N", "L", "R", "e", "j", "n", "B"})
        EXPECT_EQ(class_of(symbol), BeatClass::normal) << symbol;
    for (const char* symbol : {"A", "a", "J", "S"}) EXPECT_EQ(class_of(symbol), BeatClass::supraventricular) << symbol;
    for (const char* symbol : {"V", "E", "r"}) EXPECT_EQ(class_of(symbol), BeatClass::ventricular) << symbol;
    EXPECT_EQ(class_of("F"), BeatClass::fusion);
    for (const char* symbol : {"/", "f", "Q", "?"}) EXPECT_EQ(class_of(symbol), BeatClass::unknown) << symbol;
    EXPECT_EQ(paintedClass("V"), BeatClass::ventricular);
    EXPECT_EQ(paintedClass("normal"), BeatClass::normal);
    EXPECT_EQ(paintedClass("abnormal"), BeatClass::unknown);
    EXPECT_EQ(paintedClass(""), BeatClass::unknown);
    EXPECT_EQ(paintedClass(std::uint8_t{0}), BeatClass::unknown);
}

TEST(Theme, DigitsHaveOneWidthAndNothingIsSmallerThanNinePoints) {
    const QFont font = numberFont(4);
    EXPECT_GE(font.pointSizeF(), 9);
    EXPECT_GE(labelFont(1).pointSizeF(), 9);
    const QFontMetricsF metrics(font);
    for (char digit = '0'; digit <= '9'; ++digit) {
        EXPECT_NEAR(metrics.horizontalAdvance(QLatin1Char(digit)), metrics.horizontalAdvance(QLatin1Char('0')), 0.01);
    }
}

TEST(Theme, ApplyingItReachesEveryWidget) {
    for (const Theme theme : kThemes) {
        applyTheme(*qApp, theme);
        const QWidget widget;
        EXPECT_EQ(widget.palette().color(QPalette::Window), palette(theme).window);
        EXPECT_EQ(widget.palette().color(QPalette::Disabled, QPalette::Text), palette(theme).disabled_text);
        EXPECT_GE(qApp->font().pointSizeF(), 9);
    }
    applyTheme(*qApp, Theme::light);
}

TEST(ColourMaps, SequentialScalesRiseEvenlyInLightness) {
    for (const ColourMap map : {ColourMap::viridis, ColourMap::cividis}) {
        const ColourTable& table = colourTable(map);
        const double step = (lightness(table[255]) - lightness(table[0])) / 255;
        for (std::size_t i = 0; i + 16 < table.size(); i += 16) {
            const double rise = (lightness(table[i + 16]) - lightness(table[i])) / 16;
            EXPECT_GT(rise, 0.4 * step) << i;
            EXPECT_LT(rise, 1.8 * step) << i;
        }
    }
}

// The published tables: matplotlib's _cm_listed.py.
TEST(ColourMaps, TheyAreThePublishedOnes) {
    const auto expect_near = [](QRgb made, int r, int g, int b, int blue_error = 6) {
        EXPECT_NEAR(qRed(made), r, 6);
        EXPECT_NEAR(qGreen(made), g, 6);
        EXPECT_NEAR(qBlue(made), b, blue_error);
    };
    expect_near(colourAt(ColourMap::viridis, 0), 68, 1, 84);
    expect_near(colourAt(ColourMap::viridis, 0.5), 33, 145, 140);
    expect_near(colourAt(ColourMap::viridis, 1), 253, 231, 37);
    expect_near(colourAt(ColourMap::cividis, 0), 0, 34, 78);
    expect_near(colourAt(ColourMap::cividis, 0.5), 124, 123, 120);
    expect_near(colourAt(ColourMap::cividis, 1), 254, 232, 56, 14);  // where the polynomial bends least well
}

TEST(ColourMaps, TheSignedScaleIsBalancedAboutWhite) {
    const ColourTable& table = colourTable(ColourMap::diverging);
    for (std::size_t i = 0; i < 120; i += 10) {
        EXPECT_NEAR(lightness(table[i]), lightness(table[255 - i]), 9) << "neither sign looks stronger";
        EXPECT_LT(lightness(table[i]), lightness(table[i + 10]));
    }
    EXPECT_GT(lightness(table[127]), 95);
    EXPECT_GT(qBlue(table[0]), qRed(table[0]));
    EXPECT_GT(qRed(table[255]), qBlue(table[255]));
}

TEST(ColourMaps, ValuesOutsideAndNaNTakeAnEnd) {
    EXPECT_EQ(colourAt(ColourMap::viridis, -3), colourTable(ColourMap::viridis)[0]);
    EXPECT_EQ(colourAt(ColourMap::viridis, 7), colourTable(ColourMap::viridis)[255]);
    EXPECT_EQ(colourAt(ColourMap::viridis, std::nan("")), colourTable(ColourMap::viridis)[0]);
}

}  // namespace
}  // namespace triptych::ui
