#include "ui/panes/beat_trace_pane.h"
#include "ui/state/on_any.h"

#include "ui/panes/band_signal.h"
#include "ui/panes/beat_marks.h"
#include "ui/panes/display_signal.h"
#include "ui/panes/fitting_text.h"
#include "ui/panes/lead_saliency.h"
#include "ui/panes/map_badge.h"
#include "ui/panes/map_look.h"
#include "ui/panes/paper.h"
#include "ui/panes/saliency_band.h"
#include "ui/state/navigation.h"
#include "ui/state/why_state.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <limits>

namespace triptych::ui {
namespace {

constexpr double kTrace_px = 1.5;
constexpr double kHeaviest_px = 3;  // added to the trace where the model looked most
constexpr std::int64_t kBlock_samples = 1 << 18;
constexpr double kLeastRange_mv = 1;
constexpr double kBandHeight_px = 18;  // beat letters within the plot
constexpr double kClear_px = 5;        // around the trace

// A value range that begins and ends on heavy lines, so that the axis stays put from beat to beat; `headroom` is the
// share of the plot's height that beat letters take at its top, `footroom` what the clusters take at its foot.
std::pair<double, double> valueRange(float low, float high, double heavy, double headroom, double footroom) {
    if (!(low <= high)) return {-1, 1};
    constexpr int kMostLines = 200;
    double bottom = std::floor(static_cast<double>(low) / heavy - 0.1) * heavy, top = bottom;
    for (int line = 0; line < kMostLines; ++line, bottom -= heavy) {
        const double needed = bottom + (static_cast<double>(high) - bottom) / (1 - headroom);
        top = std::max(std::ceil(needed / heavy) * heavy, bottom + 2 * heavy);
        if (static_cast<double>(low) - bottom >= footroom * (top - bottom)) break;
    }
    return {bottom, top};
}

// 0.1 / 0.5 mV boxes as on paper while they can be told apart, else boxes of 5 and 25 times that, and so on.
GridSteps valueGrid(double px_per_mv) {
    GridSteps steps{0.1, 0.5};
    while (steps.fine * px_per_mv < 3 && steps.heavy < 1e6) steps = {steps.heavy, steps.heavy * 5};
    return steps;
}

}  // namespace

BeatTracePane::BeatTracePane(ViewState& state, QWidget* parent)
    : TriptychPane(state, parent), reader_(*this, [this](std::optional<Curve> curve) {
          if (curve) curve_ = std::move(*curve);
          setWorking(false);
          repaintAll();
      }) {
    setAccessibleName(tr("Trace of the stretch in focus"));
    setAccessibleDescription(
        tr("Millivolts over time, with the model's attribution behind the trace and the marks of waves over it"));
    onAny(this, &BeatTracePane::readAgain, std::pair(&state_.record(), &RecordState::recordingChanged),
          std::pair(&state_.record(), &RecordState::analysisLeadChanged),
          std::pair(&state_.view(), &ViewportState::focusChanged),
          std::pair(&state_.display(), &DisplayState::displayChanged));
    connect(&state_.record(), &RecordState::recordingChanged, this, [this] {
        curve_.reset();
        repaintAll();
    });
    onAny(
        this,
        [this] {
            const Lead* lead = analysedLead();
            saliency_ = traceSaliency(explanationInView(state_).get(), lead != nullptr ? lead->name : "");
            repaintAll();
        },
        std::pair(&state_.model(), &ModelState::explanationChanged), std::pair(&state_.why().map(), &MapState::changed),
        std::pair(&state_.record(), &RecordState::analysisLeadChanged));
    onAny(this, &BeatTracePane::repaintAll, std::pair(&state_.model(), &ModelState::aiLayerChanged),
          std::pair(&state_.beats(), &BeatState::beatsChanged),
          std::pair(&state_.beats(), &BeatState::selectedBeatChanged));
    connect(&state_.beats(), &BeatState::beatChanged, this, [this](std::size_t index) {
        const double time_s = state_.beats().all()[index].time_s;
        const Stretch focus = state_.view().focus();
        if (time_s >= focus.from_s && time_s <= focus.to_s) repaintAll();
    });
    onAny(
        this, [this] { update(); }, std::pair(&state_.view(), &ViewportState::cursorChanged),
        std::pair(&state_.view(), &ViewportState::calipersChanged));
    connect(&state_.waves(), &WaveState::changed, this, [this] { update(); });
    followClusters();
    readAgain();
}

void BeatTracePane::repaintAll() {
    picture_valid_ = false;
    update();
}

void BeatTracePane::resizeEvent(QResizeEvent*) {
    readAgain();
}

void BeatTracePane::readAgain() {
    repaintAll();
    const int width_px = static_cast<int>(std::lround(frame().plot.width() * devicePixelRatioF()));
    if (!hasSomething() || width_px <= 0) {
        requested_ = {};
        reader_.cancel();
        setWorking(false);
        return;
    }
    Request request{state_.record().recording(),
                    state_.record().analysisLead(),
                    state_.view().focus(),
                    displayFilter(state_.display()),
                    width_px,
                    band_};
    if (request == requested_) return;
    requested_ = request;
    setWorking(true);
    reader_.start([request = std::move(request)](const Job& job) { return read(request, job); });
}

void BeatTracePane::setBand(const std::optional<FrequencyBand>& band) {
    if (band == band_) return;
    band_ = band;
    readAgain();
}

std::optional<BeatTracePane::Curve> BeatTracePane::read(const Request& request, const Job& job) {
    constexpr float kNothing = std::numeric_limits<float>::quiet_NaN();
    const double rate_hz = request.recording->leads[request.lead].rate_hz;
    Curve curve;
    curve.stretch = request.stretch;
    curve.per_pixel = columnsPerPixel(rate_hz * request.stretch.length_s() / request.width_px);
    curve.columns.assign(static_cast<std::size_t>(request.width_px) * static_cast<std::size_t>(curve.per_pixel),
                         {kNothing, kNothing});
    const double step_s = request.stretch.length_s() / static_cast<double>(curve.columns.size());
    // Whole columns at a time, so that a day in focus never lies in memory at once.
    const double per_block =
        std::max(1.0, std::floor(static_cast<double>(kBlock_samples) / std::max(1.0, rate_hz * step_s)));
    for (std::size_t first = 0; first < curve.columns.size();) {
        const std::size_t count = std::min(curve.columns.size() - first, static_cast<std::size_t>(per_block));
        const double from_s = request.stretch.from_s + static_cast<double>(first) * step_s;
        const Stretch block{from_s, from_s + static_cast<double>(count) * step_s};
        SignalPiece piece = readBand(request.recording, request.lead, block, request.filter, request.band, job);
        if (job.stopRequested()) return std::nullopt;
        columnsOfSamples(piece.samples, piece.first, rate_hz, from_s, step_s,
                         std::span(curve.columns).subspan(first, count));
        if (count == curve.columns.size()) curve.samples = std::move(piece);
        first += count;
    }
    curve.low = std::numeric_limits<float>::infinity();
    curve.high = -curve.low;
    for (const ColumnRange& column : curve.columns) {
        if (std::isnan(column.low)) continue;
        curve.low = std::min(curve.low, column.low);
        curve.high = std::max(curve.high, column.high);
    }
    return curve;
}

std::optional<double> BeatTracePane::valueAt(double time_s) const {
    if (!curve_ || curve_->columns.empty() || curve_->stretch.length_s() <= 0) return std::nullopt;
    const double place =
        (time_s - curve_->stretch.from_s) / curve_->stretch.length_s() * static_cast<double>(curve_->columns.size());
    if (!(place >= 0) || place >= static_cast<double>(curve_->columns.size())) return std::nullopt;
    const ColumnRange& column = curve_->columns[static_cast<std::size_t>(place)];
    if (std::isnan(column.low)) return std::nullopt;
    return (static_cast<double>(column.low) + static_cast<double>(column.high)) / 2;
}

// Of the columns where the samples are too many to be held.
std::optional<double> BeatTracePane::measuredAt(double time_s) const {
    return curve_ && !curve_->samples.empty() ? valueBetween(curve_->samples, time_s) : valueAt(time_s);
}

void BeatTracePane::drawPicture() {
    const double ratio = devicePixelRatioF();
    const QSize size = frame().plot.size() * ratio;
    picture_ = QImage(size, QImage::Format_RGB32);
    picture_.setDevicePixelRatio(ratio);
    picture_valid_ = true;
    const Palette& colour = colours();
    const Stretch focus = state_.view().focus();
    const Lead* lead = analysedLead();
    if (lead == nullptr || focus.length_s() <= 0) {
        picture_.fill(colour.paper);
        return;
    }
    const double mv_per_unit = millivoltsPer(lead->unit).value_or(1);
    const double heavy_unit = kLeastRange_mv / 2 / mv_per_unit;
    const double headroom = std::min(0.3, kBandHeight_px / std::max(1.0, frame().plot.height() * 1.0));
    const double footroom = clusterScene().clusters != nullptr
                                ? std::min(0.4, kClusterStrip_px / std::max(1.0, frame().plot.height() * 1.0))
                                : 0;
    std::tie(bottom_value_, top_value_) =
        curve_ ? valueRange(curve_->low, curve_->high, heavy_unit, headroom, footroom) : std::pair(-1.0, 1.0);
    const double height = size.height(), px_per_unit = height / (top_value_ - bottom_value_);
    const double px_per_s = size.width() / focus.length_s();

    const GridSteps time = zoomedTimeGrid(px_per_s / ratio), value = valueGrid(px_per_unit / mv_per_unit / ratio);
    const double anchor_s = time.heavy > 0 ? std::floor(focus.from_s / time.heavy) * time.heavy : 0;
    const double anchor = std::floor(bottom_value_ * mv_per_unit / value.heavy) * value.heavy / mv_per_unit;
    paintPaper(picture_, QRect(QPoint(0, 0), size),
               {(anchor_s - focus.from_s) * px_per_s, time.fine * px_per_s, time.heavy * px_per_s},
               {(top_value_ - anchor) * px_per_unit, value.fine / mv_per_unit * px_per_unit,
                value.heavy / mv_per_unit * px_per_unit},
               std::max(1.0, 0.8 * ratio), colour);
    if (!curve_) return;

    // An old curve is drawn where its own time lies, until the new one comes.
    const Stretch& held = curve_->stretch;
    const double old_left = (held.from_s - focus.from_s) * px_per_s, old_width = held.length_s() * px_per_s;
    const bool current = std::abs(old_left) < 0.5 && std::abs(old_width - size.width()) < 0.5;
    const bool explained = saliency_ && state_.model().beatAiVisible() && saliency_->largest > 0;
    std::vector<float> extra;
    if (explained) {
        QPainter painter(&picture_);
        extra = paintSaliencyBand(painter, QRectF(QPointF(0, 0), QSizeF(size) / ratio),
                                  {.saliency = *saliency_,
                                   .ink = mapInk(state_.why().map(), saliency_->is_signed),
                                   .opacity = state_.model().overlayOpacity(),
                                   .stretch = focus,
                                   .columns = size.width(),
                                   .heavy = kHeaviest_px * ratio});
    }
    std::vector<ColumnRange> columns;
    int per_pixel = curve_->per_pixel;
    if (current) {
        columns = curve_->columns;
    } else {
        per_pixel = 1;
        columns.assign(static_cast<std::size_t>(size.width()), {NAN, NAN});
        for (int x = 0; x < size.width() && old_width > 0; ++x) {
            const double place = (x + 0.5 - old_left) / old_width * static_cast<double>(curve_->columns.size());
            if (place >= 0 && place < static_cast<double>(curve_->columns.size())) {
                columns[static_cast<std::size_t>(x)] = curve_->columns[static_cast<std::size_t>(place)];
            }
        }
    }
    const auto top = static_cast<float>(top_value_), scale = static_cast<float>(px_per_unit);
    for (ColumnRange& column : columns) column = {(top - column.high) * scale, (top - column.low) * scale};
    strokeColumns(picture_, QRect(QPoint(0, 0), size), 0, columns,
                  {colour.trace.rgb(), static_cast<float>(kTrace_px * ratio), extra, per_pixel});
}

void BeatTracePane::paintOver(QPainter& painter) const {
    const PlotFrame at = frame();
    const Lead* lead = analysedLead();
    paintOutline(painter, at, colours());
    if (lead == nullptr || state_.view().focus().length_s() <= 0) {
        paintNotice(painter, tr("No recording"));
        return;
    }
    const QFontMetrics metrics{numberFont()};
    const QString unit = QString::fromStdString(lead->unit);
    // A unit that is too long for its axis stands behind the lead's name.
    const bool unit_fits = metrics.horizontalAdvance(unit) <= leftNumberRoom(at);
    const QString name = unit_fits ? leadName() : leadName() + QStringLiteral(", ") + unit;
    const QString filtered = name + QStringLiteral(" · ") + filterText(displayFilter(state_.display()), lead->rate_hz);
    const QString fitted = QStringLiteral(" · ") + tr("height fitted");
    const QStringList titles{filtered + fitted, name + fitted, leadName() + fitted, name, leadName()};
    int taken = 0;
    const bool explained = saliency_ && state_.model().beatAiVisible() && saliency_->largest > 0;
    if (explained) {
        taken = paintMapBar(painter, at, saliency_->scale, mapInk(state_.why().map(), saliency_->is_signed), titles,
                            colours());
    }
    paintTitle(painter, at, titles, taken > 0 ? taken + 6 : 0, colours());

    const double height = at.plot.height();
    const double line_px = QFontMetrics(numberFont()).height();
    const TickSet values = niceTicks(bottom_value_, top_value_, static_cast<int>(height / (1.8 * line_px)) + 1);
    std::vector<AxisTick> ticks;
    for (const double value : values.values) {
        // As many digits as tell it from its neighbours, where there is no room for all zeros.
        const int digits = value == 0 ? 1 : static_cast<int>(std::log10(std::abs(value) / values.step) + 1e-9) + 1;
        const QString label = fittingWording({numberText(value, values.step), exponentNumber(value, digits)}, metrics,
                                             leftNumberRoom(at));
        ticks.push_back({at.plot.top() + (top_value_ - value) / (top_value_ - bottom_value_) * height, label});
    }
    paintLeftAxis(painter, at, ticks, unit, colours());
    const TimeAxis time = timeAxis(state_.record());
    paintBottomAxis(painter, at, timeAxisTicks(at, state_.view().focus(), time), time.unit(), colours());
    const bool is_of_focus = curve_ && curve_->stretch == state_.view().focus();  // and not of the one before
    if (is_of_focus && curve_->low > curve_->high) paintNotice(painter, tr("No samples in this stretch"));
    const Stretch focus = state_.view().focus();
    const QRectF band(at.plot.left(), at.plot.top(), at.plot.width(), kBandHeight_px);
    if (is_of_focus) paintWaveMarks(painter, waveScene());
    paintBeatMarks(painter, {band,
                             {focus.from_s, focus.length_s()},
                             state_.beats().all(),
                             state_.beats().selected(),
                             state_.model().aiVisible(),
                             state_.display().theme()});
    paintClusterStrip(painter, clusterScene());
    paintCalipersHere(painter);
    if (band_) {
        const QString hz = QStringLiteral("%1–%2 Hz").arg(band_->low_hz, 0, 'g', 3).arg(band_->high_hz, 0, 'g', 3);
        paintChip(painter, at, Qt::AlignRight | Qt::AlignBottom, {tr("%1 alone").arg(hz), hz}, colours());
    }
    badge_at_ = {};
    if (const auto why = explanationInView(state_); why && explained) {
        const MapBadge badge = mapBadge(state_.why().map(), *why);
        PlotFrame free = at;
        if (clusterScene().clusters != nullptr) free.plot.adjust(0, 0, 0, -static_cast<int>(kClusterStrip_px));
        badge_at_ =
            paintChipWhereFree(painter, free, badge.words, colours(), [&](const QRect& chip) { return isFree(chip); });
    } else if (why && state_.model().beatAiVisible()) {
        paintChip(painter, at, Qt::AlignLeft | Qt::AlignBottom, whyNoTraceMap(*why), colours());
    }
    paintVeil(painter, at.plot);
    paintCursor(painter);
}

Viewport BeatTracePane::viewportNow() const {
    const Stretch focus = state_.view().focus();
    return {focus.from_s, std::max(focus.length_s(), 1e-9)};
}

// Neither the trace nor the letters of beats nor the strip of clusters lie there.
bool BeatTracePane::isFree(const QRect& place) const {
    if (place.top() < frame().plot.top() + kBandHeight_px) return false;
    if (const ClusterScene scene = clusterScene();
        scene.clusters != nullptr && clusterStrip(scene).intersects(QRectF(place)))
        return false;
    constexpr int kStep_px = 2;
    for (int x = place.left(); x <= place.right(); x += kStep_px) {
        const auto y = yAt(timeAtX(x));
        if (y && *y > place.top() - kClear_px && *y < place.bottom() + kClear_px) return false;
    }
    return true;
}

std::optional<double> BeatTracePane::yAt(double time_s) const {
    const auto value = valueAt(time_s);
    if (!value) return std::nullopt;
    const QRect plot = frame().plot;
    return plot.top() + (top_value_ - *value) / (top_value_ - bottom_value_) * plot.height();
}

WaveScene BeatTracePane::waveScene() const {
    const QRect plot = frame().plot;
    return {.area = QRectF(plot.left(), plot.top() + kBandHeight_px, plot.width(), plot.height() - kBandHeight_px),
            .viewport = viewportNow(),
            .beats = state_.beats().all(),
            .waves = &state_.waves(),
            .lead = state_.record().analysisLead(),
            .y_of = [this](double time_s) { return yAt(time_s); },
            .selected = state_.beats().selected(),
            .large = true,
            .theme = state_.display().theme()};
}

void BeatTracePane::paintCalipersHere(QPainter& painter) const {
    const Lead* lead = analysedLead();
    if (!state_.view().calipers() || lead == nullptr) return;
    const Stretch& calipers = *state_.view().calipers();
    const Stretch focus = state_.view().focus();
    if (calipers.to_s < focus.from_s || calipers.from_s > focus.to_s) return;
    const auto from = measuredAt(calipers.from_s), to = measuredAt(calipers.to_s);
    const auto mv_per_unit = millivoltsPer(lead->unit);
    const auto difference_mv = from && to && mv_per_unit ? std::optional((*to - *from) * *mv_per_unit) : std::nullopt;
    paintCalipers(
        painter,
        {.calipers = calipers,
         .marches = state_.view().marchesOut(),
         .viewport = viewportNow(),
         .plot = frame().plot,
         .text = caliperText(calipers, difference_mv, leadName()),
         .qtc = qtcText(calipers, localRr_s(state_.beats().all(), calipers.from_s, state_.record().gaps().get())),
         .theme = state_.display().theme()});
}

CaliperPart BeatTracePane::caliperPartUnder(const QPointF& position) const {
    if (!state_.view().calipers() || !hasSomething()) return CaliperPart::none;
    return caliperPartAt(*state_.view().calipers(), viewportNow(), frame().plot, position);
}

std::optional<std::size_t> BeatTracePane::beatNear(double time_s) const {
    const Stretch focus = state_.view().focus();
    const auto [first, last] = beatsWithin(state_.beats().all(), focus.from_s, focus.to_s);
    const auto nearest = nearestBeat(std::span(state_.beats().all()).subspan(first, last - first), time_s);
    return nearest ? std::optional(first + *nearest) : std::nullopt;
}

void BeatTracePane::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), colours().window);
    const QRect plot = frame().plot;
    if (plot.isEmpty()) return;
    if (!picture_valid_ || picture_.size() != plot.size() * devicePixelRatioF()) drawPicture();
    painter.drawImage(plot.topLeft(), picture_);
    paintOver(painter);
}

