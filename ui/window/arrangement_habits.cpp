#include "ui/window/arrangement_habits.h"

#include "core/domain/no_beats.h"
#include "ui/state/resting.h"

namespace triptych::ui {
namespace {

constexpr double kHours_s = 3600;  // from so long on nobody reads a recording from its first beat to its last

}  // namespace

ArrangementHabits::Kind ArrangementHabits::kindInView(const std::function<bool()>& judged_whole) const {
    const RecordingPtr& recording = state_.record().recording();
    if (!recording) return Kind::other;
    Kind kind = Kind::other;
    if (isRestingEcg(*recording)) {
        kind = Kind::resting;
    } else if (recording->duration_s >= kHours_s && whyNoBeats(*recording).empty()) {
        kind = Kind::hours;
    }
    return kind != Kind::other && judged_whole() ? Kind::other : kind;
}

void ArrangementHabits::restore(const Settings& settings) {
    of(Kind::other) = settings.arrangement;
    of(Kind::resting) = settings.resting_arrangement;
    of(Kind::hours) = settings.hours_arrangement;
    kind_.reset();
}

void ArrangementHabits::remember(Settings& settings, Arrangement now) {
    if (kind_) of(*kind_) = now;
    settings.arrangement = of(Kind::other);
    settings.resting_arrangement = of(Kind::resting);
    settings.hours_arrangement = of(Kind::hours);
}

Arrangement ArrangementHabits::follow(Arrangement now, const std::function<bool()>& judged_whole) {
    const Kind kind = kindInView(judged_whole);
    if (kind_ == kind) return now;
    if (kind_) of(*kind_) = now;
    kind_ = kind;
    return of(kind);
}

}  // namespace triptych::ui
