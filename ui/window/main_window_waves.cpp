// The window's commands around waves: showing their marks, taking one in hand, moving it, and the panel of figures.
#include "core/review/wave_journal.h"
#include "ui/panels/measurements_panel.h"
#include "ui/panels/median_beat_view.h"
#include "ui/panes/triptych_view.h"
#include "ui/panes/wave_marks.h"
#include "ui/state/navigation.h"
#include "ui/window/main_window.h"
#include "ui/window/side_panels.h"

#include <QInputDialog>
#include <QKeyEvent>
#include <QSplitter>
#include <QStatusBar>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace triptych::ui {
namespace {

constexpr int kMessage_ms = 6000;
constexpr double kLargeStep_s = 0.010;
constexpr double kNearEnough_s = 0.002;  // of the pointer: nearer than a reader can point
constexpr int kLongestReason = 400;      // letters
constexpr int kMeasurements_px = 490;    // all columns of twelve leads

QString pointName(review::WavePoint point) {
    const std::string_view name = review::name(point);
    return QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size()));
}

}  // namespace

void MainWindow::connectWaves() {
    WaveState& waves = state_.waves();
    actions_.on("waves", [this] { state_.waves().setVisible(!state_.waves().visible()); });
    actions_.on("measurements", [this] { showMeasurements(!measurementsShown()); });
    actions_.on("next_mark", [this] { stepMark(1); });
    actions_.on("previous_mark", [this] { stepMark(-1); });
    actions_.on("place_mark", [this] {
        const auto& time_s = state_.cursor().time_s;
        if (!time_s) {
            statusBar()->showMessage(tr("Point at the place in the trace, then press Ins again."), kMessage_ms);
            return;
        }
        const auto beat = state_.waves().chosen() ? std::optional(state_.waves().chosen()->beat)
                                                  : nearestBeat(state_.beats(), *time_s);
        if (beat) placeMark(*beat, *time_s);
    });
    actions_.on("explain_mark", [this] { explainMark(); });
    connect(&triptych_->trace(), &BeatTracePane::markWanted, this, [this](std::size_t beat, double time_s) {
        state_.waves().choose(std::nullopt);
        placeMark(beat, time_s);
    });
    connect(&waves, &WaveState::changed, this, [this, shown = waves.visible()]() mutable {
        if (state_.waves().dragged()) sayMark();
        if (std::exchange(shown, state_.waves().visible()) == state_.waves().visible()) return;
        wantWaves();
        followActions();
    });
    connect(&waves, &WaveState::chosenChanged, this, [this] {
        followActions();
        if (state_.waves().chosen()) {
            sayMark();
        } else {
            statusBar()->clearMessage();
        }
    });
    connect(&session_.waves(), &WaveDesk::said, this,
            [this](const QString& text) { statusBar()->showMessage(text, kMessage_ms); });
    connect(&session_.waves(), &WaveDesk::changed, this, [this] {
        followActions();
        sayMark();  // which may have been saved by now
    });
    connect(&session_.waves(), &WaveDesk::busyChanged, this, [this] {
        if (measurements_ != nullptr) measurements_->setWorking(session_.waves().isBusy());
    });
    wantWaves();  // as they were left
}

MeasurementsPanel& MainWindow::measurements() {
    if (measurements_ != nullptr) return *measurements_;
    measurements_ = new MeasurementsPanel(state_);
    measurements_->hide();
    measurements_->setWorking(session_.waves().isBusy());
    columns_->addWidget(measurements_);
    columns_->setStretchFactor(columns_->indexOf(measurements_), 0);
    connect(measurements_, &MeasurementsPanel::copied, this,
            [this] { statusBar()->showMessage(tr("The measurements were copied as text."), kMessage_ms); });
    return *measurements_;
}

bool MainWindow::measurementsShown() const {
    return measurements_ != nullptr && !measurements_->isHidden();
}

void MainWindow::wantWaves() {
    session_.waves().setWanted(state_.waves().visible(), measurementsShown());
}

// In the place of the beat and the list of beats: there is no room for both.
void MainWindow::showMeasurements(bool shown) {
    if (shown == measurementsShown()) return;
    const QList<int> sizes = columns_->sizes();
    const int all = std::accumulate(sizes.begin(), sizes.end(), 0);
    const int whole = std::max(all, 2 * kMeasurements_px);  // 0 before the window stands
    const bool side_was_shown = !side_->isHidden();
    measurements().setVisible(shown);
    side_->setVisible(shown ? false : side_before_);
    if (shown) side_before_ = side_was_shown;
    if (shown) columns_->setSizes({whole - kMeasurements_px, 0, kMeasurements_px});
    wantWaves();
    followActions();
}

void MainWindow::stepMark(int step) {
    const auto selected = state_.selectedBeat();
    if (!selected) return;
    if (!state_.waves().visible()) state_.waves().setVisible(true);
    const auto& in_hand = state_.waves().chosen();
    constexpr auto kPoints = static_cast<int>(review::kWavePoints.size());
    const std::size_t lead = in_hand ? in_hand->lead : state_.analysisLead();
    if (state_.waves().of(lead) == nullptr) {
        statusBar()->showMessage(tr("The waves are not there yet: press the key again."), kMessage_ms);
        return;
    }
    const int from = in_hand ? static_cast<int>(in_hand->point) : step > 0 ? -1 : kPoints;
    const auto point = review::kWavePoints[static_cast<std::size_t>((from + step + kPoints) % kPoints)];
    const std::size_t beat = in_hand ? in_hand->beat : *selected;
    const double time_s = state_.beats()[beat].time_s;
    if (time_s < state_.viewport().start_s || time_s > state_.viewport().end_s()) {
        state_.setViewport(centredOn(state_.viewport(), time_s));
    }
    state_.waves().choose(WaveMark{lead, beat, point});
}

