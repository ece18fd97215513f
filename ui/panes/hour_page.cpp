#include "ui/panes/hour_page.h"

#include "ui/panes/display_signal.h"
#include "ui/panes/wheel.h"
#include "ui/state/navigation.h"
#include "ui/state/on_any.h"

#include <QGuiApplication>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QStyleHints>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace triptych::ui {
namespace {

constexpr std::size_t kHoursKept = 8;
constexpr double kOutside = 0.004;  // of the bins lie beyond a row's height, on either side
constexpr double kFilled = 0.85;    // of a row's half, by the rest
constexpr int kMinutesPerNotch = 5;
constexpr double kDotReach_px = 3;

}  // namespace

HourPage::HourPage(ViewState& state, QWidget* parent)
    : Pane(state, parent),
      minutes_(new QScrollBar(Qt::Vertical, this)),
      reader_(*this, [this](std::optional<Read> read) {
          if (read && read->bins) {
              if (reach_ == 0) measure(*read->bins);
              hours_[read->hour] = std::move(read->bins);
              repaintAll();
              readMissing();
          }
          setWorking(reader_.busy());
      }) {
    setAttribute(Qt::WA_OpaquePaintEvent);
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Page of an hour"));
    setAccessibleDescription(
        tr("The analysed lead, a minute a row, beats in the colours of their classes, the rhythm as a band below"));
    minutes_->setAccessibleName(tr("Minutes in view"));
    connect(minutes_, &QScrollBar::valueChanged, this, [this] {
        repaintAll();
        readMissing();
    });
    onAny(this, &HourPage::begin, std::pair(&state_.record(), &RecordState::recordingChanged),
          std::pair(&state_.record(), &RecordState::analysisLeadChanged));
    connect(&state_.display(), &DisplayState::displayChanged, this,
            [this, filter = state_.display().filter(), mains = state_.display().mains()]() mutable {
                const bool other = std::exchange(filter, state_.display().filter()) != state_.display().filter() ||
                                   std::exchange(mains, state_.display().mains()) != state_.display().mains();
                other ? begin() : repaintAll();
            });
    onAny(this, &HourPage::repaintAll, std::pair(&state_.beats(), &BeatState::beatsChanged),
          std::pair(&state_.beats(), &BeatState::beatChanged),
          std::pair(&state_.rhythm(), &RhythmState::reportChanged));
    connect(&state_.view(), &ViewportState::viewportChanged, this, &HourPage::follow);
    onAny(
        this, [this] { update(); }, std::pair(&state_.beats(), &BeatState::selectedBeatChanged),
        std::pair(&state_.view(), &ViewportState::selectionChanged),
        std::pair(&state_.review(), &ReviewState::chosenChanged));
    begin();
}

void HourPage::begin() {
    reader_.cancel();
    hours_.clear();
    reach_ = 0;
    updateScrollBar();
    repaintAll();
    readMissing();
}

void HourPage::repaintAll() {
    picture_valid_ = false;
    update();
}

std::size_t HourPage::firstMinute() const {
    return static_cast<std::size_t>(std::max(0, minutes_->value()));
}

void HourPage::updateScrollBar() {
    const int bar = minutes_->sizeHint().width();
    minutes_->setGeometry(width() - bar, 0, bar, height());
    const auto rows =
        static_cast<int>(hourGeometry(QSizeF(width() - bar, height()), state_.record().duration_s()).rows);
    const int all = static_cast<int>(std::ceil(state_.record().duration_s() / kRow_s));
    minutes_->setRange(0, std::max(0, all - rows));
    minutes_->setPageStep(rows);
    minutes_->setVisible(all > rows);
}

HourScene HourPage::sceneNow() const {
    HourScene scene;
    const int bar = minutes_->isHidden() ? 0 : minutes_->sizeHint().width();
    scene.geometry = hourGeometry(QSizeF(width() - bar, height()), state_.record().duration_s());
    scene.first_minute = firstMinute();
    scene.duration_s = state_.record().duration_s();
    scene.bins = [this](std::size_t hour) {
        const auto found = hours_.find(hour);
        return found == hours_.end() ? nullptr : found->second.get();
    };
    scene.centre = centre_;
    scene.reach = reach_ > 0 ? reach_ : 1;
    scene.beats = state_.beats().all();
    scene.episodes = state_.rhythm().episodes();
    scene.time_text = [axis = timeAxis(state_.record())](std::size_t minute) {
        return axis.text(static_cast<double>(minute) * kRow_s, kRow_s);
    };
    scene.theme = state_.display().theme();
    return scene;
}

