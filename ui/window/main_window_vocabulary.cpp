// The window's labels beside WFDB's: the vocabulary of the settings folder and of the project, and taking a new one.
#include "core/review/vocabulary.h"
#include "core/text/said.h"
#include "ui/window/main_window.h"
#include "ui/window/own_label_menu.h"

#include <QFileDialog>
#include <QMessageBox>

namespace triptych::ui {

void MainWindow::connectVocabulary() {
    own_labels_ = new OwnLabelMenu(actions_.menu(Menu::own_labels), *this);
    connect(own_labels_, &OwnLabelMenu::chosen, this, [this](std::uint8_t code) { label(code, "key"); });
    actions_.on(ActionId::take_vocabulary, [this] { takeVocabulary(); });
}

void MainWindow::readVocabulary() {
    const auto used = review::useVocabulary(settings_.project.toStdString());
    own_labels_->fill();
    std::vector<Reason> reasons;
    for (const Warning& warning : used.warnings) {
        reasons.push_back({QStringLiteral("vocabulary"), Gravity::warning, QString::fromStdString(sentence(warning))});
    }
    reasons_->setReasons(QStringLiteral("vocabulary"), std::move(reasons));
}

void MainWindow::takeVocabulary() {
    const QString from = QFileDialog::getOpenFileName(this, tr("Take a vocabulary of labels"), settings_.last_folder,
                                                      tr("Vocabularies (*.json)"));
    if (from.isEmpty()) return;
    const std::string project = settings_.project.toStdString();
    auto taken = review::installVocabulary(from.toStdString(), project, false);
    if (!taken && taken.error().wants == Wants::to_replace) {
        const auto answer = QMessageBox::question(
            this, tr("A vocabulary is there already"),
            tr("%1 is there already. Replace it?").arg(QString::fromStdString(taken.error().where)),
            QMessageBox::Yes | QMessageBox::No, QMessageBox::No);
        if (answer != QMessageBox::Yes) return;
        taken = review::installVocabulary(from.toStdString(), project, true);
    }
    if (!taken) {
        reasons_->setReasons(QStringLiteral("vocabulary"), {{QStringLiteral("vocabulary"), Gravity::error,
                                                             QString::fromStdString(sentence(taken.error()))}});
        return;
    }
    readVocabulary();
    session_.labels().tellAgain();
    say(tr("Labels of your own: %1, from %2").arg(own_labels_->entries().size()).arg(QString::fromStdString(*taken)));
}

}  // namespace triptych::ui
