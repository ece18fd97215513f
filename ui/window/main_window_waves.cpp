// The window's commands around waves: showing their marks, taking one in hand, moving it, and the panel of figures.
#include "core/review/wave_journal.h"
#include "ui/panes/beat_trace_pane.h"
#include "ui/panes/wave_marks.h"
#include "ui/state/navigation.h"
#include "ui/state/why_state.h"
#include "ui/window/action_keys.h"
#include "ui/window/main_window.h"
#include "ui/window/pane_board.h"

#include <QInputDialog>
#include <QKeyEvent>
#include <QStatusBar>

#include <algorithm>
#include <cmath>

namespace triptych::ui {
namespace {

constexpr double kLargeStep_s = 0.010;
constexpr double kNearEnough_s = 0.002;  // of the pointer: nearer than a reader can point
constexpr int kLongestReason = 400;      // letters

QString pointName(review::WavePoint point) {
    const std::string_view name = review::name(point);
    return QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size()));
}

}  // namespace

void MainWindow::connectWaves() {
    WaveState& waves = state_.waves();
    actions_.on(ActionId::waves, [this] { state_.waves().setVisible(!state_.waves().visible()); });
    actions_.on(ActionId::next_mark, [this] { stepMark(1); });
    actions_.on(ActionId::previous_mark, [this] { stepMark(-1); });
    actions_.on(ActionId::place_mark, [this] {
        if (!state_.waves().visible()) return addBeat(false);
        const auto& time_s = state_.view().cursor().time_s;
        if (!time_s) {
            say(tr("Point at the place in the trace, then press %1 again.").arg(keyOf(ActionId::place_mark)));
            return;
        }
        const auto beat = state_.waves().chosen() ? std::optional(state_.waves().chosen()->beat)
                                                  : nearestBeat(state_.beats().all(), *time_s);
        if (beat) placeMark(*beat, *time_s);
    });
    actions_.on(ActionId::explain_mark, [this] { explainMark(); });
    connect(&board_->get<BeatTracePane>(), &BeatTracePane::markWanted, this, [this](std::size_t beat, double time_s) {
        state_.waves().choose(std::nullopt);
        placeMark(beat, time_s);
    });
    connect(&waves, &WaveState::changed, this, [this, shown = waves.visible()]() mutable {
        if (state_.waves().dragged()) sayMark();
        if (std::exchange(shown, state_.waves().visible()) == state_.waves().visible()) return;
        wantWaves();
        followFacts();
    });
    connect(&waves, &WaveState::chosenChanged, this, [this] {
        followFacts();
        if (state_.waves().chosen()) {
            sayMark();
        } else {
            statusBar()->clearMessage();
        }
    });
    connect(&session_.waves(), &WaveDesk::said, this, [this](const QString& text) { say(text); });
    connect(&session_.waves(), &WaveDesk::changed, this, [this] {
        followFacts();
        sayMark();  // which may have been saved by now
    });
    connect(board_, &PaneBoard::changed, this, &MainWindow::wantWaves);
    wantWaves();  // as they were left
}

void MainWindow::wantWaves() {
    session_.waves().setWanted(state_.waves().visible(), measurementsShown());
}

void MainWindow::stepMark(int step) {
    const auto selected = state_.beats().selected();
    if (!selected) return;
    if (!state_.waves().visible()) state_.waves().setVisible(true);
    const auto& in_hand = state_.waves().chosen();
    constexpr auto kPoints = static_cast<int>(review::kWavePoints.size());
    const std::size_t lead = in_hand ? in_hand->lead : state_.record().analysisLead();
    if (state_.waves().of(lead) == nullptr) {
        say(tr("The waves are not there yet: press the key again."));
        return;
    }
    const int from = in_hand ? static_cast<int>(in_hand->point) : step > 0 ? -1 : kPoints;
    const auto point = review::kWavePoints[static_cast<std::size_t>((from + step + kPoints) % kPoints)];
    const std::size_t beat = in_hand ? in_hand->beat : *selected;
    const double time_s = state_.beats().all()[beat].time_s;
    if (time_s < state_.view().viewport().start_s || time_s > state_.view().viewport().end_s()) {
        state_.view().setViewport(centredOn(state_.view().viewport(), time_s));
    }
    state_.waves().choose(WaveMark{lead, beat, point});
}

