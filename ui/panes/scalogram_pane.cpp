#include "ui/panes/scalogram_pane.h"
#include "ui/state/on_any.h"

#include "core/dsp/cwt.h"
#include "core/dsp/filter.h"
#include "core/dsp/sample_reader.h"
#include "ui/panes/display_signal.h"
#include "ui/panes/map_badge.h"
#include "ui/panes/map_cells.h"
#include "ui/panes/map_look.h"
#include "ui/panes/scalogram_image.h"
#include "ui/state/map_state.h"
#include "ui/state/why_state.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>
#include <vector>

namespace triptych::ui {
namespace {

constexpr double kContour = 0.5;  // of full strength: cells from here on are outlined

// As many voices an octave whatever range is in view.
std::size_t rowsOf(const FrequencyAxis& axis, const ScalogramLook& look) {
    if (!axis.logarithmic) return look.rows;
    const double octaves = std::log2(axis.high_hz / axis.low_hz), usual = std::log2(120.0);
    return static_cast<std::size_t>(std::max(16.0, std::round(static_cast<double>(look.rows) * octaves / usual)));
}

QStringList waveletTitles(const dsp::Wavelet& wavelet) {
    switch (wavelet.kind) {
        case dsp::WaveletKind::morlet:
            return {QObject::tr("Morlet, ω₀ %1").arg(wavelet.w0), QObject::tr("Morlet")};
        case dsp::WaveletKind::morse:
            return {QObject::tr("Morse, γ 3, β %1").arg(wavelet.w0 * wavelet.w0 / 3), QObject::tr("Morse")};
        case dsp::WaveletKind::mexican_hat:
            return {QObject::tr("Mexican hat"), QObject::tr("Hat")};
    }
    return {};
}

}  // namespace

ScalogramPane::ScalogramPane(ViewState& state, QWidget* parent)
    : TriptychPane(state, parent), transformer_(*this, [this](std::optional<Picture> picture) {
          if (picture) picture_ = std::move(*picture);
          setWorking(false);
          update();
      }) {
    setAccessibleName(tr("Scalogram of the stretch in focus"));
    setAccessibleDescription(tr("Wavelet magnitude in hertz over time, with the model's attribution"));
    onAny(this, &ScalogramPane::transformAgain, std::pair(&state_.record(), &RecordState::analysisLeadChanged),
          std::pair(&state_.view(), &ViewportState::focusChanged),
          std::pair(&state_.display(), &DisplayState::displayChanged));
    connect(&state_.record(), &RecordState::recordingChanged, this, [this] {
        picture_.reset();
        transformAgain();
    });
    onAny(
        this,
        [this] {
            const auto why = explanationInView(state_);
            cells_ = why ? timeFrequencyCells(*why) : std::nullopt;
            update();
        },
        std::pair(&state_.model(), &ModelState::explanationChanged),
        std::pair(&state_.why().map(), &MapState::changed));
    onAny(
        this, [this] { update(); }, std::pair(&state_.model(), &ModelState::aiLayerChanged),
        std::pair(&state_.view(), &ViewportState::cursorChanged));
    transformAgain();
}

bool ScalogramPane::showsModelInput() const {
    return state_.display().scalogramContent() == ScalogramContent::model_input && state_.model().beatAiVisible() &&
           cells_.has_value();
}

void ScalogramPane::resizeEvent(QResizeEvent*) {
    transformAgain();
}

void ScalogramPane::transformAgain() {
    update();
    const QSize size = frame().plot.size() * devicePixelRatioF();
    if (!hasSomething() || size.isEmpty()) {
        requested_ = {};
        transformer_.cancel();
        setWorking(false);
        return;
    }
    Request request{state_.record().recording(),
                    state_.record().analysisLead(),
                    state_.view().focus(),
                    frequencies(),
                    displayFilter(state_.display()),
                    size,
                    colours().paper.rgb(),
                    look_,
                    look_.locks_colours ? locked_scale_ : std::nullopt};
    if (request == requested_) return;
    requested_ = request;
    setWorking(true);
    transformer_.start([request = std::move(request)](const Job& job) { return transform(request, job); });
}

std::optional<ScalogramPane::Picture> ScalogramPane::transform(const Request& request, const Job& job) {
    Picture made;
    made.stretch = request.stretch;
    made.axis = request.axis;
    dsp::ScalogramSpec spec;
    spec.rows = rowsOf(request.axis, request.look);
    spec.min_hz =
        request.axis.low_hz > 0 ? request.axis.low_hz : request.axis.high_hz / (2.0 * static_cast<double>(spec.rows));
    spec.max_hz = request.axis.high_hz;
    spec.wavelet = request.look.wavelet.kind;
    spec.w0 = request.look.wavelet.w0;
    spec.log_spaced = request.axis.logarithmic;
    const Lead& lead = request.recording->leads[request.lead];
    auto transformed = dsp::scalogramOfSamples(displayedReader(request.recording, request.lead, request.filter, job),
                                               lead.rate_hz, request.stretch.from_s, request.stretch.to_s,
                                               static_cast<std::size_t>(request.size.width()), spec, lead.unit, job);
    if (job.stopRequested()) return std::nullopt;
    if (!transformed) {
        made.trouble = transformed.error().what;
        return made;
    }
    made.scalogram = std::move(*transformed);
    made.full_scale = request.locked_scale.value_or(fullScale(made.scalogram, request.axis));
    made.image =
        scalogramImage(made.scalogram, request.size, request.axis, made.full_scale, ColourMap::viridis, request.ground);
    return made;
}

std::optional<double> ScalogramPane::magnitudeAt(double time_s, double hz) const {
    if (!picture_ || showsModelInput()) return std::nullopt;
    const Scalogram& from = picture_->scalogram;
    const double column = std::floor((time_s - from.start_s) / from.step_s);
    if (from.rows() == 0 || !(column >= 0) || column >= static_cast<double>(from.columns)) return std::nullopt;
    if (hz < picture_->axis.low_hz || hz > picture_->axis.high_hz) return std::nullopt;
    const auto above = std::lower_bound(from.frequency_hz.begin(), from.frequency_hz.end(), hz);
    auto row = static_cast<std::size_t>(
        std::min<std::ptrdiff_t>(above - from.frequency_hz.begin(), std::ssize(from.frequency_hz) - 1));
    if (row > 0 && hz - from.frequency_hz[row - 1] < from.frequency_hz[row] - hz) --row;
    return static_cast<double>(from.at(row, static_cast<std::size_t>(column)));
}

// Where a stretch's picture lies on the time axis of now.
QRectF ScalogramPane::placeOf(const Stretch& stretch) const {
    const QRect plot = frame().plot;
    const double left = xOfTime(stretch.from_s), right = xOfTime(stretch.to_s);
    return QRectF(left, plot.top(), right - left, plot.height());
}

void ScalogramPane::paintMorlet(QPainter& painter) const {
    if (!picture_ || picture_->image.isNull()) return;
    // Of another axis: nothing of it would be where the axis says. Of another time: it is drawn at its own.
    if (picture_->axis != frequencies()) return;
    const QRectF place = placeOf(picture_->stretch);
    const QRect plot = frame().plot;
    if (picture_->stretch == state_.view().focus()) {
        painter.drawImage(plot, picture_->image);
    } else if (place.intersects(plot)) {
        painter.drawImage(place, picture_->image);
    }
    if (picture_->stretch == state_.view().focus()) paintCone(painter);
    if (look_.ridge && picture_->stretch == state_.view().focus()) paintRidge(painter);
}

void ScalogramPane::paintCone(QPainter& painter) const {
    const Scalogram& from = picture_->scalogram;
    if (from.coi_hz.size() != from.columns || from.columns == 0) return;
    const QRect plot = frame().plot;
    const FrequencyAxis axis = frequencies();
    QPainterPath cone(QPointF(plot.left(), plot.bottom() + 1));
    QPainterPath edge;
    bool any = false;
    for (std::size_t column = 0; column < from.columns; ++column) {
        const double x =
            plot.left() + (static_cast<double>(column) + 0.5) / static_cast<double>(from.columns) * plot.width();
        const double y = axis.yWithin(static_cast<double>(from.coi_hz[column]), plot.top(), plot.height());
        any = any || y < plot.bottom() + 1;
        cone.lineTo(column == 0 ? plot.left() : x, y);
        column == 0 ? edge.moveTo(plot.left(), y) : edge.lineTo(x, y);
    }
    if (!any) return;
    cone.lineTo(plot.right() + 1, cone.currentPosition().y());
    edge.lineTo(plot.right() + 1, edge.currentPosition().y());
    cone.lineTo(plot.right() + 1, plot.bottom() + 1);
    cone.closeSubpath();
    painter.setRenderHint(QPainter::Antialiasing, true);
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(0, 0, 0, 50));
    painter.drawPath(cone);
    painter.setBrush(QBrush(QColor(255, 255, 255, 90), Qt::BDiagPattern));
    painter.drawPath(cone);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(QColor(255, 255, 255, 170), 1, Qt::DashLine));
    painter.drawPath(edge);
}

