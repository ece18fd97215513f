// The triptych's left panel: the stretch in focus of the analysed lead, large, with what the model paid attention to as
// a soft band behind the trace and as its weight, and the marks of its waves to be dragged.
#pragma once

#include "core/dsp/filter.h"
#include "ui/panes/background.h"
#include "ui/panes/calipers.h"
#include "ui/panes/cluster_strip.h"
#include "ui/panes/display_signal.h"
#include "ui/panes/saliency.h"
#include "ui/panes/scalogram_look.h"
#include "ui/panes/trace_raster.h"
#include "ui/panes/triptych_pane.h"
#include "ui/panes/wave_drag.h"

#include <QImage>

#include <optional>
#include <vector>

namespace triptych::ui {

class BeatTracePane : public TriptychPane {
    Q_OBJECT
public:
    explicit BeatTracePane(ViewState& state, QWidget* parent = nullptr);

    [[nodiscard]] bool isBusy() const override { return reader_.busy(); }
    // Value at a time, in the lead's unit, as drawn; nullopt outside the stretch and where samples are missing.
    [[nodiscard]] std::optional<double> valueAt(double time_s) const;
    // The same as calipers measure it, between two samples and not within a column of pixels.
    [[nodiscard]] std::optional<double> measuredAt(double time_s) const;

    // Of the trace this band alone; none: all of it.
    void setBand(const std::optional<FrequencyBand>& band);

Q_SIGNALS:
    // A double click: the reader wants a mark that is missing to stand there.
    void markWanted(std::size_t beat, double time_s);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool event(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    [[nodiscard]] bool hasFrequencyAxis() const override { return false; }

private:
    // What a curve depends on: the same request is never read twice.
    struct Request {
        RecordingPtr recording;
        std::size_t lead = 0;
        Stretch stretch;
        dsp::FilterSpec filter;
        int width_px = 0;  // device pixels
        std::optional<FrequencyBand> band;
        friend bool operator==(const Request&, const Request&) = default;
    };
    struct Curve {
        Stretch stretch;
        int per_pixel = 1;
        std::vector<ColumnRange> columns;  // per_pixel to each device pixel of the plot
        float low = 0, high = 0;           // of everything in it; low > high: nothing there
        SignalPiece samples;               // what the columns are of, where that is one block
    };

    void readAgain();
    [[nodiscard]] static std::optional<Curve> read(const Request& request, const Job& job);
    void repaintAll();
    void drawPicture();
    void paintOver(QPainter& painter) const;
    [[nodiscard]] Viewport viewportNow() const;
    [[nodiscard]] bool isFree(const QRect& place) const;
    [[nodiscard]] std::optional<double> yAt(double time_s) const;  // of the trace, in this widget
    [[nodiscard]] WaveScene waveScene() const;
    [[nodiscard]] ClusterScene clusterScene() const;
    void followClusters();
    void lookAtClusters(const QPointF& at);
    [[nodiscard]] QString clusterTipAt(const QPointF& at) const;  // "" where no cluster is
    void paintCalipersHere(QPainter& painter) const;
    [[nodiscard]] CaliperPart caliperPartUnder(const QPointF& position) const;
    // The beat of the stretch that lies nearest.
    [[nodiscard]] std::optional<std::size_t> beatNear(double time_s) const;

    std::optional<FrequencyBand> band_;
    Request requested_;
    std::optional<Curve> curve_;
    std::optional<TimeSaliency> saliency_;  // of the analysed lead
    QImage picture_;                        // the plot alone
    mutable QRect badge_at_;                // of the map's test, as last painted
    bool picture_valid_ = false;
    double bottom_value_ = -1, top_value_ = 1;   // of the value axis, in the lead's unit
    CaliperPart measuring_ = CaliperPart::none;  // of the calipers, being dragged
    Stretch calipers_before_;
    double pressed_s_ = 0;
    WaveDrag drag_{state_.waves()};
    Latest<Curve> reader_;
};

}  // namespace triptych::ui
