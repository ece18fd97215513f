// The window's commands on many beats at once: what the reader chose, however, is labelled, accepted or cleared in one
// step, and taken back in one.
#include "ui/panels/batch_bar.h"
#include "ui/panels/label_palette.h"
#include "ui/panels/readable.h"
#include "ui/panes/hour_page.h"
#include "ui/state/navigation.h"
#include "ui/window/action_keys.h"
#include "ui/window/main_window.h"
#include "ui/window/pane_board.h"

#include <QStatusBar>

#include <numeric>

namespace triptych::ui {
namespace {

constexpr int kAsInTiles = 57;  // of the slider's steps: as alike as the beats of a tile are

}  // namespace

bool MainWindow::reviewShown() const {
    return board_->arrangement() == Arrangement::review;
}

bool MainWindow::hourShown() const {
    return board_->arrangement() == Arrangement::hour;
}

void MainWindow::connectBatch() {
    connect(batch_bar_, &BatchBar::labelWanted, this, [this](std::uint8_t code) { label(code, "button"); });
    connect(batch_bar_, &BatchBar::otherWanted, this, [this] { actions_[ActionId::label_other].trigger(); });
    connect(batch_bar_, &BatchBar::clearWanted, this, [this] { labelChosen(std::nullopt); });
    connect(batch_bar_, &BatchBar::letGoWanted, this, [this] { letChosenGo(); });
    connect(&state_.review(), &ReviewState::chosenChanged, this, &MainWindow::followFacts);
    actions_.on(ActionId::choose_similar, [this] {
        const auto beat = state_.beats().selected();
        if (!beat) return;
        batch_bar_->setLikeness(kAsInTiles);
        session_.shapes().chooseLike(*beat, kAsInTiles, BatchBar::kLikenessSteps);
    });
    connect(&session_.shapes(), &ShapeDesk::said, this, [this](const QString& text) { say(text); });
    connect(batch_bar_, &BatchBar::likenessChanged, this,
            [this](int step) { session_.shapes().setLikeness(step, BatchBar::kLikenessSteps); });
    connect(board_, &PaneBoard::changed, this, [this] {
        if (!hourShown() || reads_hours_) return;
        reads_hours_ = true;
        connect(&board_->get<HourPage>(), &HourPage::readWanted, this,
                [this] { board_->setArrangement(Arrangement::read); });
    });
    connect(&state_.view(), &ViewportState::selectionChanged, this, &MainWindow::chooseStretch);
    connect(&state_.beats(), &BeatState::beatsChanged, this, [this] {
        // The same stretch may hold other beats now.
        if (state_.review().chosenBy() == ChosenBy::stretch || state_.review().chosen().empty()) chooseStretch();
    });
    // Who goes on to another beat has done with the many.
    connect(&state_.beats(), &BeatState::selectedBeatChanged, this, [this] {
        const auto beat = state_.beats().selected();
        if (beat && !state_.review().chosen().empty() && !state_.review().isChosen(*beat)) state_.review().letGo();
    });
}

void MainWindow::chooseStretch() {
    const auto& stretch = state_.view().selection();
    if (!stretch) {
        if (state_.review().chosenBy() == ChosenBy::stretch) state_.review().letGo();
        return;
    }
    const auto [first, last] = beatsWithin(state_.beats().all(), stretch->from_s, stretch->to_s);
    std::vector<std::size_t> beats(last - first);
    std::iota(beats.begin(), beats.end(), first);
    state_.review().choose(std::move(beats), ChosenBy::stretch, tr("the selected stretch"));
}

bool MainWindow::letChosenGo() {
    if (state_.review().dragged()) {
        state_.review().setDragged(std::nullopt);
        return true;
    }
    if (state_.review().chosen().empty()) return false;
    if (state_.review().chosenBy() == ChosenBy::stretch) state_.view().setSelection(std::nullopt);
    state_.review().letGo();
    return true;
}

// False where one beat is meant.
bool MainWindow::labelChosen(std::optional<std::uint8_t> code) {
    const auto chosen = state_.review().chosen();
    if (chosen.empty()) return false;
    if (!session_.labels().isReady()) {
        say(tr("The project is still being read: press the key again."));
        return true;
    }
    statusBar()->clearMessage();
    const std::size_t changed = session_.labels().relabel(chosen, code, toolOf(state_.review().chosenBy()),
                                                          state_.review().chosenFrom().toStdString());
    sayOfChosen(changed, code ? QString::fromLatin1(symbolOf(*code).data()) : tr("no label of yours"));
    return true;
}

bool MainWindow::acceptChosen() {
    const auto chosen = state_.review().chosen();
    if (chosen.empty()) return false;
    statusBar()->clearMessage();
    const std::size_t changed = session_.labels().accept(chosen, toolOf(state_.review().chosenBy()));
    sayOfChosen(changed, tr("labels of your own"));
    return true;
}

void MainWindow::sayOfChosen(std::size_t changed, const QString& what) {
    if (changed == 0) {
        say(tr("None of these beats changes."));
    } else {
        say(tr("%1 beats: %2. %3 takes all of it back.").arg(groupedNumber(changed), what, keyOf(ActionId::undo)));
    }
}

}  // namespace triptych::ui
