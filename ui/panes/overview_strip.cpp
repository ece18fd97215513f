#include "ui/panes/overview_strip.h"
#include "ui/state/on_any.h"

#include "ui/panes/episode_band.h"
#include "ui/panes/overview_bins.h"
#include "ui/panes/plot_frame.h"
#include "ui/panes/rate_line.h"
#include "ui/panes/ticks.h"
#include "ui/panes/wheel.h"
#include "ui/state/navigation.h"

#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace triptych::ui {
namespace {

constexpr std::size_t kGapBins = 2048;
constexpr int kClassBand_px = 12, kEpisodeBand_px = 6, kNoiseBand_px = 4;
constexpr double kThinnestFrame_px = 6;
constexpr double kBandShare = 0.27;       // of the band of rates, its ink on the paper
constexpr double kLeastClassShare = 0.5;  // of the band, for the gravest class of a pixel

}  // namespace

OverviewStrip::OverviewStrip(ViewState& state, QWidget* parent) : Pane(state, parent) {
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Overview"));
    setAccessibleDescription(tr("Heart rate and beat classes of the whole record, and the stretch in view"));
    setToolTip(
        tr("Heart rate, beat classes, episodes (the page of rhythm names their colours), and below them what the "
           "annotator called noise or cannot be read; hatched: no samples.\n"
           "Drag the frame to move the view; click to jump, double click to see the paper there."));
    connect(&state_.record(), &RecordState::recordingChanged, this, [this] {
        noisy_.clear();
        takeGaps();
    });
    connect(&state_.record(), &RecordState::layersChanged, this, &OverviewStrip::takeNoise);
    connect(&state_.model(), &ModelState::classificationChanged, this, &OverviewStrip::takeNoise);
    connect(&state_.record(), &RecordState::gapsChanged, this, &OverviewStrip::takeGaps);
    connect(&state_.display(), &DisplayState::displayChanged, this, &OverviewStrip::renderAgain);
    connect(&state_.beats(), &BeatState::beatsChanged, this, [this] {
        trend_.forget();
        renderAgain();
    });
    connect(&state_.beats(), &BeatState::beatChanged, this, [this](std::size_t beat) {
        trend_.forget(beat);
        renderAgain();
    });
    connect(&state_.rhythm(), &RhythmState::reportChanged, this, &OverviewStrip::renderAgain);
    onAny(
        this, [this] { update(); }, std::pair(&state_.view(), &ViewportState::viewportChanged),
        std::pair(&state_.view(), &ViewportState::cursorChanged),
        std::pair(&state_.view(), &ViewportState::selectionChanged),
        std::pair(&state_.beats(), &BeatState::selectedBeatChanged));
    takeNoise();
    takeGaps();
}

void OverviewStrip::takeNoise() {
    std::vector<Stretch> noisy = stretchesNotRead(state_);
    if (noisy == noisy_) return;
    noisy_ = std::move(noisy);
    renderAgain();
}

QSize OverviewStrip::sizeHint() const {
    const int line = QFontMetrics(numberFont()).height();
    return {900, 3 * line + kClassBand_px + kEpisodeBand_px + kNoiseBand_px + 14};
}

QSize OverviewStrip::minimumSizeHint() const {
    return {200, sizeHint().height()};
}

double OverviewStrip::duration_s() const {
    return state_.record().recording() ? state_.record().recording()->duration_s : 0;
}

QRectF OverviewStrip::plot() const {
    const PlotFrame frame = plotFrame(rect());  // the same left edge as the panes below
    const double line = QFontMetricsF(numberFont()).height();
    return QRectF(frame.plot.left(), 4, frame.plot.width(), std::max(0.0, height() - line - 8));
}

double OverviewStrip::timeAt(double x_px) const {
    const QRectF area = plot();
    return (x_px - area.left()) / std::max(1.0, area.width()) * duration_s();
}

