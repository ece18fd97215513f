// The window's larger commands: files, labels, travelling between beats, and the menus that depend on what is there.
#include "core/formats/open.h"
#include "core/pipeline/beat_navigation.h"
#include "ui/panels/action_finder.h"
#include "ui/panels/beat_list_panel.h"
#include "ui/panes/fitting_text.h"
#include "ui/panes/trace_pane.h"
#include "ui/state/navigation.h"
#include "ui/window/go_to_time_dialog.h"
#include "ui/window/main_window.h"
#include "ui/window/table_question.h"
#include "ui/window/tool_bar.h"

#include <QActionGroup>
#include <QFileDialog>
#include <QFileInfo>
#include <QInputDialog>
#include <QMenu>
#include <QMessageBox>
#include <QStatusBar>
#include <QTimer>

#include <array>
#include <utility>

namespace triptych::ui {
namespace {

constexpr int kName_px = 480;  // of a stranger's name in a menu, a dialog or a message

QString inMenu(const QString& name, const QMenu& menu) {
    return withoutMnemonics(shortened(name, menu.fontMetrics(), kName_px));
}

}  // namespace

void MainWindow::fillLeads() {
    leads_menu_->clear();
    leads_menu_->setEnabled(state_.record().recording() != nullptr);
    if (!state_.record().recording()) return;
    auto* group = new QActionGroup(leads_menu_);
    const auto& leads = state_.record().recording()->leads;
    for (std::size_t lead = 0; lead < leads.size(); ++lead) {
        const QString name = QString::fromStdString(leads[lead].name);
        const bool is_other = state_.record().hasOtherLeads() && !state_.record().ecgLeads()[lead];
        QAction* action = leads_menu_->addAction(is_other ? tr("%1 \u2014 no ECG").arg(inMenu(name, *leads_menu_))
                                                          : inMenu(name, *leads_menu_));
        action->setToolTip(plainTip(tr("Analyse lead %1 (%2 Hz)").arg(name).arg(leads[lead].rate_hz)));
        action->setCheckable(true);
        action->setChecked(lead == state_.record().analysisLead());
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, lead] { session_.chooseLead(lead); });
    }
    if (!state_.record().hasOtherLeads()) return;
    leads_menu_->addSeparator();
    leads_menu_->addAction(&actions_[ActionId::all_leads]);
}

void MainWindow::fillModels() {
    models_menu_->clear();
    std::vector<Warning> warnings;
    const auto models = inference::listModels(&warnings);
    std::vector<Reason> reasons;
    for (const Warning& warning : warnings) {
        reasons.push_back({"models", Gravity::warning, QString::fromStdString(sentence(warning))});
    }
    reasons_->setReasons(QStringLiteral("models"), std::move(reasons));
    auto* group = new QActionGroup(models_menu_);
    for (const auto& [folder, info] : models) {
        const QString name = QString::fromStdString(info.name);
        QString title = QString::fromStdString(info.title.empty() ? info.name : info.title);
        if (info.leaks_patients)
            title = tr("%1 — leaks patients").arg(shortened(title, models_menu_->fontMetrics(), 320));
        QAction* action = models_menu_->addAction(inMenu(title, *models_menu_));
        action->setData(name);
        const QString tip = tr("%1, sha256 %2").arg(name, QString::fromStdString(info.hash.substr(0, 16)));
        action->setToolTip(plainTip(tip));
        action->setCheckable(true);
        action->setChecked(settings_.model == name || (settings_.model.isEmpty() && group->actions().isEmpty()));
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, name, asks = info.runs_code, hash = info.hash] {
            if (!asks || mayRunCode(name, QString::fromStdString(hash))) setModel(name);
        });
        if (action->isChecked()) tool_bar_->setModel(name, tip);
    }
    models_menu_->setEnabled(!models.empty());
    if (models.empty()) tool_bar_->setModel(tr("no model"), tr("No model is installed"));
}

bool MainWindow::mayRunCode(const QString& model, const QString& hash) {
    if (settings_.trusted_code.contains(hash)) return true;
    const auto answer = QMessageBox::question(this, tr("A model made of code"),
                                              tr("The model %1 is a TorchScript file: choosing it runs code from that "
                                                 "file. Do you trust where it comes from?")
                                                  .arg(shortened(model, fontMetrics(), kName_px).toHtmlEscaped()),
                                              QMessageBox::Yes | QMessageBox::No, QMessageBox::No);
    if (answer != QMessageBox::Yes) {
        // The mark goes back to the model in use; later, as the menu's own entry is still speaking.
        QTimer::singleShot(0, this, [this] { fillModels(); });
        return false;
    }
    settings_.trusted_code << hash;
    session_.trustCode(settings_.trusted_code);
    return true;
}

void MainWindow::fillRecent() {
    recent_menu_->clear();
    recent_menu_->setEnabled(!settings_.recent.isEmpty());
    for (qsizetype i = 0; i < settings_.recent.size(); ++i) {
        const QString path = settings_.recent[i];
        QAction* action =
            recent_menu_->addAction(QStringLiteral("&%1  %2").arg((i + 1) % 10).arg(inMenu(path, *recent_menu_)));
        action->setToolTip(plainTip(path));
        connect(action, &QAction::triggered, this, [this, path] { openFile(path); });
    }
}

