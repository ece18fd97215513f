// The window's commands around readers: who reads, what they see of the others, what comes next, conflicts, and
// projects of other desks.
#include "core/review/keep_projects.h"
#include "core/review/readers.h"
#include "core/text/said.h"
#include "ui/panels/conflicts_dialog.h"
#include "ui/panels/readable.h"
#include "ui/state/shown_text.h"
#include "ui/window/main_window.h"
#include "ui/window/tool_bar.h"
#include "ui/window/work_list_dialog.h"

#include <QDate>
#include <QFileDialog>
#include <QInputDialog>
#include <QMessageBox>
#include <QStatusBar>

#include <chrono>
#include <cmath>
#include <utility>

namespace triptych::ui {
namespace {

constexpr const char* kProjectFilter = "Projects (*.triptych-project)";

QString readerText(const std::string& reader) {
    return reader.empty() ? QObject::tr("(nobody)") : shownText(reader);
}

}  // namespace

void MainWindow::connectReaders() {
    actions_.on(ActionId::reader_name, [this] { askReader(); });
    actions_.onChoice<ReadingMode>([this](ReadingMode mode) { setReading(session_.labels().reader(), mode); });
    actions_.on(ActionId::sign_off, [this] {
        LabelDesk& desk = session_.labels();
        if (!desk.isReady() || !desk.signOff(!desk.isSignedOff())) return;
        say(desk.isSignedOff() ? tr("Signed off by %1. Another label opens it again.").arg(readerText(desk.reader()))
                               : tr("Open again."));
        followFacts();
    });
    actions_.on(ActionId::conflicts, [this] { showConflicts(); });
    actions_.on(ActionId::work_list, [this] { showWorkList(); });
    actions_.on(ActionId::bring_in, [this] { bringIn(); });
    actions_.on(ActionId::back_up, [this] { backUpProject(); });
    connect(&state_.model(), &ModelState::aiLayerChanged, this, &MainWindow::showReading);
    connect(&session_.labels(), &LabelDesk::ready, this, [this] {
        showReading();
        followFacts();
    });
    // What the model said of a beat does not stand over the next one.
    connect(&state_.beats(), &BeatState::selectedBeatChanged, this, [this] {
        if (!disagreed_ || state_.beats().selected() == disagreed_) return;
        disagreed_.reset();
        statusBar()->clearMessage();
    });
    showReading();
}

void MainWindow::showReading() {
    const LabelDesk& desk = session_.labels();
    QString mode, says;
    switch (desk.readingMode()) {
        case ReadingMode::blinded_to_readers:
            mode = tr("blinded");
            says = tr("Other readers' labels are not shown.");
            break;
        case ReadingMode::blinded_to_all:
            mode = tr("blinded, no model");
            says = tr("Neither other readers' labels nor the model are shown.");
            break;
        case ReadingMode::open:
            says = tr("Everybody's labels are shown.");
            break;
    }
    if (desk.readingMode() != ReadingMode::blinded_to_all && state_.model().readsFirst()) {
        mode = mode.isEmpty() ? tr("reads first") : tr("%1, reads first").arg(mode);
        says += QLatin1Char(' ') + tr("The model's word on a beat is shown once it is labelled.");
    }
    tool_bar_->setReading(QString::fromStdString(desk.reader()), mode, says);
}

void MainWindow::askReader() {
    bool given = false;
    const QString before = QString::fromStdString(session_.labels().reader());
    const QString name = QInputDialog::getText(this, tr("Who reads?"),
                                               tr("Labels are kept under this name, which every reader chooses:"),
                                               QLineEdit::Normal, before, &given);
    if (!given) return;
    const std::string cleaned = review::cleanedReaderName(name.toStdString());
    if (cleaned.empty()) {
        say(tr("A reader needs a name."));
        return;
    }
    setReading(cleaned, session_.labels().readingMode());
}

void MainWindow::setReading(const std::string& reader, ReadingMode mode) {
    if (reader == session_.labels().reader() && mode == session_.labels().readingMode()) return;
    if (!mayLeaveLabels()) return;
    settings_.reader = QString::fromStdString(reader);
    settings_.reading = mode;
    state_.model().setWithheld(mode == ReadingMode::blinded_to_all);
    session_.useReader(reader, mode);
    showReading();
    followFacts();
}

void MainWindow::showConflicts() {
    if (!state_.record().recording() || !session_.labels().isReady()) return;
    if (isBlinded(session_.labels().readingMode())) {
        say(tr("Who reads blinded does not see the others' labels: choose Review > Reader > Open first."));
        return;
    }
    auto* dialog = new ConflictsDialog(
        [this] {
            ConflictTable table;
            const LabelDesk& desk = session_.labels();
            const auto [readings, beats] = desk.conflicts();
            for (const review::Reading& reading : readings) table.readers << readerText(reading.reader);
            for (const review::DoublyRead& beat : beats) {
                ConflictRow row;
                row.sample = beat.sample;
                row.time_s = static_cast<double>(beat.sample) / desk.rate_hz();
                for (const auto& letter : beat.letters) {
                    row.letters << (letter ? QString::fromUtf8(symbolOf(*letter).data()) : QString());
                }
                if (beat.decided) {
                    row.decided =
                        tr("%1 by %2")
                            .arg(QString::fromUtf8(symbolOf(*beat.decided).data()), readerText(beat.adjudicator));
                }
                table.rows.push_back(std::move(row));
            }
            return table;
        },
        this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &ConflictsDialog::goTo, this, [this](double time_s) { selectBeatAt(time_s); });
    connect(dialog, &ConflictsDialog::decided, this,
            [this](qint64 sample, int code) { session_.labels().adjudicate(sample, static_cast<std::uint8_t>(code)); });
    connect(&session_.labels(), &LabelDesk::changed, dialog, &ConflictsDialog::fill);
    connect(&session_, &Session::opened, dialog, &QDialog::close);
    connect(&session_, &Session::closed, dialog, &QDialog::close);
    dialog->toNextOpen();
    dialog->show();
}

// The nearest beat; the moment itself where there is none near.
void MainWindow::selectBeatAt(double time_s) {
    const auto& beats = state_.beats().all();
    std::optional<std::size_t> nearest;
    for (std::size_t beat = 0; beat < beats.size(); ++beat) {
        if (!nearest || std::abs(beats[beat].time_s - time_s) < std::abs(beats[*nearest].time_s - time_s)) {
            nearest = beat;
        }
    }
    if (nearest) state_.selectBeat(*nearest);
}

void MainWindow::showWorkList() {
    const QString project = projectInUse();
    session_.labels().flush(std::chrono::milliseconds(1000));
    WorkListDialog dialog(project, session_.labels().reader(), settings_.work_folder, this);
    const bool opens = dialog.exec() == QDialog::Accepted;
    settings_.work_folder = dialog.folder();
    if (opens) open({dialog.chosen().toStdString()});
}

QString MainWindow::projectInUse() const {
    const LabelDesk& desk = session_.labels();
    if (!desk.keptIn().isEmpty()) return desk.keptIn();
    return desk.project().isEmpty() ? QString::fromStdString(store::defaultProjectPath()) : desk.project();
}

void MainWindow::sayOfProject(const Error& error) {
    reasons_->setReasons(QStringLiteral("project"),
                         {{QStringLiteral("project"), Gravity::error, QString::fromStdString(sentence(error))}});
}

void MainWindow::bringIn() {
    const QString path = QFileDialog::getOpenFileName(this, tr("Bring a copy of a project in"), settings_.last_folder,
                                                      tr(kProjectFilter));
    if (!path.isEmpty()) takeProject(path);
}

void MainWindow::takeProject(const QString& path) {
    if (!mayLeaveLabels()) return;
    const std::string mine = projectInUse().toStdString();
    const auto restored = review::restore(path.toStdString(), mine);
    if (!restored) return sayOfProject(restored.error());
    const review::Merged& merged = restored->merged;
    // The window's keeper hears of what came in by itself.
    const QString says = merged.groups == 1 ? tr("1 event came in.") : tr("%1 events came in.").arg(merged.groups);
    if (!merged.conflicts.empty()) {
        QStringList lines;
        constexpr std::size_t kShown = 20;
        for (std::size_t i = 0; i < std::min(kShown, merged.conflicts.size()); ++i) {
            const review::DeskConflict& conflict = merged.conflicts[i];
            const auto side = [](const review::DeskConflict::Side& one) {
                return QObject::tr("%1: %2").arg(readerText(one.reader),
                                                 one.value ? shownText(*one.value) : QObject::tr("nothing"));
            };
            lines << tr("%1 at %2: %3; there %4")
                         .arg(shownText(conflict.recording), clockText(conflict.time_s), side(conflict.ours),
                              side(conflict.theirs));
        }
        if (merged.conflicts.size() > kShown) lines << tr("and %1 more").arg(merged.conflicts.size() - kShown);
        QMessageBox box(QMessageBox::Information, tr("Two desks changed the same"),
                        tr("What was changed on both desks since the copies parted: %1. The later change counts until "
                           "somebody decides otherwise.")
                            .arg(merged.conflicts.size()),
                        QMessageBox::Ok, this);
        box.setObjectName(QStringLiteral("desk_conflicts"));
        box.setDetailedText(lines.join(QLatin1Char('\n')));
        box.exec();
    }
    reasons_->setReasons(QStringLiteral("project"), {});
    say(says);
}

void MainWindow::backUpProject() {
    if (!mayLeaveLabels()) return;
    const QString suffix = QString::fromUtf8(store::kProjectSuffix.data());
    const QString date = QDate::currentDate().toString(Qt::ISODate);
    QString path = QFileDialog::getSaveFileName(this, tr("Back the project up"),
                                                settings_.last_folder + QStringLiteral("/backup-") + date + suffix,
                                                tr(kProjectFilter));
    if (path.isEmpty()) return;
    if (!path.endsWith(suffix)) path += suffix;
    const std::string mine = projectInUse().toStdString();
    if (const auto kept = review::backUp(mine, path.toStdString()); !kept) return sayOfProject(kept.error());
    reasons_->setReasons(QStringLiteral("project"), {});
    say(tr("Backed up to %1").arg(path));
}

}  // namespace triptych::ui
