// What the pictures of the rhythm share: a frame with axes, painted once into a picture that is thrown away when the
// report changes, a click that leads to beats, and a lasso that chooses many.
#pragma once

#include "ui/panels/point_lasso.h"
#include "ui/panes/kept_picture.h"
#include "ui/panes/pane.h"
#include "ui/panes/plot_frame.h"

#include <QPainterPath>
#include <QPointF>
#include <QString>

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace triptych::ui {

// GUI thread.
class RhythmPlot : public Pane {
    Q_OBJECT
public:
    explicit RhythmPlot(ViewState& state, QWidget* parent = nullptr);

    [[nodiscard]] PlotFrame frame() const { return plotFrame(rect()); }
    [[nodiscard]] QSize minimumSizeHint() const override { return {130, 110}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

    // Where the points of beats stand, in any order; a plot that has none gives none, and has no lasso.
    using TakePoint = ui::TakePoint;
    virtual void givePoints(const TakePoint& take) const { (void)take; }
    virtual bool hasLasso() const { return false; }
    // The lasso is a stretch of the axis below, whatever stands above it.
    virtual bool lassoIsBand() const { return false; }
    virtual void clicked(const QPointF& at) { (void)at; }

    // Everything that stays while the reader moves; `report` is there.
    virtual void draw(QPainter& painter, const PlotFrame& frame) = 0;
    // What follows the selected beat and the view.
    virtual void drawOver(QPainter& painter, const PlotFrame& frame) { (void)painter, (void)frame; }
    virtual QString title() const = 0;
    virtual bool drawsOutline() const { return false; }  // by itself
    // Why there is nothing, in the plot's middle; empty: there is something.
    virtual QString emptiness() const;
    void renderAgain();
    [[nodiscard]] const pipeline::RhythmReport& report() const { return *state_.rhythm().report(); }

    // Where values of one axis stand.
    struct Scale {
        double low = 0, high = 1, from_px = 0, to_px = 1;
        [[nodiscard]] double px(double value) const {
            return from_px + (value - low) / (high - low) * (to_px - from_px);
        }
        [[nodiscard]] double value(double at_px) const {
            return low + (at_px - from_px) / (to_px - from_px) * (high - low);
        }
    };
    static std::vector<AxisTick> ticksOf(const Scale& scale, int least_px);
    // The interval that ends at a beat, in seconds, where both can be read: nothing across a hole and in what cannot be
    // read.
    [[nodiscard]] std::optional<double> interval_s(std::size_t ends_at) const;
    // The intervals of all beats but the longest and shortest of two hundred, rounded outwards to tenths of a second.
    [[nodiscard]] Scale intervalScale() const;

private:
    // Of the report, worked out once for all plots.
    struct Intervals {
        std::vector<double> ends_at_s;  // [beats] 0: none
        Scale scale;
    };
    [[nodiscard]] const Intervals& intervals() const;
    [[nodiscard]] static Intervals intervalsOf(const pipeline::RhythmReport& report);
    [[nodiscard]] bool isOfTheseBeats() const;
    [[nodiscard]] QPainterPath lassoPath() const;
    void chooseWithin(const QPainterPath& path);

    PointLasso lasso_;
    KeptPicture picture_;
    mutable std::weak_ptr<const pipeline::RhythmReport> intervals_of_;
    mutable std::shared_ptr<const Intervals> intervals_;
};

}  // namespace triptych::ui
