#include "ui/window/main_window.h"

#include "ui/panels/beat_list_panel.h"
#include "ui/panels/beat_panel.h"
#include "ui/panels/explanation_panel.h"
#include "ui/panels/header_line.h"
#include "ui/panes/fitting_text.h"
#include "ui/panes/overview_strip.h"
#include "ui/panes/theme.h"
#include "ui/panes/trace_pane.h"
#include "ui/panes/triptych_view.h"
#include "ui/window/calibration_dialog.h"
#include "ui/window/label_status.h"
#include "ui/window/painted_labels.h"
#include "ui/window/side_panels.h"
#include "ui/window/start_page.h"
#include "ui/window/status_fields.h"
#include "ui/window/tool_bar.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QMenu>
#include <QMimeData>
#include <QSplitter>
#include <QStackedWidget>
#include <QStatusBar>
#include <QVBoxLayout>

#include <utility>

namespace triptych::ui {
namespace {

constexpr int kSide_px = 376;  // all columns of half an hour's beats

QSplitter* splitter(Qt::Orientation orientation, const char* name) {
    auto* made = new QSplitter(orientation);
    made->setObjectName(QLatin1String(name));
    made->setChildrenCollapsible(false);
    made->setHandleWidth(5);
    return made;
}

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
    buildPanes();
    connectActions();
    session_.trustCode(settings_.trusted_code);
    session_.useProject(settings_.project);
    restore(settings_);
    follow();
    showTitle();
    showWorkspace();
    showBusy();
}

MainWindow::~MainWindow() = default;

void MainWindow::buildPanes() {
    tool_bar_ = new ToolBar(state_, actions_, *leads_menu_, *models_menu_, this);
    addToolBar(tool_bar_);

    overview_ = new OverviewStrip(state_);
    trace_ = new TracePane(state_);
    triptych_ = new TriptychView(state_);
    rows_ = splitter(Qt::Vertical, "rows");
    rows_->addWidget(overview_);
    rows_->addWidget(trace_);
    rows_->addWidget(triptych_);
    rows_->setStretchFactor(0, 0);
    rows_->setStretchFactor(1, 5);
    rows_->setStretchFactor(2, 5);

    beat_panel_ = new BeatPanel(state_, [this](std::size_t beat) { return session_.labels().provenanceOf(beat); });
    beat_list_ = new BeatListPanel(state_);
    side_ = new SidePanels(beat_panel_, beat_list_);

    columns_ = splitter(Qt::Horizontal, "columns");
    columns_->addWidget(rows_);
    columns_->addWidget(side_);
    columns_->setStretchFactor(0, 1);
    columns_->setStretchFactor(1, 0);
    columns_->setSizes({1440 - kSide_px, kSide_px});

    start_page_ = new StartPage(actions_[ActionId::open], actions_[ActionId::open_sample]);
    pages_ = new QStackedWidget;
    pages_->addWidget(start_page_);
    pages_->addWidget(columns_);
    reasons_ = new ReasonStrip(state_);
    auto* centre = new QWidget;
    auto* layout = new QVBoxLayout(centre);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    header_line_ = new HeaderLine(state_);
    layout->addWidget(reasons_);
    layout->addWidget(header_line_);
    layout->addWidget(pages_, 1);
    setCentralWidget(centre);
    status_ = new StatusFields(state_, *statusBar(), [this](double time_s, double hz) {
        return triptych_->scalogram().magnitudeAt(time_s, hz);
    });
    new LabelStatus(session_.labels(), *statusBar());
    if (const QString painted = qEnvironmentVariable("TRIPTYCH_PAINTED_LABELS"); !painted.isEmpty()) {
        new PaintedLabels(state_, *trace_, painted);
    }
}

void MainWindow::follow() {
    connect(start_page_, &StartPage::chosen, this, [this](const QString& path) { openFile(path); });
    connect(&session_, &Session::opened, this, [this] {
        const auto& recording = *state_.recording();
        if (!recording.path.empty()) {
            const QString path = QFileInfo(QString::fromStdString(recording.path)).absoluteFilePath();
            settings_.recent = withRecent(settings_.recent, path);
            settings_.last_folder =
                QFileInfo(QString::fromStdString(formats::fileOf(path.toStdString()))).absolutePath();
            fillRecent();
            state_.setShowsAllLeads(settings_.all_leads.contains(path));
        }
        fillLeads();
        showWorkspace();
        showTitle();
        trace_->setFocus(Qt::OtherFocusReason);
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
    connect(&session_, &Session::explanationFailed, this,
            [this](const QString& sentence) { beat_panel_->explanation().setTrouble(sentence); });
    connect(&session_, &Session::modelLoaded, this, [this] {
        const ModelInfo& info = session_.classifier().model()->info();
        const QString title = QString::fromStdString(info.title.empty() ? info.name : info.title);
        tool_bar_->setModel(QString::fromStdString(info.name),
                            tr("%1\nsha256 %2\ntrained on %3\n%4")
                                .arg(title, QString::fromStdString(info.hash), QString::fromStdString(info.trained_on),
                                     session_.classifier().backend()));
    });
    connectLabels();
    connectWaves();
    connect(&session_, &Session::modelWanted, this, [this](const QString& name) {
        if (name == session_.classifier().modelName()) return;
        for (QAction* model : models_menu_->actions()) {
            if (model->data().toString() == name) model->trigger();
        }
    });
    connect(&beat_panel_->explanation(), &ExplanationPanel::requestChanged, this, [this] {
        const ExplanationPanel& panel = beat_panel_->explanation();
        session_.chooseExplanation(panel.method(), panel.chosenClass());
    });
    connect(&state_, &ViewState::displayChanged, this, [this, shown = state_.theme()]() mutable {
        if (std::exchange(shown, state_.theme()) != state_.theme()) applyTheme(*qApp, state_.theme());
    });
    idle_check_.setSingleShot(true);
    idle_check_.setInterval(0);
    connect(&idle_check_, &QTimer::timeout, this, [this] {
        if (!isBusy()) Q_EMIT idle();
    });
    for (Pane* pane : findChildren<Pane*>()) connect(pane, &Pane::idle, &idle_check_, qOverload<>(&QTimer::start));
}

bool MainWindow::isBusy() const {
    if (session_.isBusy() || exporter_.isBusy()) return true;
    for (const Pane* pane : findChildren<Pane*>()) {
        if (pane->isBusy()) return true;
    }
    return false;
}

// An explanation alone is nothing that a reader would stop.
bool MainWindow::works() const {
    const bool only_explains = session_.isExplaining() && !session_.isClassifying() && state_.recording();
    return (session_.isBusy() && !only_explains) || exporter_.isBusy();
}

void MainWindow::showBusy() {
    if (!works()) showProgress(-1, {});
    followFacts();  // there is something to stop
    beat_panel_->setClassifying(session_.isClassifying());
    beat_panel_->explanation().setBusy(session_.isExplaining());
    if (!session_.isBusy() && !exporter_.isBusy()) idle_check_.start();
}

void MainWindow::showProgress(double fraction, const QString& stage) {
    tool_bar_->setProgress(fraction, stage);
}

void MainWindow::showTitle() {
    const auto& recording = state_.recording();
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
    const bool reading = state_.recording() != nullptr;
    pages_->setCurrentWidget(reading ? static_cast<QWidget*>(columns_) : start_page_);
    if (!reading) start_page_->setRecent(settings_.recent);
    followFacts();
}

void MainWindow::openFile(const QString& path, Place place) {
    if (!mayLeaveLabels()) return;
    session_.open(path, place);
}

void MainWindow::openSample(Place place) {
    if (!mayLeaveLabels()) return;
    session_.openSample(place);
}

void MainWindow::setModel(const QString& name) {
    settings_.model = name;
    session_.chooseModel(name);
}

void MainWindow::setMethod(inference::Method method) {
    beat_panel_->explanation().setMethod(method);
}

void MainWindow::setThemeChoice(ThemeChoice choice) {
    settings_.theme = choice;
    applyThemeChoice();
}

void MainWindow::applyThemeChoice() {
    const bool dark =
        settings_.theme == ThemeChoice::dark || (settings_.theme == ThemeChoice::as_system && system_is_dark_);
    state_.setTheme(dark ? Theme::dark : Theme::light);
    applyTheme(*qApp, state_.theme());
    followFacts();
}

void MainWindow::measureScreen() {
    state_.setPixelsPerMm(statedPixelsPerMm(*this) * settings_.calibration);
}

void MainWindow::restore(const Settings& settings) {
    if (!settings.geometry.isEmpty()) restoreGeometry(settings.geometry);
    if (settings.measurements) (void)measurements();
    if (!settings.columns.isEmpty()) columns_->restoreState(settings.columns);
    if (!settings.rows.isEmpty()) rows_->restoreState(settings.rows);
    side_->restoreBorder(settings.side);
    if (!settings.triptych.isEmpty()) triptych_->restoreState(settings.triptych);
    side_->setVisible(settings.side_panels);
    side_before_ = settings.side_panels;
    state_.waves().setVisible(settings.waves);
    if (settings.measurements) showMeasurements(true);
    state_.setSpeedMmPerS(settings.speed_mm_per_s);
    state_.setGainMmPerMv(settings.gain_mm_per_mv);
    state_.setFilter(settings.filter);
    state_.setMains(settings.mains);
    state_.setLayout(settings.layout);
    state_.setLogFrequency(settings.log_frequency);
    state_.setOverlayOpacity(settings.overlay_opacity);
    header_line_->setWanted(settings.header_line);
    if (const auto method = inference::methodOf(settings.method.toStdString()); method) {
        beat_panel_->explanation().setMethod(*method);
        session_.chooseExplanation(*method, {});
    }
    session_.chooseModel(settings.model);
    measureScreen();
    applyThemeChoice();
    fillRecent();
}

void MainWindow::remember() {
    settings_.geometry = saveGeometry();
    settings_.columns = columns_->saveState();
    settings_.rows = rows_->saveState();
    settings_.side = side_->saveBorder();
    settings_.triptych = triptych_->saveState();
    settings_.measurements = measurementsShown();
    settings_.side_panels = settings_.measurements ? side_before_ : !side_->isHidden();
    settings_.waves = state_.waves().visible();
    settings_.speed_mm_per_s = state_.speedMmPerS();
    settings_.gain_mm_per_mv = state_.gainMmPerMv();
    settings_.filter = state_.filter();
    settings_.mains = state_.mains();
    settings_.layout = state_.layout();
    settings_.log_frequency = state_.logFrequency();
    settings_.overlay_opacity = state_.overlayOpacity();
    settings_.header_line = header_line_->isWanted();
    settings_.method = QString::fromStdString(inference::name(beat_panel_->explanation().method()));
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
    openFile(urls.constFirst().toLocalFile());
}

void MainWindow::showEvent(QShowEvent* event) {
    QMainWindow::showEvent(event);
    // The models' cards are read when the window stands, and not before.
    if (!models_listed_) QTimer::singleShot(0, this, &MainWindow::fillModels);
    models_listed_ = true;
}

void MainWindow::changeEvent(QEvent* event) {
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::ScreenChangeInternal) measureScreen();
}

void MainWindow::enlarge() {
    if (triptych_->enlarged()) {
        triptych_->setEnlarged(std::nullopt);
        trace_->show();
    } else if (triptych_->isHidden()) {
        triptych_->show();
    } else if (trace_->underMouse()) {
        triptych_->hide();
    } else {
        triptych_->toggleEnlarged();
        trace_->hide();
    }
}

}  // namespace triptych::ui
