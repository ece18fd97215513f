#include "ui/panels/header_line.h"

#include "ui/panes/fitting_text.h"
#include "ui/panes/theme.h"
#include "ui/panes/usual_figures.h"

#include <algorithm>
#include <utility>

namespace triptych::ui {
namespace {

constexpr int kMostStatements = 4;  // in the line; the tip has all
constexpr qsizetype kMostTip = 30;
constexpr int kMargin_px = 4;
constexpr int kTwoLines_px = 560;  // of the window's height, at least

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

// The parts of a header as the line has them.
struct Said {
    QString person, device, figures;
    QStringList others, statements;

    [[nodiscard]] bool isEmpty() const {
        return person.isEmpty() && device.isEmpty() && figures.isEmpty() && others.isEmpty() && statements.isEmpty();
    }
};

Said saidOf(const PatientHeader& header) {
    Said said;
    for (const HeaderPart& part : headerParts(header)) {
        const QString text = QString::fromStdString(part.text).simplified();
        switch (part.kind) {
            case HeaderPartKind::person:
                said.person = text;
                break;
            case HeaderPartKind::device:
                said.device = text;
                break;
            case HeaderPartKind::figures:
                said.figures = text;
                break;
            case HeaderPartKind::statement:
                said.statements << text;
                break;
            case HeaderPartKind::institution:
            case HeaderPartKind::operator_name:
                said.others << text;
                break;
        }
    }
    return said;
}

}  // namespace

QStringList headerWordings(const Recording& recording) {
    const Said all = saidOf(recording.header);
    if (all.isEmpty()) return {};
    PatientHeader usual = recording.header;
    std::erase_if(usual.measurements, [](const DeviceMeasurement& figure) { return !isUsualFigure(figure.name); });
    const QString brief = saidOf(usual).figures;
    const QString start = startWords(recording);
    const auto line = [&](const QStringList& before, const QString& figures, int most_statements) {
        QStringList parts = QStringList{all.person, start} + before + QStringList{figures};
        QString said = all.statements.mid(0, most_statements).join(QStringLiteral("; "));
        if (!said.isEmpty() && all.statements.size() > most_statements) said += QStringLiteral("; \u2026");
        parts << said;
        parts.removeAll(QString());
        return joined(parts);
    };
    QStringList wordings{line(QStringList{all.device} + all.others, all.figures, kMostStatements),
                         line({all.device}, all.figures, kMostStatements),
                         line({all.device}, brief, kMostStatements),
                         line({}, brief, kMostStatements),
                         line({}, brief, 2),
                         line({}, brief, 1),
                         line({}, brief, 0),
                         line({}, {}, 0),
                         all.person};
    wordings.removeAll(QString());
    return wordings;
}

QString headerStatements(const Recording& recording) {
    return saidOf(recording.header).statements.join(QStringLiteral("; "));
}

HeaderLine::HeaderLine(const RecordState& record, QWidget* parent) : FittingLabel(parent), record_(record) {
    setObjectName(QStringLiteral("header_line"));
    setAccessibleName(tr("Header of the recording"));
    setMargin(kMargin_px);
    setFont(labelFont());
    setForegroundRole(QPalette::PlaceholderText);
    setTextInteractionFlags(Qt::NoTextInteraction);
    connect(&record_, &RecordState::recordingChanged, this, &HeaderLine::showHeader);
    showHeader();
}

void HeaderLine::setWanted(bool wanted) {
    is_wanted_ = wanted;
    setVisible(is_wanted_ && has_words_);
}

QSize HeaderLine::minimumSizeHint() const {
    return {0, lines_ * fontMetrics().lineSpacing() + 2 * margin()};
}

QString HeaderLine::textFor(int room_px) {
    const auto lines = [this](int count) {
        if (std::exchange(lines_, count) != count) updateGeometry();
    };
    const QString one = fittingWording(with_statements_, fontMetrics(), room_px);
    // A second line is not worth what a low window would lose of its foot.
    if (statements_.isEmpty() || !one.isEmpty() || window()->height() < kTwoLines_px) {
        lines(1);
        return one.isEmpty() ? FittingLabel::textFor(room_px) : one;
    }
    lines(2);
    const QString first = fittingWording(without_statements_, fontMetrics(), room_px);
    const QString second = fontMetrics().elidedText(statements_, Qt::ElideRight, std::max(0, room_px));
    return (first.isEmpty() ? FittingLabel::textFor(room_px) : first) + QLatin1Char('\n') + second;
}

void HeaderLine::showHeader() {
    const auto& recording = record_.recording();
    const QStringList wordings = recording ? headerWordings(*recording) : QStringList();
    has_words_ = !wordings.isEmpty();
    statements_ = recording ? headerStatements(*recording) : QString();
    with_statements_.clear();
    without_statements_.clear();
    for (const QString& wording : wordings) {
        if (!statements_.isEmpty() && wording.endsWith(statements_)) with_statements_ << wording;
    }
    if (recording && !statements_.isEmpty()) {
        Recording silent;
        silent.header = recording->header;
        silent.start = recording->start;
        silent.header.statements.clear();
        without_statements_ = headerWordings(silent);
    }
    setWordings(wordings);
    QStringList tip;
    if (recording) {
        for (const HeaderPart& part : headerParts(recording->header)) {
            if (tip.size() == kMostTip) break;
            tip << QString::fromStdString(part.name) + QStringLiteral(": ") + QString::fromStdString(part.text);
        }
    }
    setToolTip(plainTip(tip.join(QLatin1Char('\n'))));
    setVisible(is_wanted_ && has_words_);
}

}  // namespace triptych::ui
