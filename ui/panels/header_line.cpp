#include "ui/panels/header_line.h"

#include "ui/panes/fitting_text.h"
#include "ui/panes/theme.h"

#include <QLocale>

#include <algorithm>

namespace triptych::ui {
namespace {

constexpr int kMostStatements = 4;  // in the line; the tip has all
constexpr std::size_t kMostTip = 30;

QString joined(const QStringList& parts) {
    return parts.join(QStringLiteral("  \u00b7  "));
}

// "2002-03-02 10:20"
QString startWords(const Recording& recording) {
    if (!recording.start) return {};
    QString start = QString::fromStdString(*recording.start);
    if (start.size() > 16 && start[10] == QLatin1Char('T')) {
        start.truncate(16);
        start[10] = QLatin1Char(' ');
    }
    return start;
}

}  // namespace

QStringList headerWordings(const Recording& recording) {
    QString person;
    QString device;
    QStringList others;
    QString figures;
    QStringList statements;
    for (const HeaderPart& part : headerParts(recording.header)) {
        const QString text = QString::fromStdString(part.text).simplified();
        if (part.name == "Patient") {
            person = text;
        } else if (part.name == "Device") {
            device = text;
        } else if (part.name == "Measured") {
            figures = text;
        } else if (part.name == "Statement") {
            statements << text;
        } else {
            others << text;
        }
    }
    if (person.isEmpty() && device.isEmpty() && figures.isEmpty() && statements.isEmpty() && others.isEmpty())
        return {};
    const QString start = startWords(recording);
    const auto some = [&](bool with_others, int most_statements, bool with_device) {
        QStringList parts{person, start};
        if (with_device) parts << device;
        if (with_others) parts << others;
        parts << figures;
        QString said = statements.mid(0, most_statements).join(QStringLiteral("; "));
        if (!said.isEmpty() && statements.size() > most_statements) said += QStringLiteral("; \u2026");
        parts << said;
        parts.removeAll(QString());
        return joined(parts);
    };
    QStringList wordings{some(true, kMostStatements, true), some(false, kMostStatements, true), some(false, 1, true),
                         some(false, 1, false), some(false, 0, false)};
    QStringList short_ones{person, start, figures};
    short_ones.removeAll(QString());
    if (!short_ones.isEmpty()) wordings << joined(short_ones);
    if (!person.isEmpty()) wordings << person;
    wordings.removeAll(QString());
    return wordings;
}

HeaderLine::HeaderLine(ViewState& state, QWidget* parent) : FittingLabel(parent), state_(state) {
    setObjectName(QStringLiteral("header_line"));
    setAccessibleName(tr("Header of the recording"));
    setContentsMargins(10, 2, 10, 2);
    setFont(labelFont());
    setForegroundRole(QPalette::PlaceholderText);
    setTextInteractionFlags(Qt::NoTextInteraction);
    connect(&state_, &ViewState::recordingChanged, this, &HeaderLine::showHeader);
    showHeader();
}

void HeaderLine::setWanted(bool wanted) {
    is_wanted_ = wanted;
    setVisible(is_wanted_ && has_words_);
}

void HeaderLine::showHeader() {
    const auto& recording = state_.recording();
    const QStringList wordings = recording ? headerWordings(*recording) : QStringList();
    has_words_ = !wordings.isEmpty();
    setWordings(wordings);
    QStringList tip;
    if (recording) {
        for (const HeaderPart& part : headerParts(recording->header)) {
            if (static_cast<std::size_t>(tip.size()) == kMostTip) break;
            tip << QString::fromStdString(part.name) + QStringLiteral(": ") + QString::fromStdString(part.text);
        }
    }
    setToolTip(plainTip(tip.join(QLatin1Char('\n'))));
    setVisible(is_wanted_ && has_words_);
}

}  // namespace triptych::ui