QRectF OverviewStrip::viewFrame() const {
    const QRectF area = plot();
    if (duration_s() <= 0) return {};
    const double px_per_s = area.width() / duration_s();
    double left = area.left() + state_.view().viewport().start_s * px_per_s;
    double width = std::min(state_.view().viewport().end_s(), duration_s()) * px_per_s + area.left() - left;
    if (width < kThinnestFrame_px) {
        left -= (kThinnestFrame_px - width) / 2;
        width = kThinnestFrame_px;
    }
    return QRectF(left, area.top(), width, area.height());
}

void OverviewStrip::renderAgain() {
    picture_.forget();
    update();
}

void OverviewStrip::resizeEvent(QResizeEvent*) {
    renderAgain();
}

void OverviewStrip::takeGaps() {
    trend_.forget();
    missing_ = state_.record().gaps() ? beats::missingBins(*state_.record().gaps(), duration_s(), kGapBins)
                                      : std::vector<std::uint8_t>();
    renderAgain();
}

void OverviewStrip::paintRate(QPainter& painter, const QRectF& area) const {
    const std::vector<RateBin> rates = trend_.rates(0, duration_s(), rateBinCount(duration_s(), area.width()));
    const auto y_of = [&](float bpm) {
        return area.bottom() -
               (std::clamp<double>(bpm, low_bpm_, high_bpm_) - low_bpm_) / (high_bpm_ - low_bpm_) * area.height();
    };
    paintRateBand(painter, area, rates, y_of, rateBandInk(colours().muted_text, colours().paper, kBandShare));
    paintRateLine(painter, area, rates, y_of, colours().trace);
}

void OverviewStrip::paintClasses(QPainter& painter, const QRectF& area) const {
    const auto bins = static_cast<std::size_t>(std::max(1.0, area.width()));
    const std::vector<ClassCounts> counts = trend_.classes(0, duration_s(), bins);
    // From below: normal beats, then the rest from the mildest to the gravest, by share.
    static constexpr std::array kGrave = {BeatClass::unknown, BeatClass::fusion, BeatClass::supraventricular,
                                          BeatClass::ventricular};
    painter.setRenderHint(QPainter::Antialiasing, false);
    for (std::size_t i = 0; i < bins; ++i) {
        const ClassCounts& count = counts[i];
        std::uint32_t all = 0;
        for (const std::uint32_t n : count) all += n;
        if (all == 0) continue;
        const std::uint32_t abnormal = all - count[0];
        const double share = abnormal == 0 ? 0 : std::max(kLeastClassShare, static_cast<double>(abnormal) / all);
        const double left = area.left() + static_cast<double>(i), split = area.top() + area.height() * share;
        painter.fillRect(QRectF(left, split, 1, area.bottom() - split),
                         classColour(BeatClass::normal, state_.display().theme()));
        double bottom = split;
        for (const BeatClass beat_class : kGrave) {
            const std::uint32_t n = count[static_cast<std::size_t>(beat_class)];
            if (n == 0) continue;
            const double height = (split - area.top()) * n / abnormal;
            painter.fillRect(QRectF(left, bottom - height, 1, height),
                             classColour(beat_class, state_.display().theme()));
            bottom -= height;
        }
    }
}

void OverviewStrip::paintGaps(QPainter& painter, const QRectF& area) const {
    const double px_per_s = area.width() / duration_s();
    painter.setRenderHint(QPainter::Antialiasing, false);
    for (const Stretch& noisy : noisy_) {
        const QRectF mark(area.left() + noisy.from_s * px_per_s, area.bottom() - kNoiseBand_px + 1,
                          std::max(1.0, noisy.length_s() * px_per_s), kNoiseBand_px - 1);
        painter.fillRect(mark, colours().muted_text);
    }
    QColor hatch = colours().muted_text;
    hatch.setAlpha(150);
    const double bin_px = missing_.empty() ? 0 : area.width() / static_cast<double>(missing_.size());
    for (std::size_t i = 0; i < missing_.size();) {
        std::size_t end = i;
        while (end < missing_.size() && missing_[end] == missing_[i]) ++end;
        if (missing_[i] != 0) {
            const QRectF gap(area.left() + static_cast<double>(i) * bin_px, area.top(),
                             std::max(1.0, static_cast<double>(end - i) * bin_px), area.height());
            painter.fillRect(gap, colours().window);
            painter.fillRect(gap, QBrush(hatch, Qt::BDiagPattern));
        }
        i = end;
    }
}

