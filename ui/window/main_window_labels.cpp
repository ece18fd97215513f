// The window's commands around labels: giving them, keeping them, their projects and their history.
#include "core/domain/beat_class.h"
#include "core/text/said.h"
#include "ui/panels/history_dialog.h"
#include "ui/panels/when_text.h"
#include "ui/state/navigation.h"
#include "ui/window/action_keys.h"
#include "ui/window/main_window.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QPushButton>
#include <QStatusBar>

#include <chrono>
#include <utility>

namespace triptych::ui {
namespace {

// A label is on the disk within milliseconds; a disk that takes longer than this is in trouble.
constexpr auto kPatience = std::chrono::milliseconds(3000);
constexpr const char* kProjectFilter = "Projects (*.triptych-project)";

}  // namespace

void MainWindow::connectLabels() {
    LabelDesk& desk = session_.labels();
    connect(&desk, &LabelDesk::changed, this, [this] {
        showTitle();
        showTrouble();
    });
    connect(&desk, &LabelDesk::said, this, [this](const QString& text) { say(text); });
    connect(&desk, &LabelDesk::noticed, this, [this](const Warning& warning) {
        reasons_->setReasons(QStringLiteral("project"), {{QStringLiteral("project"), Gravity::warning,
                                                          QString::fromStdString(sentence(warning))}});
    });
    actions_.on(ActionId::new_project, [this] { chooseProject(true); });
    actions_.on(ActionId::open_project, [this] { chooseProject(false); });
    actions_.on(ActionId::own_project, [this] { setProject({}); });
    actions_.on(ActionId::history, [this] { showHistory(); });
}

// What could not be written is said for as long as it is so.
void MainWindow::showTrouble() {
    const auto& trouble = session_.labels().trouble();
    std::vector<Reason> reasons;
    if (trouble && session_.labels().pending() > 0) {
        Error error = *trouble;
        error.what = text::say("labels are not on the disk yet: {1}", error.what);
        error.hint = text::say("{1}; they are kept in this window and written as soon as it can be", error.hint);
        reasons.push_back({QStringLiteral("kept"), Gravity::error, QString::fromStdString(sentence(error))});
    }
    reasons_->setReasons(QStringLiteral("kept"), std::move(reasons));
}

void MainWindow::setProject(const QString& path) {
    if (!mayLeaveLabels()) return;
    // One that cannot be had leaves the reader in the project that is open.
    if (!path.isEmpty()) {
        if (const auto tried = store::Project::open(path.toStdString(), true); !tried) {
            reasons_->setReasons(QStringLiteral("project"), {{QStringLiteral("project"), Gravity::error,
                                                              QString::fromStdString(sentence(tried.error()))}});
            return;
        }
    }
    settings_.project = path;
    readVocabulary();
    session_.useProject(path);
    followFacts();
}

void MainWindow::chooseProject(bool is_new) {
    QString path = is_new ? QFileDialog::getSaveFileName(this, tr("New project of labels"), settings_.last_folder,
                                                         tr(kProjectFilter), nullptr, QFileDialog::DontConfirmOverwrite)
                          : QFileDialog::getOpenFileName(this, tr("Open a project of labels"), settings_.last_folder,
                                                         tr(kProjectFilter));
    if (path.isEmpty()) return;
    const QString suffix = QString::fromUtf8(store::kProjectSuffix.data());
    if (is_new && !path.endsWith(suffix)) path += suffix;
    setProject(path);  // one that is there already is opened, never emptied
}

void MainWindow::showHistory() {
    const auto& recording = state_.record().recording();
    if (!recording) return;
    LabelDesk& desk = session_.labels();
    std::optional<double> beat_s;
    if (const auto beat = state_.beats().selected()) beat_s = state_.beats().all()[*beat].time_s;
    WaveDesk& waves = session_.waves();
    RhythmDesk& rhythm = session_.rhythm();
    BeatDesk& beats = session_.beatDesk();
    NoteDesk& notes = session_.notes();
    const double beats_rate_hz = session_.beats() ? session_.beats()->rate_hz : 0;
    HistoryDialog dialog(
        [&desk, &waves, &rhythm, &beats, &notes, beats_rate_hz, this] {
            return historyRows(desk.journal(), desk.rate_hz(), waves.journal(), rhythm.journal(), beats_rate_hz,
                               beats.journal(), notes.journal(),
                               [this](double time_s) { return whenText(state_.record(), time_s); });
        },
        beat_s,
        [&desk, &waves, &rhythm, &beats, &notes](const std::string& key, bool undone) {
            // Of whichever layer the group is.
            (void)(desk.setUndone(key, undone) || waves.setUndone(key, undone) || rhythm.setUndone(key, undone) ||
                   beats.setUndone(key, undone) || notes.setUndone(key, undone));
        },
        this);
    dialog.exec();
}

bool MainWindow::mayLeaveLabels() {
    LabelDesk& desk = session_.labels();
    if (desk.pending() == 0 || desk.flush(kPatience)) return true;
    const QString why = desk.trouble() ? QString::fromStdString(sentence(*desk.trouble())) : tr("The disk is slow.");
    QMessageBox question(QMessageBox::Warning, tr("Labels that are not on the disk"),
                         tr("%1 could not be written to the project:\n%2")
                             .arg(desk.pending() == 1 ? tr("One change") : tr("%1 changes").arg(desk.pending()), why),
                         QMessageBox::NoButton, this);
    question.setObjectName(QStringLiteral("unsaved_labels"));
    const QPushButton* elsewhere = question.addButton(tr("&Save to a folder…"), QMessageBox::AcceptRole);
    const QPushButton* lose = question.addButton(tr("&Lose them"), QMessageBox::DestructiveRole);
    const QPushButton* stay = question.addButton(QMessageBox::Cancel);
    question.setDefaultButton(QMessageBox::Cancel);
    question.exec();
    if (question.clickedButton() == elsewhere) return save(true);
    return question.clickedButton() == lose && question.clickedButton() != stay;
}

bool MainWindow::save(bool ask_folder) {
    QString folder;
    if (ask_folder) {
        folder = QFileDialog::getExistingDirectory(this, tr("Save labels to a folder"), settings_.last_folder);
        if (folder.isEmpty()) return false;
    }
    const auto saved = session_.labels().save(folder);
    if (!saved) {
        Error error = saved.error();
        error.hint = text::say("{1} ({2})", error.hint, keyOf(ActionId::save_labels_to).toStdString());
        reasons_->setReasons(QStringLiteral("labels"),
                             {{"labels", Gravity::error, QString::fromStdString(sentence(error))}});
        return false;
    }
    reasons_->setReasons(QStringLiteral("labels"), {});
    say(tr("Labels saved to %1").arg(*saved));
    return true;
}

void MainWindow::label(std::uint8_t code, const char* tool) {
    if (labelChosen(code)) return;
    if (!state_.beats().selected()) return;
    if (!session_.labels().isReady()) {
        say(tr("The project is still being read: press the key again."));
        return;
    }
    if (bringIntoView()) return;
    statusBar()->clearMessage();
    session_.labels().relabel(*state_.beats().selected(), code, tool);
    advanceFromLabelled();
}

}  // namespace triptych::ui
