// The rhythm: any number of leads on true-millimetre ECG paper, with beat letters above, and the hand that moves it.
#pragma once

#include "ui/panes/background.h"
#include "ui/panes/beat_drag.h"
#include "ui/panes/beat_trend.h"
#include "ui/panes/calipers.h"
#include "ui/panes/lead_saliency.h"
#include "ui/panes/pane.h"
#include "ui/panes/trace_painter.h"
#include "ui/panes/trace_source.h"
#include "ui/panes/wave_drag.h"

#include <QImage>

#include <optional>

class QScrollBar;

namespace triptych::ui {

// Wheel zooms time at the pointer, Ctrl+wheel steps the gain, Shift+wheel, middle-drag and left-drag pan (and the paper
// stays where it is let go), Shift+drag selects a stretch, the calipers are dragged by a leg or the bar, a click
// selects the nearest beat, a double click centres it, or goes from a view of minutes and hours to the paper there; a
// pinch zooms. A beat's letter is dragged to move the beat.
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
    [[nodiscard]] double millimetre_px() const { return state_.display().pixelsPerMm(); }
    // What its leads make use of: 45 mm each.
    [[nodiscard]] int usefulHeight() const;
    // The rhythm as it stands, on a page or another picture of the pane's size.
    void paintOn(TraceSink& sink);
    // From now on the gain is the largest up to the one in force at which nothing in view is cut, or no beat of usual
    // height wherever the view goes, as soon as the leads are known and whatever size the paper gets, until somebody
    // chooses another: that one holds for this recording.
    enum class Fit { view, beats };
    void fitGain(Fit fit = Fit::view);
    // What the gain was fitted from is in force again.
    void letGainBe();
    // What the gain in force was fitted from; nullopt: it is as chosen.
    [[nodiscard]] std::optional<double> wishedGain() const;
    // The beat that a click at `position` selects: the nearest in time among those in view.
    [[nodiscard]] std::optional<std::size_t> beatAt(const QPointF& position) const;
    // Of the analysed lead as it is displayed, between two samples: what calipers measure. nullopt where there is no
    // sample, or the lead's unit is no voltage.
    [[nodiscard]] std::optional<double> millivoltsAt(double time_s) const;

Q_SIGNALS:
    void fitChanged();  // wishedGain()

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
    enum class Drag { none, maybe_click, panning, selecting, measuring, marking, moving_beat };

    void repaintAll();
    [[nodiscard]] TraceLayout layoutAt(double mm_per_mv) const;
    void fitGainIfKnown();
    void tellFit();
    void takeNoise();
    void drawPicture();
    [[nodiscard]] TraceScene sceneNow();
    void drawLooked(QPainter& painter, const TraceGeometry& at) const;
    void drawCalipers(QPainter& painter) const;
    void drawInHand(QPainter& painter) const;
    [[nodiscard]] CaliperPart caliperPartUnder(const QPointF& position) const;
    // The beat whose letter lies under the pointer, where letters have room.
    [[nodiscard]] std::optional<std::size_t> beatMarkUnder(const QPointF& position) const;
    [[nodiscard]] std::optional<WaveMark> waveMarkUnder(const QPointF& position);
    [[nodiscard]] double timeAt(double x_px) const;
    void panByPixels(double dx_px);
    void zoomAtPixel(double x_px, double factor);
    void stepGain(int steps);
    void updateScrollBar();

    TraceSource source_;
    QScrollBar* rows_ = nullptr;              // shown when a stack has more leads than fit
    std::optional<BeatSaliency> neighbours_;  // of the explanation in view
    std::optional<LeadSaliency> of_leads_;    // likewise
    std::vector<Stretch> noisy_;              // as in the overview
    BeatTrend trend_;                         // of all beats, where many of them are in view
    QImage picture_;
    bool picture_valid_ = false;
    std::optional<double> wished_gain_;  // to be lowered until it fits; nothing: it need not
    std::optional<double> fitted_gain_;  // what came of it last
    Fit fit_ = Fit::view;
    bool gain_by_hand_ = false;        // the reader has chosen one since this recording's was fitted
    std::optional<double> told_wish_;  // wishedGain() when it was told last
    Drag drag_ = Drag::none;
    QPointF press_position_;
    double grabbed_x_ = 0;  // of the paper that the hand holds
    double select_from_s_ = 0;
    CaliperPart measuring_ = CaliperPart::none;
    Stretch calipers_before_;  // the drag
    WaveDrag wave_drag_{state_.waves()};
    std::optional<std::size_t> pressed_mark_;  // a beat's
    BeatDrag beat_drag_{state_};
    double gain_wheel_ = 0;  // eighths of a degree not yet spent on a step
};

}  // namespace triptych::ui
