// The window's commands around arrangements: each leads to its page and keeps it, however often it is pressed.
#include "ui/panes/trace_pane.h"
#include "ui/state/resting.h"
#include "ui/window/main_window.h"
#include "ui/window/pane_board.h"
#include "ui/window/tool_bar.h"

#include <utility>

namespace triptych::ui {

void MainWindow::connectArrangements() {
    constexpr std::pair<ActionId, Arrangement> kPages[] = {
        {ActionId::read_page, Arrangement::read},       {ActionId::measurements, Arrangement::measure},
        {ActionId::rhythm_page, Arrangement::rhythm},   {ActionId::review_page, Arrangement::review},
        {ActionId::explain_page, Arrangement::explain}, {ActionId::hour_page, Arrangement::hour}};
    for (const auto& [id, arrangement] : kPages) {
        actions_.on(id, [this, arrangement = arrangement] {
            board_->setArrangement(arrangement);
            followFacts();  // a tick that the click took away stands again
        });
    }
    connect(board_, &PaneBoard::changed, this, [this] {
        tool_bar_->setPaperShown(!hourShown());
        fitPaper();
    });
    TracePane& paper = board_->get<TracePane>();
    connect(&paper, &TracePane::fitChanged, this, [this, &paper] { tool_bar_->setWishedGain(paper.wishedGain()); });
}

// Where the paper shares its height with tiles or pictures, beats have to fit into what is left of it.
void MainWindow::fitPaper() {
    const auto& recording = state_.record().recording();
    if (!recording || isRestingEcg(*recording)) return;  // fitted as it opened
    TracePane& paper = board_->get<TracePane>();
    if (reviewShown() || rhythmShown()) {
        paper.fitGain(TracePane::Fit::beats);
    } else {
        paper.letGainBe();
    }
}

}  // namespace triptych::ui
