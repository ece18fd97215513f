#include "ui/window/go_to_time_dialog.h"

#include "ui/panels/wrapping_label.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include <utility>

namespace triptych::ui {

GoToTimeDialog::GoToTimeDialog(std::optional<StartTime> start, double duration_s, QWidget* parent)
    : QDialog(parent),
      start_(std::move(start)),
      duration_s_(duration_s),
      typed_(new QLineEdit),
      complaint_(new WrappingLabel) {
    setWindowTitle(tr("Go to a time"));
    auto* text =
        new QLabel(start_ ? tr("14:03 by the clock, day 2 14:03 beyond midnight,\n+1:20:00 or 83.5 s since the "
                               "beginning")
                          : tr("+1:20:00 or 83.5 s since the beginning;\nwhen the recording began is not known"));
    text->setTextFormat(Qt::PlainText);
    typed_->setAccessibleName(tr("Time"));
    typed_->setPlaceholderText(start_ ? tr("14:03") : tr("+1:20:00"));
    complaint_->setAccessibleName(tr("What is wrong with it"));
    complaint_->setObjectName(QStringLiteral("complaint"));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    buttons->button(QDialogButtonBox::Ok)->setText(tr("&Go"));
    connect(buttons, &QDialogButtonBox::accepted, this, &GoToTimeDialog::take);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(typed_, &QLineEdit::textEdited, complaint_, &QLabel::clear);
    constexpr int kLettersALine = 48;  // a sentence on what is wrong takes three lines of them at most
    setMinimumWidth(kLettersALine * fontMetrics().averageCharWidth());
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(text);
    layout->addWidget(typed_);
    layout->addWidget(complaint_);
    layout->addWidget(buttons);
    typed_->setFocus();
}

void GoToTimeDialog::take() {
    const TypedTime typed = typedTime(typed_->text().toStdString(), start_, duration_s_);
    if (!typed.time_s) {
        complaint_->setText(QString::fromStdString(typed.complaint));
        adjustSize();  // a box does not grow by itself
        typed_->selectAll();
        typed_->setFocus();
        return;
    }
    time_s_ = *typed.time_s;
    accept();
}

}  // namespace triptych::ui