void BeatTracePane::mousePressEvent(QMouseEvent* event) {
    if (masks(event)) return;
    if (event->button() != Qt::LeftButton || !hasSomething()) return event->ignore();
    pressed_s_ = timeAtX(event->position().x());
    if (measuring_ = caliperPartUnder(event->position()); measuring_ != CaliperPart::none) {
        calipers_before_ = *state_.view().calipers();
        return;
    }
    if (const auto mark = waveMarkAt(waveScene(), event->position())) {
        return drag_.take(*mark, pressed_s_, state_.beats().all());
    }
    // In a stretch of several beats a click chooses among them, as in the rhythm; beside the marks it lets go of them.
    state_.waves().choose(std::nullopt);
    if (const auto nearest = beatNear(pressed_s_)) state_.selectBeat(*nearest);
}

void BeatTracePane::mouseMoveEvent(QMouseEvent* event) {
    const QPointF at = event->position();
    lookAtClusters(at);
    if (measuring_ != CaliperPart::none) {
        state_.view().setCalipers(movedCalipers(calipers_before_, measuring_, timeAtX(at.x()) - pressed_s_));
    } else if (drag_.isOn()) {
        drag_.moveTo(timeAtX(at.x()));
    } else {
        const bool grips = caliperPartUnder(at) != CaliperPart::none || waveMarkAt(waveScene(), at).has_value();
        grips ? setCursor(Qt::SizeHorCursor) : unsetCursor();
    }
    TriptychPane::mouseMoveEvent(event);
}

void BeatTracePane::mouseReleaseEvent(QMouseEvent* event) {
    if (masks(event)) return;
    if (event->button() != Qt::LeftButton) return event->ignore();
    measuring_ = CaliperPart::none;
    if (drag_.isOn()) drag_.drop();
}

void BeatTracePane::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !hasSomething()) return event->ignore();
    const double time_s = timeAtX(event->position().x());
    const auto beat = state_.display().scope() == TriptychScope::selected_beat && state_.beats().selected()
                          ? state_.beats().selected()
                          : beatNear(time_s);
    if (state_.waves().visible() && beat) Q_EMIT markWanted(*beat, time_s);
}

}  // namespace triptych::ui
