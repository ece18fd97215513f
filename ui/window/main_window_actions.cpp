// Which action does what, and which are possible now. The table says how they are called.
#include "ui/panels/beat_panel.h"
#include "ui/panels/explanation_panel.h"
#include "ui/panels/focus_line.h"
#include "ui/panels/header_line.h"
#include "ui/panels/keys_help.h"
#include "ui/panels/label_palette.h"
#include "ui/panes/calipers.h"
#include "ui/panes/hour_page.h"
#include "ui/panes/scalogram_pane.h"
#include "ui/panes/spectrum_pane.h"
#include "ui/state/alike_state.h"
#include "ui/state/map_state.h"
#include "ui/state/navigation.h"
#include "ui/state/on_any.h"
#include "ui/state/why_state.h"
#include "ui/window/calibration_dialog.h"
#include "ui/window/main_window.h"
#include "ui/window/method_menu.h"
#include "ui/window/open_questions.h"
#include "ui/window/own_label_menu.h"
#include "ui/window/pane_board.h"

#include "core/domain/no_beats.h"
#include "core/formats/open.h"

#include <QActionGroup>
#include <QApplication>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QMessageBox>
#include <QStatusBar>

#include <algorithm>
#include <cstdint>

namespace triptych::ui {
namespace {

constexpr double kZoomStep = 1.5;
constexpr double kPageShare = 0.9;  // of the view: a page overlaps the one before
constexpr double kOpacityStep = 0.1;

struct LabelKey {
    ActionId action;
    std::uint8_t code;
};
constexpr LabelKey kLabels[] = {{ActionId::label_n, kNormal},
                                {ActionId::label_s, kSupraventricularPremature},
                                {ActionId::label_v, kPvc},
                                {ActionId::label_f, kFusion},
                                {ActionId::label_q, kUnknownBeat}};

}  // namespace

void MainWindow::connectActions() {
    QMenu& file = actions_.menu(Menu::file);
    file.insertMenu(&actions_[ActionId::save_labels], recent_menu_);
    file.insertSeparator(&actions_[ActionId::save_labels]);
    QMenu& signal = actions_.menu(Menu::signal);
    signal.insertMenu(signal.actions().constFirst(), leads_menu_);
    QMenu& model = actions_.menu(Menu::model);
    model.insertMenu(model.actions().constFirst(), models_menu_);
    model.insertMenu(&actions_[ActionId::next_method], new MethodMenu(beatPanel().explanation(), this));
    connectFileActions();
    connectPages();
    connectViewActions();
    connectModelActions();
    connectReviewActions();
    connectVocabulary();
    connectReaders();
    connectReport();
    connectExplanations();
    actions_.on(ActionId::find_action, [this] { findAction(); });
    actions_.on(ActionId::keys, [this] { showKeys(); });
    actions_.on(ActionId::about, [this] { showAbout(); });
    connect(&actions_, &Actions::done, this, &MainWindow::followFacts);
    connect(&state_.record(), &RecordState::shownLeadsChanged, this, &MainWindow::fillLeads);
    onAny(this, &MainWindow::followFacts, std::pair(&state_.display(), &DisplayState::displayChanged),
          std::pair(&state_.model(), &ModelState::aiLayerChanged),
          std::pair(&state_.model(), &ModelState::budgetChanged),
          std::pair(&state_.record(), &RecordState::shownLeadsChanged),
          std::pair(&state_.view(), &ViewportState::calipersChanged),
          std::pair(&state_.view(), &ViewportState::scaleChanged),
          std::pair(&state_.beats(), &BeatState::selectedBeatChanged),
          std::pair(&state_.model(), &ModelState::classificationChanged));
    connect(&session_, &Session::beatsChanged, this, &MainWindow::followFacts);
    connect(board_, &PaneBoard::changed, this, &MainWindow::followFacts);
    connect(&state_.why(), &WhyState::askedChanged, this, &MainWindow::followFacts);
    connect(&state_.why().alike(), &AlikeState::wantedChanged, this, &MainWindow::followFacts);
    fillLeads();
}

void MainWindow::connectFileActions() {
    actions_.on(ActionId::open, [this] { chooseFile(); });
    actions_.on(ActionId::open_sample, [this] { openSample(); });
    actions_.on(ActionId::save_labels, [this] { save(session_.labels().path().isEmpty()); });
    actions_.on(ActionId::save_labels_to, [this] { save(true); });
    actions_.on(ActionId::export_recording, [this] { chooseExport(false); });
    actions_.on(ActionId::export_anonymous, [this] { chooseExport(true); });
    connectExporter();
    actions_.on(ActionId::open_beside, [this] { chooseBeside(); });
    answerQuestions(*this, session_.opening());
    actions_.on(ActionId::close_recording, [this] {
        if (mayLeaveLabels()) session_.close();
    });
    actions_.on(ActionId::quit, [this] { close(); });
}

void MainWindow::connectViewActions() {
    const auto zoom = [this](double factor) {
        const Viewport& view = state_.view().viewport();
        const auto beat = state_.beats().selected();
        double anchor = view.start_s + view.span_s / 2;
        if (beat) {
            const double at = state_.beats().all()[*beat].time_s;
            if (at >= view.start_s && at <= view.end_s()) anchor = at;
        }
        state_.view().setViewport(zoomedAt(view, anchor, factor));
    };
    const auto pan = [this](double views) {
        state_.view().setViewport(pannedBy(state_.view().viewport(), views * state_.view().viewport().span_s));
    };
    actions_.on(ActionId::zoom_in, [zoom] { zoom(1 / kZoomStep); });
    actions_.on(ActionId::zoom_out, [zoom] { zoom(kZoomStep); });
    actions_.on(ActionId::whole_record, [this] {
        if (state_.record().recording()) state_.view().setViewport({0, state_.record().recording()->duration_s});
    });
    actions_.on(ActionId::page_forward,
                [this, pan] { hourShown() ? board_->get<HourPage>().turn(1) : pan(kPageShare); });
    actions_.on(ActionId::page_back,
                [this, pan] { hourShown() ? board_->get<HourPage>().turn(-1) : pan(-kPageShare); });
    actions_.on(ActionId::go_start, [this] { state_.view().setViewport({0, state_.view().viewport().span_s}); });
    actions_.on(ActionId::go_end, [this] {
        if (state_.record().recording())
            state_.view().setViewport({state_.record().recording()->duration_s, state_.view().viewport().span_s});
    });
    actions_.on(ActionId::go_time, [this] { goToTime(); });
    actions_.on(ActionId::cabrera, [this] { state_.display().setCabrera(!state_.display().cabrera()); });
    actions_.on(ActionId::own_scales, [this] { state_.display().setOwnScales(!state_.display().ownScales()); });
    actions_.on(ActionId::choose_leads, [this] { chooseShownLeads(); });
    actions_.on(ActionId::all_leads, [this] { showAllLeads(!state_.record().showsAllLeads()); });
    actions_.on(ActionId::header_line, [this] { header_line_->setWanted(!header_line_->isWanted()); });
    actions_.onChoice<PaperSpeed>([this](PaperSpeed speed) { state_.display().setSpeedMmPerS(speed.mm_per_s); });
    actions_.onChoice<PaperGain>([this](PaperGain gain) { state_.display().setGainMmPerMv(gain.mm_per_mv); });
    actions_.onChoice<LeadLayout>([this](LeadLayout layout) { state_.display().setLayout(layout); });
    actions_.onChoice<ThemeChoice>([this](ThemeChoice theme) { setThemeChoice(theme); });
    actions_.onChoice<DisplayFilter>([this](DisplayFilter filter) { state_.display().setFilter(filter); });
    actions_.onChoice<MainsFilter>([this](MainsFilter mains) { state_.display().setMains(mains); });
    actions_.on(ActionId::raw_signal, [this] {
        const bool raw = state_.display().filter() == DisplayFilter::raw;
        if (!raw) filter_before_raw_ = state_.display().filter();
        state_.display().setFilter(raw ? filter_before_raw_ : DisplayFilter::raw);
    });
    actions_.on(ActionId::calipers, [this] {
        state_.view().setCalipers(state_.view().calipers()
                                      ? std::nullopt
                                      : std::optional(firstCalipers(state_.beats(), state_.view().viewport())));
    });
    actions_.on(ActionId::march_out, [this] {
        const bool marches = state_.view().calipers() && state_.view().marchesOut();
        if (!state_.view().calipers())
            state_.view().setCalipers(firstCalipers(state_.beats(), state_.view().viewport()));
        state_.view().setMarchesOut(!marches);
    });
    actions_.on(ActionId::focus_scope, [this] {
        const bool follows = state_.display().scope() == TriptychScope::view;
        state_.display().setScope(follows ? TriptychScope::selected_beat : TriptychScope::view);
    });
    actions_.on(ActionId::show_focus, [this] { showFocus(state_); });
    actions_.on(ActionId::log_frequency,
                [this] { state_.display().setLogFrequency(!state_.display().logFrequency()); });
    actions_.on(ActionId::stack_triptych, [this] { board_->toggleStacked(); });
    actions_.on(ActionId::enlarge, [this] { board_->enlarge(); });
    actions_.on(ActionId::side_panels, [this] { board_->setSideShown(!board_->sideShown()); });
    actions_.on(ActionId::full_screen, [this] { setWindowState(windowState() ^ Qt::WindowFullScreen); });
    actions_.on(ActionId::calibrate, [this] {
        CalibrationDialog dialog(statedPixelsPerMm(*this), settings_.calibration, this);
        if (dialog.exec() != QDialog::Accepted) return;
        settings_.calibration = dialog.calibration();
        measureScreen();
    });
    actions_.on(ActionId::next_lead, [this] { stepLead(1); });
    actions_.on(ActionId::previous_lead, [this] { stepLead(-1); });
    actions_.onChoice<BeatOrigin>([this](BeatOrigin origin) {
        session_.chooseBeats(origin == BeatOrigin::reference ? pipeline::BeatChoice::reference
                                                             : pipeline::BeatChoice::detected);
    });
}

void MainWindow::connectModelActions() {
    actions_.on(ActionId::ai_layer, [this] { state_.model().setAiVisible(!state_.model().aiVisible()); });
    actions_.on(ActionId::read_first, [this] { state_.model().setReadsFirst(!state_.model().readsFirst()); });
    actions_.on(ActionId::next_model, [this] {
        const auto models = models_menu_->actions();
        if (models.isEmpty()) return;
        const auto checked =
            std::find_if(models.begin(), models.end(), [](const QAction* one) { return one->isChecked(); });
        const auto next = checked == models.end() || checked + 1 == models.end() ? models.begin() : checked + 1;
        (*next)->trigger();
    });
    actions_.on(ActionId::classify, [this] { session_.classifyAgain(); });
    actions_.on(ActionId::stop, [this] {
        if (letMarkGo() || letChosenGo()) return;
        session_.stop();
        exporter_.stop();
        printer_.stop();
    });
    actions_.on(ActionId::explain, [this] { session_.explanations().explain(true); });
    actions_.on(ActionId::what_if, [this] { state_.why().setMasking(!state_.why().masking()); });
    actions_.on(ActionId::clusters, [this] { state_.why().alike().setWanted(!state_.why().alike().wanted()); });
    actions_.on(ActionId::next_method, [this] { beatPanel().explanation().cycleMethod(); });
    actions_.on(ActionId::model_input, [this] {
        const bool own = state_.display().scalogramContent() == ScalogramContent::model_input;
        state_.display().setScalogramContent(own ? ScalogramContent::morlet : ScalogramContent::model_input);
    });
    actions_.on(ActionId::more_opacity,
                [this] { state_.model().setOverlayOpacity(state_.model().overlayOpacity() + kOpacityStep); });
    actions_.on(ActionId::less_opacity,
                [this] { state_.model().setOverlayOpacity(state_.model().overlayOpacity() - kOpacityStep); });
}

void MainWindow::connectReviewActions() {
    using pipeline::Direction;
    const auto any = [](std::size_t) { return true; };
    // With a wave's mark in hand, arrows move it.
    actions_.on(ActionId::next_beat, [this, any] {
        if (!nudgeMark(1, false)) go(Direction::forward, any, tr("This is the last beat."));
    });
    actions_.on(ActionId::previous_beat, [this, any] {
        if (!nudgeMark(-1, false)) go(Direction::backward, any, tr("This is the first beat."));
    });
    actions_.on(ActionId::next_same, [this] {
        if (!nudgeMark(1, true)) goSameClass(Direction::forward);
    });
    actions_.on(ActionId::previous_same, [this] {
        if (!nudgeMark(-1, true)) goSameClass(Direction::backward);
    });
    actions_.on(ActionId::next_borderline, [this] { goBorderline(Direction::forward); });
    actions_.on(ActionId::previous_borderline, [this] { goBorderline(Direction::backward); });
    actions_.onChoice<pipeline::ReviewBudget>(
        [this](const pipeline::ReviewBudget& budget) { state_.model().setBudget(budget); });
    actions_.on(ActionId::next_disagreement, [this] { goDisagreement(Direction::forward); });
    actions_.on(ActionId::previous_disagreement, [this] { goDisagreement(Direction::backward); });
    for (const auto& [action, code] : kLabels) actions_.on(action, [this, given = code] { label(given); });
    actions_.on(ActionId::label_other, [this] {
        LabelPalette dialog(state_.display().theme(), this);
        if (dialog.exec() == QDialog::Accepted && dialog.chosen()) label(*dialog.chosen(), "palette");
    });
    actions_.on(ActionId::accept, [this] {
        if (acceptChosen()) return;
        const auto beat = state_.beats().selected();
        if (!beat) return;
        if (state_.beats().all()[*beat].code == 0) {
            say(tr("This beat has no label to accept: press its letter."));
            return;
        }
        if (bringIntoView()) return;
        statusBar()->clearMessage();
        session_.labels().accept(*beat);
        advanceFromLabelled();
    });
    actions_.on(ActionId::clear_label, [this] {
        if (takeMarkAway() || labelChosen(std::nullopt)) return;
        if (!state_.beats().selected() || bringIntoView()) return;
        statusBar()->clearMessage();
        if (!session_.labels().relabel(*state_.beats().selected(), std::nullopt)) removeBeats();
    });
    actions_.on(ActionId::undo, [this] { session_.undo(); });
    actions_.on(ActionId::redo, [this] { session_.redo(); });
}

WindowFacts MainWindow::facts() const {
    WindowFacts now;
    now.reading = state_.record().recording() != nullptr;
    now.may_have_beats = now.reading && whyNoBeats(*state_.record().recording()).empty();
    now.has_beats = !state_.beats().all().empty();
    now.has_beat = state_.beats().selected().has_value();
    now.has_reference = now.reading && pipeline::referenceOf(*state_.record().recording()) != nullptr;
    now.has_other_leads = now.reading && state_.record().hasOtherLeads();
    now.in_a_project = !session_.labels().project().isEmpty();
    now.can_explain = now.has_beat && state_.model().beatAiVisible() && state_.model().classification() != nullptr;
    now.has_map = state_.model().explanation() != nullptr;
    now.has_rhythm = state_.rhythm().report() != nullptr;
    now.has_episode = now.has_rhythm && state_.rhythm().episode().has_value();
    now.can_undo = now.reading && session_.canUndo();
    now.can_redo = now.reading && session_.canRedo();
    now.works = works();

    now.all_leads = now.reading && (state_.record().showsAllLeads() || !state_.record().hasOtherLeads());
    now.header_line = header_line_->isWanted();
    now.side_panels = board_->sideShown();
    now.full_screen = isFullScreen();
    now.calipers = state_.view().calipers().has_value();
    now.marches_out = now.calipers && state_.view().marchesOut();
    now.waves = state_.waves().visible();
    now.measurements = measurementsShown();
    now.rhythm_page = rhythmShown();
    now.review_page = reviewShown();
    now.hour_page = hourShown();
    now.explain_page = explainShown();
    now.absolute_maps = state_.why().map().absolute();
    now.read_page = board_->arrangement() == Arrangement::read;
    now.ai_layer = state_.model().aiVisible();
    now.reads_first = state_.model().readsFirst();
    now.model_input = state_.display().scalogramContent() == ScalogramContent::model_input;
    const auto& scalogram = board_->get<ScalogramPane>();
    now.has_band = scalogram.band().has_value();
    now.wavelet = scalogram.look().wavelet;
    now.fine_voices = scalogram.look().rows > ScalogramLook().rows;
    now.locks_colours = scalogram.look().locks_colours;
    now.ridge = scalogram.look().ridge;
    now.frequencies = scalogram.range();
    now.keeps_spectrum = board_->get<SpectrumPane>().keepsOne();
    now.cabrera = state_.display().cabrera();
    now.own_scales = state_.display().ownScales();
    now.masking = state_.why().masking();
    now.shows_alike = state_.why().alike().wanted();
    now.follows_view = state_.display().scope() == TriptychScope::view;
    now.log_frequency = state_.display().logFrequency();
    now.stacked = board_->triptych().mode() == TriptychMode::stacked;

    now.speed_mm_per_s = state_.view().atPresetSpeed() ? state_.display().speedMmPerS() : 0;
    now.gain_mm_per_mv = state_.display().gainMmPerMv();
    now.filter = state_.display().filter();
    now.mains = state_.display().mains();
    now.layout = state_.display().layout();
    now.theme = settings_.theme;
    now.budget = state_.model().budget();
    now.reading_mode = session_.labels().readingMode();
    now.signed_off = session_.labels().isSignedOff();
    if (const auto& beats = session_.beats()) now.beats = beats->origin;
    return now;
}

void MainWindow::followFacts() {
    const WindowFacts now = facts();
    actions_.follow(now);
    own_labels_->setEnabled(now.has_beat);
}

}  // namespace triptych::ui
