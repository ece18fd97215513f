#include "ui/panels/poincare_plot.h"

#include "ui/panels/point_cloud.h"
#include "ui/state/navigation.h"

#include <QImage>
#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>

namespace triptych::ui {
namespace {

constexpr int kTick_px = 34;
constexpr double kReach_px = 5;

// The graver the more it stands out.
int gravity(BeatClass of) {
    switch (of) {
        case BeatClass::ventricular:
            return 4;
        case BeatClass::fusion:
            return 3;
        case BeatClass::supraventricular:
            return 2;
        case BeatClass::unknown:
            return 1;
        case BeatClass::normal:
            break;
    }
    return 0;
}

}  // namespace

PoincarePlot::PoincarePlot(ViewState& state, QWidget* parent) : RhythmPlot(state, parent) {
    setAccessibleName(tr("Poincaré plot"));
    setToolTip(
        tr("Each interval of the recording against the one before it, in the colour of the gravest of its three "
           "beats. Click a point to go to its beat, again for the next one there; draw around points to choose their "
           "beats."));
}

QString PoincarePlot::title() const {
    return tr("Poincaré plot");
}

QRectF PoincarePlot::square() const {
    const QRect of = frame().plot;
    const int side = std::min(of.width(), of.height());
    return QRectF(of.left(), of.top(), side, side);
}

QPointF PoincarePlot::at(double before_s, double after_s) const {
    // What is longer or shorter than the axes stands at their end.
    const QRectF of = square();
    const double x = std::clamp(scale_.px(before_s), 0.0, 1.0), y = std::clamp(scale_.px(after_s), 0.0, 1.0);
    return {of.left() + x * of.width(), of.bottom() - y * of.height()};
}

std::optional<QPointF> PoincarePlot::placeOf(std::size_t beat) const {
    if (beat >= before_.size() || before_[beat] <= 0) return std::nullopt;
    return at(static_cast<double>(before_[beat]), static_cast<double>(after_[beat]));
}

std::vector<std::size_t> PoincarePlot::beatsAt(const QPointF& place) const {
    std::vector<std::pair<double, std::size_t>> found;
    for (std::size_t beat = 0; beat < before_.size(); ++beat) {
        const auto point = placeOf(beat);
        if (!point) continue;
        const QPointF away = *point - place;
        const double far = std::hypot(away.x(), away.y());
        if (far <= kReach_px) found.emplace_back(far, beat);
    }
    std::sort(found.begin(), found.end());
    std::vector<std::size_t> out;
    for (const auto& [far, beat] : found) out.push_back(beat);
    return out;
}

void PoincarePlot::draw(QPainter& painter, const PlotFrame& frame) {
    const auto view = report().found.view();
    if (of_ != &report()) {
        of_ = &report();
        turn_ = 0;
        clicked_ = {-100, -100};
        scale_ = intervalScale();
        before_.assign(view.size(), 0);
        after_.assign(view.size(), 0);
        std::optional<double> last;
        for (std::size_t i = 1; i < view.size(); ++i) {
            const auto now = interval_s(i);
            if (last && now) {
                before_[i - 1] = static_cast<float>(*last);
                after_[i - 1] = static_cast<float>(*now);
            }
            last = now;
        }
    }
    const QRectF of = square();
    // The frame's outline is wider than the square: the rest is no paper.
    painter.fillRect(QRectF(of.right(), of.top(), frame.plot.right() + 1 - of.right(), frame.plot.height()),
                     colours().window);
    painter.fillRect(QRectF(of.left(), of.bottom(), frame.plot.width(), frame.plot.bottom() + 1 - of.bottom()),
                     colours().window);

    Scale x = scale_, y = scale_;
    for (Scale* axis : {&x, &y}) {
        axis->low *= 1000;
        axis->high *= 1000;
    }
    x.from_px = of.left();
    x.to_px = of.right();
    y.from_px = of.bottom();
    y.to_px = of.top();
    PlotFrame inner = frame;
    inner.plot = of.toRect();
    inner.bottom_axis.moveTop(inner.plot.bottom() + 1);
    paintLeftAxis(painter, inner, ticksOf(y, kTick_px * 2 / 3), tr("ms"), colours());
    paintBottomAxis(painter, inner, ticksOf(x, kTick_px), QString(), colours());
    painter.setRenderHint(QPainter::Antialiasing, true);
    painter.setPen(QPen(colours().grid_heavy, 1));
    painter.drawLine(of.bottomLeft(), of.topRight());

    const double ratio = devicePixelRatioF();
    PointCloud cloud(static_cast<int>(of.width() * ratio), std::max(2, static_cast<int>(std::lround(2 * ratio))));
    for (std::size_t beat = 1; beat + 1 < view.size(); ++beat) {
        if (before_[beat] <= 0) continue;
        const auto shareOf = [&](float length_s) {
            return std::clamp(scale_.px(static_cast<double>(length_s)), 0.0, 1.0);
        };
        int grave = 0;
        for (std::size_t k = beat - 1; k <= beat + 1; ++k) grave = std::max(grave, gravity(view.classes[k]));
        cloud.add(shareOf(before_[beat]), shareOf(after_[beat]), static_cast<std::uint8_t>(grave));
    }
    const Theme theme = state_.display().theme();
    const std::array<QColor, 5> inks = {classInk(BeatClass::normal, theme), classColour(BeatClass::unknown, theme),
                                        classColour(BeatClass::supraventricular, theme),
                                        classColour(BeatClass::fusion, theme),
                                        classColour(BeatClass::ventricular, theme)};
    QImage image = cloud.image(inks);
    image.setDevicePixelRatio(ratio);
    painter.drawImage(of.topLeft(), image);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(QPen(colours().border, 0));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(of.toRect().adjusted(-1, -1, 0, 0));
}

void PoincarePlot::drawOver(QPainter& painter, const PlotFrame&) {
    const auto beat = state_.beats().selected();
    const auto point = beat ? placeOf(*beat) : std::nullopt;
    if (!point) return;
    painter.setRenderHint(QPainter::Antialiasing, true);
    painter.setPen(QPen(colours().accent, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawEllipse(*point, 5, 5);
}

void PoincarePlot::givePoints(const TakePoint& take) const {
    for (std::size_t beat = 0; beat < before_.size(); ++beat) {
        if (const auto point = placeOf(beat)) take(beat, *point);
    }
}

void PoincarePlot::clicked(const QPointF& at) {
    const auto beats = beatsAt(at);
    if (beats.empty()) return;
    turn_ = at == clicked_ ? (turn_ + 1) % beats.size() : 0;
    clicked_ = at;
    const std::size_t beat = beats[turn_];
    if (beat >= state_.beats().all().size()) return;
    state_.view().setViewport(centredOn(state_.view().viewport(), state_.beats().all()[beat].time_s));
    state_.selectBeat(beat, false);
}

}  // namespace triptych::ui
