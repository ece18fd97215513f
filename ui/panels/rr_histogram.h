// How often intervals are how long: all of them, and within them those that heart rate variability is made of.
#pragma once

#include "ui/panels/rhythm_plot.h"

namespace triptych::ui {

// GUI thread. Bins of 1/128 s, as the triangular index has them.
class RrHistogram : public RhythmPlot {
    Q_OBJECT
public:
    explicit RrHistogram(ViewState& state, QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override { return {190, 180}; }

protected:
    void draw(QPainter& painter, const PlotFrame& frame) override;
    QString title() const override;
    void givePoints(const TakePoint& take) const override;
    bool hasLasso() const override { return true; }
    bool lassoIsBand() const override { return true; }
};

}  // namespace triptych::ui