// The rows are as high as almost all of the lead is: what is larger is cut off, and says so by its length.
void HourPage::measure(const HourBins& bins) {
    std::vector<float> low, high;
    for (std::size_t i = 0; i < bins.low.size(); ++i) {
        if (!std::isfinite(bins.low[i])) continue;
        low.push_back(bins.low[i]);
        high.push_back(bins.high[i]);
    }
    if (low.size() < 100) return;
    const auto out = static_cast<std::ptrdiff_t>(static_cast<double>(low.size()) * kOutside);
    std::nth_element(low.begin(), low.begin() + out, low.end());
    std::nth_element(high.begin(), high.end() - 1 - out, high.end());
    const float bottom = low[static_cast<std::size_t>(out)], top = *(high.end() - 1 - out);
    centre_ = (bottom + top) / 2;
    reach_ = std::max(1e-6F, (top - bottom) / 2 / static_cast<float>(kFilled));
}

// The hours in view first, then those beside them, so that turning the page shows it at once.
void HourPage::readMissing() {
    const RecordingPtr& recording = state_.record().recording();
    if (!recording || !isVisible() || reader_.busy()) return;
    const HourScene scene = sceneNow();
    const auto hours = static_cast<std::size_t>(std::ceil(scene.duration_s / kHourPage_s));
    const std::size_t first = scene.first_minute / 60, last = (scene.first_minute + scene.geometry.rows - 1) / 60;
    std::vector<std::size_t> wanted;
    for (std::size_t hour = first; hour <= last; ++hour) wanted.push_back(hour);
    wanted.push_back(last + 1);
    if (first > 0) wanted.push_back(first - 1);
    for (const std::size_t hour : wanted) {
        if (hour >= hours || hours_.contains(hour)) continue;
        while (hours_.size() >= kHoursKept) {
            // The one farthest from here goes.
            const auto away = [&](std::size_t at) { return at > first ? at - first : first - at; };
            hours_.erase(away(hours_.begin()->first) > away(hours_.rbegin()->first) ? hours_.begin()
                                                                                    : std::prev(hours_.end()));
        }
        reader_.start([recording, lead = state_.record().analysisLead(), hour,
                       filter = displayFilter(state_.display())](const Job& job) -> std::optional<Read> {
            return Read{hour, hourBins(*recording, lead, hour, filter, job.stop)};
        });
        break;
    }
    setWorking(reader_.busy());
}

void HourPage::turn(int pages) {
    minutes_->setValue(minutes_->value() + pages * minutes_->pageStep());
}

void HourPage::showTime(double time_s) {
    const int rows = minutes_->pageStep();
    if (!shows(time_s)) minutes_->setValue(static_cast<int>(time_s / kRow_s) / rows * rows);
}

bool HourPage::shows(double time_s) const {
    const auto minute = static_cast<int>(time_s / kRow_s);
    return minute >= minutes_->value() && minute < minutes_->value() + minutes_->pageStep();
}

// Where the reader goes by keys, the page follows.
void HourPage::follow() {
    if (!isVisible()) return;
    const Viewport& view = state_.view().viewport();
    showTime(view.start_s + view.span_s / 2);
    update();
}

std::optional<double> HourPage::timeUnder(const QPointF& position) const {
    return timeAt(sceneNow(), position);
}

std::optional<QPointF> HourPage::placeOfTime(double time_s) const {
    return placeOf(sceneNow(), time_s);
}

void HourPage::paintStretch(QPainter& painter, const HourScene& scene, const Stretch& stretch,
                            const QColor& ground) const {
    const auto from = static_cast<std::size_t>(std::max(0.0, stretch.from_s / kRow_s));
    const auto to = static_cast<std::size_t>(std::max(0.0, stretch.to_s / kRow_s));
    for (std::size_t minute = std::max(from, scene.first_minute);
         minute <= to && minute < scene.first_minute + scene.geometry.rows; ++minute) {
        const QRectF row = scene.geometry.row(minute - scene.first_minute);
        const double start_s = static_cast<double>(minute) * kRow_s;
        const double left = std::clamp((stretch.from_s - start_s) / kRow_s, 0.0, 1.0) * row.width();
        const double right = std::clamp((stretch.to_s - start_s) / kRow_s, 0.0, 1.0) * row.width();
        painter.fillRect(QRectF(row.left() + left, row.top(), std::max(1.0, right - left), row.height()), ground);
    }
}

