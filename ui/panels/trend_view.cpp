#include "ui/panels/trend_view.h"

#include "ui/panes/fitting_text.h"
#include "ui/panes/pane.h"
#include "ui/state/navigation.h"
#include "ui/state/on_any.h"

#include <QEvent>
#include <QFontMetricsF>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace triptych::ui {
namespace {

constexpr double kNames_px = 106;  // left of the plots: names, and the ends of the axis
constexpr double kValues_px = 46;  // right of them: the value at the pointer, or in the middle of the view
constexpr double kBetween_px = 4;
constexpr double kLeastRow_px = 26, kUsualRow_px = 44;
constexpr double kGapBand_px = 3;  // a gap that is narrower than it is high
constexpr double kHatched_px = 6;  // and one that is wide enough to be hatched
constexpr double kThinnestFrame_px = 4;

double axisHeight() {
    return QFontMetricsF(numberFont()).height() + 8;
}

}  // namespace

TrendView::TrendView(ViewState& state, QWidget* parent) : QWidget(parent), state_(state) {
    setObjectName(QStringLiteral("trends"));
    setAccessibleName(tr("Trends"));
    setAccessibleDescription(tr("Rate, intervals and ST levels over the whole recording, and the stretch in view"));
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    connect(&state_.waves(), &WaveState::measurementsChanged, this, &TrendView::refresh);
    onAny(this, &TrendView::refresh, std::pair(&state_.record(), &RecordState::recordingChanged),
          std::pair(&state_.record(), &RecordState::gapsChanged), std::pair(&state_.beats(), &BeatState::beatsChanged),
          std::pair(&state_.display(), &DisplayState::displayChanged));
    onAny(
        this, [this] { update(); }, std::pair(&state_.view(), &ViewportState::viewportChanged),
        std::pair(&state_.view(), &ViewportState::cursorChanged));
    refresh();
}

void TrendView::setStPoint(StPoint point) {
    if (point_ == point) return;
    point_ = point;
    refresh();
}

QSize TrendView::sizeHint() const {
    const auto rows = static_cast<double>(std::max<std::size_t>(rows_.size(), 1));
    return {420, static_cast<int>(rows * kUsualRow_px + axisHeight())};
}

QSize TrendView::minimumSizeHint() const {
    const auto rows = static_cast<double>(std::max<std::size_t>(rows_.size(), 1));
    return {260, static_cast<int>(rows * kLeastRow_px + axisHeight())};
}

double TrendView::duration_s() const {
    return state_.record().recording() ? state_.record().recording()->duration_s : 0;
}

double TrendView::rowHeight() const {
    if (rows_.empty()) return 0;
    const double all = height() - axisHeight();
    return std::clamp(all / static_cast<double>(rows_.size()), kLeastRow_px, 3 * kUsualRow_px);
}

QRectF TrendView::plot(std::size_t index) const {
    const double top = static_cast<double>(index) * rowHeight();
    return QRectF(kNames_px, top + kBetween_px / 2, std::max(1.0, width() - kNames_px - kValues_px),
                  std::max(1.0, rowHeight() - kBetween_px));
}

double TrendView::timeAt(double x_px) const {
    const QRectF area = plot(0);
    return (x_px - area.left()) / area.width() * duration_s();
}

void TrendView::refresh() {
    dirty_ = !isVisible();
    if (dirty_) return;
    const std::size_t rows_before = rows_.size();
    const auto& measured = state_.waves().measurements();
    rows_.clear();
    if (measured) {
        rows_ = trendRows(*measured, point_);
    } else if (state_.record().recording() && !state_.beats().all().empty()) {
        rows_.push_back(rateRow(state_));
    }
    stale_ = measured && !state_.waves().measurementsAreFresh();
    ranges_.clear();
    const TrendRange levels = levelRange(rows_);
    for (const TrendRow& row : rows_) ranges_.push_back(row.is_level ? levels : rangeOf(row));
    picture_.forget();
    if (rows_.size() != rows_before) updateGeometry();
    update();
}

void TrendView::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (dirty_) refresh();
}

void TrendView::resizeEvent(QResizeEvent*) {
    picture_.forget();
    update();
}

