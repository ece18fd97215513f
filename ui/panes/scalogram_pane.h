// The triptych's middle panel: the scalogram of the stretch in focus, in which a box chooses a band, or the
// time-frequency picture that the model saw, in hertz over time, with the model's attribution in cells of their own
// place and size.
#pragma once

#include "core/domain/scalogram.h"
#include "core/dsp/filter.h"
#include "ui/panes/background.h"
#include "ui/panes/saliency.h"
#include "ui/panes/scalogram_look.h"
#include "ui/panes/triptych_pane.h"

#include <QImage>
#include <QPointF>

#include <memory>
#include <optional>

namespace triptych::ui {

class ScalogramPane : public TriptychPane {
    Q_OBJECT
public:
    explicit ScalogramPane(ViewState& state, QWidget* parent = nullptr);

    [[nodiscard]] bool isBusy() const override { return transformer_.busy(); }
    // Magnitude as drawn, in the lead's unit; nullopt outside the picture, or while the model's input is shown.
    [[nodiscard]] std::optional<double> magnitudeAt(double time_s, double hz) const;
    [[nodiscard]] const ScalogramLook& look() const { return look_; }
    void setLook(const ScalogramLook& look);
    // What the reader drew a box around, over all of its time; none: nothing, and the trace is whole.
    [[nodiscard]] const std::optional<FrequencyBand>& band() const { return band_; }
    void setBand(const std::optional<FrequencyBand>& band);
    // What the pane shows now; null before the first result.
    [[nodiscard]] const Scalogram* scalogram() const { return picture_ ? &picture_->scalogram : nullptr; }

Q_SIGNALS:
    void lookChanged();
    void bandChanged(const std::optional<triptych::ui::FrequencyBand>& band);

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void rangeChanged() override { transformAgain(); }
    void resizeEvent(QResizeEvent* event) override;

private:
    // What a picture depends on: the same request is never computed twice.
    struct Request {
        RecordingPtr recording;
        std::size_t lead = 0;
        Stretch stretch;
        FrequencyAxis axis;
        dsp::FilterSpec filter;
        QSize size;  // device pixels
        QRgb ground = 0;
        ScalogramLook look;
        std::optional<double> locked_scale;
        friend bool operator==(const Request&, const Request&) = default;
    };
    struct Picture {
        Stretch stretch;
        FrequencyAxis axis;
        Scalogram scalogram;
        double full_scale = 0;
        QImage image;
        std::string trouble;  // why there is no picture
    };

    void transformAgain();
    [[nodiscard]] static std::optional<Picture> transform(const Request& request, const Job& job);
    [[nodiscard]] bool showsModelInput() const;
    [[nodiscard]] QRectF placeOf(const Stretch& stretch) const;
    void paintMorlet(QPainter& painter) const;
    void paintCone(QPainter& painter) const;
    void paintRidge(QPainter& painter) const;
    void paintBand(QPainter& painter) const;
    void paintAttribution(QPainter& painter) const;
    void paintHeader(QPainter& painter) const;

    ScalogramLook look_;
    std::optional<double> locked_scale_;
    std::optional<FrequencyBand> band_;
    std::optional<QPointF> box_from_;  // being drawn
    QPointF box_to_;
    Request requested_;
    std::optional<Picture> picture_;
    std::optional<TimeFrequencyCells> cells_;
    Latest<Picture> transformer_;
};

}  // namespace triptych::ui
