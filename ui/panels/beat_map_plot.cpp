#include "ui/panels/beat_map_plot.h"

#include "core/domain/own_labels.h"
#include "ui/panels/point_cloud.h"
#include "ui/panels/readable.h"
#include "ui/panes/fitting_text.h"
#include "ui/panes/label_colours.h"
#include "ui/state/navigation.h"
#include "ui/state/on_any.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <utility>

namespace triptych::ui {
namespace {

constexpr double kReach_px = 5;
constexpr double kTitle_px = 18, kPad_px = 4;
constexpr double kOutside = 0.002;  // of the points at each end of an axis: they stand at its end

// The graver the more it stands out; letters of one's own above all.
constexpr std::array<std::uint8_t, kBeatClasses> kRank = {1, 3, 5, 4, 2};  // N S V F Q

}  // namespace

BeatMapPlot::BeatMapPlot(ViewState& state, QWidget* parent) : Pane(state, parent) {
    setObjectName(QStringLiteral("beat_map"));
    setAccessibleName(tr("Map of the beats"));
    setAttribute(Qt::WA_OpaquePaintEvent);
    setMouseTracking(true);
    onAny(this, &BeatMapPlot::renderAgain, std::pair(&state_.beats(), &BeatState::beatsChanged),
          std::pair(&state_.beats(), &BeatState::beatChanged), std::pair(&state_.model(), &ModelState::aiLayerChanged),
          std::pair(&state_.display(), &DisplayState::displayChanged));
    onAny(
        this, [this] { update(); }, std::pair(&state_.beats(), &BeatState::selectedBeatChanged),
        std::pair(&state_.review(), &ReviewState::chosenChanged));
}

void BeatMapPlot::setMap(std::shared_ptr<const BeatMap> map, const QString& why) {
    map_ = std::move(map);
    why_ = why;
    clicked_ = {-100, -100};
    if (map_) {
        x_ = axisOf(map_->x);
        y_ = axisOf(map_->y);
        setToolTip(tr("Every beat where the model has it: the first two principal components of %1 features that its "
                      "networks answer, which hold %2 % of what the beats of this recording differ in. Near points are "
                      "beats that the model takes for alike. Click a point to go to its beat; draw around points to "
                      "choose their beats.")
                       .arg(map_->of)
                       .arg(std::lround(map_->share * 100)));
    } else {
        setToolTip(why_);
    }
    renderAgain();
}

// Of all but the outermost points.
BeatMapPlot::Axis BeatMapPlot::axisOf(const std::vector<float>& values) {
    std::vector<float> all;
    std::ranges::copy_if(values, std::back_inserter(all), [](float value) { return std::isfinite(value); });
    if (all.empty()) return {};
    const auto outside = static_cast<std::ptrdiff_t>(static_cast<double>(all.size()) * kOutside);
    std::nth_element(all.begin(), all.begin() + outside, all.end());
    const float low = all[static_cast<std::size_t>(outside)];
    std::nth_element(all.begin(), all.end() - 1 - outside, all.end());
    const float high = *(all.end() - 1 - outside);
    const float pad = std::max(1e-6F, (high - low) * 0.04F);
    return {low - pad, high + pad};
}

bool BeatMapPlot::isOfTheseBeats() const {
    return map_ && map_->x.size() == state_.beats().all().size();
}

QString BeatMapPlot::emptiness() const {
    if (!state_.model().aiVisible()) return tr("The AI layer is hidden");
    if (isOfTheseBeats()) return {};
    return why_.isEmpty() ? tr("The model has not spoken yet") : why_;
}

QString BeatMapPlot::title() const {
    if (!emptiness().isEmpty()) return tr("Map of the beats");
    return tr("Map of the beats (PCA, %1 %)").arg(std::lround(map_->share * 100));
}

void BeatMapPlot::renderAgain() {
    picture_.forget();
    update();
}

void BeatMapPlot::resizeEvent(QResizeEvent*) {
    renderAgain();
}

void BeatMapPlot::showEvent(QShowEvent* event) {
    Pane::showEvent(event);
    Q_EMIT wanted();
}

QRectF BeatMapPlot::square() const {
    const double side = std::max(1.0, std::min(width() - 2 * kPad_px, height() - kTitle_px - kPad_px));
    return {(width() - side) / 2, kTitle_px, side, side};
}

std::optional<QPointF> BeatMapPlot::placeOf(std::size_t beat) const {
    if (!map_ || beat >= map_->x.size() || !std::isfinite(map_->x[beat])) return std::nullopt;
    const QRectF of = square();
    const auto share = [](float value, const Axis& axis) {
        return std::clamp(static_cast<double>((value - axis.low) / (axis.high - axis.low)), 0.0, 1.0);
    };
    return QPointF(of.left() + share(map_->x[beat], x_) * of.width(),
                   of.bottom() - share(map_->y[beat], y_) * of.height());
}

std::vector<std::size_t> BeatMapPlot::beatsAt(const QPointF& place) const {
    std::vector<std::pair<double, std::size_t>> found;
    for (std::size_t beat = 0; map_ && beat < map_->x.size(); ++beat) {
        const auto point = placeOf(beat);
        if (!point) continue;
        const QPointF away = *point - place;
        if (const double far = std::hypot(away.x(), away.y()); far <= kReach_px) found.emplace_back(far, beat);
    }
    std::ranges::sort(found);
    std::vector<std::size_t> out;
    for (const auto& [far, beat] : found) out.push_back(beat);
    return out;
}

void BeatMapPlot::draw(QPainter& painter) const {
    const QRectF of = square();
    const Theme theme = state_.display().theme();
    std::vector<QColor> inks = {colours().muted_text};
    for (const auto of_class : {BeatClass::normal, BeatClass::unknown, BeatClass::supraventricular, BeatClass::fusion,
                                BeatClass::ventricular}) {
        inks.push_back(of_class == BeatClass::normal ? classInk(of_class, theme) : classColour(of_class, theme));
    }
    std::map<std::uint8_t, std::uint8_t> own;  // rank of a letter that has a colour of its own
    const double ratio = devicePixelRatioF();
    PointCloud cloud(static_cast<int>(of.width() * ratio), std::max(2, static_cast<int>(std::lround(2 * ratio))));
    for (std::size_t beat = 0; beat < map_->x.size(); ++beat) {
        const auto at = placeOf(beat);
        if (!at) continue;
        const std::uint8_t code = state_.beats().all()[beat].code;
        std::uint8_t rank = code == 0 ? std::uint8_t{0} : kRank[static_cast<std::size_t>(paintedClass(code))];
        if (const OwnLabel* label = ownLabelOf(code); label != nullptr && !label->colour.empty()) {
            const auto [entry, is_new] = own.try_emplace(code, static_cast<std::uint8_t>(inks.size()));
            if (is_new) inks.push_back(labelColour(code, theme));
            rank = entry->second;
        }
        cloud.add((at->x() - of.left()) / of.width(), (of.bottom() - at->y()) / of.height(), rank);
    }
    QImage image = cloud.image(inks);
    image.setDevicePixelRatio(ratio);
    painter.drawImage(of.topLeft(), image);
}

void BeatMapPlot::paintEvent(QPaintEvent*) {
    if (width() <= 0 || height() <= 0) return;
    const QString empty = emptiness();
    const QRectF of = square();
    QPainter painter(this);
    picture_.lay(painter, *this, colours().window, [&](QPainter& ink) {
        ink.setFont(labelFont());
        ink.fillRect(of, colours().paper);
        ink.setPen(colours().muted_text);
        ink.drawText(QRectF(kPad_px, 0, width() - 2 * kPad_px, kTitle_px), Qt::AlignVCenter | Qt::AlignLeft,
                     shortened(title(), ink.fontMetrics(), width() - static_cast<int>(2 * kPad_px)));
        if (empty.isEmpty()) {
            draw(ink);
        } else {
            ink.drawText(of.adjusted(6, 0, -6, 0), Qt::AlignCenter | Qt::TextWordWrap, empty);
        }
        ink.setPen(QPen(colours().border, 0));
        ink.setBrush(Qt::NoBrush);
        ink.drawRect(of.toRect().adjusted(-1, -1, 0, 0));
    });
    if (!empty.isEmpty()) return;
    painter.setClipRect(of.adjusted(-kPad_px, 0, kPad_px, kPad_px));
    if (!state_.review().chosen().empty()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(colours().accent);
        for (const std::size_t beat : state_.review().chosen()) {
            if (const auto at = placeOf(beat)) painter.drawRect(QRectF(at->x() - 1, at->y() - 1, 2, 2));
        }
    }
    if (const auto beat = state_.beats().selected()) {
        if (const auto at = placeOf(*beat)) {
            painter.setRenderHint(QPainter::Antialiasing, true);
            painter.setPen(QPen(colours().accent, 2));
            painter.setBrush(Qt::NoBrush);
            painter.drawEllipse(*at, 5, 5);
        }
    }
    if (lasso_.isDrawn()) paintLasso(painter, lasso_.path(), colours());
}

void BeatMapPlot::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !emptiness().isEmpty()) return event->ignore();
    lasso_.press(event->position());
}

