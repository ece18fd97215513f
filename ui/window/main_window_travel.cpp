// Going from beat to beat, and to a time.
#include "core/domain/beat_class.h"
#include "core/pipeline/beat_navigation.h"
#include "core/pipeline/review_queue.h"
#include "ui/panels/beat_list_panel.h"
#include "ui/panels/when_text.h"
#include "ui/panes/hour_page.h"
#include "ui/state/navigation.h"
#include "ui/state/shown_text.h"
#include "ui/window/action_keys.h"
#include "ui/window/go_to_time_dialog.h"
#include "ui/window/main_window.h"
#include "ui/window/pane_board.h"

#include <QStatusBar>

#include <utility>

namespace triptych::ui {

void MainWindow::go(pipeline::Direction direction, const std::function<bool(std::size_t)>& wanted,
                    const QString& none) {
    const auto found = pipeline::seekBeat(state_.beats().all().size(), state_.beats().selected(), direction, wanted);
    if (found) {
        state_.selectBeat(*found);
    } else {
        say(none);
    }
}

// In the queue's order, not in time's: what is worth most comes first.
void MainWindow::goBorderline(pipeline::Direction direction) {
    const auto& queue = state_.model().queue();
    if (!state_.model().aiVisible()) {
        say(tr("The AI layer is hidden: press %1 to see what is worth a look.").arg(keyOf(ActionId::ai_layer)));
    } else if (!queue || queue->beats.empty()) {
        say(tr("The queue is empty: the model is in doubt about no beat."));
    } else if (direction == pipeline::Direction::backward) {
        const auto before = pipeline::previousInQueue(*queue, state_.beats().selected());
        if (before) {
            state_.selectBeat(*before);
        } else {
            say(tr("The queue begins here."));
        }
    } else if (!goOnInQueue()) {
        const auto progress = pipeline::progressOf(*queue, state_.beats().decided());
        say(progress.left() == 0
                ? tr("The queue is done: all %n beat(s) looked at.", nullptr, static_cast<int>(progress.all))
                : tr("This is the last beat of the queue that you have not labelled."));
    }
}

bool MainWindow::goOnInQueue() {
    const auto& queue = state_.model().queue();
    const auto next =
        queue ? pipeline::nextInQueue(*queue, state_.beats().selected(), state_.beats().decided()) : std::nullopt;
    if (next) state_.selectBeat(*next);
    return next.has_value();
}

void MainWindow::goDisagreement(pipeline::Direction direction) {
    go(
        direction, [this](std::size_t beat) { return beatList().model().passes(beat, BeatFilter::disagreement); },
        state_.model().aiVisible() ? tr("No further beat that way on which the branches disagree.")
                                   : tr("The AI layer is hidden: press %1 to see where the branches disagree.")
                                         .arg(keyOf(ActionId::ai_layer)));
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

void MainWindow::goToTime() {
    if (!state_.record().recording()) return;
    GoToTimeDialog dialog(state_.record().start(), state_.record().recording()->duration_s, this);
    if (dialog.exec() != QDialog::Accepted) return;
    state_.view().setViewport(centredOn(state_.view().viewport(), dialog.time_s()));
    state_.view().setCursor({dialog.time_s(), std::nullopt});
}

void MainWindow::advanceFromLabelled() {
    // Who reads first wants to see a model that disagrees; the same key or the next one goes on.
    const auto beat = state_.beats().selected();
    const bool seen = std::exchange(disagreed_, std::nullopt) == beat;
    const auto& said = state_.model().classification();
    if (beat && state_.model().readsFirst() && !seen && said && state_.beats().all()[*beat].predicted_class >= 0) {
        const LabelledBeat& row = state_.beats().all()[*beat];
        const auto predicted = static_cast<std::size_t>(row.predicted_class);
        const std::string& word = said->model.classes[predicted];
        if (beatClassNamed(said->model.classLetters()[predicted]) != beatClassOf(row.code, ClassMapping::display)) {
            disagreed_ = beat;
            say(tr("The model says %1. Keep your label or change it; either goes on.")
                    .arg(QString::fromStdString(word)));
            return;
        }
    }
    advance();
    // What was done where nobody sees it, or too small to be seen, is said.
    if (!beat || *beat >= state_.beats().all().size() || !statusBar()->currentMessage().isEmpty()) return;
    const LabelledBeat& row = state_.beats().all()[*beat];
    if (hourShown() || !inSight(row.time_s)) {
        say(tr("%1 at %2.").arg(shownText(std::string(symbolOf(row.code))), whenText(state_.record(), row.time_s)));
    }
}

// On the page of an hour a beat's row is what has to be in sight, elsewhere its place on the paper.
bool MainWindow::inSight(double time_s) const {
    const Viewport& view = state_.view().viewport();
    if (time_s < view.start_s || time_s > view.end_s()) return false;
    return !hourShown() || board_->get<HourPage>().shows(time_s);
}

void MainWindow::advance() {
    const auto beat = state_.beats().selected();
    if (!beat) return;
    // Who has chosen the queue walks it.
    if (state_.model().aiVisible() && beatList().model().filter() == BeatFilter::borderline) {
        goBorderline(pipeline::Direction::forward);
        return;
    }
    if (*beat + 1 < state_.beats().all().size()) {
        state_.selectBeat(*beat + 1);
    } else {
        say(tr("This is the last beat: another label takes the place of the one just given."));
    }
}

// A beat that the reader has scrolled away from is shown before it is labelled. True where it had to be.
bool MainWindow::bringIntoView() {
    const auto beat = state_.beats().selected();
    const double time_s = state_.beats().all()[*beat].time_s;
    if (inSight(time_s)) return false;
    state_.view().setViewport(centredOn(state_.view().viewport(), time_s));
    if (hourShown()) board_->get<HourPage>().showTime(time_s);
    say(tr("The selected beat was out of view: press the key again to label it."));
    return true;
}

}  // namespace triptych::ui
