// The pictures of the rhythm, side by side: tachogram, variability over time, histogram, Poincaré plot.
#pragma once

#include "ui/state/view_state.h"

#include <QWidget>

namespace triptych::ui {

class HrvOverTime;
class PoincarePlot;
class RrHistogram;
class Tachogram;

// GUI thread.
class RhythmPictures : public QWidget {
    Q_OBJECT
public:
    explicit RhythmPictures(ViewState& state, QWidget* parent = nullptr);

    [[nodiscard]] Tachogram& tachogram() const { return *tachogram_; }
    [[nodiscard]] HrvOverTime& overTime() const { return *over_time_; }
    [[nodiscard]] RrHistogram& histogram() const { return *histogram_; }
    [[nodiscard]] PoincarePlot& poincare() const { return *poincare_; }

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    Tachogram* tachogram_;
    HrvOverTime* over_time_;
    RrHistogram* histogram_;
    PoincarePlot* poincare_;
};

}  // namespace triptych::ui
