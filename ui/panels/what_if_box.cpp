#include "ui/panels/what_if_box.h"

#include "ui/panels/readable.h"
#include "ui/panels/wrapping_label.h"
#include "ui/panes/fitting_text.h"
#include "ui/panes/theme.h"
#include "ui/state/on_any.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

#include <cmath>

namespace triptych::ui {
namespace {

constexpr double kMoves = 0.005;  // a probability that changes by less reads the same

QString changeText(double before, double after) {
    const double by = after - before;
    return std::abs(by) < kMoves ? QStringLiteral("·") : signedText(by, 2);
}

}  // namespace

WhatIfBox::WhatIfBox(WhyState& why, const DisplayState& display, QWidget* parent)
    : QWidget(parent),
      why_(why),
      display_(display),
      masking_(new QToolButton),
      filler_(new QComboBox),
      clear_(new QToolButton),
      hint_(new WrappingLabel),
      table_(new QLabel) {
    masking_->setText(tr("What if…"));
    masking_->setCheckable(true);
    masking_->setFocusPolicy(Qt::TabFocus);
    masking_->setAccessibleName(tr("What if: drags mask what they pass over"));
    for (const inference::Filler filler :
         {inference::Filler::line, inference::Filler::typical, inference::Filler::noise}) {
        filler_->addItem(tr("by %1").arg(QString::fromStdString(inference::inWords(filler).text())),
                         static_cast<int>(filler));
    }
    filler_->setToolTip(tr("What stands in the place of what is masked"));
    filler_->setAccessibleName(tr("Filler of masks"));
    filler_->setFocusPolicy(Qt::TabFocus);
    clear_->setText(tr("Clear"));
    clear_->setToolTip(tr("Take all masks away"));
    clear_->setFocusPolicy(Qt::TabFocus);
    hint_->setFont(labelFont());
    table_->setFont(numberFont());
    table_->setTextFormat(Qt::RichText);
    table_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    table_->setAccessibleName(tr("Probabilities before and after masking"));
    auto* row = new QHBoxLayout;
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    row->addWidget(masking_);
    row->addWidget(filler_, 1);
    row->addWidget(clear_);
    row->addStretch();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(3);
    layout->addLayout(row);
    layout->addWidget(hint_);
    layout->addWidget(table_);
    connect(masking_, &QToolButton::toggled, this, [this](bool on) { why_.setMasking(on); });
    connect(filler_, &QComboBox::activated, this,
            [this] { why_.setFiller(static_cast<inference::Filler>(filler_->currentData().toInt())); });
    connect(clear_, &QToolButton::clicked, this, [this] { why_.clearMasks(); });
    onAny(this, &WhatIfBox::showState, std::pair(&why_, &WhyState::askedChanged),
          std::pair(&why_, &WhyState::answerChanged), std::pair(&display_, &DisplayState::displayChanged));
    setKey({});
    showState();
}

void WhatIfBox::setKey(const QString& key) {
    const QString tip =
        tr("Drag over trace, scalogram or spectrum, or click a bar, and see what the model says without it");
    masking_->setToolTip(key.isEmpty() ? tip : tip + QStringLiteral(" (") + key + ')');
}

void WhatIfBox::showState() {
    const WhyState& why = why_;
    const QSignalBlocker blocker(masking_);
    masking_->setChecked(why.masking());
    filler_->setCurrentIndex(filler_->findData(static_cast<int>(why.asked().filler)));
    filler_->setVisible(why.masking());
    clear_->setVisible(why.masking());
    clear_->setEnabled(!why.asked().masks.empty());
    const Palette& colours = ui::palette(display_.theme());
    hint_->setStyleSheet(QStringLiteral("color:%1;").arg(colours.muted_text.name()));
    QStringList hints;
    if (!why.trouble().isEmpty()) {
        hints << why.trouble();
    } else if (why.masking() && why.asked().masks.empty()) {
        hints << tr("Drag over trace, scalogram or spectrum, or click a bar, to mask it.");
    }
    const auto& answer = why.answer();
    if (answer && why.masking()) {
        for (const text::Said& remark : answer->remarks) {
            QString words = QString::fromStdString(remark.text());
            words[0] = words[0].toUpper();
            hints << words + '.';
        }
    }
    hint_->setText(hints.join(QLatin1Char(' ')));
    hint_->setVisible(!hints.isEmpty());
    table_->setVisible(answer && why.masking());
    if (!table_->isVisibleTo(this)) return;
    QString head = QStringLiteral("<td></td>"), before = QStringLiteral("<td>%1&nbsp;</td>").arg(tr("as it is")),
            after = QStringLiteral("<td>%1&nbsp;</td>").arg(tr("masked")), change = QStringLiteral("<td></td>");
    QStringList spoken;
    for (std::size_t k = 0; k < answer->classes.size(); ++k) {
        const auto was = static_cast<double>(answer->before[k]), is = static_cast<double>(answer->after[k]);
        if (answer->classes.size() > 8 && std::abs(is - was) < kMoves) continue;  // of many labels, those that move
        const QString name = shortened(QString::fromStdString(answer->classes[k]), fontMetrics(), 70).toHtmlEscaped();
        const auto cell = [](const QString& text) {
            return QStringLiteral("<td align='right'>&nbsp;&nbsp;%1</td>").arg(text.toHtmlEscaped());
        };
        head += QStringLiteral("<td align='right'>&nbsp;&nbsp;<b>%1</b></td>").arg(name);
        before += cell(probabilityText(was));
        after +=
            QStringLiteral("<td align='right'>&nbsp;&nbsp;<b>%1</b></td>").arg(probabilityText(is).toHtmlEscaped());
        change += cell(changeText(was, is));
        spoken << tr("%1 from %2 to %3").arg(name, probabilityText(was), probabilityText(is));
    }
    table_->setText(QStringLiteral("<table><tr>%1</tr><tr>%2</tr><tr>%3</tr><tr style='color:%5'>%4</tr></table>")
                        .arg(head, before, after, change, colours.muted_text.name()));
    table_->setAccessibleDescription(spoken.join(QStringLiteral("; ")));
}

}  // namespace triptych::ui