void TrendView::paintRow(QPainter& painter, std::size_t index) const {
    const TrendRow& row = rows_[index];
    const TrendRange range = ranges_[index];
    const QRectF area = plot(index);
    const Palette& colours = ui::palette(state_.display().theme());
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.fillRect(area, colours.paper);
    const auto y_of = [&](double value) {
        return area.bottom() - 1 -
               (std::clamp(value, range.low, range.high) - range.low) / (range.high - range.low) * (area.height() - 2);
    };
    if (row.is_level) painter.fillRect(QRectF(area.left(), std::floor(y_of(0)), area.width(), 1), colours.grid_heavy);

    const double px_per_step = area.width() * row.trend.step_s / std::max(duration_s(), 1e-9);
    const auto x_of = [&](std::size_t step) {
        return std::min(area.left() + static_cast<double>(step) * px_per_step, area.right());
    };
    const auto& values = row.trend.values;
    QColor hatch = colours.muted_text;
    hatch.setAlpha(110);
    const QColor ink = stale_ ? colours.muted_text : row.is_level ? colours.trace : colours.accent;
    for (std::size_t i = 0; i < values.size();) {
        std::size_t past = i;
        while (past < values.size() && std::isfinite(values[past]) == std::isfinite(values[i])) ++past;
        const double left = x_of(i), right = x_of(past);
        if (!std::isfinite(values[i])) {
            const QRectF gap(left, area.top(), std::max(1.0, right - left), area.height());
            if (right - left >= kHatched_px) painter.fillRect(gap, QBrush(hatch, Qt::BDiagPattern));
            painter.fillRect(QRectF(left, area.bottom() - kGapBand_px, gap.width(), kGapBand_px), colours.muted_text);
        } else {
            // A step is as long as the stretch that its median is of.
            for (std::size_t k = i; k < past; ++k) {
                const double y = y_of(static_cast<double>(values[k]));
                painter.fillRect(QRectF(x_of(k), y - 0.75, std::max(1.0, x_of(k + 1) - x_of(k)), 1.5), ink);
                if (k + 1 >= past) continue;
                const double next = y_of(static_cast<double>(values[k + 1]));
                painter.fillRect(QRectF(x_of(k + 1) - 0.5, std::min(y, next) - 0.75, 1, std::abs(next - y) + 1.5), ink);
            }
        }
        i = past;
    }
    painter.setPen(QPen(colours.border, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(area.adjusted(-0.5, -0.5, 0.5, 0.5));

    const QFont numbers = numberFont();
    const QFontMetricsF number_metrics(numbers);
    painter.setFont(numbers);
    painter.setPen(colours.muted_text);
    const double step = row.is_level ? 0.01 : 1;
    const auto number = [&](double value, double baseline) {
        const QString text = numberText(value, step);
        const double width = number_metrics.horizontalAdvance(text);
        painter.drawText(QPointF(area.left() - 5 - width, baseline), text);
        return width;
    };
    const double widest =
        std::max(number(range.high, area.top() + number_metrics.ascent() - 1), number(range.low, area.bottom() - 1));
    QFont bold = labelFont();
    bold.setBold(true);
    const double room = area.left() - 5 - widest - 8;
    painter.setFont(bold);
    painter.setPen(colours.text);
    const QFontMetrics bold_metrics(bold);
    const double top = area.center().y() - bold_metrics.height() / 2.0;
    const QString whole = row.is_level ? tr("ST %1").arg(row.name) : row.name;
    const QString name = shortened(whole, bold_metrics, static_cast<int>(room));
    painter.drawText(QPointF(6, top + bold_metrics.ascent()), name);
    const double used = bold_metrics.horizontalAdvance(name) + 4;
    painter.setFont(numbers);
    painter.setPen(colours.muted_text);
    if (row.is_level) return;  // all of one unit, which stands above
    if (used + number_metrics.horizontalAdvance(row.unit) <= room) {
        painter.drawText(QPointF(6 + used, top + bold_metrics.ascent()), row.unit);
    }
}

void TrendView::paintAxis(QPainter& painter) const {
    const QRectF area = plot(rows_.size() - 1);
    const Palette& colours = ui::palette(state_.display().theme());
    painter.setFont(numberFont());
    const QFontMetricsF metrics(painter.font());
    const double baseline = area.bottom() + 5 + metrics.ascent();
    const double px_per_s = area.width() / std::max(duration_s(), 1e-9);
    const TimeAxis axis = timeAxis(state_.record());
    const TickSet ticks = axis.ticks(0, duration_s(), (metrics.horizontalAdvance(axis.widest(1)) + 28) / px_per_s);
    painter.setPen(colours.muted_text);
    const QString unit = axis.unit();
    painter.drawText(QPointF(area.left() - 8 - metrics.horizontalAdvance(unit), baseline), unit);
    for (const double time_s : ticks.values) {
        const double x = area.left() + time_s * px_per_s;
        painter.fillRect(QRectF(std::floor(x), area.bottom(), 1, 4), colours.muted_text);
        const QString text = axis.text(time_s, ticks.step);
        const double width = metrics.horizontalAdvance(text);
        painter.drawText(QPointF(std::clamp(x - width / 2, area.left() - 4, this->width() - width - 2), baseline),
                         text);
    }
}

void TrendView::drawPicture(QPainter& painter) {
    if (rows_.empty() || duration_s() <= 0) {
        painter.setFont(labelFont());
        painter.setPen(ui::palette(state_.display().theme()).muted_text);
        painter.drawText(rect().adjusted(8, 0, -8, 0), Qt::AlignCenter | Qt::TextWordWrap,
                         tr("There are no beats to follow over the recording."));
        return;
    }
    for (std::size_t i = 0; i < rows_.size(); ++i) paintRow(painter, i);
    paintAxis(painter);
}

void TrendView::paintEvent(QPaintEvent*) {
    if (width() <= 0 || height() <= 0) return;
    const Palette& colours = ui::palette(state_.display().theme());
    QPainter painter(this);
    picture_.lay(painter, *this, colours.window, [this](QPainter& onto) { drawPicture(onto); });
    if (rows_.empty() || duration_s() <= 0) return;
    const QRectF first = plot(0), last = plot(rows_.size() - 1);
    const double px_per_s = first.width() / duration_s();
    const Viewport& view = state_.view().viewport();
    double left = first.left() + view.start_s * px_per_s;
    double width_px = std::min(view.span_s, duration_s()) * px_per_s;
    if (width_px < kThinnestFrame_px) left -= (kThinnestFrame_px - width_px) / 2, width_px = kThinnestFrame_px;
    const QRectF frame = QRectF(left, first.top(), width_px, last.bottom() - first.top()) &
                         QRectF(first.left() - 2, first.top(), first.width() + 4, last.bottom() - first.top());
    QColor ground = colours.selection;
    ground.setAlpha(60);
    painter.fillRect(frame, ground);
    painter.setPen(QPen(colours.accent, 1));
    painter.drawRect(frame.adjusted(0, 0, -1, -1));

    const auto pointed_s = pointed_s_ ? pointed_s_ : state_.view().cursor().time_s;
    if (pointed_s && *pointed_s >= 0 && *pointed_s <= duration_s()) {
        const double x = std::floor(first.left() + *pointed_s * px_per_s);
        painter.fillRect(QRectF(x, first.top(), 1, last.bottom() - first.top()), colours.cursor);
    }
    const double read_s = pointed_s.value_or(std::clamp(view.start_s + view.span_s / 2, 0.0, duration_s()));
    painter.setFont(numberFont());
    const QFontMetricsF metrics(painter.font());
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        const QRectF area = plot(i);
        const auto value = valueAt(rows_[i].trend, read_s);
        painter.setPen(value && !stale_ ? colours.text : colours.muted_text);
        painter.drawText(QPointF(area.right() + 6, area.center().y() + metrics.ascent() / 2 - 1),
                         value ? trendValueText(rows_[i], *value) : QStringLiteral("—"));
    }
}

void TrendView::goTo(double x_px) {
    if (rows_.empty() || duration_s() <= 0) return;
    const double time_s = std::clamp(timeAt(x_px), 0.0, duration_s());
    state_.view().setViewport(centredOn(state_.view().viewport(), time_s));
    if (const auto beat = nearestBeat(state_.beats().all(), time_s)) state_.selectBeat(*beat, false);
}

void TrendView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return event->ignore();
    goTo(event->position().x());
}

