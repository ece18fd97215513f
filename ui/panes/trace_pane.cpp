#include "ui/panes/trace_pane.h"

#include "ui/panes/beat_marks.h"
#include "ui/panes/fitting_gain.h"
#include "ui/panes/map_look.h"
#include "ui/panes/overview_bins.h"
#include "ui/state/map_state.h"
#include "ui/state/navigation.h"
#include "ui/state/on_any.h"
#include "ui/state/resting.h"
#include "ui/state/why_state.h"

#include <QPainter>
#include <QScrollBar>

#include <algorithm>
#include <cmath>
#include <utility>

namespace triptych::ui {
namespace {

constexpr double kLetter_px = 7;  // from a letter's middle

}  // namespace

TracePane::TracePane(ViewState& state, QWidget* parent)
    : Pane(state, parent), rows_(new QScrollBar(Qt::Vertical, this)) {
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_OpaquePaintEvent);
    grabGesture(Qt::PinchGesture);
    setAccessibleName(tr("Rhythm"));
    setAccessibleDescription(tr("The leads on ECG paper, with a letter above each beat"));
    rows_->hide();
    rows_->setAccessibleName(tr("Leads in view"));
    connect(rows_, &QScrollBar::valueChanged, this, &TracePane::repaintAll);

    connect(&state_.record(), &RecordState::recordingChanged, this, [this] {
        source_.setRecording(state_.record().recording());
        rows_->setValue(0);
        letGainBe();
        gain_by_hand_ = false;
        updateScrollBar();
        repaintAll();
    });
    connect(&state_.display(), &DisplayState::displayChanged, this, [this] {
        source_.setFilter(displayFilter(state_.display()));
        updateScrollBar();
        state_.view().setPaperWidthPx(geometryNow().plot.width());
        fitGainIfKnown();
        repaintAll();
    });
    onAny(this, &TracePane::repaintAll, std::pair(&state_.view(), &ViewportState::viewportChanged),
          std::pair(&state_.view(), &ViewportState::selectionChanged),
          std::pair(&state_.view(), &ViewportState::focusChanged), std::pair(&state_.beats(), &BeatState::beatsChanged),
          std::pair(&state_.beats(), &BeatState::selectedBeatChanged),
          std::pair(&state_.model(), &ModelState::aiLayerChanged));
    onAny(
        this,
        [this] {
            updateScrollBar();
            repaintAll();
        },
        std::pair(&state_.record(), &RecordState::analysisLeadChanged),
        std::pair(&state_.record(), &RecordState::shownLeadsChanged));
    onAny(
        this, [this] { trend_.forget(); }, std::pair(&state_.beats(), &BeatState::beatsChanged),
        std::pair(&state_.record(), &RecordState::gapsChanged));
    connect(&state_.beats(), &BeatState::beatChanged, this, [this](std::size_t index) {
        trend_.forget(index);
        const double time_s = state_.beats().all()[index].time_s;
        const Viewport& view = state_.view().viewport();
        if (time_s >= view.start_s && time_s <= view.end_s()) repaintAll();
    });
    onAny(
        this,
        [this] {
            const auto why = explanationInView(state_);
            const bool had = neighbours_ || of_leads_;
            neighbours_ = why ? beatSaliency(*why) : std::nullopt;
            of_leads_ = why ? leadSaliency(*why) : std::nullopt;
            if (had || neighbours_ || of_leads_) repaintAll();
        },
        std::pair(&state_.model(), &ModelState::explanationChanged),
        std::pair(&state_.why().map(), &MapState::changed));
    onAny(
        this, [this] { update(); }, std::pair(&state_.view(), &ViewportState::cursorChanged),
        std::pair(&state_.why(), &WhyState::lookedChanged), std::pair(&state_.view(), &ViewportState::calipersChanged),
        std::pair(&state_.review(), &ReviewState::chosenChanged),
        std::pair(&state_.review(), &ReviewState::draggedChanged));
    connect(&state_.waves(), &WaveState::changed, this, &TracePane::repaintAll);
    connect(&state_.rhythm(), &RhythmState::reportChanged, this, &TracePane::repaintAll);
    onAny(this, &TracePane::takeNoise, std::pair(&state_.record(), &RecordState::recordingChanged),
          std::pair(&state_.record(), &RecordState::layersChanged),
          std::pair(&state_.model(), &ModelState::classificationChanged));
    connect(&source_, &TraceSource::changed, this, [this] {
        setWorking(source_.isBusy());
        fitGainIfKnown();
        repaintAll();
    });
    source_.setFilter(displayFilter(state_.display()));
    source_.setRecording(state_.record().recording());
}

