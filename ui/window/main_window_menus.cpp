// The menus that depend on what is there: the recording's leads, the models that are installed; and what Help offers.
#include "ui/panels/action_finder.h"
#include "ui/panels/attention_charts.h"
#include "ui/panels/keys_help.h"
#include "ui/panels/reason_strip.h"
#include "ui/panes/fitting_text.h"
#include "ui/window/main_window.h"
#include "ui/window/own_label_menu.h"
#include "ui/window/tool_bar.h"

#include <QActionGroup>
#include <QMenu>
#include <QMessageBox>
#include <QTimer>

#include <utility>

namespace triptych::ui {

void MainWindow::fillLeads() {
    leads_menu_->clear();
    leads_menu_->setEnabled(state_.record().recording() != nullptr);
    if (!state_.record().recording()) return;
    auto* group = new QActionGroup(leads_menu_);
    const auto& leads = state_.record().recording()->leads;
    for (std::size_t lead = 0; lead < leads.size(); ++lead) {
        const QString name = QString::fromStdString(leads[lead].name);
        const bool is_other = state_.record().hasOtherLeads() && !state_.record().ecgLeads()[lead];
        QAction* action =
            leads_menu_->addAction(is_other ? tr("%1 \u2014 no ECG").arg(inMenu(name, leads_menu_->fontMetrics()))
                                            : inMenu(name, leads_menu_->fontMetrics()));
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
        QAction* action = models_menu_->addAction(inMenu(title, models_menu_->fontMetrics()));
        action->setData(name);
        const QString tip = tr("%1, sha256 %2").arg(name, QString::fromStdString(info.hash.substr(0, 16)));
        const QString attention = attentionText(info);
        action->setToolTip(plainTip(attention.isEmpty() ? tip : tip + '\n' + attention));
        action->setCheckable(true);
        action->setChecked(settings_.model == name || (settings_.model.isEmpty() && group->actions().isEmpty()));
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, name] { chooseModel(name); });
        if (action->isChecked()) tool_bar_->setModel(name, tip);
    }
    models_menu_->setEnabled(!models.empty());
    if (models.empty()) tool_bar_->setModel(tr("no model"), tr("No model is installed"));
}

void MainWindow::chooseModel(const QString& name_or_folder) {
    // One that is not there, or whose card cannot be read, says so when it is loaded.
    const auto listing = inference::findModel(name_or_folder.toStdString());
    if (listing && listing->info.runs_code &&
        !mayRunCode(QString::fromStdString(listing->info.name), QString::fromStdString(listing->info.hash))) {
        return;
    }
    setModel(name_or_folder);
}

void MainWindow::trustModel(const QString& name_or_folder) {
    if (const auto listing = inference::findModel(name_or_folder.toStdString()); listing) {
        session_.trustCode(settings_.trusted_code + QStringList(QString::fromStdString(listing->info.hash)));
    }
}

bool MainWindow::mayRunCode(const QString& model, const QString& hash) {
    if (settings_.trusted_code.contains(hash)) return true;
    const auto answer =
        QMessageBox::question(this, tr("A model made of code"),
                              tr("The model %1 is a TorchScript file: choosing it runs code from that "
                                 "file. Do you trust where it comes from?")
                                  .arg(shortened(model, fontMetrics(), kStrangersName_px).toHtmlEscaped()),
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

void MainWindow::stepLead(int step) {
    if (!state_.record().recording()) return;
    const auto leads = static_cast<int>(state_.record().recording()->leads.size());
    const int next = (static_cast<int>(state_.record().analysisLead()) + step + leads) % leads;
    session_.chooseLead(static_cast<std::size_t>(next));
    fillLeads();
}

void MainWindow::findAction() {
    ActionFinder finder(actions_.all() + own_labels_->entries(), this);
    if (finder.exec() == QDialog::Accepted && finder.chosen() != nullptr) finder.chosen()->trigger();
}

void MainWindow::showKeys() {
    ActionGroupList groups = actions_.byMenu();
    if (!own_labels_->entries().isEmpty()) groups << std::pair(tr("Labels of your own"), own_labels_->entries());
    KeysHelp(groups, this).exec();
}

void MainWindow::showAbout() {
    QStringList lines;
    lines << tr("<h3>Triptych %1</h3>").arg(QStringLiteral(TRIPTYCH_VERSION));
    lines << tr(
        "<p>Reads ECG recordings with a model at the reader's side.<br><b>Research use — not for diagnosis.</b></p>");
    const auto& model = session_.classifier().model();
    if (model) {
        lines << tr("<p>Model %1<br>sha256 %2<br>%3</p>")
                     .arg(shortened(QString::fromStdString(model->info().name), fontMetrics(), kStrangersName_px)
                              .toHtmlEscaped(),
                          QString::fromStdString(model->info().hash).toHtmlEscaped(),
                          session_.classifier().backend().toHtmlEscaped());
    }
    lines << tr("<p>Free software: GNU General Public License, version 3 or later. Qt %1.</p>")
                 .arg(QString::fromUtf8(qVersion()));
    QMessageBox::about(this, tr("About Triptych"), lines.join(QString()));
}

}  // namespace triptych::ui
