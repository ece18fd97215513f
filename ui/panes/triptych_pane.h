// What the triptych's three panes have in common: the shared frame, the stretch in focus as their time axis, the shared
// frequency axis, and one cursor that a hover in any of them moves in all.
#pragma once

#include "ui/panes/frequency_range.h"
#include "ui/panes/mask_drag.h"
#include "ui/panes/pane.h"
#include "ui/panes/plot_frame.h"

#include <QPointF>
#include <QRectF>

#include <optional>

namespace triptych::ui {

class TriptychPane : public Pane {
    Q_OBJECT
public:
    TriptychPane(ViewState& state, QWidget* parent);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

    // Where the plot lies in this widget; logical pixels.
    [[nodiscard]] PlotFrame frame() const { return plotFrame(rect()); }
    // Time ↔ x: the stretch in focus over the plot's width.
    [[nodiscard]] double xOfTime(double time_s) const;
    [[nodiscard]] double timeAtX(double x_px) const;
    // Frequency ↔ y: the shared axis over the plot's height.
    [[nodiscard]] double yOfFrequency(double hz) const;
    [[nodiscard]] double frequencyAtY(double y_px) const;
    // That axis: of a lead, in the range that was set last.
    [[nodiscard]] FrequencyAxis frequencies() const;
    [[nodiscard]] FrequencyRange range() const { return range_; }
    void setRange(FrequencyRange range);

protected:
    // Which of the cursor's two lines this pane shows and moves.
    [[nodiscard]] virtual bool hasTimeAxis() const { return true; }
    [[nodiscard]] virtual bool hasFrequencyAxis() const { return true; }

    // True when there is a recording and a stretch to show.
    [[nodiscard]] bool hasSomething() const;
    [[nodiscard]] const Lead* analysedLead() const;
    // "MLII", or "" without a recording.
    [[nodiscard]] QString leadName() const;
    // The cursor, over what the reader looks at and what is masked.
    void paintCursor(QPainter& painter) const;
    // The axis is another one.
    virtual void rangeChanged() { update(); }
    // A sentence in the middle of the plot, where there is nothing to draw.
    void paintNotice(QPainter& painter, const QString& text) const;

    // Asked first by panes with a mouse of their own: true where the press, move or release belongs to a mask.
    bool masks(QMouseEvent* event);

    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    // While the panes show the view, the wheel zooms and pans it as it does in the rhythm.
    void wheelEvent(QWheelEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    [[nodiscard]] MaskAxes maskAxes() const;

    std::optional<QPointF> mask_from_;
    FrequencyRange range_ = FrequencyRange::usual;
};

}  // namespace triptych::ui