void ScalogramPane::paintAttribution(QPainter& painter) const {
    if (!cells_ || !state_.model().beatAiVisible() || !(cells_->largest > 0)) return;
    const QRectF plot(frame().plot);
    const MapInk ink = mapInk(state_.why().map(), cells_->is_signed);
    paintCells(painter, {.cells = *cells_,
                         .ink = ink,
                         .plot = plot,
                         .stretch = state_.view().focus(),
                         .axis = frequencies(),
                         .opacity = state_.model().overlayOpacity(),
                         .contour = kContour});
}

void ScalogramPane::paintHeader(QPainter& painter) const {
    const PlotFrame at = frame();
    QStringList titles;
    std::vector<BarEnds> ends;
    if (showsModelInput()) {
        titles << (cells_->of_scalogram ? tr("Model input (scalogram)") : tr("Model input (STFT)"))
               << tr("Model input");
        for (const int digits : {3, 2, 1}) {
            ends.push_back({legendNumber(static_cast<double>(cells_->seen_low), digits),
                            legendNumber(static_cast<double>(cells_->seen_high), digits)});
        }
    } else {
        if (state_.display().scalogramContent() == ScalogramContent::model_input)
            titles << tr("Morlet (no model input)");
        titles << waveletTitles(look_.wavelet);
        if (picture_) {
            const QString unit = QLatin1Char(' ') + QString::fromStdString(picture_->scalogram.unit);
            const QString locked = look_.locks_colours ? tr(", locked") : QString();
            for (const QString& words : {unit + locked, unit, QString()}) {
                for (const int digits : {2, 1})
                    ends.push_back({QStringLiteral("0"), legendNumber(picture_->full_scale, digits) + words});
            }
        }
    }
    const int taken = paintColourBar(painter, at, ColourMap::viridis, ends, titles, colours());
    paintTitle(painter, at, titles, taken > 0 ? taken + 6 : 0, colours());
}

