// What the rhythm pane paints: the picture of the paper, and over it what moves with the pointer.
#include "ui/panes/trace_pane.h"

#include "ui/panes/map_look.h"
#include "ui/panes/mask_drag.h"
#include "ui/state/navigation.h"
#include "ui/state/why_state.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace triptych::ui {
namespace {

constexpr double kBox_px = 7;             // of a chosen beat, from its letter's middle
constexpr std::size_t kMostBoxes = 2000;  // in view; more would be one colour
constexpr std::size_t kManyBeats = 1000;  // in view: from so many on they are summed up

}  // namespace

void TracePane::drawPicture() {
    const double ratio = devicePixelRatioF();
    const QSize wanted = size() * ratio;
    if (picture_.size() != wanted) picture_ = QImage(wanted, QImage::Format_RGB32);
    picture_.setDevicePixelRatio(ratio);
    TraceScene scene = sceneNow();
    const auto [first, last] = beatsWithin(scene.beats, scene.viewport.start_s, scene.viewport.end_s());
    if (last - first > kManyBeats) {
        trend_.follow(scene.beats, scene.gaps);
        scene.trend = &trend_;
    }
    if (scene.recording != nullptr && scene.geometry.plot.width() > 0) {
        source_.prepare(scene.viewport, scene.viewport.span_s / (scene.geometry.plot.width() * ratio));
        setWorking(source_.isBusy());
    }
    paintTraces(picture_, scene);
    picture_valid_ = true;
}

void TracePane::paintOn(TraceSink& sink) {
    paintTraces(sink, sceneNow());
}

TraceScene TracePane::sceneNow() {
    TraceScene scene;
    scene.recording = state_.record().recording().get();
    scene.layers = &state_.record().layers();
    scene.source = &source_;
    scene.geometry = geometryNow();
    scene.layout = layoutNow();
    scene.viewport = state_.view().viewport();
    scene.px_per_mm = state_.display().pixelsPerMm();
    scene.mm_per_mv = state_.display().gainMmPerMv();
    scene.gain_fitted = wishedGain().has_value();
    scene.own_scales = state_.display().ownScales();
    scene.mm_per_s = state_.view().actualSpeedMmPerS();
    scene.at_preset_speed = state_.view().atPresetSpeed();
    scene.analysis_lead = state_.record().analysisLead();
    scene.start = state_.record().start();
    for (const bool is_ecg : state_.record().ecgLeads()) scene.no_paper.push_back(!is_ecg);
    if (scene.recording != nullptr && scene.analysis_lead < scene.recording->leads.size()) {
        scene.filter_text =
            filterText(displayFilter(state_.display()), scene.recording->leads[scene.analysis_lead].rate_hz);
    }
    scene.beats = state_.beats().all();
    scene.selected_beat = state_.beats().selected();
    scene.selection = state_.view().selection();
    if (!scene.selection && scene.selected_beat && state_.display().scope() == TriptychScope::selected_beat) {
        scene.focus = state_.view().focus();
    }
    scene.episodes = state_.rhythm().episodes();
    scene.gaps = state_.record().gaps().get();
    scene.noisy = noisy_;
    scene.ai_visible = state_.model().aiVisible();
    scene.waves = &state_.waves();
    scene.neighbours = neighbours_ && state_.model().beatAiVisible() ? &*neighbours_ : nullptr;
    scene.leads = of_leads_ && state_.model().aiVisible() ? &*of_leads_ : nullptr;
    scene.overlay_opacity = state_.model().overlayOpacity();
    scene.map_ink = mapInk(state_.why().map(), true);
    scene.theme = state_.display().theme();
    return scene;
}

void TracePane::paintEvent(QPaintEvent*) {
    if (width() <= 0 || height() <= 0) return;
    if (!picture_valid_ || picture_.size() != size() * devicePixelRatioF()) drawPicture();
    QPainter painter(this);
    painter.drawImage(0, 0, picture_);
    const TraceGeometry at = geometryNow();
    if (state_.view().cursor().time_s) {
        const double x = state_.view().viewport().xOf(*state_.view().cursor().time_s, at.plot.left(), at.plot.width());
        if (x >= at.plot.left() && x <= at.plot.right()) {
            painter.fillRect(QRectF(std::floor(x), at.marks.top(), 1, at.plot.bottom() - at.marks.top()),
                             colours().cursor);
        }
    }
    drawLooked(painter, at);
    drawInHand(painter);
    drawCalipers(painter);
    paintVeil(painter, at.paper.toRect());
}

