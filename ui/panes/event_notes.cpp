#include "ui/panes/event_notes.h"

#include "ui/panes/theme.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace triptych::ui {
namespace {

constexpr std::size_t kFarthestBack = 20000;  // marks looked through for the rhythm in force: over an hour of beats
constexpr std::size_t kMostInView = 20000;    // a view of a day needs no words: they could not be told apart
constexpr qsizetype kMostLetters = 24;

// Auxiliary strings are bytes of a file: printable ASCII alone, and not too long.
QString printable(const std::string& bytes) {
    QString text;
    for (const char byte : bytes) {
        if (byte >= 0x20 && byte < 0x7F) text.append(QLatin1Char(byte));
    }
    text = text.trimmed();
    return text.size() > kMostLetters ? text.left(kMostLetters - 1) + QChar(0x2026) : text;
}

QString rhythmText(const Annotation& annotation) {
    const QString text = printable(annotation.aux);
    return text.startsWith(QLatin1Char('(')) ? text.mid(1) : text;
}

}  // namespace

QString eventText(const Annotation& annotation) {
    switch (annotation.code) {
        case kRhythm:
            return rhythmText(annotation);
        case kNoise:
            return annotation.subtype == 0 ? QStringLiteral("clean") : QStringLiteral("noise");
        case kArtifact:
            return QStringLiteral("artifact");
        case kFlutterOn:
            return QStringLiteral("flutter begins");
        case kFlutterOff:
            return QStringLiteral("flutter ends");
        case kNote:
            return printable(annotation.aux);
        default:
            return {};
    }
}

void paintEventNotes(QPainter& painter, const Recording& recording, const Viewport& viewport, const QRectF& plot,
                     Theme theme) {
    if (recording.annotation_sets.empty()) return;
    const AnnotationSet& set = recording.annotation_sets.front();
    if (!(set.rate_hz > 0)) return;
    const auto at_sample = [&](double time_s) {
        const auto sample = static_cast<std::int64_t>(std::ceil(time_s * set.rate_hz));
        return static_cast<std::size_t>(
            std::lower_bound(set.annotations.begin(), set.annotations.end(), sample,
                             [](const Annotation& a, std::int64_t s) { return a.sample < s; }) -
            set.annotations.begin());
    };
    const std::size_t first = at_sample(viewport.start_s), last = at_sample(viewport.end_s());
    if (last - first > kMostInView) return;

    const Palette& colours = palette(theme);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setFont(labelFont());
    const QFontMetricsF metrics(painter.font());
    double free_from = plot.left();
    const auto say = [&](const QString& text, double x, bool tick) {
        const QRectF chip(x + 2, plot.bottom() - metrics.height() - 1, metrics.horizontalAdvance(text) + 6,
                          metrics.height());
        if (x < free_from - 8) return;  // a tick within a word would be read as a letter
        if (tick) painter.fillRect(QRectF(std::floor(x), chip.top(), 1, chip.height()), colours.muted_text);
        if (chip.left() < free_from || chip.right() > plot.right()) return;
        QColor ground = colours.paper;
        ground.setAlpha(210);
        painter.fillRect(chip, ground);
        painter.setPen(colours.muted_text);
        painter.drawText(QPointF(chip.left() + 3, chip.bottom() - metrics.descent()), text);
        free_from = chip.right() + 8;
    };
    for (std::size_t i = first, steps = 0; i > 0 && steps < kFarthestBack; --i, ++steps) {
        if (set.annotations[i - 1].code != kRhythm) continue;
        const QString rhythm = rhythmText(set.annotations[i - 1]);
        if (!rhythm.isEmpty()) say(QStringLiteral("… ") + rhythm, plot.left(), false);
        break;
    }
    for (std::size_t i = first; i < last; ++i) {
        const Annotation& annotation = set.annotations[i];
        if (isBeat(annotation.code)) continue;
        const QString text = eventText(annotation);
        if (text.isEmpty()) continue;
        say(text, viewport.xOf(static_cast<double>(annotation.sample) / set.rate_hz, plot.left(), plot.width()), true);
    }
    painter.restore();
}

}  // namespace triptych::ui
