#include "ui/window/report_dialog.h"

#include "ui/window/action_keys.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <cmath>
#include <utility>

namespace triptych::ui {
namespace {

constexpr double kPreview_px_per_mm = 2.9;

}  // namespace

ReportDialog::ReportDialog(ReportDesk& desk, QString folder, QWidget* parent)
    : QDialog(parent),
      desk_(desk),
      folder_(std::move(folder)),
      conclusion_(new QPlainTextEdit),
      patient_(new QCheckBox(tr("&Name the patient"))),
      picture_(new QLabel),
      number_(new QLabel),
      says_(new QLabel),
      waits_(new QLabel),
      back_(new QPushButton(tr("&Previous page"))),
      on_(new QPushButton(tr("Ne&xt page"))) {
    setWindowTitle(tr("Report"));
    setObjectName(QStringLiteral("report"));
    auto* label = new QLabel(tr("&Conclusion, in your words:"));
    label->setBuddy(conclusion_);
    conclusion_->setAccessibleName(tr("Conclusion"));
    conclusion_->setTabChangesFocus(true);
    picture_->setObjectName(QStringLiteral("report_page"));
    picture_->setAccessibleName(tr("Page of the report"));
    says_->setWordWrap(true);
    says_->setText(desk_.kept() > 0 ? tr("Strips and beats that were kept: %1.").arg(desk_.kept())
                                    : tr("No strip has been kept yet: %1 keeps the one in view, %2 the selected beat "
                                         "with its explanation.")
                                          .arg(keyOf(ActionId::keep_strip), keyOf(ActionId::keep_beat)));
    auto* scroll = new QScrollArea;
    scroll->setWidget(picture_);
    scroll->setAlignment(Qt::AlignHCenter);
    auto* forget = new QPushButton(tr("&Forget what was kept"));
    forget->setEnabled(desk_.kept() > 0);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Close);
    buttons->button(QDialogButtonBox::Save)->setText(tr("&Save as PDF…"));
    auto* side = new QVBoxLayout;
    waits_->setWordWrap(true);
    side->addWidget(says_);
    side->addWidget(waits_);
    side->addWidget(label);
    side->addWidget(conclusion_, 1);
    side->addWidget(patient_);
    side->addWidget(forget);
    auto* turning = new QHBoxLayout;
    turning->addWidget(back_);
    turning->addWidget(number_, 1, Qt::AlignCenter);
    turning->addWidget(on_);
    auto* pages = new QVBoxLayout;
    pages->addWidget(scroll, 1);
    pages->addLayout(turning);
    auto* columns = new QHBoxLayout;
    columns->addLayout(side, 1);
    columns->addLayout(pages, 2);
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(columns, 1);
    layout->addWidget(buttons);
    connect(conclusion_, &QPlainTextEdit::textChanged, this, &ReportDialog::make);
    connect(patient_, &QCheckBox::toggled, this, &ReportDialog::make);
    connect(back_, &QPushButton::clicked, this, [this] { step(-1); });
    connect(on_, &QPushButton::clicked, this, [this] { step(1); });
    connect(forget, &QPushButton::clicked, this, [this, forget] {
        desk_.forget();
        forget->setEnabled(false);
        make();
    });
    connect(buttons->button(QDialogButtonBox::Save), &QPushButton::clicked, this, &ReportDialog::save);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    resize(980, 680);
    make();
}

void ReportDialog::make() {
    book_ = std::make_unique<ReportBook>(desk_.content({conclusion_->toPlainText(), patient_->isChecked()}));
    page_ = std::min(page_, book_->pages() - 1);
    showPage();
}

void ReportDialog::follow(bool measuring) {
    waits_->setText(measuring ? tr("Measurements are being made; the pages follow.") : QString());
    make();
}

void ReportDialog::showPage() {
    const double ratio = devicePixelRatioF();
    const QSize size = (kReportPage_mm * kPreview_px_per_mm).toSize();
    QImage image(size * ratio, QImage::Format_RGB32);
    image.setDevicePixelRatio(ratio);
    image.fill(Qt::white);
    {
        QPainter painter(&image);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        const double scale = kPreview_px_per_mm / (96 / 25.4);
        painter.scale(scale, scale);
        book_->paint(painter, page_);
    }
    picture_->setPixmap(QPixmap::fromImage(image));
    picture_->adjustSize();
    number_->setText(tr("page %1 of %2").arg(page_ + 1).arg(book_->pages()));
    back_->setEnabled(page_ > 0);
    on_->setEnabled(page_ + 1 < book_->pages());
}

void ReportDialog::step(int by) {
    page_ = static_cast<std::size_t>(static_cast<int>(page_) + by);
    showPage();
}

Result<void> ReportDialog::write(const QString& path) {
    auto done = writeReport(*book_, path.toStdString());
    if (done) written_ = path;
    return done;
}

void ReportDialog::save() {
    QString path = QFileDialog::getSaveFileName(this, tr("Save the report"), folder_ + QStringLiteral("/report.pdf"),
                                                tr("PDF (*.pdf)"));
    if (path.isEmpty()) return;
    if (!path.endsWith(QStringLiteral(".pdf"), Qt::CaseInsensitive)) path += QStringLiteral(".pdf");
    if (const auto done = write(path); !done) {
        says_->setText(QString::fromStdString(sentence(done.error())));
        return;
    }
    accept();
}

}  // namespace triptych::ui
