#include "ui/window/beside_lock.h"

#include "ui/state/navigation.h"

#include <algorithm>
#include <iterator>

namespace triptych::ui {
namespace {

std::optional<std::size_t> beatInTheMiddle(const ViewState& state) {
    const Viewport& view = state.view().viewport();
    return nearestBeat(state.beats().all(), view.start_s + view.span_s / 2);
}

}  // namespace

void shareDisplay(const DisplayState& from, DisplayState& to) {
    to.setTheme(from.theme());
    to.setFilter(from.filter());
    to.setMains(from.mains());
    to.setPixelsPerMm(from.pixelsPerMm());
    to.setGainMmPerMv(from.gainMmPerMv());
    to.setLayout(from.layout());
    to.setCabrera(from.cabrera());
    to.setOwnScales(from.ownScales());
    // Said again, a speed would take a zoom back.
    if (to.speedMmPerS() != from.speedMmPerS()) to.setSpeedMmPerS(from.speedMmPerS());
}

BesideLock::BesideLock(ViewState& first, ViewState& second, QObject* parent)
    : QObject(parent), first_(first), second_(second) {
    connectPair(first_, second_, true);
    connectPair(second_, first_, false);
}

void BesideLock::connectPair(ViewState& leader, ViewState& follower, bool leads_first) {
    const auto pair = [&leader, &follower, leads_first] { return Pair{leader, follower, leads_first}; };
    connect(&leader.view(), &ViewportState::viewportChanged, this, [this, pair] { follow(pair()); });
    connect(&leader.view(), &ViewportState::cursorChanged, this, [this, pair] { followCursor(pair()); });
    connect(&leader.beats(), &BeatState::selectedBeatChanged, this, [this, pair] { followBeat(pair()); });
    connect(&leader.beats(), &BeatState::beatsChanged, this, &BesideLock::takeStock);
    connect(&leader.display(), &DisplayState::displayChanged, this,
            [&leader, &follower] { shareDisplay(leader.display(), follower.display()); });
}

void BesideLock::setMode(BesideMode mode) {
    mode_ = mode;
    takeStock();
    Q_EMIT modeChanged();
}

void BesideLock::takeStock() {
    if (follows_) return;
    later_s_ = mode_ == BesideMode::time ? second_.view().viewport().start_s - first_.view().viewport().start_s : 0;
    later_beats_ = 0;
    const auto one = beatInTheMiddle(first_), other = beatInTheMiddle(second_);
    if (one && other) later_beats_ = static_cast<std::ptrdiff_t>(*other) - static_cast<std::ptrdiff_t>(*one);
    follow({first_, second_, true});
}

std::optional<std::size_t> BesideLock::partnerOf(const Pair& pair, std::size_t beat) const {
    const auto count = std::ssize(pair.follower.beats().all());
    const auto partner = static_cast<std::ptrdiff_t>(beat) + (pair.leads_first ? later_beats_ : -later_beats_);
    if (partner < 0 || partner >= count) return std::nullopt;
    return static_cast<std::size_t>(partner);
}

void BesideLock::follow(const Pair& pair) {
    if (follows_ || mode_ == BesideMode::free || !pair.leader.record().recording() ||
        !pair.follower.record().recording()) {
        return;
    }
    const Viewport& view = pair.leader.view().viewport();
    double start_s = view.start_s + (pair.leads_first ? later_s_ : -later_s_);
    if (mode_ == BesideMode::beats) {
        const auto beat = beatInTheMiddle(pair.leader);
        const auto partner = beat ? partnerOf(pair, *beat) : std::nullopt;
        if (!partner) return;  // there is no such beat: it stays where it stands
        const double ahead_s = pair.leader.beats().all()[*beat].time_s - view.start_s;
        start_s = pair.follower.beats().all()[*partner].time_s - ahead_s;
    }
    follows_ = true;
    pair.follower.view().setViewport({start_s, view.span_s});
    follows_ = false;
}

// At the same place of the paper.
void BesideLock::followCursor(const Pair& pair) {
    if (follows_) return;
    Cursor cursor = pair.leader.view().cursor();
    const Viewport &of = pair.leader.view().viewport(), &there = pair.follower.view().viewport();
    const bool together = mode_ != BesideMode::free && of.span_s == there.span_s;
    if (cursor.time_s && together) {
        *cursor.time_s += there.start_s - of.start_s;
    } else {
        cursor = {};
    }
    follows_ = true;
    pair.follower.view().setCursor(cursor);
    follows_ = false;
}

void BesideLock::followBeat(const Pair& pair) {
    const auto beat = pair.leader.beats().selected();
    if (follows_ || mode_ != BesideMode::beats || !beat) return;
    const auto partner = partnerOf(pair, *beat);
    if (!partner) return;
    follows_ = true;
    pair.follower.selectBeat(partner, false);
    follows_ = false;
}

}  // namespace triptych::ui