void ScalogramPane::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), colours().window);
    const PlotFrame at = frame();
    if (at.plot.isEmpty()) return;
    painter.fillRect(at.plot, colours().paper);
    if (!hasSomething()) {
        paintOutline(painter, at, colours());
        paintNotice(painter, tr("No recording"));
        return;
    }
    painter.save();
    painter.setClipRect(at.plot);
    if (showsModelInput()) {
        const double ratio = devicePixelRatioF();
        const QImage seen = modelInputImage(*cells_, at.plot.size() * ratio, state_.view().focus(), frequencies(),
                                            colours().paper.rgb());
        painter.drawImage(at.plot, seen);
    } else {
        paintMorlet(painter);
    }
    paintAttribution(painter);
    paintBand(painter);
    painter.restore();
    paintOutline(painter, at, colours());
    const bool is_of_focus = picture_ && picture_->stretch == state_.view().focus();  // and not of the one before
    if (!showsModelInput() && is_of_focus && !picture_->trouble.empty()) {
        paintNotice(painter, QString::fromStdString(picture_->trouble));
    }
    paintHeader(painter);
    if (const auto why = explanationInView(state_);
        why && state_.model().beatAiVisible() && !(cells_ && cells_->largest > 0)) {
        paintChip(painter, at, Qt::AlignLeft | Qt::AlignBottom, whyNoPictureMap(*why), colours());
    }
    if (cells_ && state_.model().beatAiVisible() && cells_->largest > 0) {
        const MapInk ink = mapInk(state_.why().map(), cells_->is_signed);
        const QString from = mapNumber(kContour * cells_->scale.full, ink);
        paintChip(
            painter, at, Qt::AlignLeft | Qt::AlignTop,
            {tr("outlined from %1 of the score").arg(from), tr("outlined from %1").arg(from), tr("from %1").arg(from)},
            colours());
    }
    paintLeftAxis(painter, at, frequencyAxisTicks(at, frequencies()), QStringLiteral("Hz"), colours());
    const TimeAxis time = timeAxis(state_.record());
    paintBottomAxis(painter, at, timeAxisTicks(at, state_.view().focus(), time), time.unit(), colours());
    if (!showsModelInput()) paintVeil(painter, at.plot);
    paintCursor(painter);
}

}  // namespace triptych::ui
