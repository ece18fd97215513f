#include "ui/panes/theme.h"

#include <QApplication>
#include <QFontDatabase>
#include <QFontMetricsF>
#include <QPalette>
#include <QStyleFactory>
#include <QToolTip>
#include <QWidget>

#include <algorithm>
#include <array>
#include <cmath>

namespace triptych::ui {
namespace {

constexpr double kSmallestPoints = 9;

Palette lightPalette() {
    Palette p;
    p.window = QColor(0xF3, 0xF2, 0xEF);
    p.base = QColor(0xFF, 0xFF, 0xFF);
    p.alternate_base = QColor(0xF8, 0xF7, 0xF4);
    p.button = QColor(0xEC, 0xEA, 0xE6);
    p.border = QColor(0xC9, 0xC5, 0xBF);
    p.text = QColor(0x1C, 0x1E, 0x21);
    p.muted_text = QColor(0x5A, 0x5F, 0x66);
    p.disabled_text = QColor(0x9A, 0x9C, 0x9F);
    p.accent = QColor(0x1F, 0x5F, 0x99);
    p.accent_text = QColor(0xFF, 0xFF, 0xFF);
    p.warning = QColor(0x6B, 0x45, 0x00);
    p.warning_ground = QColor(0xFF, 0xF0, 0xCC);
    p.paper = QColor(0xFF, 0xFD, 0xF8);
    p.grid_fine = QColor(0xF5, 0xCF, 0xCB);
    p.grid_heavy = QColor(0xE7, 0x9C, 0x94);
    p.trace = QColor(0x14, 0x16, 0x1A);
    p.cursor = QColor(0x1F, 0x5F, 0x99);
    p.selection = QColor(0x5B, 0x9B, 0xD5);
    p.busy = QColor(0x1F, 0x5F, 0x99);
    return p;
}

Palette darkPalette() {
    Palette p;
    p.dark = true;
    p.window = QColor(0x1E, 0x22, 0x27);
    p.base = QColor(0x16, 0x19, 0x1D);
    p.alternate_base = QColor(0x1B, 0x1F, 0x24);
    p.button = QColor(0x2B, 0x30, 0x37);
    p.border = QColor(0x40, 0x47, 0x50);
    p.text = QColor(0xE6, 0xE8, 0xEA);
    p.muted_text = QColor(0xA4, 0xAB, 0xB3);
    p.disabled_text = QColor(0x6A, 0x71, 0x79);
    p.accent = QColor(0x2F, 0x74, 0xB5);
    p.accent_text = QColor(0xFF, 0xFF, 0xFF);
    p.warning = QColor(0xFF, 0xD5, 0x8A);
    p.warning_ground = QColor(0x42, 0x33, 0x12);
    p.paper = QColor(0x16, 0x19, 0x1D);
    p.grid_fine = QColor(0x2E, 0x22, 0x23);
    p.grid_heavy = QColor(0x50, 0x34, 0x33);
    p.trace = QColor(0xD9, 0xDD, 0xE1);
    p.cursor = QColor(0x6F, 0xB3, 0xF2);
    p.selection = QColor(0x4A, 0x86, 0xC2);
    p.busy = QColor(0x6F, 0xB3, 0xF2);
    return p;
}

QPalette qtPalette(const Palette& p) {
    QPalette q;
    q.setColor(QPalette::Window, p.window);
    q.setColor(QPalette::WindowText, p.text);
    q.setColor(QPalette::Base, p.base);
    q.setColor(QPalette::AlternateBase, p.alternate_base);
    q.setColor(QPalette::ToolTipBase, p.dark ? p.button : p.base);
    q.setColor(QPalette::ToolTipText, p.text);
    q.setColor(QPalette::PlaceholderText, p.muted_text);
    q.setColor(QPalette::Text, p.text);
    q.setColor(QPalette::Button, p.button);
    q.setColor(QPalette::ButtonText, p.text);
    q.setColor(QPalette::BrightText, p.accent_text);
    q.setColor(QPalette::Light, p.button.lighter(p.dark ? 130 : 106));
    q.setColor(QPalette::Midlight, p.button.lighter(p.dark ? 115 : 103));
    q.setColor(QPalette::Mid, p.border);
    q.setColor(QPalette::Dark, p.dark ? p.window.darker(140) : p.border.darker(115));
    q.setColor(QPalette::Shadow, p.dark ? QColor(0x0A, 0x0B, 0x0D) : QColor(0x8A, 0x88, 0x84));
    q.setColor(QPalette::Highlight, p.accent);
    q.setColor(QPalette::HighlightedText, p.accent_text);
    q.setColor(QPalette::Link, withContrast(p.accent, p.window));
    q.setColor(QPalette::LinkVisited, withContrast(p.accent.darker(120), p.window));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText}) {
        q.setColor(QPalette::Disabled, role, p.disabled_text);
    }
    q.setColor(QPalette::Disabled, QPalette::Highlight, p.border);
    return q;
}

