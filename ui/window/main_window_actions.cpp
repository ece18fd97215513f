// Which action does what, and which are possible now. The table says how they are called.
#include "ui/panels/beat_panel.h"
#include "ui/panels/explanation_panel.h"
#include "ui/panels/header_line.h"
#include "ui/panels/keys_help.h"
#include "ui/panels/label_palette.h"
#include "ui/panes/calipers.h"
#include "ui/panes/triptych_view.h"
#include "ui/state/navigation.h"
#include "ui/window/calibration_dialog.h"
#include "ui/window/main_window.h"
#include "ui/window/side_panels.h"

#include "core/formats/open.h"

#include <QActionGroup>
#include <QApplication>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QMessageBox>
#include <QSplitter>
#include <QStatusBar>

#include <algorithm>
#include <array>

namespace triptych::ui {
namespace {

constexpr int kMessage_ms = 6000;
constexpr double kZoomStep = 1.5;
constexpr double kPageShare = 0.9;  // of the view: a page overlaps the one before
constexpr double kOpacityStep = 0.1;
constexpr double kTriptychShare = 0.45;  // of the height that rhythm and triptych share
constexpr double kStackedShare = 0.62;

template <class Value>
struct Choice {
    const char* id;
    Value value;
};
constexpr std::array<Choice<double>, 5> kSpeeds = {
    {{"speed_6", 6.25}, {"speed_12", 12.5}, {"speed_25", 25}, {"speed_50", 50}, {"speed_100", 100}}};
constexpr std::array<Choice<double>, 5> kGains = {
    {{"gain_2", 2.5}, {"gain_5", 5}, {"gain_10", 10}, {"gain_20", 20}, {"gain_40", 40}}};
constexpr std::array<Choice<DisplayFilter>, 4> kFilters = {{{"filter_raw", DisplayFilter::raw},
                                                            {"filter_diagnostic", DisplayFilter::diagnostic},
                                                            {"filter_monitor", DisplayFilter::monitor},
                                                            {"filter_st", DisplayFilter::st}}};
constexpr std::array<Choice<MainsFilter>, 3> kMains = {
    {{"mains_off", MainsFilter::off}, {"mains_50", MainsFilter::hz50}, {"mains_60", MainsFilter::hz60}}};
constexpr std::array<Choice<LeadLayout>, 2> kLayouts = {
    {{"layout_stacked", LeadLayout::stacked}, {"layout_3x4", LeadLayout::three_by_four_plus_one}}};
constexpr std::array<Choice<ThemeChoice>, 3> kThemes = {
    {{"theme_light", ThemeChoice::light}, {"theme_dark", ThemeChoice::dark}, {"theme_auto", ThemeChoice::as_system}}};
constexpr std::array<Choice<std::uint8_t>, 5> kLabels = {{{"label_n", kNormal},
                                                          {"label_s", kSupraventricularPremature},
                                                          {"label_v", kPvc},
                                                          {"label_f", kFusion},
                                                          {"label_q", kUnknownBeat}}};

template <class Value, std::size_t n, class Take>
void onChoices(Actions& actions, const std::array<Choice<Value>, n>& choices, Take take) {
    for (const auto& choice : choices) actions.on(choice.id, [take, value = choice.value] { take(value); });
}

template <class Value, std::size_t n>
void check(const Actions& actions, const std::array<Choice<Value>, n>& choices, const Value& value) {
    for (const auto& choice : choices) actions[choice.id].setChecked(choice.value == value);
}

}  // namespace

void MainWindow::connectActions() {
    QMenu& file = actions_.menu("&File");
    file.insertMenu(&actions_["save_labels"], recent_menu_);
    file.insertSeparator(&actions_["save_labels"]);
    QMenu& signal = actions_.menu("&Signal");
    signal.insertMenu(signal.actions().constFirst(), leads_menu_);
    QMenu& model = actions_.menu("&Model");
    model.insertMenu(model.actions().constFirst(), models_menu_);
    connectFileActions();
    connectViewActions();
    connectModelActions();
    connectReviewActions();
    actions_.on("find_action", [this] { findAction(); });
    actions_.on("keys", [this] { KeysHelp(actions_.byMenu(), this).exec(); });
    actions_.on("about", [this] { showAbout(); });
    connect(&state_, &ViewState::displayChanged, this, &MainWindow::followActions);
    connect(&state_, &ViewState::aiLayerChanged, this, &MainWindow::followActions);
    connect(&state_, &ViewState::shownLeadsChanged, this, [this] {
        fillLeads();
        followActions();
    });
    connect(&state_, &ViewState::calipersChanged, this, &MainWindow::followActions);
    connect(&state_, &ViewState::selectedBeatChanged, this, &MainWindow::followActions);
    connect(&state_, &ViewState::classificationChanged, this, &MainWindow::followActions);
    connect(&session_, &Session::beatsChanged, this, &MainWindow::followActions);
    connect(triptych_, &TriptychView::modeChanged, this, &MainWindow::followActions);
    fillLeads();
}

void MainWindow::connectFileActions() {
    actions_.on("open", [this] { chooseFile(); });
    actions_.on("open_sample", [this] { openSample(); });
    actions_.on("save_labels", [this] { save(session_.labels().path().isEmpty()); });
    actions_.on("save_labels_to", [this] { save(true); });
    actions_.on("export", [this] { chooseExport(false); });
    actions_.on("export_anonymous", [this] { chooseExport(true); });
    connectExporter();
    connect(&session_, &Session::rateWanted, this, &MainWindow::askRate);
    connect(&session_, &Session::recordWanted, this, &MainWindow::askRecord);
    actions_.on("close_recording", [this] {
        if (mayLeaveLabels()) session_.close();
    });
    actions_.on("quit", [this] { close(); });
}

void MainWindow::connectViewActions() {
    const auto zoom = [this](double factor) {
        const Viewport& view = state_.viewport();
        const auto beat = state_.selectedBeat();
        double anchor = view.start_s + view.span_s / 2;
        if (beat) {
            const double at = state_.beats()[*beat].time_s;
            if (at >= view.start_s && at <= view.end_s()) anchor = at;
        }
        state_.setViewport(zoomedAt(view, anchor, factor));
    };
    const auto pan = [this](double views) {
        state_.setViewport(pannedBy(state_.viewport(), views * state_.viewport().span_s));
    };
    actions_.on("zoom_in", [zoom] { zoom(1 / kZoomStep); });
    actions_.on("zoom_out", [zoom] { zoom(kZoomStep); });
    actions_.on("whole_record", [this] {
        if (state_.recording()) state_.setViewport({0, state_.recording()->duration_s});
    });
    actions_.on("page_forward", [pan] { pan(kPageShare); });
    actions_.on("page_back", [pan] { pan(-kPageShare); });
    actions_.on("go_start", [this] { state_.setViewport({0, state_.viewport().span_s}); });
    actions_.on("go_end", [this] {
        if (state_.recording()) state_.setViewport({state_.recording()->duration_s, state_.viewport().span_s});
    });
    actions_.on("go_time", [this] { goToTime(); });
    actions_.on("all_leads", [this] { showAllLeads(!state_.showsAllLeads()); });
    actions_.on("header_line", [this] {
        header_line_->setWanted(!header_line_->isWanted());
        followActions();
    });
    onChoices(actions_, kSpeeds, [this](double speed) { state_.setSpeedMmPerS(speed); });
    onChoices(actions_, kGains, [this](double gain) { state_.setGainMmPerMv(gain); });
    onChoices(actions_, kLayouts, [this](LeadLayout layout) { state_.setLayout(layout); });
    onChoices(actions_, kThemes, [this](ThemeChoice theme) { setThemeChoice(theme); });
    onChoices(actions_, kFilters, [this](DisplayFilter filter) { state_.setFilter(filter); });
    onChoices(actions_, kMains, [this](MainsFilter mains) { state_.setMains(mains); });
    actions_.on("raw_signal", [this] {
        const bool raw = state_.filter() == DisplayFilter::raw;
        if (!raw) filter_before_raw_ = state_.filter();
        state_.setFilter(raw ? filter_before_raw_ : DisplayFilter::raw);
    });
    actions_.on("calipers", [this] {
        state_.setCalipers(state_.calipers() ? std::nullopt : std::optional(firstCalipers(state_)));
    });
    actions_.on("march_out", [this] {
        const bool marches = state_.calipers() && state_.marchesOut();
        if (!state_.calipers()) state_.setCalipers(firstCalipers(state_));
        state_.setMarchesOut(!marches);
    });
    actions_.on("focus_scope", [this] {
        const bool follows = state_.scope() == TriptychScope::view;
        state_.setScope(follows ? TriptychScope::selected_beat : TriptychScope::view);
    });
    actions_.on("log_frequency", [this] { state_.setLogFrequency(!state_.logFrequency()); });
    actions_.on("stack_triptych", [this] {
        const bool stacked = triptych_->mode() == TriptychMode::stacked;
        triptych_->setMode(stacked ? TriptychMode::side_by_side : TriptychMode::stacked);
        // Two rows of panes need more height than one.
        const QList<int> sizes = rows_->sizes();
        const int shared = sizes[1] + sizes[2];
        const int triptych = static_cast<int>(shared * (stacked ? kTriptychShare : kStackedShare));
        rows_->setSizes({sizes[0], shared - triptych, triptych});
    });
    actions_.on("enlarge", [this] { enlarge(); });
    actions_.on("side_panels", [this] {
        // They come back in the place of the measurements.
        if (measurementsShown()) {
            side_before_ = true;
            showMeasurements(false);
        } else {
            side_->setVisible(side_->isHidden());
        }
        followActions();
    });
    actions_.on("full_screen", [this] {
        setWindowState(windowState() ^ Qt::WindowFullScreen);
        followActions();
    });
    actions_.on("calibrate", [this] {
        CalibrationDialog dialog(statedPixelsPerMm(*this), settings_.calibration, this);
        if (dialog.exec() != QDialog::Accepted) return;
        settings_.calibration = dialog.calibration();
        measureScreen();
    });
    actions_.on("next_lead", [this] { stepLead(1); });
    actions_.on("previous_lead", [this] { stepLead(-1); });
    actions_.on("beats_reference", [this] { session_.chooseBeats(pipeline::BeatChoice::reference); });
    actions_.on("beats_detected", [this] { session_.chooseBeats(pipeline::BeatChoice::detected); });
}

void MainWindow::connectModelActions() {
    actions_.on("ai_layer", [this] { state_.setAiVisible(!state_.aiVisible()); });
    actions_.on("read_first", [this] { state_.setReadsFirst(!state_.readsFirst()); });
    actions_.on("next_model", [this] {
        const auto models = models_menu_->actions();
        if (models.isEmpty()) return;
        const auto checked =
            std::find_if(models.begin(), models.end(), [](const QAction* one) { return one->isChecked(); });
        const auto next = checked == models.end() || checked + 1 == models.end() ? models.begin() : checked + 1;
        (*next)->trigger();
    });
    actions_.on("classify", [this] { session_.classifyAgain(); });
    actions_.on("stop", [this] {
        if (letMarkGo()) return;
        session_.stop();
        exporter_.stop();
    });
    actions_.on("explain", [this] { session_.explainAgain(); });
    actions_.on("next_method", [this] { beat_panel_->explanation().cycleMethod(); });
    actions_.on("model_input", [this] {
        const bool own = state_.scalogramContent() == ScalogramContent::model_input;
        state_.setScalogramContent(own ? ScalogramContent::morlet : ScalogramContent::model_input);
    });
    actions_.on("more_opacity", [this] { state_.setOverlayOpacity(state_.overlayOpacity() + kOpacityStep); });
    actions_.on("less_opacity", [this] { state_.setOverlayOpacity(state_.overlayOpacity() - kOpacityStep); });
}

void MainWindow::connectReviewActions() {
    using pipeline::Direction;
    const auto any = [](std::size_t) { return true; };
    // With a wave's mark in hand, arrows move it.
    actions_.on("next_beat", [this, any] {
        if (!nudgeMark(1, false)) go(Direction::forward, any, tr("This is the last beat."));
    });
    actions_.on("previous_beat", [this, any] {
        if (!nudgeMark(-1, false)) go(Direction::backward, any, tr("This is the first beat."));
    });
    actions_.on("next_same", [this] {
        if (!nudgeMark(1, true)) goSameClass(Direction::forward);
    });
    actions_.on("previous_same", [this] {
        if (!nudgeMark(-1, true)) goSameClass(Direction::backward);
    });
    actions_.on("next_borderline", [this] { goBorderline(Direction::forward); });
    actions_.on("previous_borderline", [this] { goBorderline(Direction::backward); });
    actions_.on("next_disagreement", [this] { goDisagreement(Direction::forward); });
    actions_.on("previous_disagreement", [this] { goDisagreement(Direction::backward); });
    onChoices(actions_, kLabels, [this](std::uint8_t code) { label(code); });
    actions_.on("label_other", [this] {
        LabelPalette dialog(state_.theme(), this);
        if (dialog.exec() == QDialog::Accepted && dialog.chosen()) label(*dialog.chosen(), "palette");
    });
    actions_.on("accept", [this] {
        const auto beat = state_.selectedBeat();
        if (!beat) return;
        if (state_.beats()[*beat].code == 0) {
            statusBar()->showMessage(tr("This beat has no label to accept: press its letter."), kMessage_ms);
            return;
        }
        if (bringIntoView()) return;
        statusBar()->clearMessage();
        session_.labels().accept(*beat);
        advanceFromLabelled();
    });
    actions_.on("clear_label", [this] {
        if (takeMarkAway()) return;
        if (!state_.selectedBeat() || bringIntoView()) return;
        statusBar()->clearMessage();
        session_.labels().relabel(*state_.selectedBeat(), std::nullopt);
    });
    actions_.on("undo", [this] { session_.undo(); });
    actions_.on("redo", [this] { session_.redo(); });
}

void MainWindow::followActions() {
    if (triptych_ == nullptr || header_line_ == nullptr) return;  // while the window is being built
    const bool reading = state_.recording() != nullptr;
    const bool has_beats = !state_.beats().empty();
    const bool has_beat = state_.selectedBeat().has_value();
    for (const char* id : {"save_labels", "save_labels_to"}) actions_[id].setEnabled(reading && has_beats);
    actions_["history"].setEnabled(reading);
    actions_["own_project"].setEnabled(!session_.labels().project().isEmpty());
    for (const char* id : {"export", "export_anonymous", "close_recording", "zoom_in", "zoom_out", "whole_record",
                           "page_forward", "page_back", "go_start", "go_end", "go_time", "next_lead", "previous_lead",
                           "classify", "calipers", "march_out", "waves", "measurements"}) {
        actions_[id].setEnabled(reading);
    }
    for (const char* id : {"label_n", "label_s", "label_v", "label_f", "label_q", "label_other", "accept",
                           "clear_label", "next_mark", "previous_mark", "place_mark", "explain_mark"}) {
        actions_[id].setEnabled(has_beat);
    }
    for (const char* id : {"next_beat", "previous_beat", "next_same", "previous_same", "next_borderline",
                           "previous_borderline", "next_disagreement", "previous_disagreement"}) {
        actions_[id].setEnabled(has_beats);
    }
    actions_["explain"].setEnabled(has_beat && state_.beatAiVisible() && state_.classification() != nullptr);
    actions_["undo"].setEnabled(reading && session_.canUndo());
    actions_["redo"].setEnabled(reading && session_.canRedo());
    actions_["waves"].setChecked(state_.waves().visible());
    actions_["measurements"].setChecked(measurementsShown());
    const bool has_reference = reading && pipeline::referenceOf(*state_.recording()) != nullptr;
    actions_["beats_reference"].setEnabled(has_reference);
    actions_["beats_detected"].setEnabled(reading);
    const auto& beats = session_.beats();
    actions_["beats_reference"].setChecked(beats && beats->origin == BeatOrigin::reference);
    actions_["beats_detected"].setChecked(beats && beats->origin == BeatOrigin::detected);
    check(actions_, kSpeeds, state_.atPresetSpeed() ? state_.speedMmPerS() : 0.0);
    check(actions_, kGains, state_.gainMmPerMv());
    check(actions_, kFilters, state_.filter());
    check(actions_, kMains, state_.mains());
    check(actions_, kLayouts, state_.layout());
    check(actions_, kThemes, settings_.theme);
    actions_["all_leads"].setEnabled(reading && state_.hasOtherLeads());
    actions_["all_leads"].setChecked(reading && (state_.showsAllLeads() || !state_.hasOtherLeads()));
    actions_["header_line"].setChecked(header_line_->isWanted());
    actions_["ai_layer"].setChecked(state_.aiVisible());
    actions_["read_first"].setChecked(state_.readsFirst());
    actions_["calipers"].setChecked(state_.calipers().has_value());
    actions_["march_out"].setChecked(state_.calipers() && state_.marchesOut());
    actions_["focus_scope"].setChecked(state_.scope() == TriptychScope::view);
    actions_["model_input"].setChecked(state_.scalogramContent() == ScalogramContent::model_input);
    actions_["log_frequency"].setChecked(state_.logFrequency());
    actions_["stack_triptych"].setChecked(triptych_->mode() == TriptychMode::stacked);
    actions_["side_panels"].setChecked(!side_->isHidden());
    actions_["full_screen"].setChecked(isFullScreen());
}

}  // namespace triptych::ui
