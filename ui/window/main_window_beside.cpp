// Another recording beside the one in view.
#include "ui/panels/header_line.h"
#include "ui/window/beside_window.h"
#include "ui/window/main_window.h"
#include "ui/window/open_questions.h"

namespace triptych::ui {

void MainWindow::chooseBeside() {
    const QString path = pickRecording(this, tr("Open a recording beside this one"), settings_.last_folder);
    if (!path.isEmpty()) openBeside({path.toStdString()});
}

// Each time anew, for the recording in view may be another one by now, or its beats.
BesideWindow& MainWindow::openBeside(const RecordingRef& recording) {
    delete beside_;
    BesideFirst first;
    first.recording = state_.record().recording();
    first.lead = state_.record().analysisLead();
    first.is_ecg = state_.record().ecgLeads();
    first.layers = state_.record().layers();
    first.beats = state_.beats().all();
    first.origin = state_.beats().origin();
    first.analysis = session_.analysis();
    first.header = header_line_->isWanted();
    const auto& measured = state_.waves().measurements();
    if (measured && measured->complete && state_.waves().measurementsAreFresh()) first.figures = measured;
    beside_ = new BesideWindow(std::move(first), state_.display(), this);
    beside_->setPalette(palette());
    beside_->open(recording);
    beside_->show();
    return *beside_;
}

}  // namespace triptych::ui
