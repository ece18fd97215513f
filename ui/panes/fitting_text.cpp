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

QString inMenu(const QString& name, const QFontMetrics& metrics) {
    return withoutMnemonics(shortened(name, metrics, kStrangersName_px));
}

QString plainTip(const QString& text) {
    constexpr qsizetype kLine = 100, kWord = 60;  // letters
    bool fits = true;
    for (const QString& line : text.split(QLatin1Char('\n'))) fits = fits && line.size() <= kLine;
    if (fits && !Qt::mightBeRichText(text)) return text;
    QString broken;
    qsizetype run = 0;
    for (const QChar letter : text) {
        broken += letter;
        run = letter.isSpace() ? 0 : run + 1;
        if (run > 0 && run % kWord == 0 && !letter.isHighSurrogate()) broken += QChar(0x200B);
    }
    return QStringLiteral("<qt>%1</qt>").arg(broken.toHtmlEscaped().replace('\n', QStringLiteral("<br>")));
}

}  // namespace triptych::ui