bool TracePane::isBusy() const {
    return source_.isBusy();
}

QSize TracePane::sizeHint() const {
    return {900, 360};
}

int TracePane::usefulHeight() const {
    constexpr double kRow_mm = 45;
    const auto leads = static_cast<double>(std::max<std::size_t>(1, state_.record().shownLeads().size()));
    const double bands = geometryNow().marks.height() + geometryNow().ruler.height();
    return static_cast<int>(bands + leads * kRow_mm * state_.display().pixelsPerMm());
}

QSize TracePane::minimumSizeHint() const {
    return {240, 100};
}

TraceGeometry TracePane::geometryNow() const {
    const int bar = rows_->isHidden() ? 0 : rows_->sizeHint().width();
    return traceGeometry(QSizeF(width() - bar, height()), state_.display().pixelsPerMm());
}

TraceLayout TracePane::layoutNow() const {
    return layoutAt(state_.display().gainMmPerMv());
}

TraceLayout TracePane::layoutAt(double mm_per_mv) const {
    if (!state_.record().recording()) return {};
    const Recording& recording = *state_.record().recording();
    const double px_per_mv = mm_per_mv * state_.display().pixelsPerMm();
    std::vector<double> lift_px(recording.leads.size(), 0);
    std::vector<LeadReach> reach(lift_px.size());
    for (std::size_t lead = 0; lead < lift_px.size(); ++lead) {
        const auto millivolts = millivoltsPer(recording.leads[lead].unit);
        if (!millivolts) continue;
        const ColumnRange swing = source_.usualSwing(lead);
        lift_px[lead] = (swing.high + swing.low) / 2 * *millivolts * px_per_mv;
        reach[lead] = leadReach(swing.high, -swing.low, *millivolts * px_per_mv, px_per_mv);
    }
    const QRectF plot = geometryNow().plot;
    const Viewport& view = state_.view().viewport();
    const double recorded_s = std::clamp(recording.duration_s - view.start_s, 0.0, view.span_s);
    const LeadLayout layout = state_.display().layout();
    const bool is_page = layout != LeadLayout::stacked && standardTwelve(recording);
    const auto shown = is_page ? state_.record().chosenLeads() : state_.record().shownLeads();
    return layOutTraces(recording, {.layout = layout,
                                    .plot = plot,
                                    .heavy_px = 5 * state_.display().pixelsPerMm(),
                                    .rhythm_lead = state_.record().analysisLead(),
                                    .first_row = rows_->value(),
                                    .lift_px = lift_px,
                                    .reach = state_.display().ownScales() ? std::span<const LeadReach>() : reach,
                                    .columns_px = sharedByColumns_s(recorded_s) / view.span_s * plot.width(),
                                    .shown = shown,
                                    .cabrera = state_.display().cabrera()});
}

void TracePane::takeNoise() {
    noisy_ = stretchesNotRead(state_);
    repaintAll();
}

void TracePane::fitGain(Fit fit) {
    if (gain_by_hand_) return;
    fit_ = fit;
    wished_gain_ = wishedGain().value_or(state_.display().gainMmPerMv());
    fitted_gain_.reset();
    fitGainIfKnown();
}

std::optional<double> TracePane::wishedGain() const {
    const double now = state_.display().gainMmPerMv();
    const bool is_fitted = wished_gain_ && fitted_gain_ && *fitted_gain_ == now && *wished_gain_ != now;
    return is_fitted ? wished_gain_ : std::nullopt;
}

void TracePane::letGainBe() {
    const auto wished = wishedGain();
    wished_gain_.reset();
    fitted_gain_.reset();
    if (wished) state_.display().setGainMmPerMv(*wished);
    tellFit();
}

void TracePane::tellFit() {
    const auto before = std::exchange(told_wish_, wishedGain());
    if (before != told_wish_) Q_EMIT fitChanged();
}

