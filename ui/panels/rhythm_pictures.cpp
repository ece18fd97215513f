#include "ui/panels/rhythm_pictures.h"

#include "ui/panels/hrv_over_time.h"
#include "ui/panels/poincare_plot.h"
#include "ui/panels/rr_histogram.h"
#include "ui/panels/tachogram.h"
#include "ui/panes/plot_frame.h"

#include <QHBoxLayout>
#include <QResizeEvent>

#include <algorithm>

namespace triptych::ui {
namespace {

constexpr int kNarrowest_px = 760;  // of all four; with less the histogram goes, which the others hold

}  // namespace

RhythmPictures::RhythmPictures(ViewState& state, QWidget* parent)
    : QWidget(parent),
      tachogram_(new Tachogram(state)),
      over_time_(new HrvOverTime(state)),
      histogram_(new RrHistogram(state)),
      poincare_(new PoincarePlot(state)) {
    setAccessibleName(tr("Pictures of the rhythm"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(tachogram_, 5);
    layout->addWidget(over_time_, 4);
    layout->addWidget(histogram_, 3);
    layout->addWidget(poincare_, 0);
}

// The Poincaré plot is square: as wide as it is high, and the others share the rest.
void RhythmPictures::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    const PlotFrame frame = plotFrame(QRect(0, 0, 1000, height()));
    const int square_px = 1000 - frame.plot.width() + frame.plot.height();
    poincare_->setFixedWidth(std::clamp(square_px, 120, std::max(120, width() / 3)));
    histogram_->setVisible(width() >= kNarrowest_px);
}

}  // namespace triptych::ui
