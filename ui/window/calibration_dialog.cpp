#include "ui/window/calibration_dialog.h"

#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QLabel>
#include <QPainter>
#include <QScreen>
#include <QVBoxLayout>

#include <cmath>

namespace triptych::ui {
namespace {

constexpr double kMmPerInch = 25.4;
constexpr double kUsualDpi = 96;
constexpr double kLeastDpi = 40;
constexpr double kMostDpi = 640;
constexpr double kLine_mm = 100;

// A line with end marks, to hold a ruler to.
class Ruler : public QWidget {
public:
    explicit Ruler(int length_px) : length_px_(length_px) { setFixedSize(length_px + 20, 36); }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setPen(QPen(palette().color(QPalette::WindowText), 1));
        const int right = 10 + length_px_;
        painter.drawLine(10, 18, right, 18);
        painter.drawLine(10, 6, 10, 30);
        painter.drawLine(right, 6, right, 30);
    }

private:
    int length_px_;
};

}  // namespace

double statedPixelsPerMm(const QWidget& widget) {
    const QScreen* screen = widget.screen();
    const double dpi = screen != nullptr ? screen->physicalDotsPerInchX() : 0;
    return (dpi >= kLeastDpi && dpi <= kMostDpi ? dpi : kUsualDpi) / kMmPerInch;
}

CalibrationDialog::CalibrationDialog(double stated_pixels_per_mm, double calibration, QWidget* parent)
    : QDialog(parent),
      line_px_(std::round(stated_pixels_per_mm * calibration * kLine_mm)),
      stated_pixels_per_mm_(stated_pixels_per_mm),
      measured_mm_(new QDoubleSpinBox) {
    setWindowTitle(tr("Millimetres of this screen"));
    auto* text =
        new QLabel(tr("Hold a ruler to the line and enter its length. Paper speed and gain are true from then on."));
    text->setWordWrap(true);
    measured_mm_->setRange(30, 400);
    measured_mm_->setDecimals(1);
    measured_mm_->setSingleStep(0.5);
    measured_mm_->setSuffix(tr(" mm"));
    measured_mm_->setValue(kLine_mm);
    auto* form = new QFormLayout;
    form->addRow(tr("&Length of the line"), measured_mm_);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(text);
    layout->addWidget(new Ruler(static_cast<int>(line_px_)));
    layout->addLayout(form);
    layout->addWidget(buttons);
}

double CalibrationDialog::calibration() const {
    return line_px_ / measured_mm_->value() / stated_pixels_per_mm_;
}

}  // namespace triptych::ui
