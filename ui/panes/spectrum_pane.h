// The triptych's right panel: power spectral density of the stretch in focus, its frequency axis upright and in the
// same pixel rows as the scalogram's, with the model's attribution by frequency as bars beside it.
#pragma once

#include "core/domain/scalogram.h"
#include "core/dsp/filter.h"
#include "ui/panes/background.h"
#include "ui/panes/saliency.h"
#include "ui/panes/triptych_pane.h"

#include <optional>
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
    // What the reader must know of the estimate, shown on the plot: a view longer than an hour is judged by its middle
    // hour. Empty where there is nothing to say.
    [[nodiscard]] QString note() const;
    // Where the chart really draws, in this widget's pixels: equal to frame().plot, and a test holds it to that.
    [[nodiscard]] QRectF chartPlot() const;

protected:
    void paintEvent(QPaintEvent* event) override;
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
        Spectrum spectrum;
        std::string trouble;  // why there is none
    };

    void estimateAgain();
    [[nodiscard]] static std::optional<Estimate> estimate(const Request& request, const Job& job);
    void drawChart();
    void dressChart();
    void paintForeground(QPainter& painter) const;
    void paintBars(QPainter& painter) const;
    [[nodiscard]] QStringList titles() const;
    [[nodiscard]] QString barLegend() const;  // "bars to ±0.17"
    [[nodiscard]] bool legendFitsHeader() const;

    Request requested_;
    std::optional<Estimate> estimate_;
    std::optional<FrequencyBars> bars_;  // attribution by frequency, where there is any
    QChart* chart_ = nullptr;            // owned by the view
    QChartView* view_ = nullptr;         // a child
    QWidget* foreground_ = nullptr;      // a child above it: cursor and bars
    QLineSeries* curve_ = nullptr;       // owned by the chart, as the rest
    QLineSeries* floor_ = nullptr;
    QAreaSeries* area_ = nullptr;
    QValueAxis* power_axis_ = nullptr;
    QValueAxis* height_axis_ = nullptr;  // 0 ... 1 from the bottom to the top: FrequencyAxis::fraction
    double low_db_ = -60, high_db_ = 0;
    Latest<Estimate> estimator_;
};

}  // namespace triptych::ui
