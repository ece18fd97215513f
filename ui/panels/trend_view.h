// Rate, intervals and ST levels over the whole recording, one below the other on one time axis: a click goes to that
// moment. What could not be read is a gap, and the stretch in view is a frame, as in the overview.
#pragma once

#include "ui/panels/trend_rows.h"
#include "ui/panes/kept_picture.h"
#include "ui/state/view_state.h"

#include <QRectF>
#include <QWidget>

#include <optional>
#include <vector>

class QPainter;

namespace triptych::ui {

// GUI thread. Shows what the state has; computes the rate itself while nothing else is measured.
class TrendView : public QWidget {
    Q_OBJECT
public:
    explicit TrendView(ViewState& state, QWidget* parent = nullptr);

    [[nodiscard]] StPoint stPoint() const { return point_; }
    void setStPoint(StPoint point);
    [[nodiscard]] const std::vector<TrendRow>& rows() const { return rows_; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

    // Where row `index` is drawn, the time axis of all rows included; logical pixels.
    [[nodiscard]] QRectF plot(std::size_t index) const;
    [[nodiscard]] double timeAt(double x_px) const;

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    void refresh();
    void drawPicture(QPainter& painter);
    void paintRow(QPainter& painter, std::size_t index) const;
    void paintAxis(QPainter& painter) const;
    void goTo(double x_px);
    [[nodiscard]] double rowHeight() const;
    [[nodiscard]] double duration_s() const;

    ViewState& state_;
    StPoint point_ = StPoint::j60;
    std::vector<TrendRow> rows_;
    std::vector<TrendRange> ranges_;
    bool stale_ = false;   // of the waves before the last change, or of the beats alone
    bool dirty_ = true;    // something changed while nobody looked
    KeptPicture picture_;  // all but the frame and the pointer's
    std::optional<double> pointed_s_;
};

}  // namespace triptych::ui
