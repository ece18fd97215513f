// The window's commands around files: opening and what it asks, those read lately, exports.
#include "core/formats/open.h"
#include "ui/panes/fitting_text.h"
#include "ui/window/main_window.h"
#include "ui/window/open_questions.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QStatusBar>

#include <array>
#include <optional>
#include <utility>

namespace triptych::ui {
namespace {

// By the whole of its path, so that it is found from any folder; nothing for one that lives in memory.
std::optional<RecordingRef> refOf(const Recording& recording) {
    if (recording.path.empty()) return std::nullopt;
    return RecordingRef{QFileInfo(QString::fromStdString(recording.path)).absoluteFilePath().toStdString()};
}

}  // namespace

void MainWindow::rememberOpened() {
    const auto opened = refOf(*state_.record().recording());
    if (!opened) return;
    settings_.recent = withRecent(settings_.recent, *opened);
    settings_.last_folder = QFileInfo(QString::fromStdString(formats::fileOf(opened->path))).absolutePath();
    fillRecent();
    state_.record().setShowsAllLeads(settings_.all_leads.contains(*opened));
}

void MainWindow::fillRecent() {
    recent_menu_->clear();
    recent_menu_->setEnabled(!settings_.recent.isEmpty());
    for (qsizetype i = 0; i < settings_.recent.size(); ++i) {
        const RecordingRef& recording = settings_.recent[i];
        const QString path = QString::fromStdString(recording.text());
        QAction* action = recent_menu_->addAction(
            QStringLiteral("&%1  %2").arg((i + 1) % 10).arg(inMenu(path, recent_menu_->fontMetrics())));
        action->setToolTip(plainTip(path));
        connect(action, &QAction::triggered, this, [this, recording] { open(recording); });
    }
}

void MainWindow::chooseFile() {
    const QString path = pickRecording(this, tr("Open a recording"), settings_.last_folder);
    if (!path.isEmpty()) open({path.toStdString()});
}

void MainWindow::chooseExport(bool anonymise) {
    if (!state_.record().recording()) return;
    const std::array<std::pair<const char*, const char*>, 6> formats = {{{"EDF+ (*.edf)", "edf"},
                                                                         {"WFDB (*.hea)", "hea"},
                                                                         {"BDF+ (*.bdf)", "bdf"},
                                                                         {"DICOM (*.dcm)", "dcm"},
                                                                         {"CSV (*.csv)", "csv"},
                                                                         {"JSON (*.json)", "json"}}};
    QStringList filters;
    for (const auto& [filter, ending] : formats) filters << QString::fromLatin1(filter);
    QString chosen;
    QString path = QFileDialog::getSaveFileName(this, anonymise ? tr("Export anonymised") : tr("Export"),
                                                settings_.last_folder, filters.join(QStringLiteral(";;")), &chosen);
    if (path.isEmpty()) return;
    // The dialog has asked before it takes a file's place; not for a name that is completed here.
    bool replace = QFileInfo::exists(path);
    if (QFileInfo(path).suffix().isEmpty()) {
        replace = false;
        for (const auto& [filter, ending] : formats) {
            if (chosen == QLatin1String(filter)) path += QLatin1Char('.') + QLatin1String(ending);
        }
    }
    reasons_->setReasons(QStringLiteral("export"), {});
    exporter_.start(session_.labelledRecording(), path, {anonymise, replace});
}

void MainWindow::connectExporter() {
    connect(&exporter_, &Exporter::progressed, this, &MainWindow::showProgress);
    connect(&exporter_, &Exporter::busyChanged, this, &MainWindow::showBusy);
    connect(&exporter_, &Exporter::finished, this, [this](const formats::Exported& done) {
        std::vector<Reason> reasons;
        for (const Warning& warning : done.warnings) {
            reasons.push_back({QStringLiteral("export"), Gravity::warning, QString::fromStdString(sentence(warning))});
        }
        reasons_->setReasons(QStringLiteral("export"), reasons);
        const QString file =
            shortened(QString::fromStdString(done.files.back()), statusBar()->fontMetrics(), kStrangersName_px);
        say(tr("Exported to %1").arg(file));
    });
    connect(&exporter_, &Exporter::failed, this, [this](const Error& error) {
        reasons_->setReasons(QStringLiteral("export"),
                             {{QStringLiteral("export"), Gravity::error, QString::fromStdString(sentence(error))}});
    });
}

// Kept for this recording: who wants to see its breathing wants it tomorrow, too.
void MainWindow::showAllLeads(bool all) {
    if (!state_.record().recording()) return;
    state_.record().setShowsAllLeads(all);
    const auto opened = refOf(*state_.record().recording());
    if (!opened) return;
    settings_.all_leads.removeAll(*opened);
    if (all) settings_.all_leads.prepend(*opened);
    settings_.all_leads = settings_.all_leads.mid(0, kAllLeadsKept);
}

}  // namespace triptych::ui