void TracePane::fitGainIfKnown() {
    const RecordingPtr& recording = state_.record().recording();
    if (wished_gain_ && fitted_gain_ && *fitted_gain_ != state_.display().gainMmPerMv()) {
        wished_gain_.reset();
        gain_by_hand_ = true;
        tellFit();
    }
    if (!wished_gain_ || !recording || source_.isBusy() || geometryNow().plot.isEmpty()) return;
    bool known = false;
    const double gain = gainThatCutsNothing(
        {*wished_gain_, state_.display().pixelsPerMm(), geometryNow().paper,
         [this](double mm_per_mv) { return layoutAt(mm_per_mv); },
         [&](const TraceCell& cell) -> std::optional<ColumnRange> {
             const auto millivolts = millivoltsPer(recording->leads[cell.lead].unit);
             const auto swing = fit_ == Fit::beats
                                    ? source_.beatSwing(cell.lead)
                                    : source_.swing(cell.lead, {timeAt(cell.rect.left()), timeAt(cell.rect.right())});
             if (!millivolts || !swing) return std::nullopt;
             known = true;
             const auto factor = static_cast<float>(*millivolts);
             return ColumnRange{swing->low * factor, swing->high * factor};
         }});
    if (!known) return;
    fitted_gain_ = gain;
    state_.display().setGainMmPerMv(gain);
    tellFit();
}

std::optional<std::size_t> TracePane::beatAt(const QPointF& position) const {
    const Viewport& view = state_.view().viewport();
    const auto [first, last] = beatsWithin(state_.beats().all(), view.start_s, view.end_s());
    const auto nearest =
        nearestBeat(std::span(state_.beats().all()).subspan(first, last - first), timeAt(position.x()));
    if (!nearest) return std::nullopt;
    return first + *nearest;
}

double TracePane::timeAt(double x_px) const {
    const QRectF plot = geometryNow().plot;
    return state_.view().viewport().timeAt(x_px, plot.left(), std::max(1.0, plot.width()));
}

void TracePane::repaintAll() {
    picture_valid_ = false;
    update();
}

void TracePane::updateScrollBar() {
    const QSignalBlocker quiet(rows_);
    rows_->setRange(0, 0);
    const TraceLayout all = layoutNow();
    rows_->setRange(0, all.hidden_leads);
    rows_->setPageStep(std::max(1, all.rows));
    rows_->setVisible(all.hidden_leads > 0);
    const int bar = rows_->sizeHint().width();
    rows_->setGeometry(width() - bar, 0, bar, height());
}

std::optional<std::size_t> TracePane::beatMarkUnder(const QPointF& position) const {
    const TraceGeometry at = geometryNow();
    if (!at.marks.contains(position)) return std::nullopt;
    const Viewport& view = state_.view().viewport();
    const auto& rows = state_.beats().all();
    const auto [first, last] = beatsWithin(rows, view.start_s, view.end_s());
    if (first == last || markDensity(last - first, at.plot.width()) == MarkDensity::coalesced) return std::nullopt;
    const auto beat = beatAt(position);
    if (!beat || std::abs(view.xOf(rows[*beat].time_s, at.plot.left(), at.plot.width()) - position.x()) > kLetter_px) {
        return std::nullopt;
    }
    return beat;
}

CaliperPart TracePane::caliperPartUnder(const QPointF& position) const {
    if (!state_.view().calipers()) return CaliperPart::none;
    return caliperPartAt(*state_.view().calipers(), state_.view().viewport(), geometryNow().plot, position);
}

// Of the lead under the pointer, which need not be the analysed one.
std::optional<WaveMark> TracePane::waveMarkUnder(const QPointF& position) {
    if (!state_.waves().visible() || !state_.record().recording()) return std::nullopt;
    const TraceScene scene = sceneNow();
    const auto cell = std::find_if(scene.layout.cells.begin(), scene.layout.cells.end(),
                                   [&](const TraceCell& one) { return one.rect.contains(position); });
    if (cell == scene.layout.cells.end()) return std::nullopt;
    return waveMarkAt(waveSceneOf(scene, *cell), position);
}

void TracePane::resizeEvent(QResizeEvent*) {
    updateScrollBar();
    state_.view().setPaperWidthPx(geometryNow().plot.width());
    fitGainIfKnown();
    repaintAll();
}

}  // namespace triptych::ui
