// Measures the screen with a ruler: many screens misstate their size, and then a millimetre of paper is none.
#pragma once

#include <QDialog>

class QDoubleSpinBox;

namespace triptych::ui {

// GUI thread.
class CalibrationDialog : public QDialog {
    Q_OBJECT
public:
    // `stated_pixels_per_mm`: as the screen says; `calibration`: the factor in force.
    CalibrationDialog(double stated_pixels_per_mm, double calibration, QWidget* parent);

    // Real pixels per millimetre ÷ stated ones.
    [[nodiscard]] double calibration() const;

private:
    double line_px_;
    double stated_pixels_per_mm_;
    QDoubleSpinBox* measured_mm_;
};

// Pixels of a widget's screen per millimetre as the screen states it, or of a 96-dpi screen where the statement cannot
// be.
[[nodiscard]] double statedPixelsPerMm(const QWidget& widget);

}  // namespace triptych::ui