void MainWindow::sayMark() {
    const auto& mark = state_.waves().chosen();
    if (!mark || !state_.record().recording()) return;
    const QString lead = QString::fromStdString(state_.record().recording()->leads[mark->lead].name);
    const QString what = waveMarkText(state_.waves(), *mark, lead);
    const bool is_there = state_.waves().timeOf(*mark).has_value();
    statusBar()->showMessage(is_there ? tr("%1 · %2 %3 move it, %4 %5 by 10 ms, %6 takes it away, %7 says why")
                                            .arg(what, keyOf(ActionId::previous_beat), keyOf(ActionId::next_beat),
                                                 keyOf(ActionId::previous_same), keyOf(ActionId::next_same),
                                                 keyOf(ActionId::clear_label), keyOf(ActionId::explain_mark))
                                      : tr("%1 · %2 puts it at the pointer").arg(what, keyOf(ActionId::place_mark)));
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
        say(tr("The %1 cannot go further: the next mark of the beat stands there.").arg(pointName(mark->point)));
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
    if (!mark || !state_.record().recording()) {
        say(tr("Take the mark in hand first: drag it, or press %1 or %2")
                .arg(keyOf(ActionId::next_mark), keyOf(ActionId::previous_mark)));
        return;
    }
    const auto time_s = state_.waves().timeOf(*mark);
    const auto word = state_.waves().words().find(*mark);
    const QString lead = QString::fromStdString(state_.record().recording()->leads[mark->lead].name);
    QInputDialog dialog(this);
    dialog.setWindowTitle(tr("Why does it stand there?"));
    dialog.setLabelText(tr("%1 of the beat at %2 s on lead %3, in your words:")
                            .arg(pointName(mark->point))
                            .arg(state_.beats().all()[mark->beat].time_s, 0, 'f', 2)
                            .arg(lead));
    dialog.setTextValue(word != state_.waves().words().end() ? word->second.reason : QString());
    if (dialog.exec() != QDialog::Accepted) return;
    const QString reason = dialog.textValue().trimmed().left(kLongestReason);
    if (!reason.isEmpty()) state_.waves().askToPlace(*mark, time_s, "key", reason);
    sayMark();
}

// Esc is the key of what runs; while nothing does, it lets go of a mark all the same.
void MainWindow::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape && (letMarkGo() || letChosenGo())) return;
    QMainWindow::keyPressEvent(event);
}

bool MainWindow::letMarkGo() {
    if (state_.why().masking()) {
        state_.why().asked().masks.empty() ? state_.why().setMasking(false) : state_.why().clearMasks();
        return true;
    }
    if (!state_.waves().chosen()) return false;
    state_.waves().choose(std::nullopt);
    return true;
}

void MainWindow::placeMark(std::size_t beat, double time_s) {
    if (!state_.waves().visible()) state_.waves().setVisible(true);
    const auto in_hand = state_.waves().chosen();
    const std::size_t lead = in_hand ? in_hand->lead : state_.record().analysisLead();
    const LeadWaves* waves = state_.waves().of(lead);
    if (waves == nullptr || beat >= state_.beats().all().size()) {
        say(tr("The waves are not there yet: try again in a moment."));
        return;
    }
    const auto point =
        in_hand ? std::optional(in_hand->point) : missingAt(*waves, beat, state_.beats().all()[beat].time_s, time_s);
    if (!point) {
        say(tr("The beat at %1 s has all its marks there, and a beat that was not found has none to place: drag a "
               "mark, "
               "or take it in hand by . or ,")
                .arg(state_.beats().all()[beat].time_s, 0, 'f', 2));
        return;
    }
    const auto place_s = placedWithin(rangeOf(*waves, beat, *point, beatTimes()), time_s, waves->rate_hz);
    if (!place_s || std::abs(*place_s - time_s) > std::max(kNearEnough_s, 1 / waves->rate_hz)) {
        say(tr("The %1 cannot stand there: another mark of the beat does not let it.").arg(pointName(*point)));
        return;
    }
    const WaveMark mark{lead, beat, *point};
    state_.waves().choose(mark);
    state_.waves().askToPlace(mark, place_s, "key");
    sayMark();
}

std::vector<double> MainWindow::beatTimes() const {
    std::vector<double> times_s(state_.beats().all().size());
    std::transform(state_.beats().all().begin(), state_.beats().all().end(), times_s.begin(),
                   [](const LabelledBeat& beat) { return beat.time_s; });
    return times_s;
}

}  // namespace triptych::ui
