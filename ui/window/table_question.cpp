#include "ui/window/table_question.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QStringList>
#include <QVBoxLayout>

namespace triptych::ui {
namespace {

constexpr double kUsual_hz = 360;

QString tr(const char* text) {
    return QCoreApplication::translate("TableQuestion", text);
}

}  // namespace

std::optional<formats::OpenHints> askOfTable(QWidget* parent, const QString& name, const formats::OpenHints& known) {
    QDialog dialog(parent);
    dialog.setWindowTitle(tr("Rate of the recording"));
    auto* const layout = new QVBoxLayout(&dialog);
    layout->addWidget(
        new QLabel(tr("<qt>%1 does not say how many samples there are in a second:</qt>").arg(name.toHtmlEscaped())));
    auto* const form = new QFormLayout;
    auto* const rate = new QDoubleSpinBox;
    rate->setRange(0.001, 1e7);
    rate->setDecimals(3);
    rate->setValue(known.rate_hz > 0 ? known.rate_hz : kUsual_hz);
    rate->setSuffix(tr(" Hz"));
    form->addRow(tr("&Samples per second:"), rate);
    auto* const unit = new QComboBox;
    unit->addItem(tr("as the file says, else not known"), QString());
    for (const char* voltage : {"mV", "\u00b5V", "nV", "V"}) {
        unit->addItem(QString::fromUtf8(voltage), QString::fromUtf8(voltage));
    }
    form->addRow(tr("&Unit of columns that state none:"), unit);
    auto* const columns = new QLineEdit;
    columns->setObjectName(QStringLiteral("columns"));
    columns->setPlaceholderText(tr("all signals"));
    columns->setToolTip(tr("Names or numbers of columns, counted from 1, with semicolons between"));
    form->addRow(tr("&Columns to show:"), columns);
    layout->addLayout(form);
    auto* const buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    QObject::connect(buttons, &QDialogButtonBox::accepted, &dialog, &QDialog::accept);
    QObject::connect(buttons, &QDialogButtonBox::rejected, &dialog, &QDialog::reject);
    layout->addWidget(buttons);
    rate->selectAll();
    rate->setFocus();
    if (dialog.exec() != QDialog::Accepted) return std::nullopt;
    formats::OpenHints hints = known;
    hints.rate_hz = rate->value();
    if (const QString chosen = unit->currentData().toString(); !chosen.isEmpty()) hints.unit = chosen.toStdString();
    const QStringList names = columns->text().split(QLatin1Char(';'), Qt::SkipEmptyParts);
    if (!names.isEmpty()) hints.columns.clear();
    for (const QString& column : names) hints.columns.push_back(column.trimmed().toStdString());
    return hints;
}

}  // namespace triptych::ui
