// The window's commands around the rhythm: its page, going from episode to episode and from event to event, and what a
// reader says of an episode.
#include "ui/panels/rhythm_lists.h"
#include "ui/panels/rhythm_menu.h"
#include "ui/panels/rhythm_panel.h"
#include "ui/panels/rhythm_words.h"
#include "ui/state/on_any.h"
#include "ui/window/action_keys.h"
#include "ui/window/main_window.h"
#include "ui/window/pane_board.h"

namespace triptych::ui {

void MainWindow::connectRhythm() {
    actions_.on(ActionId::next_episode, [this] { stepEpisode(1); });
    actions_.on(ActionId::previous_episode, [this] { stepEpisode(-1); });
    actions_.on(ActionId::next_event, [this] { stepEvent(1); });
    actions_.on(ActionId::previous_event, [this] { stepEvent(-1); });
    actions_.on(ActionId::accept_episode, [this] { sayOfEpisode(accepted); });
    actions_.on(ActionId::reject_episode, [this] { sayOfEpisode(rejected); });
    actions_.on(ActionId::change_episode, [this] {
        if (!rhythmShown()) board_->setArrangement(Arrangement::rhythm);
        rhythmPanel().showEpisodes();
        rhythmPanel().episodes().askForRhythm();
    });
    actions_.on(ActionId::episode_begins, [this] { moveEdge(begunAt); });
    actions_.on(ActionId::episode_ends, [this] { moveEdge(endedAt); });
    actions_.on(ActionId::name_stretch, [this] { nameStretch(); });
    onAny(this, &MainWindow::followFacts, std::pair(&state_.rhythm(), &RhythmState::reportChanged),
          std::pair(&state_.rhythm(), &RhythmState::chosenChanged));
    connect(&session_.rhythm(), &RhythmDesk::said, this, [this](const QString& text) { say(text); });
    connect(&session_.rhythm(), &RhythmDesk::changed, this, &MainWindow::followFacts);
}

void MainWindow::stepEpisode(int direction) {
    const auto next = state_.rhythm().nextEpisode(direction, state_.view().viewport().start_s);
    if (!next) {
        say(direction > 0 ? tr("No further episode of the list that way.") : tr("No episode of the list before."));
        return;
    }
    if (rhythmShown()) rhythmPanel().showEpisodes();
    goToEpisode(state_, *next);
    const rhythm::Episode& episode = state_.rhythm().episodes()[*next];
    say(tr("%1, %2").arg(rhythmName(episode.rhythm), lengthText(episode.span.to_s - episode.span.from_s)));
}

void MainWindow::stepEvent(int direction) {
    const auto next = state_.rhythm().nextEvent(direction, state_.view().viewport().start_s);
    if (!next) {
        say(direction > 0 ? tr("No further event of the list that way.") : tr("No event of the list before."));
        return;
    }
    if (rhythmShown()) rhythmPanel().showEvents();
    goToEvent(state_, *next);
    const rhythm::RhythmEvent& event = state_.rhythm().events()[*next];
    say(tr("%1 %2").arg(eventName(event), eventValue(event)));
}

void MainWindow::sayOfEpisode(const std::function<ReaderWords(const rhythm::Episode&)>& words) {
    const auto& at = state_.rhythm().episode();
    if (!at) return;
    if (!session_.labels().isReady()) {
        say(tr("The project is still being read: press the key again."));
        return;
    }
    state_.rhythm().askToSay(words(state_.rhythm().episodes()[*at]), "key");
}

void MainWindow::moveEdge(ReaderWords (*moved)(const rhythm::Episode&, double)) {
    const auto& at = state_.rhythm().episode();
    const auto at_s = here(state_);
    if (!at || !at_s) return;
    if (moved(state_.rhythm().episodes()[*at], *at_s).empty()) {
        say(tr("The episode cannot end before it begins."));
        return;
    }
    sayOfEpisode([moved, at_s](const rhythm::Episode& episode) { return moved(episode, *at_s); });
}

void MainWindow::nameStretch() {
    const auto stretch = state_.view().selection();
    if (!stretch || stretch->length_s() <= 0) {
        say(tr("Select the stretch first: drag over the paper with the shift key held."));
        return;
    }
    auto* menu = new RhythmMenu(state_.display().theme(), this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    connect(menu, &RhythmMenu::chosen, this, [this, span = *stretch](rhythm::Rhythm rhythm) {
        state_.rhythm().askToSay({{{span.from_s, span.to_s}, rhythm, false}}, "key");
    });
    menu->popup(mapToGlobal(rect().center()));
}

}  // namespace triptych::ui