void MainWindow::sayMark() {
    const auto& mark = state_.waves().chosen();
    if (!mark || !state_.recording()) return;
    const QString lead = QString::fromStdString(state_.recording()->leads[mark->lead].name);
    const QString what = waveMarkText(state_.waves(), *mark, lead);
    const bool is_there = state_.waves().timeOf(*mark).has_value();
    statusBar()->showMessage(is_there
                                 ? tr("%1 · ← → move it, with Shift by 10 ms, Del takes it away, Y says why").arg(what)
                                 : tr("%1 · Ins puts it at the pointer").arg(what));
}

bool MainWindow::nudgeMark(int direction, bool far) {
    const auto mark = state_.waves().chosen();
    if (!mark) return false;
    const LeadWaves* waves = state_.waves().of(mark->lead);
    const auto time_s = state_.waves().timeOf(*mark);
    if (waves == nullptr || !time_s) {
        sayMark();
        return true;
    }
    const double rate_hz = waves->rate_hz;
    const double samples = far ? std::max(1.0, std::round(kLargeStep_s * rate_hz)) : 1;
    const auto place_s = placedWithin(rangeOf(*waves, mark->beat, mark->point, beatTimes()),
                                      *time_s + direction * samples / rate_hz, rate_hz);
    if (place_s && (*place_s - *time_s) * direction > 0) {
        state_.waves().askToPlace(*mark, place_s, "key");
        sayMark();
    } else {
        statusBar()->showMessage(
            tr("The %1 cannot go further: the next mark of the beat stands there.").arg(pointName(mark->point)),
            kMessage_ms);
    }
    return true;
}

bool MainWindow::takeMarkAway() {
    const auto mark = state_.waves().chosen();
    if (!mark) return false;
    if (state_.waves().timeOf(*mark)) state_.waves().askToPlace(*mark, std::nullopt, "key");
    sayMark();
    return true;
}

void MainWindow::explainMark() {
    const auto mark = state_.waves().chosen();
    if (!mark || !state_.recording()) {
        statusBar()->showMessage(tr("Take the mark in hand first: drag it, or press . or ,"), kMessage_ms);
        return;
    }
    const auto time_s = state_.waves().timeOf(*mark);
    const auto word = state_.waves().words().find(*mark);
    const QString lead = QString::fromStdString(state_.recording()->leads[mark->lead].name);
    QInputDialog dialog(this);
    dialog.setWindowTitle(tr("Why does it stand there?"));
    dialog.setLabelText(tr("%1 of the beat at %2 s on lead %3, in your words:")
                            .arg(pointName(mark->point))
                            .arg(state_.beats()[mark->beat].time_s, 0, 'f', 2)
                            .arg(lead));
    dialog.setTextValue(word != state_.waves().words().end() ? word->second.reason : QString());
    if (dialog.exec() != QDialog::Accepted) return;
    const QString reason = dialog.textValue().trimmed().left(kLongestReason);
    if (!reason.isEmpty()) state_.waves().askToPlace(*mark, time_s, "key", reason);
    sayMark();
}

// Esc is the key of what runs; while nothing does, it lets go of a mark all the same.
void MainWindow::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape && letMarkGo()) return;
    QMainWindow::keyPressEvent(event);
}

bool MainWindow::letMarkGo() {
    if (!state_.waves().chosen()) return false;
    state_.waves().choose(std::nullopt);
    return true;
}

void MainWindow::placeMark(std::size_t beat, double time_s) {
    if (!state_.waves().visible()) state_.waves().setVisible(true);
    const auto in_hand = state_.waves().chosen();
    const std::size_t lead = in_hand ? in_hand->lead : state_.analysisLead();
    const LeadWaves* waves = state_.waves().of(lead);
    if (waves == nullptr || beat >= state_.beats().size()) {
        statusBar()->showMessage(tr("The waves are not there yet: try again in a moment."), kMessage_ms);
        return;
    }
    const auto point =
        in_hand ? std::optional(in_hand->point) : missingAt(*waves, beat, state_.beats()[beat].time_s, time_s);
    if (!point) {
        statusBar()->showMessage(tr("No mark of the wave there is missing: drag one, or take it in hand by . or ,"),
                                 kMessage_ms);
        return;
    }
    const auto place_s = placedWithin(rangeOf(*waves, beat, *point, beatTimes()), time_s, waves->rate_hz);
    if (!place_s || std::abs(*place_s - time_s) > std::max(kNearEnough_s, 1 / waves->rate_hz)) {
        statusBar()->showMessage(
            tr("The %1 cannot stand there: another mark of the beat does not let it.").arg(pointName(*point)),
            kMessage_ms);
        return;
    }
    const WaveMark mark{lead, beat, *point};
    state_.waves().choose(mark);
    state_.waves().askToPlace(mark, place_s, "key");
    sayMark();
}

std::vector<double> MainWindow::beatTimes() const {
    std::vector<double> times_s(state_.beats().size());
    std::transform(state_.beats().begin(), state_.beats().end(), times_s.begin(),
                   [](const LabelledBeat& beat) { return beat.time_s; });
    return times_s;
}

}  // namespace triptych::ui
