// The window: composes session, panes, panels, menus and bars. It shows and asks; the work is the session's.
#pragma once

#include "core/pipeline/beat_navigation.h"
#include "ui/state/view_state.h"
#include "ui/window/actions.h"
#include "ui/window/exporter.h"
#include "ui/window/session.h"
#include "ui/window/settings.h"

#include <QMainWindow>
#include <QTimer>

#include <functional>
#include <vector>

class QSplitter;
class QStackedWidget;

namespace triptych::ui {

class BeatListPanel;
class BeatPanel;
class HeaderLine;
class MeasurementsPanel;
class OverviewStrip;
class SidePanels;
class StartPage;
class StatusFields;
class ToolBar;
class TracePane;
class TriptychView;

// GUI thread. One window reads one recording at a time.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    // `system_is_dark`: what the system prefers, asked before the program set a palette of its own.
    explicit MainWindow(bool system_is_dark = false, QWidget* parent = nullptr);
    ~MainWindow() override;

    // Waits for labels on their way to the disk; then opens in the background, and idle() follows.
    void openFile(const QString& path, Place place = {});
    void openSample(Place place = {});
    void setThemeChoice(ThemeChoice choice);
    void setModel(const QString& name);
    void setMethod(inference::Method method);
    // Labels are kept in this project from now on; empty: in the reader's own.
    void setProject(const QString& path);

    // True while anything computes that the window will show: file, beats, model, explanation, any pane.
    [[nodiscard]] bool isBusy() const;
    [[nodiscard]] QAction& action(const char* id) const { return actions_[id]; }
    [[nodiscard]] const Actions& actions() const { return actions_; }
    [[nodiscard]] ViewState& state() { return state_; }
    [[nodiscard]] Session& session() { return session_; }
    [[nodiscard]] ReasonStrip& reasons() { return *reasons_; }
    [[nodiscard]] BeatListPanel& beatList() { return *beat_list_; }
    [[nodiscard]] HeaderLine& headerLine() { return *header_line_; }
    [[nodiscard]] BeatPanel& beatPanel() { return *beat_panel_; }
    [[nodiscard]] MeasurementsPanel& measurements();  // built when it is first asked for: its tables cost 10 ms
    [[nodiscard]] bool measurementsShown() const;

Q_SIGNALS:
    // Nothing computes any more; emitted from the event loop, not from within a call.
    void idle();

protected:
    void closeEvent(QCloseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    // main_window.cpp
    void buildPanes();
    void follow();
    void showTitle();
    void showWorkspace();
    void showProgress(double fraction, const QString& stage);
    void showBusy();
    void restore(const Settings& settings);
    void remember();
    void applyThemeChoice();
    void measureScreen();

    // main_window_actions.cpp
    void connectActions();
    void connectFileActions();
    void connectViewActions();
    void connectModelActions();
    void connectReviewActions();
    void followActions();

    // main_window_labels.cpp
    void connectLabels();
    void showTrouble();
    void chooseProject(bool is_new);
    void showHistory();
    [[nodiscard]] bool mayLeaveLabels();
    bool save(bool ask_folder);
    void label(std::uint8_t code, const char* tool = "key");
    bool bringIntoView();
    void advance();
    void advanceFromLabelled();

    // main_window_waves.cpp
    void connectWaves();
    void wantWaves();
    void showMeasurements(bool shown);
    void stepMark(int step);
    void sayMark();
    // False where no mark is in hand: the key means something else then.
    bool nudgeMark(int direction, bool far);
    bool takeMarkAway();
    void explainMark();
    bool letMarkGo();
    // The mark in hand, else the one that is missing there.
    void placeMark(std::size_t beat, double time_s);
    [[nodiscard]] std::vector<double> beatTimes() const;

    // main_window_commands.cpp
    void fillLeads();
    // Asks once for every file of code; the answer is remembered by its hash.
    bool mayRunCode(const QString& model, const QString& hash);
    void fillModels();
    void fillRecent();
    void chooseFile();
    void askRate(const QString& path, Place place, formats::OpenHints hints);
    void askRecord(const QString& path, Place place, formats::OpenHints hints, const QStringList& names);
    void chooseExport(bool anonymise);
    void connectExporter();
    void go(pipeline::Direction direction, const std::function<bool(std::size_t)>& wanted, const QString& none);
    void goBorderline(pipeline::Direction direction);
    void goDisagreement(pipeline::Direction direction);
    void goSameClass(pipeline::Direction direction);
    void stepLead(int step);
    void enlarge();
    void goToTime();
    void showAllLeads(bool all);
    void findAction();
    void showAbout();

    ViewState state_;
    Session session_{state_};
    Exporter exporter_;
    Actions actions_{*this};
    Settings settings_;
    bool system_is_dark_ = false;
    bool models_listed_ = false;
    DisplayFilter filter_before_raw_ = DisplayFilter::monitor;
    std::optional<std::size_t> disagreed_;  // the beat on which a reader who reads first was last held back
    QMenu* leads_menu_ = nullptr;
    QMenu* models_menu_ = nullptr;
    QMenu* recent_menu_ = nullptr;
    ToolBar* tool_bar_ = nullptr;
    StatusFields* status_ = nullptr;
    ReasonStrip* reasons_ = nullptr;
    HeaderLine* header_line_ = nullptr;
    QStackedWidget* pages_ = nullptr;
    StartPage* start_page_ = nullptr;
    QSplitter* columns_ = nullptr;
    QSplitter* rows_ = nullptr;
    SidePanels* side_ = nullptr;
    OverviewStrip* overview_ = nullptr;
    TracePane* trace_ = nullptr;
    TriptychView* triptych_ = nullptr;
    BeatPanel* beat_panel_ = nullptr;
    BeatListPanel* beat_list_ = nullptr;
    MeasurementsPanel* measurements_ = nullptr;  // until somebody measures
    bool side_before_ = true;                    // the side panels were shown when the measurements took their place
    QTimer idle_check_;
};

}  // namespace triptych::ui
