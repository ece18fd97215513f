#include "ui/panes/spectrum_pane.h"
#include "ui/state/on_any.h"

#include "core/dsp/multitaper.h"
#include "ui/panes/display_signal.h"
#include "ui/panes/map_look.h"
#include "ui/state/map_state.h"
#include "ui/state/why_state.h"

#include <QAreaSeries>
#include <QChart>
#include <QChartView>
#include <QCoreApplication>
#include <QGraphicsLayout>
#include <QLineSeries>
#include <QPainter>
#include <QValueAxis>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <utility>

namespace triptych::ui {
namespace {

constexpr double kShown_db = 60;  // below the highest point of the curve; deeper is noise of the arithmetic
constexpr double kStep_db = 10;
constexpr double kBars = 0.3;               // of the plot's width for the largest attribution
constexpr double kLongestStretch_s = 3600;  // a longer view is judged by its middle hour

// Bands that readers look for, by where their power lies.
struct NamedBand {
    const char* name;
    double low_hz, high_hz;
};
constexpr NamedBand kNamed[] = {{QT_TRANSLATE_NOOP("SpectrumPane", "breath"), 0.15, 0.4},
                                {QT_TRANSLATE_NOOP("SpectrumPane", "QRS"), 8, 25},
                                {QT_TRANSLATE_NOOP("SpectrumPane", "mains"), 49, 51},
                                {QT_TRANSLATE_NOOP("SpectrumPane", "mains"), 59, 61}};
constexpr double kNamedBand_px = 3;

double decibels(double power) {
    return 10 * std::log10(std::max(power, 1e-20));
}

// Above the chart, below the mouse: what moves with the pointer is painted without redrawing the chart's items.
class Foreground : public QWidget {
public:
    Foreground(QWidget* parent, std::function<void(QPainter&)> paint) : QWidget(parent), paint_(std::move(paint)) {
        setAttribute(Qt::WA_TransparentForMouseEvents);
        setAttribute(Qt::WA_NoSystemBackground);
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        paint_(painter);
    }

private:
    std::function<void(QPainter&)> paint_;
};

}  // namespace

SpectrumPane::SpectrumPane(ViewState& state, QWidget* parent)
    : TriptychPane(state, parent), estimator_(*this, [this](std::optional<Estimate> estimate) {
          if (estimate) estimate_ = std::move(*estimate);
          setWorking(false);
          drawChart();
      }) {
    setAccessibleName(tr("Spectrum of the stretch in focus"));
    setAccessibleDescription(tr("Power in decibels by frequency, with the model's attribution as bars"));
    chart_ = new QChart;
    curve_ = new QLineSeries(chart_);
    floor_ = new QLineSeries(chart_);
    area_ = new QAreaSeries(curve_, floor_);
    band_low_ = new QLineSeries(chart_);
    band_high_ = new QLineSeries(chart_);
    band_ = new QAreaSeries(band_high_, band_low_);
    kept_curve_ = new QLineSeries(chart_);
    power_axis_ = new QValueAxis(chart_);
    height_axis_ = new QValueAxis(chart_);
    for (QAbstractSeries* series : {static_cast<QAbstractSeries*>(area_), static_cast<QAbstractSeries*>(band_),
                                    static_cast<QAbstractSeries*>(kept_curve_)}) {
        chart_->addSeries(series);
    }
    chart_->addAxis(power_axis_, Qt::AlignBottom);
    chart_->addAxis(height_axis_, Qt::AlignLeft);
    for (QAbstractSeries* series : chart_->series()) {
        series->attachAxis(power_axis_);
        series->attachAxis(height_axis_);
    }
    power_axis_->setTickType(QValueAxis::TicksDynamic);
    power_axis_->setTickInterval(2 * kStep_db);
    chart_->legend()->hide();
    chart_->setBackgroundRoundness(0);
    chart_->setMargins({});
    chart_->layout()->setContentsMargins(0, 0, 0, 0);
    height_axis_->setRange(0, 1);
    // The numbers are painted by the frame that all three panes share, so that rows and fonts agree.
    for (QValueAxis* axis : {power_axis_, height_axis_}) {
        axis->setLabelsVisible(false);
        axis->setLineVisible(false);
    }
    height_axis_->setGridLineVisible(false);
    view_ = new QChartView(chart_, this);
    view_->setFrameShape(QFrame::NoFrame);
    view_->setRenderHint(QPainter::Antialiasing);
    view_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    view_->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    view_->setAttribute(Qt::WA_TransparentForMouseEvents);
    view_->setFocusPolicy(Qt::NoFocus);
    foreground_ = new Foreground(this, [this](QPainter& painter) { paintForeground(painter); });

    onAny(this, &SpectrumPane::estimateAgain, std::pair(&state_.record(), &RecordState::analysisLeadChanged),
          std::pair(&state_.view(), &ViewportState::focusChanged),
          std::pair(&state_.display(), &DisplayState::displayChanged));
    connect(&state_.record(), &RecordState::recordingChanged, this, [this] {
        estimate_.reset();
        if (std::exchange(kept_, std::nullopt)) Q_EMIT keptChanged();
        estimateAgain();
    });
    onAny(
        this,
        [this] {
            const auto why = explanationInView(state_);
            bars_ = why ? frequencyBars(*why) : std::nullopt;
            drawChart();  // which makes room for them
        },
        std::pair(&state_.model(), &ModelState::explanationChanged),
        std::pair(&state_.why().map(), &MapState::changed));
    connect(&state_.model(), &ModelState::aiLayerChanged, this, &SpectrumPane::drawChart);
    connect(&state_.view(), &ViewportState::cursorChanged, foreground_, [this] { foreground_->update(); });
    estimateAgain();
}

QRectF SpectrumPane::chartPlot() const {
    const QRectF in_scene = chart_->mapRectToScene(chart_->plotArea());
    return view_->mapFromScene(in_scene).boundingRect().translated(view_->pos());
}

void SpectrumPane::resizeEvent(QResizeEvent*) {
    view_->setGeometry(frame().plot);
    foreground_->setGeometry(rect());
    drawChart();
}

void SpectrumPane::estimateAgain() {
    drawChart();
    if (!hasSomething()) {
        requested_ = {};
        estimator_.cancel();
        setWorking(false);
        return;
    }
    Stretch stretch = state_.view().focus();
    if (stretch.length_s() > kLongestStretch_s) {
        const double middle = (stretch.from_s + stretch.to_s) / 2;
        stretch = {middle - kLongestStretch_s / 2, middle + kLongestStretch_s / 2};
    }
    Request request{state_.record().recording(), state_.record().analysisLead(), stretch,
                    displayFilter(state_.display())};
    if (request == requested_) return;
    requested_ = request;
    if (estimate_ && !estimate_->trouble.empty()) estimate_.reset();  // it was said of another stretch
    setWorking(true);
    estimator_.start([request = std::move(request)](const Job& job) { return estimate(request, job); });
}

std::optional<SpectrumPane::Estimate> SpectrumPane::estimate(const Request& request, const Job& job) {
    const Lead& lead = request.recording->leads[request.lead];
    const SignalPiece piece = readDisplayed(*request.recording, request.lead, request.stretch, request.filter, job);
    if (job.stopRequested()) return std::nullopt;
    auto spectrum = dsp::multitaper(piece.samples, lead.rate_hz, lead.unit, {}, job);
    if (job.stopRequested()) return std::nullopt;
    Estimate made;
    made.stretch = request.stretch;
    if (spectrum) {
        made.spectrum = std::move(spectrum->spectrum);
        made.low = std::move(spectrum->low);
        made.high = std::move(spectrum->high);
    } else {
        made.trouble = spectrum.error().what;
    }
    return made;
}

namespace {

std::optional<double> levelAt(const Spectrum& spectrum, const std::vector<double>& power, double hz) {
    const std::vector<double>& at = spectrum.frequency_hz;
    if (at.empty() || power.size() != at.size() || !(hz >= at.front()) || hz > at.back()) return std::nullopt;
    const auto above = static_cast<std::size_t>(std::lower_bound(at.begin(), at.end(), hz) - at.begin());
    const double high = decibels(power[above]);
    if (above == 0) return high;
    const double low = decibels(power[above - 1]);
    return low + (high - low) * (hz - at[above - 1]) / (at[above] - at[above - 1]);
}

}  // namespace

std::optional<double> SpectrumPane::decibelsAt(double hz) const {
    if (!estimate_) return std::nullopt;
    return levelAt(estimate_->spectrum, estimate_->spectrum.power, hz);
}

std::optional<std::pair<double, double>> SpectrumPane::bandAt(double hz) const {
    if (!estimate_) return std::nullopt;
    const auto low = levelAt(estimate_->spectrum, estimate_->low, hz);
    const auto high = levelAt(estimate_->spectrum, estimate_->high, hz);
    if (!low || !high) return std::nullopt;
    return std::pair(*low, *high);
}

void SpectrumPane::keep() {
    if (kept_) {
        kept_.reset();
    } else if (estimate_ && estimate_->trouble.empty()) {
        const TimeAxis axis = timeAxis(state_.record());
        kept_ = Kept{*estimate_, leadName() + QLatin1Char(' ') + axis.text(estimate_->stretch.from_s, 0.1) +
                                     QChar(0x2013) + axis.text(estimate_->stretch.to_s, 0.1)};
    }
    drawChart();
    Q_EMIT keptChanged();
}

bool SpectrumPane::hasBars() const {
    return bars_ && state_.model().beatAiVisible() && hasSomething();
}

double SpectrumPane::tickStep() const {
    return high_db_ - low_db_ > 4 * kStep_db ? 2 * kStep_db : kStep_db;
}

double SpectrumPane::right_db() const {
    return hasBars() ? low_db_ + (high_db_ - low_db_) / (1 - kBars) : high_db_;
}

void SpectrumPane::dressChart() {
    const Palette& colour = colours();
    chart_->setBackgroundBrush(colour.paper);
    chart_->setBackgroundPen(Qt::NoPen);
    chart_->setPlotArea(QRectF(QPointF(0, 0), QSizeF(frame().plot.size())));
    view_->setBackgroundBrush(colour.paper);
    QColor grid = colour.border;
    grid.setAlpha(130);
    power_axis_->setGridLinePen(QPen(grid, 1));
    QColor fill = colour.accent;
    fill.setAlpha(colour.dark ? 70 : 45);
    area_->setBrush(fill);
    area_->setPen(QPen(withContrast(colour.accent, colour.paper, 3), 1.3));
    area_->setBorderColor(withContrast(colour.accent, colour.paper, 3));
    QColor sure = colour.accent;
    sure.setAlpha(colour.dark ? 80 : 60);
    band_->setBrush(sure);
    band_->setPen(Qt::NoPen);
    band_->setBorderColor(Qt::transparent);
    kept_curve_->setPen(QPen(colour.text, 1.2, Qt::DashLine));
}

QList<QPointF> SpectrumPane::curveOf(const Spectrum& spectrum, const std::vector<double>& power) const {
    const FrequencyAxis axis = frequencies();
    QList<QPointF> curve;
    // It runs to both ends of the axis, between bins as straight as the chart draws it.
    const auto add = [&](double hz, double level) { curve.append({level, axis.fraction(hz)}); };
    const double low_end = std::max(axis.low_hz, axis.logarithmic ? 1e-6 : 0.0);
    if (const auto level = levelAt(spectrum, power, low_end)) add(low_end, *level);
    for (std::size_t i = 0; i < power.size(); ++i) {
        const double hz = spectrum.frequency_hz[i];
        if (hz > low_end && hz < axis.high_hz) add(hz, decibels(power[i]));
    }
    if (const auto level = levelAt(spectrum, power, axis.high_hz)) add(axis.high_hz, *level);
    return curve;
}

void SpectrumPane::drawChart() {
    dressChart();
    QList<QPointF> curve, base, low, high, kept;
    const bool shows = hasSomething() && estimate_ && !estimate_->spectrum.power.empty();
    if (shows) {
        const Spectrum& spectrum = estimate_->spectrum;
        curve = curveOf(spectrum, spectrum.power);
        low = curveOf(spectrum, estimate_->low);
        high = curveOf(spectrum, estimate_->high);
    }
    if (hasSomething() && kept_) kept = curveOf(kept_->estimate.spectrum, kept_->estimate.spectrum.power);
    double highest = -1e9, lowest = 1e9;
    for (const QList<QPointF>* const one : {&curve, &kept}) {
        for (const QPointF& point : *one) {
            highest = std::max(highest, point.x());
            lowest = std::min(lowest, point.x());
        }
    }
    // The band is seen up to its end, too; downwards it ends where nothing of the curve is shown any more.
    for (const QPointF& point : high) highest = std::max(highest, point.x());
    if (highest >= lowest) {
        high_db_ = std::ceil(highest / kStep_db) * kStep_db;
        low_db_ = std::max(high_db_ - kShown_db, std::floor(lowest / kStep_db) * kStep_db);
        if (high_db_ - low_db_ < 2 * kStep_db) low_db_ = high_db_ - 2 * kStep_db;
    }
    for (QList<QPointF>* const one : {&curve, &low, &high, &kept}) {
        for (QPointF& point : *one) point.setX(std::clamp(point.x(), low_db_, high_db_));
    }
    for (const QPointF& point : curve) base.append({low_db_, point.y()});
    power_axis_->setRange(low_db_, right_db());
    power_axis_->setTickAnchor(low_db_);
    power_axis_->setTickInterval(tickStep());
    curve_->replace(curve);
    floor_->replace(base);
    band_low_->replace(low);
    band_high_->replace(high);
    kept_curve_->replace(kept);
    view_->setVisible(hasSomething());
    update();
    foreground_->update();
}

QString SpectrumPane::barLegend() const {
    return tr("bars to %1").arg(mapNumber(bars_->scale.full, mapInk(state_.why().map(), bars_->is_signed)));
}

QString SpectrumPane::note() const {
    return hasSomething() && state_.view().focus().length_s() > kLongestStretch_s ? tr("of the view's middle hour")
                                                                                  : QString();
}

QStringList SpectrumPane::titles() const {
    const QString reference = tr("dB re 1 ") + QString::fromStdString(analysedLead()->unit) + QStringLiteral("²/Hz");
    return {tr("Power, %1, band of 95 %").arg(reference), tr("Power, ") + reference, reference, tr("Power, dB"),
            tr("Power")};
}

bool SpectrumPane::legendFitsHeader() const {
    const QFontMetrics metrics(labelFont());
    return metrics.horizontalAdvance(titles()[1]) + metrics.horizontalAdvance(barLegend()) + 12 <=
           frame().header.width();
}

void SpectrumPane::paintBars(QPainter& painter) const {
    if (!hasBars()) return;
    const QRectF plot(frame().plot);
    const FrequencyAxis axis = frequencies();
    const MapInk ink_of = mapInk(state_.why().map(), bars_->is_signed);
    painter.setRenderHint(QPainter::Antialiasing, true);
    for (std::size_t row = 0; row < bars_->value.size(); ++row) {
        const double top = axis.yWithin(bars_->high_hz[row], plot.top(), plot.height());
        const double bottom = axis.yWithin(bars_->low_hz[row], plot.top(), plot.height());
        const double level = mapLevel(static_cast<double>(bars_->value[row]), bars_->scale, ink_of);
        const double width = std::abs(level) * kBars * plot.width();
        if (bottom - top < 0.2 || !(width >= 0.3)) continue;
        QColor ink = mapColourOfSign(level, ink_of);
        ink.setAlphaF(static_cast<float>(0.25 + 0.65 * state_.model().overlayOpacity()));
        const double gap = bottom - top > 4 ? 0.5 : 0;
        painter.fillRect(QRectF(plot.right() - width, top + gap, width, bottom - top - 2 * gap), ink);
    }
}

// Where breath, QRS complexes and mains lie: a bracket at the left edge and its name, those whose names have room.
void SpectrumPane::paintNamedBands(QPainter& painter) const {
    if (!hasSomething()) return;
    const QRectF plot(frame().plot);
    const FrequencyAxis axis = frequencies();
    const QFont font = labelFont();
    const QFontMetricsF metrics(font);
    painter.setFont(font);
    painter.setRenderHint(QPainter::Antialiasing, false);
    double free_below = plot.bottom();  // names go upward
    for (const NamedBand& band : kNamed) {
        if (band.high_hz <= axis.low_hz || band.low_hz >= axis.high_hz) continue;
        const double top = std::max(plot.top(), axis.yWithin(band.high_hz, plot.top(), plot.height()));
        const double bottom = std::min(plot.bottom(), axis.yWithin(band.low_hz, plot.top(), plot.height()));
        QColor ink = colours().muted_text;
        painter.fillRect(QRectF(plot.left() + 1, top, kNamedBand_px, std::max(1.0, bottom - top)), ink);
        const double middle = (top + bottom) / 2, half = metrics.height() / 2;
        if (middle + half > free_below || middle - half < plot.top()) continue;
        const QString name = QCoreApplication::translate("SpectrumPane", band.name);
        const QRectF ground(plot.left() + kNamedBand_px + 3, middle - half, metrics.horizontalAdvance(name) + 2,
                            metrics.height());
        QColor paper = colours().paper;
        paper.setAlpha(200);
        painter.fillRect(ground, paper);
        painter.setPen(ink);
        painter.drawText(QPointF(ground.left() + 1, middle + metrics.capHeight() / 2), name);
        free_below = middle - half;
    }
}

void SpectrumPane::paintForeground(QPainter& painter) const {
    paintNamedBands(painter);
    paintBars(painter);
    if (kept_ && hasSomething()) {
        paintChip(painter, frame(), Qt::AlignRight | Qt::AlignBottom,
                  {tr("dashed: %1").arg(kept_->of), tr("dashed: kept")}, colours());
    }
    if (bars_ && state_.model().beatAiVisible() && !legendFitsHeader()) {
        paintChip(painter, frame(), Qt::AlignRight | Qt::AlignTop, {barLegend()}, colours());
    }
    if (!note().isEmpty())
        paintChip(painter, frame(), Qt::AlignLeft | Qt::AlignBottom, {note(), tr("middle hour")}, colours());
    if (hasSomething() && estimate_ && !estimate_->trouble.empty()) {
        paintNotice(painter, QString::fromStdString(estimate_->trouble));
    }
    paintVeil(painter, frame().plot);
    paintCursor(painter);
}

void SpectrumPane::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), colours().window);
    const PlotFrame at = frame();
    if (at.plot.isEmpty()) return;
    painter.fillRect(at.plot, colours().paper);
    paintOutline(painter, at, colours());
    if (!hasSomething()) return paintNotice(painter, tr("No recording"));
    int reserved = 0;
    if (bars_ && state_.model().beatAiVisible() && legendFitsHeader()) {
        painter.setFont(labelFont());
        painter.setPen(colours().muted_text);
        painter.drawText(at.header, Qt::AlignRight | Qt::AlignVCenter, barLegend());
        reserved = painter.fontMetrics().horizontalAdvance(barLegend()) + 6;
    }
    paintTitle(painter, at, titles(), reserved, colours());
    std::vector<AxisTick> ticks;
    for (double level = low_db_; level <= high_db_ + 1e-9; level += tickStep()) {
        ticks.push_back({at.plot.left() + (level - low_db_) / (right_db() - low_db_) * at.plot.width(),
                         numberText(level, kStep_db)});
    }
    paintBottomAxis(painter, at, ticks, QStringLiteral("dB"), colours());
    paintLeftAxis(painter, at, frequencyAxisTicks(at, frequencies()), QStringLiteral("Hz"), colours());
}

}  // namespace triptych::ui