void BeatMapPlot::mouseMoveEvent(QMouseEvent* event) {
    if (!lasso_.isPressed()) return QWidget::mouseMoveEvent(event);
    if (lasso_.moveTo(event->position())) update();
}

void BeatMapPlot::mouseReleaseEvent(QMouseEvent* event) {
    const QPainterPath path = lasso_.path();
    const auto pressed = lasso_.release();
    if (!pressed || event->button() != Qt::LeftButton || !emptiness().isEmpty()) return;
    if (path.isEmpty()) return clicked(*pressed);
    state_.review().choose(pointsWithin(path, size(),
                                        [this](const TakePoint& take) {
                                            for (std::size_t beat = 0; beat < map_->x.size(); ++beat) {
                                                if (const auto at = placeOf(beat)) take(beat, *at);
                                            }
                                        }),
                           ChosenBy::lasso, tr("the lasso on the map"));
    update();
}

void BeatMapPlot::clicked(const QPointF& at) {
    const auto beats = beatsAt(at);
    if (beats.empty()) return;
    turn_ = at == clicked_ ? (turn_ + 1) % beats.size() : 0;
    clicked_ = at;
    const std::size_t beat = beats[turn_];
    state_.view().setViewport(centredOn(state_.view().viewport(), state_.beats().all()[beat].time_s));
    state_.selectBeat(beat, false);
}

}  // namespace triptych::ui