void OverviewStrip::paintAxes(QPainter& painter, const QRectF& rate_area) const {
    const QRectF area = plot();
    painter.setFont(numberFont());
    const QFontMetricsF metrics(painter.font());
    painter.setRenderHint(QPainter::Antialiasing, false);
    // Two numbers and the unit between them tell the rate axis where there is no room for more.
    const auto number = [&](double bpm, double y) {
        const QString text = QString::number(bpm);
        painter.setPen(colours().text);
        painter.drawText(QPointF(area.left() - 8 - metrics.horizontalAdvance(text), y), text);
    };
    number(high_bpm_, rate_area.top() + metrics.capHeight());
    number(low_bpm_, rate_area.bottom());
    painter.setPen(colours().muted_text);
    const QString unit = QStringLiteral("bpm");
    painter.drawText(
        QPointF(area.left() - 8 - metrics.horizontalAdvance(unit), rate_area.center().y() + metrics.capHeight() / 2),
        unit);

    const double baseline = area.bottom() + 4 + metrics.ascent();
    const double px_per_s = area.width() / duration_s();
    const TimeAxis axis = timeAxis(state_.record());
    const double room = metrics.horizontalAdvance(axis.widest(1)) + 40;
    const TickSet ticks = axis.ticks(0, duration_s(), room / px_per_s);
    const QString time_unit = axis.unit();
    painter.drawText(QPointF(area.left() - 8 - metrics.horizontalAdvance(time_unit), baseline), time_unit);
    for (const double time_s : ticks.values) {
        const double x = area.left() + time_s * px_per_s;
        painter.fillRect(QRectF(std::floor(x), area.bottom(), 1, 4), colours().muted_text);
        const QString text = axis.text(time_s, ticks.step);
        const double width = metrics.horizontalAdvance(text);
        const double left =
            std::clamp(x - width / 2, area.left() - 4, std::max(area.left(), this->width() - width - 2));
        painter.setPen(colours().text);
        painter.drawText(QPointF(left, baseline), text);
    }
}

void OverviewStrip::drawPicture(QPainter& painter) {
    const QRectF area = plot();
    if (area.isEmpty()) return;
    painter.fillRect(area, colours().paper);
    if (duration_s() <= 0) {
        painter.setFont(labelFont());
        painter.setPen(colours().muted_text);
        painter.drawText(area, Qt::AlignCenter, tr("No recording"));
        return;
    }
    // The axis holds nine of ten rates: one artefact must not flatten the trend.
    std::vector<float> means;
    trend_.follow(state_.beats().all(), state_.record().gaps().get());
    for (const RateBin& rate : trend_.rates(0, duration_s(), rateBinCount(duration_s(), 4096))) {
        if (!std::isnan(rate.mean_bpm)) means.push_back(rate.mean_bpm);
    }
    low_bpm_ = 40;
    high_bpm_ = 120;
    if (!means.empty()) {
        std::sort(means.begin(), means.end());
        const auto at = [&](double q) {
            return static_cast<double>(means[static_cast<std::size_t>(q * static_cast<double>(means.size() - 1))]);
        };
        low_bpm_ = std::floor((at(0.02) - 8) / 20) * 20;
        high_bpm_ = std::ceil((at(0.98) + 8) / 20) * 20;
        low_bpm_ = std::max(0.0, low_bpm_);
        if (high_bpm_ - low_bpm_ < 40) high_bpm_ = low_bpm_ + 40;
    }
    const QRectF rate_area(area.left(), area.top() + 1, area.width(),
                           area.height() - kClassBand_px - kEpisodeBand_px - kNoiseBand_px - 3);
    const QRectF class_area(area.left(), rate_area.bottom() + 2, area.width(), kClassBand_px);
    paintRate(painter, rate_area);
    paintClasses(painter, class_area);
    paintEpisodeBand(painter, QRectF(area.left(), class_area.bottom(), area.width(), kEpisodeBand_px),
                     state_.rhythm().episodes(), duration_s(), state_.display().theme());
    paintGaps(painter, area);
    painter.setPen(QPen(colours().border, 0));
    painter.setBrush(Qt::NoBrush);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.drawRect(area.adjusted(-1, -1, 0, 0));
    paintAxes(painter, rate_area);
}

