#include "ui/window/print_dialog.h"

#include "ui/panels/wrapping_label.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace triptych::ui {
namespace {

constexpr QSize kPicture_px(560, 400);

}  // namespace

PrintDialog::PrintDialog(const ViewState& state, QString model, const PrintChoices& choices, QWidget* parent)
    : QDialog(parent), state_(state), model_(std::move(model)) {
    setWindowTitle(tr("Print"));
    part_ = new QComboBox;
    part_->setAccessibleName(tr("What is printed"));
    const std::pair<PrintedPart, QString> parts[] = {
        {PrintedPart::page, tr("One page")},
        {PrintedPart::two_pages, tr("Two pages: limb leads, chest leads")},
        {PrintedPart::four_pages, tr("Four pages of three leads")},
        {PrintedPart::screen, tr("What is on screen")},
        {PrintedPart::selection, tr("The selected stretch")},
        {PrintedPart::day, tr("Full disclosure, an hour a page")},
    };
    for (const auto& [part, name] : parts) {
        if (!canPrint(part, state_)) continue;
        part_->addItem(name, static_cast<int>(part));
        if (part == choices.part) part_->setCurrentIndex(part_->count() - 1);
    }
    size_ = new QComboBox;
    size_->setAccessibleName(tr("Paper"));
    size_->addItem(tr("A4"), static_cast<int>(pages::PageSize::a4));
    size_->addItem(tr("Letter"), static_cast<int>(pages::PageSize::letter));
    size_->setCurrentIndex(choices.size == pages::PageSize::letter ? 1 : 0);
    beats_ = new QCheckBox(tr("&Beats above the traces"));
    beats_->setChecked(choices.beats);
    patient_ = new QCheckBox(tr("&Name, age, sex, date and device at the head"));
    patient_->setChecked(choices.patient_line);
    page_ = new QSpinBox;
    page_->setRange(1, 1);
    page_->setAccessibleName(tr("Page to look at"));
    picture_ = new QLabel;
    picture_->setFixedSize(kPicture_px);
    picture_->setAlignment(Qt::AlignCenter);
    picture_->setFrameShape(QFrame::StyledPanel);
    picture_->setAccessibleName(tr("How the page will look"));
    says_ = new WrappingLabel;
    says_->setAccessibleName(tr("How many pages, at which gain"));

    auto* form = new QFormLayout;
    form->addRow(tr("&What"), part_);
    form->addRow(tr("&Paper"), size_);
    form->addRow(beats_);
    form->addRow(patient_);
    form->addRow(tr("&Look at page"), page_);
    form->addRow(says_);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    to_pdf_ = buttons->addButton(tr("Write a P&DF…"), QDialogButtonBox::AcceptRole);
    to_printer_ = buttons->addButton(tr("P&rint…"), QDialogButtonBox::AcceptRole);
    to_pdf_->setDefault(true);
    connect(to_printer_, &QPushButton::clicked, this, [this] { wants_printer_ = true; });
    connect(to_pdf_, &QPushButton::clicked, this, [this] { wants_printer_ = false; });
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* columns = new QHBoxLayout;
    columns->addLayout(form, 1);
    columns->addWidget(picture_);
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(columns);
    layout->addWidget(buttons);

    connect(&previewer_, &PagePreviewer::shown, this, &PrintDialog::show);
    for (QComboBox* box : {part_, size_}) {
        connect(box, &QComboBox::currentIndexChanged, this, [this] {
            const QSignalBlocker quiet(page_);
            page_->setValue(1);
            preview();
        });
    }
    for (QCheckBox* box : {beats_, patient_}) connect(box, &QCheckBox::toggled, this, &PrintDialog::preview);
    connect(page_, &QSpinBox::valueChanged, this, &PrintDialog::preview);
    preview();
}

PrintChoices PrintDialog::choices() const {
    return {static_cast<PrintedPart>(part_->currentData().toInt()),
            static_cast<pages::PageSize>(size_->currentData().toInt()), beats_->isChecked(), patient_->isChecked()};
}

void PrintDialog::preview() {
    previewer_.show(state_.record().recording(), request(), static_cast<std::size_t>(page_->value() - 1), kPicture_px);
}

void PrintDialog::show(const PagePreview& preview) {
    const bool whole = preview.complaint.isEmpty();
    picture_->setPixmap(QPixmap::fromImage(preview.picture));
    const QSignalBlocker quiet(page_);
    page_->setRange(1, std::max(1, static_cast<int>(preview.pages)));
    says_->setText(whole
                       ? tr("%n page(s) at %1 mm/mV.", nullptr, static_cast<int>(preview.pages)).arg(preview.mm_per_mv)
                       : preview.complaint);
    to_pdf_->setEnabled(whole);
    to_printer_->setEnabled(whole);
}

}  // namespace triptych::ui