// Chosen beats, and a mark on its way to another place.
void TracePane::drawInHand(QPainter& painter) const {
    const TraceGeometry at = geometryNow();
    const Viewport& view = state_.view().viewport();
    const auto& rows = state_.beats().all();
    const auto xOf = [&](double time_s) { return view.xOf(time_s, at.plot.left(), at.plot.width()); };
    if (const auto& chosen = state_.review().chosen(); !chosen.empty()) {
        const auto [first, last] = beatsWithin(rows, view.start_s, view.end_s());
        const auto from = std::lower_bound(chosen.begin(), chosen.end(), first);
        const auto to = std::lower_bound(from, chosen.end(), last);
        QColor ground = colours().accent;
        ground.setAlpha(70);
        if (static_cast<std::size_t>(to - from) <= kMostBoxes) {
            for (auto beat = from; beat != to; ++beat) {
                painter.fillRect(QRectF(std::round(xOf(rows[*beat].time_s)) - kBox_px, at.marks.top(), 2 * kBox_px,
                                        at.marks.height()),
                                 ground);
            }
        }
    }
    if (const auto& dragged = state_.review().dragged(); dragged && dragged->beat < rows.size()) {
        const double x = xOf(dragged->time_s);
        painter.fillRect(QRectF(std::floor(x), at.marks.top(), 1, at.plot.bottom() - at.marks.top()), colours().accent);
        painter.setPen(colours().accent);
        painter.setFont(labelFont());
        const double by_ms = (dragged->time_s - rows[dragged->beat].time_s) * 1000;
        painter.drawText(QPointF(x + 4, at.plot.top() + 14),
                         tr("%1%2 ms").arg(by_ms > 0 ? "+" : "").arg(by_ms, 0, 'f', 0));
    }
}

std::optional<double> TracePane::millivoltsAt(double time_s) const {
    const Lead& lead = state_.record().recording()->leads[state_.record().analysisLead()];
    const auto millivolts = millivoltsPer(lead.unit);
    if (!millivolts) return std::nullopt;
    constexpr double kMoment = 1e-3;  // of a sample: the curve is straight between two
    ColumnRange at;
    source_.columns(state_.record().analysisLead(), time_s, kMoment / lead.rate_hz, std::span(&at, 1));
    const double value = (at.low + at.high) / 2.0 * *millivolts;
    return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

// On the rows of its own lead, each as long as that shows.
void TracePane::drawLooked(QPainter& painter, const TraceGeometry& at) const {
    const pipeline::WhyClause* clause = state_.why().looked();
    if (clause == nullptr || !state_.model().beatAiVisible() || !state_.record().recording()) return;
    MaskAxes axes;
    axes.x_of_time = [&](double time_s) {
        return state_.view().viewport().xOf(time_s, at.plot.left(), at.plot.width());
    };
    for (const TraceCell& cell : layoutNow().cells) {
        axes.plot = cell.rect.intersected(at.plot);
        axes.lead = state_.record().recording()->leads[cell.lead].name;
        if (!axes.plot.isEmpty()) paintLooked(painter, state_.why(), axes, state_.display().theme());
    }
}

void TracePane::drawCalipers(QPainter& painter) const {
    if (!state_.view().calipers() || !state_.record().recording()) return;
    const Stretch& calipers = *state_.view().calipers();
    const auto from_mv = millivoltsAt(calipers.from_s), to_mv = millivoltsAt(calipers.to_s);
    const auto difference_mv = from_mv && to_mv ? std::optional(*to_mv - *from_mv) : std::nullopt;
    paintCalipers(
        painter,
        {.calipers = calipers,
         .marches = state_.view().marchesOut(),
         .viewport = state_.view().viewport(),
         .plot = geometryNow().plot,
         .text = caliperText(
             calipers, difference_mv,
             QString::fromStdString(state_.record().recording()->leads[state_.record().analysisLead()].name)),
         .qtc = qtcText(calipers, localRr_s(state_.beats().all(), calipers.from_s, state_.record().gaps().get())),
         .theme = state_.display().theme()});
}

}  // namespace triptych::ui
