// Rate and heart rate variability over the recording, a value each five minutes, one row below the other: those that
// count, and gaps for the others. A click goes there.
#pragma once

#include "ui/panels/rhythm_plot.h"

#include <vector>

namespace triptych::ui {

// GUI thread.
class HrvOverTime : public RhythmPlot {
    Q_OBJECT
public:
    explicit HrvOverTime(ViewState& state, QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override { return {300, 180}; }

protected:
    void draw(QPainter& painter, const PlotFrame& frame) override;
    void drawOver(QPainter& painter, const PlotFrame& frame) override;
    QString title() const override;
    QString emptiness() const override;
    void mousePressEvent(QMouseEvent* event) override;

private:
    struct Row {
        QString name;
        std::vector<double> values;  // [five minutes] NaN: they do not count
    };
    [[nodiscard]] std::vector<Row> rows() const;
    [[nodiscard]] double xOf(double time_s) const;
    [[nodiscard]] int touches(const Row& row, const Scale& y, const QRectF& name) const;
};

}  // namespace triptych::ui
