// The whole record in one strip: heart rate, beat classes, episodes, noise and gaps over time, and where the reader is.
#pragma once

#include "ui/panes/beat_trend.h"
#include "ui/panes/kept_picture.h"
#include "ui/panes/pane.h"

#include <QRectF>

#include <cstdint>
#include <vector>

namespace triptych::ui {

// Drag the frame to move the view, click elsewhere to jump there, double click to see the paper there, wheel to move by
// a tenth of a view.
class OverviewStrip : public Pane {
    Q_OBJECT
public:
    explicit OverviewStrip(ViewState& state, QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

    // Time axis of the strip, and the frame that stands for the view (never thinner than can be grabbed); logical
    // pixels.
    [[nodiscard]] QRectF plot() const;
    [[nodiscard]] QRectF viewFrame() const;
    [[nodiscard]] double timeAt(double x_px) const;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    void renderAgain();
    void takeGaps();
    void takeNoise();
    void drawPicture(QPainter& painter);
    void paintRate(QPainter& painter, const QRectF& area) const;
    void paintClasses(QPainter& painter, const QRectF& area) const;
    void paintGaps(QPainter& painter, const QRectF& area) const;
    void paintAxes(QPainter& painter, const QRectF& rate_area) const;
    [[nodiscard]] double duration_s() const;

    KeptPicture picture_;                // all but the frame and the cursor
    std::vector<std::uint8_t> missing_;  // of equal parts of the record; empty: not known yet
    std::vector<Stretch> noisy_;
    BeatTrend trend_;                       // of all beats
    double low_bpm_ = 40, high_bpm_ = 120;  // of the rate axis
    bool dragging_ = false;
    double grabbed_s_ = 0;  // from the view's start to the hand
};

}  // namespace triptych::ui
