#include "ui/panes/event_notes.h"

#include "ui/panes/theme.h"
#include "ui/state/shown_text.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

namespace triptych::ui {
namespace {

constexpr std::ptrdiff_t kMostInView = 20000;  // a view of a day needs no words: they could not be told apart
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

struct TimedMark {
    double time_s = 0;
    const Annotation* mark = nullptr;
    bool by_reader = false;
};

bool isOfFirstAnnotator(const Layers& layers, const Layer& layer) {
    return layer.source.maker == LayerMaker::annotator && layer.source == layers.front()->source && layer.rate_hz > 0;
}

bool isReadersNotes(const Layer& layer) {
    return layer.source.maker == LayerMaker::reader && layer.kind == LayerKind::notes && layer.rate_hz > 0;
}

// A reader's own words are of whatever script; a file's are bytes.
QString readersText(const std::string& text) {
    const QString said = shownText(text);
    return said.size() > kMostLetters ? said.left(kMostLetters - 1) + QChar(0x2026) : said;
}

auto firstAt(const Layer& layer, double time_s) {
    const auto sample = static_cast<std::int64_t>(std::ceil(time_s * layer.rate_hz));
    return std::lower_bound(layer.marks.begin(), layer.marks.end(), sample,
                            [](const Annotation& mark, std::int64_t at) { return mark.sample < at; });
}

std::vector<TimedMark> marksInView(const Layers& layers, const Viewport& viewport) {
    std::vector<TimedMark> found;
    for (const LayerPtr& layer : layers) {
        const bool is_said =
            layer->kind == LayerKind::rhythm || layer->kind == LayerKind::noise || layer->kind == LayerKind::notes;
        const bool by_reader = isReadersNotes(*layer);
        if (!is_said || (!by_reader && !isOfFirstAnnotator(layers, *layer))) continue;
        const auto first = firstAt(*layer, viewport.start_s);
        const auto last = firstAt(*layer, viewport.end_s());
        if (last - first > kMostInView) continue;
        for (auto mark = first; mark < last; ++mark) {
            found.push_back({static_cast<double>(mark->sample) / layer->rate_hz, &*mark, by_reader});
        }
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const TimedMark& a, const TimedMark& b) { return a.time_s < b.time_s; });
    return found;
}

QString rhythmBefore(const Layers& layers, double time_s) {
    for (const LayerPtr& layer : layers) {
        if (layer->kind != LayerKind::rhythm || !isOfFirstAnnotator(layers, *layer)) continue;
        for (auto mark = firstAt(*layer, time_s); mark != layer->marks.begin();) {
            if ((--mark)->code == kRhythm) return rhythmText(*mark);
        }
    }
    return {};
}

}  // namespace

QString eventText(const Annotation& annotation) {
    switch (annotation.code) {
        case kRhythm:
            return rhythmText(annotation);
        case kNoise:
            return annotation.subtype == 0 ? QCoreApplication::translate("EventNotes", "clean")
                                           : QCoreApplication::translate("EventNotes", "noise");
        case kArtifact:
            return QCoreApplication::translate("EventNotes", "artifact");
        case kFlutterOn:
            return QCoreApplication::translate("EventNotes", "flutter begins");
        case kFlutterOff:
            return QCoreApplication::translate("EventNotes", "flutter ends");
        case kNote:
            return printable(annotation.aux);
        default:
            return {};
    }
}

void paintEventNotes(QPainter& painter, const Layers& layers, const Viewport& viewport, const QRectF& plot,
                     Theme theme) {
    const std::vector<TimedMark> marks = marksInView(layers, viewport);
    const QString rhythm = rhythmBefore(layers, viewport.start_s);
    if (marks.empty() && rhythm.isEmpty()) return;

    const Palette& colours = palette(theme);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setFont(labelFont());
    const QFontMetricsF metrics(painter.font());
    double free_from = plot.left();
    QString said;
    const auto say = [&](const QString& text, double x, bool tick) {
        const QRectF chip(x + 2, plot.bottom() - metrics.height() - 1, metrics.horizontalAdvance(text) + 6,
                          metrics.height());
        if (x < free_from - 8) return;  // a tick within a word would be read as a letter
        if (tick) painter.fillRect(QRectF(std::floor(x), chip.top(), 1, chip.height()), colours.muted_text);
        // A device may mark every beat with the same words: they are said once.
        if (text == said || chip.left() < free_from || chip.right() > plot.right()) return;
        said = text;
        QColor ground = colours.paper;
        ground.setAlpha(210);
        painter.fillRect(chip, ground);
        painter.setPen(colours.muted_text);
        painter.drawText(QPointF(chip.left() + 3, chip.bottom() - metrics.descent()), text);
        free_from = chip.right() + 8;
    };
    if (!rhythm.isEmpty()) say(QStringLiteral("… ") + rhythm, plot.left(), false);
    for (const TimedMark& one : marks) {
        const QString text = one.by_reader ? readersText(one.mark->aux) : eventText(*one.mark);
        if (!text.isEmpty()) say(text, viewport.xOf(one.time_s, plot.left(), plot.width()), true);
    }
    painter.restore();
}

}  // namespace triptych::ui