void MainWindow::chooseFile() {
    QStringList filters;
    QStringList every_pattern;
    for (const auto& format : formats::knownFormats()) {
        QStringList patterns;
        for (const std::string& extension : format.extensions) {
            const QString small = "*." + QString::fromStdString(extension);
            patterns << small << small.toUpper();  // recorders write ECG001.SCP
        }
        every_pattern << patterns;
        filters << QStringLiteral("%1 (%2)").arg(QString::fromStdString(format.name), patterns.join(' '));
    }
    every_pattern.removeDuplicates();
    filters.prepend(tr("All recordings (%1)").arg(every_pattern.join(' ')));
    filters << tr("All files (*)");
    const QString path =
        QFileDialog::getOpenFileName(this, tr("Open a recording"), settings_.last_folder, filters.join(";;"));
    if (!path.isEmpty()) openFile(path);
}

void MainWindow::askRate(const QString& path, Place place, formats::OpenHints hints) {
    const auto given = askOfTable(this, shortened(path, fontMetrics(), kName_px), hints);
    if (given) session_.open(path, place, *given);
}

void MainWindow::askRecord(const QString& path, Place place, formats::OpenHints hints, const QStringList& names) {
    bool given = false;
    const QString name =
        QInputDialog::getItem(this, tr("Recordings"),
                              tr("<qt>%1 holds %n recordings. Which one?</qt>", nullptr, static_cast<int>(names.size()))
                                  .arg(shortened(path, fontMetrics(), kName_px).toHtmlEscaped()),
                              names, 0, false, &given);
    if (!given) return;
    hints.record = name.toStdString();
    session_.open(path, place, hints);
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
        const QString file = shortened(QString::fromStdString(done.files.back()), statusBar()->fontMetrics(), kName_px);
        say(tr("Exported to %1").arg(file));
    });
    connect(&exporter_, &Exporter::failed, this, [this](const Error& error) {
        reasons_->setReasons(QStringLiteral("export"),
                             {{QStringLiteral("export"), Gravity::error, QString::fromStdString(sentence(error))}});
    });
}

void MainWindow::go(pipeline::Direction direction, const std::function<bool(std::size_t)>& wanted,
                    const QString& none) {
    const auto found = pipeline::seekBeat(state_.beats().all().size(), state_.beats().selected(), direction, wanted);
    if (found) {
        state_.selectBeat(*found);
    } else {
        say(none);
    }
}

void MainWindow::goBorderline(pipeline::Direction direction) {
    go(
        direction, [this](std::size_t beat) { return beatList().model().passes(beat, BeatFilter::borderline); },
        state_.model().aiVisible() ? tr("No further borderline beat that way.")
                                   : tr("The AI layer is hidden: press X to see what is borderline."));
}

void MainWindow::goDisagreement(pipeline::Direction direction) {
    go(
        direction, [this](std::size_t beat) { return beatList().model().passes(beat, BeatFilter::disagreement); },
        state_.model().aiVisible() ? tr("No further beat that way on which the branches disagree.")
                                   : tr("The AI layer is hidden: press X to see where the branches disagree."));
}

void MainWindow::goSameClass(pipeline::Direction direction) {
    const auto selected = state_.beats().selected();
    if (!selected) return;
    const auto classOf = [this](std::size_t beat) {
        return beatClassOf(state_.beats().all()[beat].code, ClassMapping::display);
    };
    const auto wanted = classOf(*selected);
    go(
        direction, [&](std::size_t beat) { return classOf(beat) == wanted; },
        tr("No further beat of this class that way."));
}

void MainWindow::stepLead(int step) {
    if (!state_.record().recording()) return;
    const auto leads = static_cast<int>(state_.record().recording()->leads.size());
    const int next = (static_cast<int>(state_.record().analysisLead()) + step + leads) % leads;
    session_.chooseLead(static_cast<std::size_t>(next));
    fillLeads();
}

void MainWindow::goToTime() {
    if (!state_.record().recording()) return;
    GoToTimeDialog dialog(state_.record().start(), state_.record().recording()->duration_s, this);
    if (dialog.exec() != QDialog::Accepted) return;
    state_.view().setViewport(centredOn(state_.view().viewport(), dialog.time_s()));
    state_.view().setCursor({dialog.time_s(), std::nullopt});
}

// Kept for this recording: who wants to see its breathing wants it tomorrow, too.
void MainWindow::showAllLeads(bool all) {
    if (!state_.record().recording()) return;
    state_.record().setShowsAllLeads(all);
    if (state_.record().recording()->path.empty()) return;
    const QString path = QFileInfo(QString::fromStdString(state_.record().recording()->path)).absoluteFilePath();
    settings_.all_leads.removeAll(path);
    if (all) settings_.all_leads.prepend(path);
    settings_.all_leads = settings_.all_leads.mid(0, kAllLeadsKept);
}

void MainWindow::findAction() {
    ActionFinder finder(actions_.all(), this);
    if (finder.exec() == QDialog::Accepted && finder.chosen() != nullptr) finder.chosen()->trigger();
}

void MainWindow::showAbout() {
    QStringList lines;
    lines << tr("<h3>Triptych %1</h3>").arg(QStringLiteral(TRIPTYCH_VERSION));
    lines << tr(
        "<p>Reads ECG recordings with a model at the reader's side.<br><b>Research use — not for diagnosis.</b></p>");
    const auto& model = session_.classifier().model();
    if (model) {
        lines << tr("<p>Model %1<br>sha256 %2<br>%3</p>")
                     .arg(
                         shortened(QString::fromStdString(model->info().name), fontMetrics(), kName_px).toHtmlEscaped(),
                         QString::fromStdString(model->info().hash).toHtmlEscaped(),
                         session_.classifier().backend().toHtmlEscaped());
    }
    lines << tr("<p>Free software: GNU General Public License, version 3 or later. Qt %1.</p>")
                 .arg(QString::fromUtf8(qVersion()));
    QMessageBox::about(this, tr("About Triptych"), lines.join(QString()));
}

}  // namespace triptych::ui
