// The window's commands on the beats themselves, on noise and on notes: a beat is added at the pointer, dragged, taken
// away; a stretch is called noise; a moment gets a few words.
#include "ui/panels/readable.h"
#include "ui/panels/when_text.h"
#include "ui/panes/beat_drag.h"
#include "ui/state/navigation.h"
#include "ui/state/rhythm_deeds.h"
#include "ui/window/action_keys.h"
#include "ui/window/main_window.h"

#include <QInputDialog>
#include <QStatusBar>

namespace triptych::ui {
namespace {

constexpr double kNoteReach_s = 0.5;

}  // namespace

void MainWindow::connectBeats() {
    connect(&session_.beatDesk(), &BeatDesk::said, this, [this](const QString& text) { say(text); });
    connect(&session_.beatDesk(), &BeatDesk::changed, this, &MainWindow::followFacts);
    connect(&session_.notes(), &NoteDesk::said, this, [this](const QString& text) { say(text); });
    connect(&session_.notes(), &NoteDesk::changed, this, &MainWindow::followFacts);
    actions_.on(ActionId::add_beat, [this] { addBeat(false); });
    actions_.on(ActionId::add_beat_free, [this] { addBeat(true); });
    actions_.on(ActionId::remove_beat, [this] { removeBeats(); });
    actions_.on(ActionId::mark_noise, [this] { markNoise(); });
    actions_.on(ActionId::write_note, [this] { writeNote(); });
}

void MainWindow::addBeat(bool free) {
    const auto& time_s = state_.view().cursor().time_s;
    if (!time_s) {
        say(tr("Point at the beat in the trace, then press %1 again.")
                .arg(keyOf(free ? ActionId::add_beat_free : ActionId::add_beat)));
        return;
    }
    statusBar()->clearMessage();
    session_.beatDesk().add(free ? *time_s : snapped_s(state_, *time_s), "key");
}

void MainWindow::removeBeats() {
    std::vector<std::size_t> beats = state_.review().chosen();
    const char* tool = toolOf(state_.review().chosenBy());
    if (beats.empty()) {
        if (!state_.beats().selected() || bringIntoView()) return;
        beats = {*state_.beats().selected()};
    }
    statusBar()->clearMessage();
    session_.beatDesk().remove(beats, tool);
}

void MainWindow::markNoise() {
    const auto stretch = state_.view().selection();
    if (!stretch || stretch->length_s() <= 0) {
        say(tr("Select the stretch first: drag over the paper with the shift key held."));
        return;
    }
    if (!state_.rhythm().report()) {
        say(tr("The rhythm is not known yet: press %1 again in a moment.").arg(keyOf(ActionId::mark_noise)));
        return;
    }
    state_.rhythm().askToSay({{{stretch->from_s, stretch->to_s}, rhythm::Rhythm::unreadable, false}}, "noise");
    say(tr("Noise from %1 to %2: it leaves every figure and what is trained on. %3 takes it back.")
            .arg(whenText(state_.record(), stretch->from_s), whenText(state_.record(), stretch->to_s),
                 keyOf(ActionId::undo)));
}

void MainWindow::writeNote() {
    const auto at_s = here(state_);
    if (!at_s) {
        say(tr("Point at the moment in the trace, then press %1 again.").arg(keyOf(ActionId::write_note)));
        return;
    }
    if (!session_.labels().isReady()) {
        say(tr("The project is still being read: press the key again."));
        return;
    }
    const auto there = session_.notes().near(*at_s, kNoteReach_s);
    const double time_s = there ? there->time_s : *at_s;
    bool wanted = false;
    const QString text = QInputDialog::getText(
        this, there ? tr("Change the note") : tr("Write a note"),
        tr("At %1, in your words; nothing takes the note away:").arg(whenText(state_.record(), time_s)),
        QLineEdit::Normal, there ? there->text : QString(), &wanted);
    if (wanted) session_.notes().write(time_s, text, "key");
}

}  // namespace triptych::ui
