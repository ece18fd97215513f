// The window: composes session, panes, panels, menus and bars. It shows and asks; the work is the session's.
#pragma once

#include "core/pipeline/beat_navigation.h"
#include "ui/state/rhythm_deeds.h"
#include "ui/state/view_state.h"
#include "ui/window/actions.h"
#include "ui/window/arrangement_habits.h"
#include "ui/window/exporter.h"
#include "ui/window/page_printer.h"
#include "ui/window/paper_habits.h"
#include "ui/window/print_request.h"
#include "ui/window/report_desk.h"
#include "ui/window/session.h"
#include "ui/window/settings.h"

#include <QMainWindow>
#include <QPointer>
#include <QTimer>

#include <functional>
#include <vector>

class QStackedWidget;

namespace triptych::ui {

class BatchBar;
class BeatListPanel;
class BeatPanel;
class BesideWindow;
class HeaderLine;
class MeasurementsPanel;
class OwnLabelMenu;
class PaneBoard;
class RecordingPanel;
class RhythmPanel;
class StartPage;
class StatusFields;
class ToolBar;

// GUI thread. One window reads one recording at a time.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    // `system_is_dark`: what the system prefers, asked before the program set a palette of its own.
    explicit MainWindow(bool system_is_dark = false, QWidget* parent = nullptr);
    ~MainWindow() override;

    // Waits for labels on their way to the disk; then opens in the background, and idle() follows.
    void open(const RecordingRef& recording, Place place = {});
    void openSample(Place place = {});
    // In a window of its own, beside the recording in view, which there must be. Labels are of the first alone.
    BesideWindow& openBeside(const RecordingRef& recording);
    void setThemeChoice(ThemeChoice choice);
    void setModel(const QString& name);
    // As chosen in the menu: a model made of code that was not trusted before is asked about; after a no nothing
    // changes.
    void chooseModel(const QString& name_or_folder);
    // Its code may run in this window, and is not asked about.
    void trustModel(const QString& name_or_folder);
    void setMethod(const std::string& method);
    // Labels are kept in this project from now on; empty: in the reader's own.
    void setProject(const QString& path);

