// The triptych's right panel: power spectral density of the stretch in focus by multitaper, with the band that it lies
// in at 95 %, its frequency axis upright and in the same pixel rows as the scalogram's, beside it the model's
// attribution by frequency as bars, and, where the reader kept one, the spectrum of another stretch.
#pragma once

#include "core/domain/scalogram.h"
#include "core/dsp/filter.h"
#include "ui/panes/background.h"
#include "ui/panes/saliency.h"
#include "ui/panes/triptych_pane.h"

#include <optional>
#include <utility>
#include <vector>

QT_BEGIN_NAMESPACE
class QChart;
class QChartView;
class QLineSeries;
class QAreaSeries;
class QValueAxis;
QT_END_NAMESPACE

namespace triptych::ui {

class SpectrumPane : public TriptychPane {
    Q_OBJECT
public:
    explicit SpectrumPane(ViewState& state, QWidget* parent = nullptr);

    [[nodiscard]] bool isBusy() const override { return estimator_.busy(); }
    // Power at a frequency in dB re 1 unit²/Hz, as drawn; nullopt outside the estimate.
    [[nodiscard]] std::optional<double> decibelsAt(double hz) const;
    // Keeps the spectrum in view beside those that follow, or lets it go.
    void keep();
    [[nodiscard]] bool keepsOne() const { return kept_.has_value(); }
    // What the reader must know of the estimate, shown on the plot: a view longer than an hour is judged by its middle
    // hour. Empty where there is nothing to say.
    [[nodiscard]] QString note() const;
    // Where the chart really draws, in this widget's pixels: equal to frame().plot, and a test holds it to that.
    [[nodiscard]] QRectF chartPlot() const;
    // The band that the estimate lies in at a frequency, in dB; nullopt where there is none.
    [[nodiscard]] std::optional<std::pair<double, double>> bandAt(double hz) const;
    // The highest level of the curve's part of the plot, and of all of it: bars stand between, and never on the curve.
    [[nodiscard]] double highest_db() const { return high_db_; }
    [[nodiscard]] double right_db() const;

Q_SIGNALS:
    void keptChanged();

protected:
    void paintEvent(QPaintEvent* event) override;
    void rangeChanged() override { drawChart(); }
    void resizeEvent(QResizeEvent* event) override;
    [[nodiscard]] bool hasTimeAxis() const override { return false; }

private:
    struct Request {
        RecordingPtr recording;
        std::size_t lead = 0;
        Stretch stretch;
        dsp::FilterSpec filter;
        friend bool operator==(const Request&, const Request&) = default;
    };
    struct Estimate {
        Stretch stretch;
        Spectrum spectrum;
        std::vector<double> low, high;  // of the band
        std::string trouble;            // why there is none
    };
    // A spectrum that was kept, and what of.
    struct Kept {
        Estimate estimate;
        QString of;
    };

    void estimateAgain();
    [[nodiscard]] static std::optional<Estimate> estimate(const Request& request, const Job& job);
    void drawChart();
    void dressChart();
    void paintForeground(QPainter& painter) const;
    void paintBars(QPainter& painter) const;
    void paintNamedBands(QPainter& painter) const;
    [[nodiscard]] bool hasBars() const;
    [[nodiscard]] double tickStep() const;  // of the power axis, dB
    // Level over the axis's whole height: points of a chart, x the level and y the fraction.
    [[nodiscard]] QList<QPointF> curveOf(const Spectrum& spectrum, const std::vector<double>& power) const;
    [[nodiscard]] QStringList titles() const;
    [[nodiscard]] QString barLegend() const;  // "bars to ±0.17"
    [[nodiscard]] bool legendFitsHeader() const;

    Request requested_;
    std::optional<Estimate> estimate_;
    std::optional<Kept> kept_;
    std::optional<FrequencyBars> bars_;  // attribution by frequency, where there is any
    QChart* chart_ = nullptr;            // owned by the view
    QChartView* view_ = nullptr;         // a child
    QWidget* foreground_ = nullptr;      // a child above it: cursor and bars
    QLineSeries* curve_ = nullptr;       // owned by the chart, as the rest
    QLineSeries* floor_ = nullptr;
    QAreaSeries* area_ = nullptr;
    QLineSeries* band_low_ = nullptr;
    QLineSeries* band_high_ = nullptr;
    QAreaSeries* band_ = nullptr;
    QLineSeries* kept_curve_ = nullptr;
    QValueAxis* power_axis_ = nullptr;
    QValueAxis* height_axis_ = nullptr;  // 0 ... 1 from the bottom to the top: FrequencyAxis::fraction
    double low_db_ = -60, high_db_ = 0;
    Latest<Estimate> estimator_;
};

}  // namespace triptych::ui
