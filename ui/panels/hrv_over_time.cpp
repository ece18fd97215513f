#include "ui/panels/hrv_over_time.h"

#include "ui/state/navigation.h"

#include <QFontMetricsF>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace triptych::ui {
namespace {

constexpr double kBetweenTicks_px = 16;  // from one time to the next
constexpr double kBetween_px = 3, kLeastRow_px = 22;

}  // namespace

HrvOverTime::HrvOverTime(ViewState& state, QWidget* parent) : RhythmPlot(state, parent) {
    setAccessibleName(tr("Variability over time"));
    setToolTip(
        tr("Mean rate, SDNN, RMSSD and the ratio of LF to HF of each five minutes of which half or more are NN "
           "intervals. Click to go there."));
}

QString HrvOverTime::title() const {
    return tr("Each five minutes");
}

QString HrvOverTime::emptiness() const {
    const QString empty = RhythmPlot::emptiness();
    if (!empty.isEmpty()) return empty;
    const auto& parts = report().hrv.five_minutes;
    const bool any = std::any_of(parts.begin(), parts.end(), [](const auto& part) { return part.counts; });
    return any ? QString() : tr("No five minutes are half of NN intervals");
}

double HrvOverTime::xOf(double time_s) const {
    const QRect of = frame().plot;
    return of.left() + time_s / std::max(state_.record().duration_s(), 1e-9) * of.width();
}

std::vector<HrvOverTime::Row> HrvOverTime::rows() const {
    std::vector<Row> out = {{tr("rate"), {}}, {tr("SDNN"), {}}, {tr("RMSSD"), {}}, {tr("LF/HF"), {}}};
    for (const rhythm::FiveMinutes& part : report().hrv.five_minutes) {
        const double values[] = {part.time.mean_rate_bpm, part.time.sdnn_ms, part.time.rmssd_ms, part.power.ratio()};
        for (std::size_t i = 0; i < out.size(); ++i) {
            out[i].values.push_back(part.counts && std::isfinite(values[i]) ? values[i] : rhythm::kNoFigure);
        }
    }
    std::erase_if(out, [](const Row& row) {
        return std::all_of(row.values.begin(), row.values.end(), [](double value) { return std::isnan(value); });
    });
    return out;
}

// How many of a row's values stand where its name would.
int HrvOverTime::touches(const Row& row, const Scale& y, const QRectF& name) const {
    constexpr double kClear_px = 2;
    const auto& parts = report().hrv.five_minutes;
    int out = 0;
    for (std::size_t i = 0; i < row.values.size(); ++i) {
        if (std::isnan(row.values[i]) || xOf(parts[i].span.from_s) > name.right() ||
            xOf(parts[i].span.to_s) < name.left()) {
            continue;
        }
        const double at = y.px(row.values[i]);
        out += at > name.top() - kClear_px && at < name.bottom() + kClear_px ? 1 : 0;
    }
    return out;
}

