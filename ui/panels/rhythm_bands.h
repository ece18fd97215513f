// How the recording went, in bands one below the other on one time axis: rate, classes of beats, episodes, events and
// quality, with a legend of what is there, and the stretch in view as a frame. A click goes there; an edge of an
// episode can be dragged.
#pragma once

#include "ui/panes/beat_trend.h"
#include "ui/panes/kept_picture.h"
#include "ui/panes/pane.h"
#include "ui/state/episode_drag.h"

#include <QRectF>

#include <array>
#include <optional>
#include <vector>

namespace triptych::ui {

// GUI thread. What it shows is reduced to a value a pixel when labels, words or the width change, and painted from a
// picture in between.
class RhythmBands : public Pane {
    Q_OBJECT
public:
    enum Band : std::size_t { kRate, kClasses, kEpisodes, kEvents, kQuality, kBands };

    explicit RhythmBands(ViewState& state, QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

    // Logical pixels; all of one left edge and width.
    [[nodiscard]] QRectF area(Band band) const;
    [[nodiscard]] double timeAt(double x_px) const;
    [[nodiscard]] double xOf(double time_s) const;
    // What lies at a place, as its tool tip says it.
    [[nodiscard]] QString whatIsAt(const QPointF& place) const;

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    void renderAgain();
    void drawPicture(QPainter& painter);
    void paintRate(QPainter& painter) const;
    void paintClasses(QPainter& painter) const;
    void paintEpisodes(QPainter& painter) const;
    void paintEvents(QPainter& painter) const;
    void paintQuality(QPainter& painter) const;
    void paintAxis(QPainter& painter) const;
    void paintLegend(QPainter& painter) const;
    void paintDragged(QPainter& painter) const;
    void paintName(QPainter& painter, Band band, const QString& name) const;
    [[nodiscard]] bool isIn(Band band, const QPointF& place) const;
    // The edge of an episode that can be taken hold of there.
    [[nodiscard]] std::optional<EpisodeEdge> edgeAt(const QPointF& place) const;
    void dragTo(double x_px);
    void letEdgeGo();
    [[nodiscard]] double duration_s() const { return state_.record().duration_s(); }

    KeptPicture picture_;  // all but the frame, the episode that the reader stands at and the cursor
    BeatTrend trend_;      // of all beats
    EpisodeDrag edge_;
    QPointF pressed_;
};

}  // namespace triptych::ui