void HourPage::paintOver(QPainter& painter, const HourScene& scene) const {
    QColor ground = colours().selection;
    ground.setAlpha(45);
    const Viewport& view = state_.view().viewport();
    if (view.span_s < kHourPage_s) paintStretch(painter, scene, {view.start_s, view.end_s()}, ground);
    if (const auto& selection = state_.view().selection()) {
        QColor chosen = colours().accent;
        chosen.setAlpha(60);
        paintStretch(painter, scene, *selection, chosen);
    } else {
        const auto& chosen = state_.review().chosen();
        const auto& rows = state_.beats().all();
        painter.setPen(Qt::NoPen);
        painter.setBrush(colours().accent);
        const auto [first, last] = beatsWithin(rows, static_cast<double>(scene.first_minute) * kRow_s,
                                               static_cast<double>(scene.first_minute + scene.geometry.rows) * kRow_s);
        for (auto beat = std::ranges::lower_bound(chosen, first); beat != chosen.end() && *beat < last; ++beat) {
            if (const auto at = placeOf(scene, rows[*beat].time_s)) {
                painter.drawRect(QRectF(at->x() - 1, at->y() + scene.geometry.row_px / 2 - 2, 3, 2));
            }
        }
    }
    if (const auto beat = state_.beats().selected()) {
        if (const auto at = placeOf(scene, state_.beats().all()[*beat].time_s)) {
            painter.setRenderHint(QPainter::Antialiasing, true);
            painter.setBrush(Qt::NoBrush);
            painter.setPen(QPen(colours().accent, 1.6));
            const double half = scene.geometry.row_px / 2 + 1;
            painter.drawRoundedRect(QRectF(at->x() - 2 * kDotReach_px, at->y() - half, 4 * kDotReach_px, 2 * half), 3,
                                    3);
        }
    }
}

void HourPage::paintEvent(QPaintEvent*) {
    if (width() <= 0 || height() <= 0) return;
    const HourScene scene = sceneNow();
    const double ratio = devicePixelRatioF();
    if (!picture_valid_ || picture_.size() != size() * ratio) {
        if (picture_.size() != size() * ratio) picture_ = QImage(size() * ratio, QImage::Format_RGB32);
        picture_.setDevicePixelRatio(ratio);
        paintHour(picture_, scene);
        picture_valid_ = true;
    }
    QPainter painter(this);
    painter.drawImage(0, 0, picture_);
    paintOver(painter, scene);
    paintVeil(painter, rect());
}

void HourPage::resizeEvent(QResizeEvent*) {
    updateScrollBar();
    repaintAll();
    readMissing();
}

void HourPage::showEvent(QShowEvent* event) {
    Pane::showEvent(event);
    updateScrollBar();
    follow();
    readMissing();
}

void HourPage::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) return event->ignore();
    pressed_s_ = timeUnder(event->position());
    pressed_at_ = event->position();
    selecting_ = false;
}

void HourPage::mouseMoveEvent(QMouseEvent* event) {
    const auto time_s = timeUnder(event->position());
    state_.view().setCursor(time_s ? Cursor{*time_s, std::nullopt} : Cursor{});
    if (!pressed_s_ || !time_s) return;
    const double moved = (event->position() - pressed_at_).manhattanLength();
    selecting_ = selecting_ || moved >= QGuiApplication::styleHints()->startDragDistance();
    if (selecting_) state_.view().setSelection(Stretch{std::min(*pressed_s_, *time_s), std::max(*pressed_s_, *time_s)});
}

void HourPage::mouseReleaseEvent(QMouseEvent* event) {
    const auto pressed_s = std::exchange(pressed_s_, std::nullopt);
    if (!pressed_s || event->button() != Qt::LeftButton) return;
    if (std::exchange(selecting_, false)) {
        // Letters label what is in sight: the stretch is, on the paper of other arrangements, too.
        state_.view().setViewport(centredOn(
            state_.view().viewport(), state_.view().selection() ? state_.view().selection()->from_s : *pressed_s));
        return;
    }
    state_.view().setSelection(std::nullopt);
    const auto beat = nearestBeat(state_.beats().all(), *pressed_s);
    state_.view().setViewport(
        centredOn(state_.view().viewport(), beat ? state_.beats().all()[*beat].time_s : *pressed_s));
    if (beat) state_.selectBeat(*beat, false);
}

void HourPage::mouseDoubleClickEvent(QMouseEvent* event) {
    const auto time_s = timeUnder(event->position());
    if (event->button() != Qt::LeftButton || !time_s) return event->ignore();
    pressed_s_.reset();
    Q_EMIT readWanted();
}

void HourPage::wheelEvent(QWheelEvent* event) {
    minutes_->setValue(minutes_->value() -
                       static_cast<int>(std::lround(event->angleDelta().y() / kWheelNotch * kMinutesPerNotch)));
    event->accept();
}

}  // namespace triptych::ui