    // True while anything computes that the window will show: file, beats, model, explanation, any pane.
    [[nodiscard]] bool isBusy() const;
    [[nodiscard]] QAction& action(ActionId id) const { return actions_[id]; }
    [[nodiscard]] const Actions& actions() const { return actions_; }
    [[nodiscard]] ViewState& state() { return state_; }
    [[nodiscard]] Session& session() { return session_; }
    [[nodiscard]] ReasonStrip& reasons() { return *reasons_; }
    [[nodiscard]] PaneBoard& board() { return *board_; }
    [[nodiscard]] HeaderLine& headerLine() { return *header_line_; }
    [[nodiscard]] BeatListPanel& beatList() const;
    [[nodiscard]] BeatPanel& beatPanel() const;
    [[nodiscard]] RecordingPanel& recordingPanel() const;
    [[nodiscard]] MeasurementsPanel& measurements() const;
    [[nodiscard]] bool measurementsShown() const;
    [[nodiscard]] RhythmPanel& rhythmPanel() const;
    [[nodiscard]] bool rhythmShown() const;
    [[nodiscard]] bool reviewShown() const;
    [[nodiscard]] bool hourShown() const;
    [[nodiscard]] bool explainShown() const;

Q_SIGNALS:
    // Nothing computes any more; emitted from the event loop, not from within a call.
    void idle();

protected:
    void closeEvent(QCloseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    // main_window.cpp
    void build();
    void follow();
    void say(const QString& text);  // in the status bar, for a while
    void showTitle();
    void showWorkspace();
    void showProgress(double fraction, const QString& stage);
    [[nodiscard]] bool works() const;  // on something that can be stopped
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
    [[nodiscard]] WindowFacts facts() const;
    void followFacts();

    // main_window_labels.cpp
    void connectLabels();
    void showTrouble();
    void chooseProject(bool is_new);
    void showHistory();
    [[nodiscard]] bool mayLeaveLabels();
    bool save(bool ask_folder);
    void label(std::uint8_t code, const char* tool = "key");

    // main_window_vocabulary.cpp
    void connectVocabulary();
    void readVocabulary();
    void takeVocabulary();

    // main_window_batch.cpp
    void connectBatch();
    void chooseStretch();
    bool letChosenGo();
    // nullopt: the reader's own labels are taken away. False where no beats are chosen.
    bool labelChosen(std::optional<std::uint8_t> code);
    bool acceptChosen();
    void sayOfChosen(std::size_t changed, const QString& what);

    // main_window_beats.cpp
    void connectBeats();
    void addBeat(bool free);
    void removeBeats();
    void markNoise();
    void writeNote();
    // main_window_readers.cpp
    void connectReaders();
    void showReading();
    void askReader();
    void setReading(const std::string& reader, ReadingMode mode);
    void showConflicts();
    void selectBeatAt(double time_s);
    void showWorkList();
    [[nodiscard]] QString projectInUse() const;
    void sayOfProject(const Error& error);
    void bringIn();
    void takeProject(const QString& path);
    void backUpProject();

    // main_window_report.cpp
    void connectReport();
    void connectExplanations();
    void saveFigure();
    void followTask(Task task);
    [[nodiscard]] std::string chosenMethod();  // by the reader, and not for the kind of model in use
    void showReport();

    // main_window_waves.cpp
    void connectWaves();
    void wantWaves();
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

    // main_window_rhythm.cpp
    void connectRhythm();
    void stepEpisode(int direction);
    void stepEvent(int direction);
    void sayOfEpisode(const std::function<ReaderWords(const rhythm::Episode&)>& words);
    void moveEdge(ReaderWords (*moved)(const rhythm::Episode&, double));
    void nameStretch();

    // main_window_files.cpp
    void rememberOpened();
    void fillRecent();
    void chooseFile();
    void chooseExport(bool anonymise);
    void connectExporter();
    void showAllLeads(bool all);

    // main_window_arrangements.cpp
    void connectArrangements();
    void fitPaper();
    // main_window_beside.cpp
    void chooseBeside();

    // main_window_pages.cpp
    void connectPages();
    void connectScalogram();
    void showFrequencies(FrequencyRange range);
    void chooseShownLeads();
    void printPages();
    void savePicture();
    void complainOfPages(const Error& error);

    // main_window_menus.cpp
    void fillLeads();
    void stepLead(int step);
    void fillModels();
    // Asks once for every file of code; the answer is remembered by its hash.
    bool mayRunCode(const QString& model, const QString& hash);
    void findAction();
    void showKeys();
    void showAbout();

    // main_window_travel.cpp
    void go(pipeline::Direction direction, const std::function<bool(std::size_t)>& wanted, const QString& none);
    void goBorderline(pipeline::Direction direction);
    bool goOnInQueue();
    void goDisagreement(pipeline::Direction direction);
    void goSameClass(pipeline::Direction direction);
    void goToTime();
    bool bringIntoView();
    [[nodiscard]] bool inSight(double time_s) const;
    void advance();
    void advanceFromLabelled();

    ViewState state_;
    Session session_{state_};
    PaperHabits paper_{state_.record(), state_.display()};
    ArrangementHabits arrangements_{state_};
    Exporter exporter_;
    PagePrinter printer_;
    PrintChoices print_choices_;
    ReportDesk report_{state_, session_};
    Actions actions_{*this};
    Settings settings_;
    bool system_is_dark_ = false;
    bool models_listed_ = false;
    bool method_of_recordings_ = false;  // the method in force came with a model of whole recordings
    bool reads_hours_ = false;           // the page of an hour was shown once
    DisplayFilter filter_before_raw_ = DisplayFilter::monitor;
    std::optional<std::size_t> disagreed_;  // the beat on which a reader who reads first was last held back
    QMenu* leads_menu_ = nullptr;
    QMenu* models_menu_ = nullptr;
    QMenu* recent_menu_ = nullptr;
    OwnLabelMenu* own_labels_ = nullptr;
    ToolBar* tool_bar_ = nullptr;
    StatusFields* status_ = nullptr;
    ReasonStrip* reasons_ = nullptr;
    HeaderLine* header_line_ = nullptr;
    BatchBar* batch_bar_ = nullptr;
    QStackedWidget* pages_ = nullptr;
    StartPage* start_page_ = nullptr;
    PaneBoard* board_ = nullptr;
    QPointer<BesideWindow> beside_;
    QTimer idle_check_;
};

}  // namespace triptych::ui
