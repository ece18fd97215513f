// The intervals of the five minutes in view, beat by beat: those that heart rate variability is made of as a line, the
// others as rings in the colour of their beat. A click leads to the beat.
#pragma once

#include "ui/panels/rhythm_plot.h"

namespace triptych::ui {

// GUI thread. Five minutes of the recording's clock, those that the figures beside it are of.
class Tachogram : public RhythmPlot {
    Q_OBJECT
public:
    explicit Tachogram(ViewState& state, QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override { return {320, 180}; }
    // Which five minutes, and where its beats stand; logical pixels.
    [[nodiscard]] Stretch stretch() const;
    [[nodiscard]] double xOf(double time_s) const;

protected:
    void draw(QPainter& painter, const PlotFrame& frame) override;
    void drawOver(QPainter& painter, const PlotFrame& frame) override;
    QString title() const override;
    void givePoints(const TakePoint& take) const override;
    bool hasLasso() const override { return true; }
    void clicked(const QPointF& at) override;

private:
    Stretch shown_;
};

// The five minutes that a moment lies in, of a recording that is as long as that; a shorter one is its own.
[[nodiscard]] Stretch fiveMinutesAt(double time_s, double duration_s);

}  // namespace triptych::ui
