#include "ui/panels/why_view.h"

#include "ui/panels/readable.h"
#include "ui/panels/wrapping_label.h"
#include "ui/panes/fitting_text.h"
#include "ui/panes/theme.h"
#include "ui/state/on_any.h"
#include "ui/state/why_state.h"

#include <QCursor>
#include <QToolTip>
#include <QVBoxLayout>

namespace triptych::ui {
namespace {

QString qt(const text::Said& said) {
    return QString::fromStdString(said.text());
}

}  // namespace

WhyView::WhyView(ViewState& state, QWidget* parent)
    : QWidget(parent), state_(state), sentence_(new WrappingLabel), notes_(new WrappingLabel) {
    sentence_->setTextFormat(Qt::RichText);
    sentence_->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    sentence_->setFocusPolicy(Qt::TabFocus);
    sentence_->setFont(labelFont(10));
    sentence_->setAccessibleName(tr("Reasons for the class of the beat"));
    notes_->setFont(labelFont());
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(sentence_);
    layout->addWidget(notes_);
    connect(sentence_, &QLabel::linkActivated, this, [this](const QString& link) {
        const std::size_t clause = link.toULong();
        WhyState& why = state_.why();
        why.lookAt(why.lookedAt() == clause ? std::nullopt : std::optional(clause));
    });
    connect(sentence_, &QLabel::linkHovered, this, [this](const QString& link) {
        if (link.isEmpty()) return QToolTip::hideText();
        QToolTip::showText(QCursor::pos(), clauseTip(link.toULong()), sentence_);
    });
    onAny(this, &WhyView::showReasons, std::pair(&state_.why(), &WhyState::whyChanged),
          std::pair(&state_.why(), &WhyState::lookedChanged), std::pair(&state_.model(), &ModelState::aiLayerChanged),
          std::pair(&state_.display(), &DisplayState::displayChanged));
    showReasons();
}

QString WhyView::sentence() const {
    return state_.why().why() ? qt(state_.why().why()->text) : QString();
}

QString WhyView::clauseTip(std::size_t index) const {
    const auto& why = state_.why().why();
    if (!why || index >= why->clauses.size()) return {};
    const pipeline::WhyClause& clause = why->clauses[index];
    QStringList lines{qt(clause.text)};
    lines << (clause.against ? tr("It speaks against %1 with %2 of all weight (%3).")
                             : tr("It speaks for %1 with %2 of all weight (%3)."))
                 .arg(QString::fromStdString(why->class_name),
                      QString::number(100 * clause.share, 'f', 0) + QStringLiteral(" %"),
                      signedText(clause.support, 3));
    for (const pipeline::MeasuredFact& fact : clause.facts) {
        if (fact.measured_ms && fact.usual_ms) {
            lines << tr("Measured: %1 ms, usual here %2 ms.")
                         .arg(*fact.measured_ms, 0, 'f', 0)
                         .arg(*fact.usual_ms, 0, 'f', 0);
        }
    }
    lines << tr("How sure: %1.").arg(probabilityText(clause.sure));
    constexpr std::size_t kMost = 4;
    QStringList features;
    for (std::size_t i = 0; i < std::min(kMost, clause.features.size()); ++i)
        features << QString::fromStdString(clause.features[i]);
    if (!features.isEmpty()) lines << tr("Features: %1.").arg(features.join(QStringLiteral(", ")));
    lines << tr("A click shows where.");
    return plainTip(lines.join('\n'));
}

void WhyView::showReasons() {
    const auto& why = state_.why().why();
    const bool shown = why && state_.model().beatAiVisible() && !why->of_recording;
    setVisible(shown);
    if (!shown) return;
    const Palette& colours = ui::palette(state_.display().theme());
    const QString link = withContrast(colours.accent, colours.window).name();
    // The sentence as it was said, each clause of it where it stands.
    QString text = qt(why->text).toHtmlEscaped();
    qsizetype from = 0;
    for (std::size_t i = 0; i < why->clauses.size(); ++i) {
        const QString clause = qt(why->clauses[i].text).toHtmlEscaped();
        const qsizetype at = text.indexOf(clause, from);
        if (at < 0) continue;
        const bool looked = state_.why().lookedAt() == i;
        const QString anchor =
            QStringLiteral("<a href='%1' style='color:%2; text-decoration:%3; %4'>%5</a>")
                .arg(QString::number(i), link, looked ? QStringLiteral("none") : QStringLiteral("underline"),
                     looked ? QStringLiteral("color:%1; background-color:%2;")
                                  .arg(colours.accent_text.name(), colours.accent.name())
                            : QString(),
                     clause);
        text.replace(at, clause.size(), anchor);
        from = at + anchor.size();
    }
    const qsizetype head = text.indexOf(QLatin1Char(':'));
    if (head > 0) text = QStringLiteral("<b>%1</b>%2").arg(text.first(head), text.sliced(head));
    sentence_->setText(text);
    sentence_->setAccessibleDescription(sentence());
    QStringList notes;
    for (const text::Said& note : why->notes) {
        QString words = qt(note);
        words[0] = words[0].toUpper();
        notes << words + '.';
    }
    notes_->setVisible(!notes.isEmpty());
    notes_->setText(notes.join(QLatin1Char(' ')));
    notes_->setStyleSheet(QStringLiteral("color:%1;").arg(colours.muted_text.name()));
}

}  // namespace triptych::ui
