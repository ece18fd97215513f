#include "ui/panels/readable.h"

#include "core/domain/annotation.h"

#include <QCoreApplication>

#include <cmath>

namespace triptych::ui {

QString clockText(double time_s) {
    if (!std::isfinite(time_s)) return QStringLiteral("–");
    const bool negative = time_s < 0;
    const auto hundredths = std::llround(std::abs(time_s) * 100);
    const auto hours = hundredths / 360'000;
    const auto minutes = hundredths / 6'000 % 60;
    const QString seconds = QStringLiteral("%1.%2")
                                .arg(hundredths / 100 % 60, 2, 10, QLatin1Char('0'))
                                .arg(hundredths % 100, 2, 10, QLatin1Char('0'));
    QString text = hours > 0 ? QStringLiteral("%1:%2:%3").arg(hours).arg(minutes, 2, 10, QLatin1Char('0')).arg(seconds)
                             : QStringLiteral("%1:%2").arg(minutes).arg(seconds);
    return negative ? QStringLiteral("−") + text : text;
}

QString probabilityText(double probability) {
    if (!std::isfinite(probability)) return QStringLiteral("–");
    if (probability < 1 && probability >= 0.995) return QStringLiteral(">0.99");
    if (probability >= 0 && probability < 0.005) return QStringLiteral("<0.01");
    return QString::number(probability, 'f', 2);
}

QString labelText(std::uint8_t code) {
    if (code == 0) return QStringLiteral("–");
    const auto symbol = symbolOf(code);
    return QString::fromUtf8(symbol.data(), static_cast<qsizetype>(symbol.size()));
}

QString labelMeaning(std::uint8_t code) {
    if (code == 0) return QCoreApplication::translate("Readable", "not labelled");
    const auto meaning = meaningOf(code);
    return QString::fromUtf8(meaning.data(), static_cast<qsizetype>(meaning.size()));
}

QString groupedNumber(std::size_t number) {
    QString digits = QString::number(number);
    for (qsizetype at = digits.size() - 3; at > 0; at -= 3) digits.insert(at, QChar(0x2009));
    return digits;
}

QString signedText(double value, int decimals) {
    if (!std::isfinite(value)) return QStringLiteral("–");
    const QString size = QString::number(std::abs(value), 'f', decimals);
    const bool zero = size.toDouble() == 0;
    return zero ? size : (value < 0 ? QStringLiteral("−") : QStringLiteral("+")) + size;
}

QString branchTitle(const QString& name) {
    if (name == QLatin1String("time_frequency")) return QStringLiteral("time-freq.");
    QString title = name;
    return title.replace(QLatin1Char('_'), QLatin1Char(' '));
}

}  // namespace triptych::ui