void OverviewStrip::paintEvent(QPaintEvent*) {
    if (width() <= 0 || height() <= 0) return;
    QPainter painter(this);
    picture_.lay(painter, *this, colours().window, [this](QPainter& onto) { drawPicture(onto); });
    if (duration_s() <= 0) return;
    const QRectF area = plot();
    const double px_per_s = area.width() / duration_s();
    const auto line = [&](double time_s, const QColor& ink) {
        const double x = area.left() + time_s * px_per_s;
        if (x >= area.left() && x <= area.right())
            painter.fillRect(QRectF(std::floor(x), area.top(), 1, area.height()), ink);
    };
    if (state_.beats().selected()) line(state_.beats().all()[*state_.beats().selected()].time_s, colours().accent);
    if (state_.view().cursor().time_s) line(*state_.view().cursor().time_s, colours().cursor);
    const QRectF frame = viewFrame().intersected(area.adjusted(-kThinnestFrame_px, 0, kThinnestFrame_px, 0));
    QColor ground = colours().selection;
    ground.setAlpha(60);
    painter.fillRect(frame, ground);
    painter.setPen(QPen(colours().accent, 1.5));
    painter.setBrush(Qt::NoBrush);
    painter.setRenderHint(QPainter::Antialiasing, true);
    painter.drawRect(frame.adjusted(0.5, 0.5, -0.5, -0.5));
    paintVeil(painter, QRect(area.toRect().left(), area.toRect().top(), area.toRect().width(), 2));
}

void OverviewStrip::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || duration_s() <= 0) return event->ignore();
    const double time_s = timeAt(event->position().x());
    if (!viewFrame().contains(event->position()))
        state_.view().setViewport(centredOn(state_.view().viewport(), time_s));
    dragging_ = true;
    grabbed_s_ = time_s - state_.view().viewport().start_s;
}

void OverviewStrip::mouseMoveEvent(QMouseEvent* event) {
    if (duration_s() <= 0) return;
    const double time_s = timeAt(event->position().x());
    if (dragging_) state_.view().setViewport({time_s - grabbed_s_, state_.view().viewport().span_s});
    const bool inside = plot().contains(event->position());
    state_.view().setCursor(inside ? Cursor{time_s, std::nullopt} : Cursor{});
    const bool over_frame = inside && viewFrame().contains(event->position());
    setCursor(dragging_ ? Qt::ClosedHandCursor : over_frame ? Qt::OpenHandCursor : Qt::ArrowCursor);
}

void OverviewStrip::mouseReleaseEvent(QMouseEvent*) {
    dragging_ = false;
}

void OverviewStrip::mouseDoubleClickEvent(QMouseEvent* event) {
    dragging_ = false;
    if (event->button() == Qt::LeftButton && duration_s() > 0) {
        state_.view().goToPaper(timeAt(event->position().x()));
    }
}

void OverviewStrip::wheelEvent(QWheelEvent* event) {
    const QPoint turned = event->angleDelta();
    const double delta = turned.y() != 0 ? turned.y() : turned.x();
    state_.view().setViewport(
        pannedBy(state_.view().viewport(), -delta / kWheelNotch * kPanPerNotch * state_.view().viewport().span_s));
    event->accept();
}

void OverviewStrip::leaveEvent(QEvent*) {
    state_.view().setCursor({});
}

}  // namespace triptych::ui
