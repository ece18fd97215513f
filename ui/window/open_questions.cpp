#include "ui/window/open_questions.h"

#include "core/formats/open.h"
#include "ui/panes/fitting_text.h"
#include "ui/window/table_question.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QInputDialog>

namespace triptych::ui {
namespace {

QString tr(const char* text, int count = -1) {
    return QCoreApplication::translate("triptych::ui::MainWindow", text, nullptr, count);
}

void askRate(QWidget& parent, Opening& opening, OpenRequest request) {
    const QString name = QString::fromStdString(request.recording.text());
    const auto given = askOfTable(&parent, shortened(name, parent.fontMetrics(), kStrangersName_px), request.hints);
    if (!given) return;
    request.hints = *given;
    opening.open(request);
}

void askRecord(QWidget& parent, Opening& opening, OpenRequest request, const QStringList& names) {
    bool given = false;
    const QString file = QString::fromStdString(request.recording.text());
    const QString name =
        QInputDialog::getItem(&parent, tr("Recordings"),
                              tr("<qt>%1 holds %n recordings. Which one?</qt>", static_cast<int>(names.size()))
                                  .arg(shortened(file, parent.fontMetrics(), kStrangersName_px).toHtmlEscaped()),
                              names, 0, false, &given);
    if (!given) return;
    request.recording.record = name.toStdString();
    opening.open(request);
}

}  // namespace

QString pickRecording(QWidget* parent, const QString& title, const QString& folder) {
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
    return QFileDialog::getOpenFileName(parent, title, folder, filters.join(";;"));
}

void answerQuestions(QWidget& parent, Opening& opening) {
    QObject::connect(&opening, &Opening::rateWanted, &parent,
                     [&parent, &opening](const OpenRequest& request) { askRate(parent, opening, request); });
    QObject::connect(&opening, &Opening::recordWanted, &parent,
                     [&parent, &opening](const OpenRequest& request, const QStringList& names) {
                         askRecord(parent, opening, request, names);
                     });
}

}  // namespace triptych::ui