void TrendView::mouseMoveEvent(QMouseEvent* event) {
    if (rows_.empty() || duration_s() <= 0) return;
    const double time_s = timeAt(event->position().x());
    pointed_s_ = time_s >= 0 && time_s <= duration_s() ? std::optional(time_s) : std::nullopt;
    if ((event->buttons() & Qt::LeftButton) != 0) goTo(event->position().x());
    update();
}

void TrendView::leaveEvent(QEvent*) {
    pointed_s_.reset();
    update();
}

bool TrendView::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const double height_px = rowHeight();
    const auto index = height_px > 0 ? static_cast<std::size_t>(std::max(0.0, help->pos().y() / height_px)) : 0;
    if (index >= rows_.size()) {
        QToolTip::hideText();
        return true;
    }
    const TrendRow& row = rows_[index];
    QString text = row.tip;
    const double time_s = timeAt(help->pos().x());
    if (const auto value = valueAt(row.trend, time_s)) {
        const auto step = static_cast<std::size_t>(time_s / row.trend.step_s);
        const QString at = timeAxis(state_.record()).text(static_cast<double>(step) * row.trend.step_s, 1);
        text += QLatin1Char('\n') +
                tr("%1: %2 %3, of %4 beats").arg(at, trendValueText(row, *value), row.unit).arg(row.trend.beats[step]);
    } else if (time_s >= 0 && time_s <= duration_s()) {
        text += QLatin1Char('\n') + tr("No beat of this stretch could be read.");
    }
    QToolTip::showText(help->globalPos(), plainTip(text), this);
    return true;
}

}  // namespace triptych::ui