double relativeLuminance(const QColor& colour) {
    const auto linear = [](double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

QColor mixed(const QColor& from, const QColor& to, double weight) {
    const auto channel = [weight](int a, int b) { return static_cast<int>(std::lround(a + weight * (b - a))); };
    return {channel(from.red(), to.red()), channel(from.green(), to.green()), channel(from.blue(), to.blue())};
}

bool digitsHaveOneWidth(const QFont& font) {
    const QFontMetricsF metrics(font);
    const double width = metrics.horizontalAdvance(QLatin1Char('0'));
    for (char digit = '1'; digit <= '9'; ++digit) {
        if (std::abs(metrics.horizontalAdvance(QLatin1Char(digit)) - width) > 0.01) return false;
    }
    return true;
}

}  // namespace

const Palette& palette(Theme theme) {
    static const Palette light = lightPalette();
    static const Palette dark = darkPalette();
    return theme == Theme::dark ? dark : light;
}

void applyTheme(QApplication& application, Theme theme) {
    if (QStyle* fusion = QStyleFactory::create(QStringLiteral("Fusion")); fusion != nullptr) {
        application.setStyle(fusion);  // the application owns it
    }
    const QPalette colours = qtPalette(palette(theme));
    application.setPalette(colours);
    QToolTip::setPalette(colours);
    if (application.font().pointSizeF() < kSmallestPoints) {
        QFont font = application.font();
        font.setPointSizeF(kSmallestPoints);
        application.setFont(font);
    }
}

void applyTheme(QWidget& widget, Theme theme) {
    widget.setPalette(qtPalette(palette(theme)));
}

double contrastRatio(const QColor& a, const QColor& b) {
    const double first = relativeLuminance(a), second = relativeLuminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

QColor withContrast(const QColor& ink, const QColor& ground, double ratio) {
    const QColor end = relativeLuminance(ground) > 0.18 ? QColor(Qt::black) : QColor(Qt::white);
    constexpr int kSteps = 50;
    for (int step = 0; step <= kSteps; ++step) {
        const QColor shade = mixed(ink, end, static_cast<double>(step) / kSteps);
        if (contrastRatio(shade, ground) >= ratio) return shade;
    }
    return end;
}

BeatClass paintedClass(std::uint8_t annotation_code) {
    return beatClassOf(annotation_code, ClassMapping::display).value_or(BeatClass::unknown);
}

BeatClass paintedClass(std::string_view class_name) {
    return beatClassNamed(class_name).value_or(BeatClass::unknown);
}

QColor classColour(BeatClass beat_class, Theme theme) {
    switch (beat_class) {
        case BeatClass::normal:
            return theme == Theme::dark ? QColor(0x8F, 0xA6, 0xBC) : QColor(0x6C, 0x82, 0x99);
        case BeatClass::supraventricular:
            return {0xE6, 0x9F, 0x00};
        case BeatClass::ventricular:
            return {0xD5, 0x5E, 0x00};
        case BeatClass::fusion:
            // Okabe-Ito's #CC79A7 is N's grey to who sees no red, and Q's to who sees no green.
            return theme == Theme::dark ? QColor(0xFF, 0xA6, 0xE6) : QColor(0xB0, 0x45, 0x7A);
        case BeatClass::unknown:
            break;
    }
    return {0x99, 0x99, 0x99};
}

QColor classInk(BeatClass beat_class, Theme theme) {
    return withContrast(classColour(beat_class, theme), palette(theme).paper);
}

QFont labelFont(double points) {
    QFont font = QGuiApplication::font();
    font.setPointSizeF(std::max(points, kSmallestPoints));
    return font;
}

QFont numberFont(double points) {
    const QFont font = labelFont(points);
    // Asked once: a font without tabular figures is replaced by the system's fixed-pitch one.
    static const bool tabular = digitsHaveOneWidth(font);
    if (tabular) return font;
    QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    fixed.setPointSizeF(font.pointSizeF());
    return fixed;
}

}  // namespace triptych::ui
