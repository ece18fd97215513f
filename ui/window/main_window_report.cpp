// The window's commands around the report.
#include "ui/panels/readable.h"
#include "ui/panels/when_text.h"
#include "ui/panes/triptych_view.h"
#include "ui/window/main_window.h"
#include "ui/window/pane_board.h"
#include "ui/window/report_dialog.h"

namespace triptych::ui {

void MainWindow::connectReport() {
    actions_.on(ActionId::keep_strip, [this] {
        if (const auto kept = report_.keepStrip()) {
            say(tr("Kept for the report: %1 to %2.")
                    .arg(whenText(state_.record(), kept->from_s), whenText(state_.record(), kept->to_s)));
        }
    });
    actions_.on(ActionId::keep_beat, [this] {
        const bool explained =
            state_.model().explanation() != nullptr && state_.model().beatAiVisible() && board_->triptych().isVisible();
        const QImage picture = explained ? board_->triptych().grab().toImage() : QImage();
        if (!report_.keepBeat(picture)) return;
        say(explained ? tr("Kept for the report: the beat and its explanation.")
                      : tr("Kept for the report: the beat."));
    });
    actions_.on(ActionId::report, [this] { showReport(); });
}

void MainWindow::showReport() {
    if (!state_.record().recording()) return;
    session_.waves().setWanted(state_.waves().visible(), true);  // what is not measured yet comes while it is open
    ReportDialog dialog(report_, settings_.last_folder, this);
    const auto follow = [&] { dialog.follow(session_.waves().isBusy()); };
    connect(&state_.waves(), &WaveState::measurementsChanged, &dialog, follow);
    connect(&session_.waves(), &WaveDesk::busyChanged, &dialog, follow);
    connect(&state_.rhythm(), &RhythmState::reportChanged, &dialog, follow);
    follow();
    dialog.exec();
    wantWaves();
    if (!dialog.written().isEmpty()) say(tr("Report written to %1").arg(dialog.written()));
}

}  // namespace triptych::ui
