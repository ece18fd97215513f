// The window's commands around maps: the page of explanations, maps that are kept, figures.
#include "ui/pages/map_figure_page.h"
#include "ui/panels/beat_panel.h"
#include "ui/panels/explanation_panel.h"
#include "ui/panes/fitting_text.h"
#include "ui/state/map_state.h"
#include "ui/state/on_any.h"
#include "ui/state/why_state.h"
#include "ui/window/action_keys.h"
#include "ui/window/main_window.h"
#include "ui/window/pane_board.h"

#include "core/formats/targets.h"
#include "core/inference/default_method.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QStatusBar>

#include <utility>

namespace triptych::ui {

bool MainWindow::explainShown() const {
    return board_->arrangement() == Arrangement::explain;
}

void MainWindow::connectExplanations() {
    actions_.on(ActionId::absolute_maps, [this] { state_.why().map().setAbsolute(!state_.why().map().absolute()); });
    actions_.on(ActionId::keep_map, [this] {
        session_.compare().keep();
        say(tr("The map is kept; %1 shows it beside others.").arg(keyOf(ActionId::explain_page)));
    });
    actions_.on(ActionId::save_figure, [this] { saveFigure(); });
    onAny(this, &MainWindow::followFacts, std::pair(&state_.model(), &ModelState::explanationChanged),
          std::pair(&state_.why().map(), &MapState::changed));
    connect(&session_.compare(), &CompareDesk::saveWanted, this, &MainWindow::saveFigure);
}

// A model of whole recordings is explained by a method of its own first, unless the reader has chosen another than the
// first one of beats.
void MainWindow::followTask(Task task) {
    const std::string of_beats(inference::defaultMethod().id),
        of_recordings(inference::defaultMethodFor(Task::recording).id);
    const std::string method = beatPanel().explanation().method();
    if (task == Task::recording && method == of_beats) {
        method_of_recordings_ = true;
        setMethod(of_recordings);
    } else if (task == Task::beat && std::exchange(method_of_recordings_, false) && method == of_recordings) {
        setMethod(of_beats);
    }
}

std::string MainWindow::chosenMethod() {
    const std::string method = beatPanel().explanation().method();
    const bool followed = method_of_recordings_ && method == inference::defaultMethodFor(Task::recording).id;
    return followed ? std::string(inference::defaultMethod().id) : method;
}

void MainWindow::saveFigure() {
    const auto figure = session_.compare().figure();
    const auto& recording = state_.record().recording();
    if (!figure || !recording) {
        say(tr("There is no map to be written yet."));
        return;
    }
    QString filter;
    const QString svg = tr("SVG (*.svg)"), pdf = tr("PDF (*.pdf)"), png = tr("PNG, 300 dots an inch (*.png)");
    QString path = QFileDialog::getSaveFileName(this, tr("Save figure"), settings_.last_folder,
                                                QStringList{svg, pdf, png}.join(QStringLiteral(";;")), &filter);
    if (path.isEmpty()) return;
    // The dialog has asked before it takes a file's place; not for a name that is completed here.
    bool replace = QFileInfo::exists(path);
    if (QFileInfo(path).suffix().isEmpty()) {
        replace = false;
        path += filter == pdf   ? QStringLiteral(".pdf")
                : filter == png ? QStringLiteral(".png")
                                : QStringLiteral(".svg");
    }
    if (auto may = formats::checkTargets(*recording, {path.toStdString()}); !may) return complainOfPages(may.error());
    const auto written = writeFigure(*figure, path.toStdString(), replace);
    reasons_->setReasons(QStringLiteral("pages"), {});
    if (!written) return complainOfPages(written.error());
    say(tr("Saved to %1").arg(shortened(path, statusBar()->fontMetrics(), kStrangersName_px)));
}

}  // namespace triptych::ui
