#include "ui/panes/fitting_text.h"

#include <QTextDocument>

#include <algorithm>

namespace triptych::ui {

QString shortened(const QString& text, const QFontMetrics& metrics, int room_px) {
    QString line = text;
    for (QChar& letter : line) {
        const bool breaks = letter == QChar::LineSeparator || letter == QChar::ParagraphSeparator;
        if (breaks || letter.category() == QChar::Other_Control) letter = QLatin1Char(' ');
    }
    return metrics.elidedText(line, Qt::ElideMiddle, std::max(0, room_px));
}

QString withShortWords(const QString& sentence, const QFontMetrics& metrics, int room_px) {
    QStringList words = sentence.split(QLatin1Char(' '));
    for (QString& word : words) word = shortened(word, metrics, room_px);
    return words.join(QLatin1Char(' '));
}

QString fittingWording(const QStringList& wordings, const QFontMetrics& metrics, int room_px) {
    const auto fits = std::find_if(wordings.begin(), wordings.end(), [&](const QString& wording) {
        return metrics.horizontalAdvance(wording) <= room_px;
    });
    return fits != wordings.end() ? *fits : QString();
}

QString withoutMnemonics(QString text) {
    return text.replace(QLatin1Char('&'), QStringLiteral("&&"));
}

QString plainTip(const QString& text) {
    return Qt::mightBeRichText(text)
               ? QStringLiteral("<qt>%1</qt>").arg(text.toHtmlEscaped().replace('\n', QStringLiteral("<br>")))
               : text;
}

}  // namespace triptych::ui
