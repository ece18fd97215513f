// The rhythm: any number of leads on true-millimetre ECG paper, with beat letters above, and the hand that moves it.
#pragma once

#include "ui/panes/background.h"
#include "ui/panes/calipers.h"
#include "ui/panes/kinetic_pan.h"
#include "ui/panes/lead_saliency.h"
#include "ui/panes/pane.h"
#include "ui/panes/trace_painter.h"
#include "ui/panes/trace_source.h"
#include "ui/panes/wave_drag.h"

#include <QImage>

#include <optional>

class QScrollBar;

namespace triptych::ui {

// Wheel zooms time at the pointer, Ctrl+wheel steps the gain, Shift+wheel, middle-drag and left-drag pan (a throw
// glides on), Shift+drag selects a stretch, the calipers are dragged by a leg or the bar, a click selects the nearest
// beat, a double click centres it, a pinch zooms.
class TracePane : public Pane {
    Q_OBJECT
public:
    explicit TracePane(ViewState& state, QWidget* parent = nullptr);

    [[nodiscard]] bool isBusy() const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

    // Where things stand now; logical pixels of this widget.
    [[nodiscard]] TraceGeometry geometryNow() const;
    [[nodiscard]] TraceLayout layoutNow() const;
    // The beat that a click at `position` selects: the nearest in time among those in view.
    [[nodiscard]] std::optional<std::size_t> beatAt(const QPointF& position) const;

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void leaveEvent(QEvent* event) override;
    bool event(QEvent* event) override;

private:
    enum class Drag { none, maybe_click, panning, selecting, measuring, marking };

    void repaintAll();
    void drawPicture();
    [[nodiscard]] TraceScene sceneNow();
    void drawCalipers(QPainter& painter) const;
    // Of the analysed lead as it is drawn; nothing where there is no sample, or the lead's unit is no voltage.
    [[nodiscard]] std::optional<double> millivoltsAt(double time_s) const;
    [[nodiscard]] CaliperPart caliperPartUnder(const QPointF& position) const;
    [[nodiscard]] std::optional<WaveMark> waveMarkUnder(const QPointF& position);
    [[nodiscard]] double timeAt(double x_px) const;
    void panByPixels(double dx_px);
    void zoomAtPixel(double x_px, double factor);
    void stepGain(int steps);
    void updateScrollBar();

    TraceSource source_;
    KineticPan kinetic_;
    QScrollBar* rows_ = nullptr;              // shown when a stack has more leads than fit
    std::optional<BeatSaliency> neighbours_;  // of the explanation in view
    std::optional<LeadSaliency> of_leads_;    // likewise
    QImage picture_;
    bool picture_valid_ = false;
    Drag drag_ = Drag::none;
    QPointF press_position_;
    double select_from_s_ = 0;
    CaliperPart measuring_ = CaliperPart::none;
    Stretch calipers_before_;  // the drag
    WaveDrag wave_drag_{state_.waves()};
    double gain_wheel_ = 0;  // eighths of a degree not yet spent on a step
};

}  // namespace triptych::ui
