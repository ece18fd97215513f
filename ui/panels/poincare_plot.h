// Each interval against the one before it (Poincaré): where points lie close together they are darker, and a click on
// one leads to its beat, once more to the next one there.
#pragma once

#include "ui/panels/rhythm_plot.h"

#include <cstdint>

namespace triptych::ui {

// GUI thread. Two neighbouring intervals are a point; it has the colour of the gravest of its three beats.
class PoincarePlot : public RhythmPlot {
    Q_OBJECT
public:
    explicit PoincarePlot(ViewState& state, QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override { return {210, 180}; }
    // Where the point of the intervals before and behind a beat stands; nothing where there is none.
    [[nodiscard]] std::optional<QPointF> placeOf(std::size_t beat) const;
    // Beats whose points lie within reach of a place, the nearest first.
    [[nodiscard]] std::vector<std::size_t> beatsAt(const QPointF& place) const;

protected:
    void draw(QPainter& painter, const PlotFrame& frame) override;
    void drawOver(QPainter& painter, const PlotFrame& frame) override;
    QString title() const override;
    bool drawsOutline() const override { return true; }
    void givePoints(const TakePoint& take) const override;
    bool hasLasso() const override { return true; }
    void clicked(const QPointF& at) override;

private:
    [[nodiscard]] QRectF square() const;
    [[nodiscard]] QPointF at(double before_s, double after_s) const;

    Scale scale_;                        // of both axes, in seconds; pixels from 0 to 1
    std::vector<float> before_, after_;  // [beats] seconds; 0: there is no point
    const void* of_ = nullptr;           // the report that they are of
    QPointF clicked_{-100, -100};
    std::size_t turn_ = 0;  // of the beats at the place that was clicked
};

}  // namespace triptych::ui
