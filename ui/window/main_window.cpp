#include "ui/window/main_window.h"

#include "ui/panels/attention_charts.h"
#include "ui/panels/batch_bar.h"
#include "ui/panels/beat_list_panel.h"
#include "ui/panels/beat_panel.h"
#include "ui/panels/explanation_panel.h"
#include "ui/panels/header_line.h"
#include "ui/panels/measurements_panel.h"
#include "ui/panels/recording_panel.h"
#include "ui/panels/review_panel.h"
#include "ui/panels/rhythm_panel.h"
#include "ui/panes/fitting_text.h"
#include "ui/panes/scalogram_pane.h"
#include "ui/panes/spectrum_pane.h"
#include "ui/panes/theme.h"
#include "ui/panes/trace_pane.h"
#include "ui/state/map_state.h"
#include "ui/state/why_state.h"
#include "ui/window/calibration_dialog.h"
#include "ui/window/label_status.h"
#include "ui/window/painted_labels.h"
#include "ui/window/pane_board.h"
#include "ui/window/start_page.h"
#include "ui/window/status_fields.h"
#include "ui/window/tool_bar.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QMenu>
#include <QMimeData>
#include <QStackedWidget>
#include <QStatusBar>
#include <QVBoxLayout>

#include <utility>

namespace triptych::ui {
namespace {

constexpr int kMessage_ms = 6000;

}  // namespace

MainWindow::MainWindow(bool system_is_dark, QWidget* parent)
    : QMainWindow(parent), settings_(loadSettings()), system_is_dark_(system_is_dark) {
    setObjectName(QStringLiteral("main_window"));
    setAcceptDrops(true);
    resize(1440, 860);
    leads_menu_ = new QMenu(tr("&Lead"), this);
    models_menu_ = new QMenu(tr("&Choose a model"), this);
    recent_menu_ = new QMenu(tr("Open &recent"), this);
    for (QMenu* menu : {leads_menu_, models_menu_, recent_menu_}) menu->setToolTipsVisible(true);
    build();
    connectActions();
    session_.trustCode(settings_.trusted_code);
    readVocabulary();
    session_.useProject(settings_.project);
    state_.model().setWithheld(settings_.reading == ReadingMode::blinded_to_all);
    session_.useReader(settings_.reader.isEmpty() ? session_.labels().reader() : settings_.reader.toStdString(),
                       settings_.reading);
    restore(settings_);
    follow();
    showTitle();
    showWorkspace();
    showBusy();
}

// Panes hear that they are hidden while what they show still lives.
MainWindow::~MainWindow() {
    hide();
}

void MainWindow::build() {
    tool_bar_ =
        new ToolBar(state_.record(), state_.view(), state_.display(), actions_, *leads_menu_, *models_menu_, this);
    addToolBar(tool_bar_);

    board_ = new PaneBoard({state_, session_, [this](const QString& text) { say(text); }});
    start_page_ = new StartPage(actions_[ActionId::open], actions_[ActionId::open_sample]);
    pages_ = new QStackedWidget;
    pages_->addWidget(start_page_);
    pages_->addWidget(board_);
    reasons_ = new ReasonStrip(state_.display());
    auto* centre = new QWidget;
    auto* layout = new QVBoxLayout(centre);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    header_line_ = new HeaderLine(state_.record());
    layout->addWidget(reasons_);
    layout->addWidget(header_line_);
    batch_bar_ = new BatchBar(state_.beats(), state_.review(),
                              [this](std::span<const std::size_t> beats, std::optional<std::uint8_t> code) {
                                  return session_.labels().wouldChange(beats, code);
                              });
    layout->addWidget(batch_bar_);
    layout->addWidget(pages_, 1);
    setCentralWidget(centre);
    status_ = new StatusFields(
        state_.record(), state_.view(), state_.display(), *statusBar(),
        [this](double time_s, double hz) { return board_->get<ScalogramPane>().magnitudeAt(time_s, hz); },
        [this](double hz) { return board_->get<SpectrumPane>().decibelsAt(hz); });
    new LabelStatus(session_.labels(), *statusBar());
    if (const QString painted = qEnvironmentVariable("TRIPTYCH_PAINTED_LABELS"); !painted.isEmpty()) {
        new PaintedLabels(state_.beats(), state_.view(), board_->get<TracePane>(), painted);
    }
}

void MainWindow::follow() {
    connect(start_page_, &StartPage::chosen, this, [this](const RecordingRef& recording) { open(recording); });
    connect(&session_, &Session::opened, this, [this] {
        rememberOpened();
        if (paper_.follow()) board_->get<TracePane>().fitGain();
        board_->setArrangement(
            arrangements_.follow(board_->arrangement(), [this] { return session_.classifier().judgesRecordings(); }));
        fitPaper();
        fillLeads();
        showWorkspace();
        showTitle();
        // Once the rows have the heights of a board that is seen.
        QTimer::singleShot(0, board_, [this] { board_->fitRhythm(board_->get<TracePane>().usefulHeight()); });
        board_->get<TracePane>().setFocus(Qt::OtherFocusReason);
    });
    connect(&session_, &Session::closed, this, [this] {
        fillLeads();
        showWorkspace();
        showTitle();
    });
    connect(
        &session_, &Session::reasonsChanged, this,
        [this](const QString& source, const std::vector<Reason>& reasons) { reasons_->setReasons(source, reasons); });
    connect(&session_, &Session::progressed, this, &MainWindow::showProgress);
    connect(&session_, &Session::busyChanged, this, &MainWindow::showBusy);
    connect(&session_, &Session::modelLoaded, this, [this] {
        const ModelInfo& info = session_.classifier().model()->info();
        const QString title = QString::fromStdString(info.title.empty() ? info.name : info.title);
        QString tip = tr("%1\nsha256 %2\ntrained on %3\n%4")
                          .arg(title, QString::fromStdString(info.hash), QString::fromStdString(info.trained_on),
                               session_.classifier().backend());
        if (const QString attention = attentionText(info); !attention.isEmpty()) tip += '\n' + attention;
        tool_bar_->setModel(QString::fromStdString(info.name), tip);
        followTask(info.task);
    });
    connectLabels();
    connectWaves();
    connectArrangements();
    connectRhythm();
    connectBeats();
    connectBatch();
    connect(&session_, &Session::modelWanted, this, [this](const QString& name) {
        if (name == session_.classifier().modelName()) return;
        for (QAction* model : models_menu_->actions()) {
            if (model->data().toString() == name) model->trigger();
        }
    });
    connect(&state_.display(), &DisplayState::displayChanged, this, [this, shown = state_.display().theme()]() mutable {
        if (std::exchange(shown, state_.display().theme()) != state_.display().theme())
            applyTheme(*qApp, state_.display().theme());
    });
    idle_check_.setSingleShot(true);
    idle_check_.setInterval(0);
    connect(&idle_check_, &QTimer::timeout, this, [this] {
        if (!isBusy()) Q_EMIT idle();
    });
    connect(board_, &PaneBoard::idle, &idle_check_, qOverload<>(&QTimer::start));
}

BeatListPanel& MainWindow::beatList() const {
    return reviewShown() ? board_->get<ReviewPanel>().list() : board_->get<BeatListPanel>();
}

RecordingPanel& MainWindow::recordingPanel() const {
    return board_->get<RecordingPanel>();
}

BeatPanel& MainWindow::beatPanel() const {
    return board_->get<BeatPanel>();
}

MeasurementsPanel& MainWindow::measurements() const {
    return board_->get<MeasurementsPanel>();
}

RhythmPanel& MainWindow::rhythmPanel() const {
    return board_->get<RhythmPanel>();
}

bool MainWindow::rhythmShown() const {
    return board_->arrangement() == Arrangement::rhythm;
}

bool MainWindow::measurementsShown() const {
    return board_->arrangement() == Arrangement::measure;
}

bool MainWindow::isBusy() const {
    return session_.isBusy() || exporter_.isBusy() || printer_.isBusy() || board_->isBusy();
}

// An explanation alone is nothing that a reader would stop.
bool MainWindow::works() const {
    const bool only_explains = session_.explanations().isBusy() && !session_.compare().isBusy() &&
                               !session_.isClassifying() && state_.record().recording();
    return (session_.works() && !only_explains) || session_.explanations().isTesting() || exporter_.isBusy() ||
           printer_.isBusy();
}

void MainWindow::showBusy() {
    if (!works()) showProgress(-1, {});
    followFacts();  // there is something to stop
    if (!session_.isBusy() && !exporter_.isBusy() && !printer_.isBusy()) idle_check_.start();
}

void MainWindow::showProgress(double fraction, const QString& stage) {
    tool_bar_->setProgress(fraction, stage);
}

void MainWindow::say(const QString& text) {
    statusBar()->showMessage(text, kMessage_ms);
}

void MainWindow::showTitle() {
    const auto& recording = state_.record().recording();
    const QString name = recording ? QString::fromStdString(recording->name) : QString();
    constexpr int kName_px = 560;
    // "[*]" in a name is the name's, not the place of the sign for unsaved labels.
    const QString shown =
        shortened(name, fontMetrics(), kName_px).replace(QLatin1String("[*]"), QLatin1String("[*][*]"));
    setWindowTitle(name.isEmpty() ? tr("Triptych") : tr("%1[*] — Triptych").arg(shown));
    setWindowModified(session_.labels().pending() > 0);
    followFacts();
}

void MainWindow::showWorkspace() {
    const bool reading = state_.record().recording() != nullptr;
    pages_->setCurrentWidget(reading ? static_cast<QWidget*>(board_) : start_page_);
    if (!reading) start_page_->setRecent(settings_.recent);
    followFacts();
}

void MainWindow::open(const RecordingRef& recording, Place place) {
    if (mayLeaveLabels()) session_.opening().open({recording, place});
}

void MainWindow::openSample(Place place) {
    if (mayLeaveLabels()) session_.opening().openSample(place);
}

void MainWindow::setModel(const QString& name) {
    settings_.model = name;
    session_.chooseModel(name);
    // By its card, for it is loaded when there is something to judge.
    followTask(session_.classifier().judgesRecordings() ? Task::recording : Task::beat);
}

void MainWindow::setMethod(const std::string& method) {
    beatPanel().explanation().setMethod(method);
}

void MainWindow::setThemeChoice(ThemeChoice choice) {
    settings_.theme = choice;
    applyThemeChoice();
}

void MainWindow::applyThemeChoice() {
    const bool dark =
        settings_.theme == ThemeChoice::dark || (settings_.theme == ThemeChoice::as_system && system_is_dark_);
    state_.display().setTheme(dark ? Theme::dark : Theme::light);
    applyTheme(*qApp, state_.display().theme());
    followFacts();
}

void MainWindow::measureScreen() {
    state_.display().setPixelsPerMm(statedPixelsPerMm(*this) * settings_.calibration);
}

void MainWindow::restore(const Settings& settings) {
    if (!settings.geometry.isEmpty()) restoreGeometry(settings.geometry);
    board_->restore(settings);
    state_.waves().setVisible(settings.waves);
    state_.display().setSpeedMmPerS(settings.speed_mm_per_s);
    paper_.restore(settings);
    arrangements_.restore(settings);
    board_->get<ScalogramPane>().setLook(settings.scalogram);
    state_.display().setMains(settings.mains);
    state_.display().setLogFrequency(settings.log_frequency);
    showFrequencies(settings.frequencies);
    state_.model().setOverlayOpacity(settings.overlay_opacity);
    state_.why().map().setAbsolute(settings.absolute_maps);
    state_.model().setBudget(settings.budget);
    header_line_->setWanted(settings.header_line);
    if (const auto method = inference::methodOf(settings.method.toStdString()); method) {
        const std::string id((*method)->id);
        beatPanel().explanation().setMethod(id);
        session_.explanations().choose(id, {});
    }
    session_.chooseModel(settings.model);
    measureScreen();
    applyThemeChoice();
    fillRecent();
}

void MainWindow::remember() {
    settings_.geometry = saveGeometry();
    board_->remember(settings_);
    settings_.waves = state_.waves().visible();
    settings_.speed_mm_per_s = state_.display().speedMmPerS();
    paper_.remember(settings_, board_->get<TracePane>().wishedGain());
    arrangements_.remember(settings_, board_->arrangement());
    settings_.scalogram = board_->get<ScalogramPane>().look();
    settings_.scalogram.locks_colours = false;
    settings_.mains = state_.display().mains();
    settings_.log_frequency = state_.display().logFrequency();
    settings_.frequencies = board_->get<ScalogramPane>().range();
    settings_.overlay_opacity = state_.model().overlayOpacity();
    settings_.absolute_maps = state_.why().map().absolute();
    settings_.budget = state_.model().budget();
    settings_.header_line = header_line_->isWanted();
    settings_.method = QString::fromStdString(chosenMethod());
    saveSettings(settings_);
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (!mayLeaveLabels()) {
        event->ignore();
        return;
    }
    session_.stop();
    session_.leave();
    remember();
    event->accept();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    const auto urls = event->mimeData()->urls();
    if (!urls.isEmpty() && urls.constFirst().isLocalFile()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    const auto urls = event->mimeData()->urls();
    if (urls.isEmpty() || !urls.constFirst().isLocalFile()) return;
    event->acceptProposedAction();
    open({urls.constFirst().toLocalFile().toStdString()});
}

void MainWindow::paintEvent(QPaintEvent* event) {
    QMainWindow::paintEvent(event);
    // The models' cards are read when the window has been painted, and not before.
    if (!models_listed_) QTimer::singleShot(0, this, &MainWindow::fillModels);
    models_listed_ = true;
}

void MainWindow::changeEvent(QEvent* event) {
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::ScreenChangeInternal) measureScreen();
}

}  // namespace triptych::ui