void HrvOverTime::draw(QPainter& painter, const PlotFrame& frame) {
    std::vector<Row> shown = rows();
    const auto fit = std::max<std::size_t>(1, static_cast<std::size_t>(frame.plot.height() / kLeastRow_px));
    if (shown.size() > fit) shown.resize(fit);
    const double height = frame.plot.height() / static_cast<double>(shown.size());
    const auto& parts = report().hrv.five_minutes;
    const QFontMetricsF metrics(numberFont());
    for (std::size_t r = 0; r < shown.size(); ++r) {
        const Row& row = shown[r];
        double low = 1e12, high = 0;
        for (const double value : row.values) {
            if (std::isnan(value)) continue;
            low = std::min(low, value);
            high = std::max(high, value);
        }
        const double margin = std::max(0.05 * high, 0.15 * (high - low));
        low = std::max(0.0, low - margin);
        high += margin;
        const double top = frame.plot.top() + static_cast<double>(r) * height;
        const Scale y{low, high, top + height - kBetween_px, top + kBetween_px};
        painter.setRenderHint(QPainter::Antialiasing, false);
        if (r > 0)
            painter.fillRect(QRectF(frame.plot.left(), std::floor(top), frame.plot.width(), 1), colours().border);
        for (std::size_t i = 0; i < row.values.size(); ++i) {
            if (std::isnan(row.values[i])) continue;
            const double left = xOf(parts[i].span.from_s), right = xOf(parts[i].span.to_s), at = y.px(row.values[i]);
            painter.fillRect(QRectF(left, at - 0.75, std::max(1.5, right - left), 1.5), colours().accent);
            if (i + 1 < row.values.size() && !std::isnan(row.values[i + 1])) {
                const double next = y.px(row.values[i + 1]);
                painter.fillRect(QRectF(right - 0.5, std::min(at, next), 1, std::abs(next - at)), colours().accent);
            }
        }
        // The ends of its values at the left, its name within.
        painter.setFont(numberFont());
        const int decimals = high < 1 ? 2 : high < 10 ? 1 : 0;
        const auto number = [&](double value, double baseline) {
            const QString text = QString::number(value, 'f', decimals);
            painter.setPen(colours().text);
            painter.drawText(QPointF(frame.plot.left() - 5 - metrics.horizontalAdvance(text), baseline), text);
        };
        if (height >= 2 * metrics.height()) {
            number(high, top + metrics.ascent());
            number(low, top + height - 3);
        } else {
            number((low + high) / 2, top + height / 2 + metrics.capHeight() / 2);
        }
        painter.setFont(labelFont());
        const QFontMetricsF words(painter.font());
        // In the corner where it touches least of the line.
        QRectF at(frame.plot.left() + 1, top + 1, words.horizontalAdvance(row.name) + 7, words.height() - 2);
        int least = touches(row, y, at);
        const double down = height - words.height(), across = frame.plot.width() - at.width() - 2;
        for (const QPointF& by : {QPointF(0, down), QPointF(across, 0), QPointF(across, down)}) {
            const QRectF corner(QPointF(frame.plot.left() + 1, top + 1) + by, at.size());
            if (const int touched = touches(row, y, corner); touched < least) {
                least = touched;
                at = corner;
            }
        }
        if (least > 0) painter.fillRect(at, colours().paper);
        painter.setPen(colours().muted_text);
        painter.drawText(QPointF(at.left() + 3, at.top() - 1 + words.ascent()), row.name);
    }
    const TimeAxis axis = timeAxis(state_.record());
    const double duration_s = state_.record().duration_s();
    const double room = metrics.horizontalAdvance(axis.widest(1)) + kBetweenTicks_px;
    const TickSet ticks = axis.ticks(0, duration_s, room * duration_s / std::max(1, frame.plot.width()));
    std::vector<AxisTick> times;
    for (const double time_s : ticks.values) times.push_back({xOf(time_s), axis.text(time_s, ticks.step)});
    paintBottomAxis(painter, frame, times, axis.unit(), colours());
}

void HrvOverTime::drawOver(QPainter& painter, const PlotFrame& frame) {
    const Viewport& view = state_.view().viewport();
    QColor ground = colours().selection;
    ground.setAlpha(70);
    const double left = xOf(view.start_s);
    painter.fillRect(QRectF(left, frame.plot.top(), std::max(2.0, xOf(view.end_s()) - left), frame.plot.height()),
                     ground);
}

void HrvOverTime::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !emptiness().isEmpty()) return event->ignore();
    const QRect of = frame().plot;
    const double share = (event->position().x() - of.left()) / std::max(1, of.width());
    const double time_s = std::clamp(share, 0.0, 1.0) * state_.record().duration_s();
    state_.view().setViewport(centredOn(state_.view().viewport(), time_s));
    if (const auto beat = nearestBeat(state_.beats().all(), time_s)) state_.selectBeat(*beat, false);
}

}  // namespace triptych::ui
