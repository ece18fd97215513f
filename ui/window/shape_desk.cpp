#include "ui/window/shape_desk.h"

#include "ui/panels/readable.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace triptych::ui {
namespace {

constexpr double kClosest = 0.01, kFarthest = 2;  // distances at the ends of the slider

}  // namespace

ShapeDesk::ShapeDesk(ViewState& state, QObject* parent)
    : QObject(parent),
      state_(state),
      finder_(*this,
              [this](auto found) {
                  state_.shapes().setWorking(false);
                  if (found && *found) {
                      change(std::move(**found), std::nullopt);
                  } else if (found && found->error().code != ErrorCode::cancelled) {
                      Q_EMIT failed(QString::fromStdString(sentence(found->error())));
                  }
                  Q_EMIT busyChanged();
              }),
      likener_(*this, [this](auto found) {
          if (found && *found && like_) {
              like_->distance = std::move(**found);
              chooseWithin();
          }
          Q_EMIT busyChanged();
      }) {
    connect(&state_.shapes(), &ShapeState::wanted, this, &ShapeDesk::seek);
    connect(&state_.shapes(), &ShapeState::againAsked, this, &ShapeDesk::seek);
    connect(&state_.shapes(), &ShapeState::mergeAsked, this, [this](std::size_t into, std::size_t other) {
        change(pipeline::merged(state_.shapes().tiles(), into, other), into < other ? into : into - 1);
    });
    connect(&state_.shapes(), &ShapeState::splitAsked, this, &ShapeDesk::splitTile);
    connect(&state_.shapes(), &ShapeState::takeOutAsked, this, [this](std::size_t beat) {
        change(pipeline::takenOut(state_.shapes().tiles(), beat), state_.shapes().chosen());
    });
}

ShapeDesk::~ShapeDesk() = default;

void ShapeDesk::begin(RecordingPtr recording) {
    close();
    recording_ = std::move(recording);
}

void ShapeDesk::close() {
    forget();
    recording_ = nullptr;
    beats_ = nullptr;
}

void ShapeDesk::forget() {
    finder_.cancel();
    likener_.cancel();
    like_.reset();
    state_.shapes().setWorking(false);
    state_.shapes().forget();
    Q_EMIT busyChanged();
}

void ShapeDesk::stop() {
    finder_.cancel();
    likener_.cancel();
    state_.shapes().setWorking(false);
    Q_EMIT busyChanged();
}

void ShapeDesk::setBeats(std::shared_ptr<const BeatList> beats) {
    forget();
    beats_ = std::move(beats);
    if (state_.shapes().isWanted()) seek();
}

void ShapeDesk::seek() {
    if (!recording_ || !beats_ || beats_->beats.empty()) return;
    state_.shapes().setWorking(true);
    finder_.start([recording = recording_, beats = beats_, is_ecg = state_.record().ecgLeads()](
                      const Job& job) -> std::optional<Result<pipeline::ShapeTilesPtr>> {
        const auto leads = pipeline::leadsForShapes(*recording, beats->lead, is_ecg, beats->beats.size());
        return pipeline::findShapeTiles(*recording, *beats, leads, job);
    });
    Q_EMIT busyChanged();
}

void ShapeDesk::change(pipeline::ShapeTilesPtr tiles, std::optional<std::size_t> chosen) {
    if (!tiles || tiles == state_.shapes().tiles()) return;
    state_.shapes().setTiles(std::move(tiles));
    state_.shapes().choose(chosen);
    if (like_ && like_->distance.empty()) liken();
}

void ShapeDesk::splitTile(std::size_t tile) {
    const auto parts = pipeline::split(state_.shapes().tiles(), tile);
    if (!parts) {
        Q_EMIT said(QString::fromStdString(sentence(parts.error())));
        return;
    }
    change(*parts, tile);
}

float ShapeDesk::distanceAt(int step, int steps) {
    const double share = std::clamp(static_cast<double>(step) / std::max(1, steps), 0.0, 1.0);
    return static_cast<float>(kClosest * std::pow(kFarthest / kClosest, share));
}

void ShapeDesk::chooseLike(std::size_t beat, int step, int steps) {
    like_ = Like{beat, step, steps, {}};
    if (state_.shapes().tiles()) {
        liken();
    } else {
        Q_EMIT said(tr("The shapes are being compared…"));
        if (state_.shapes().isWanted()) seek();
        state_.shapes().want();
    }
}

void ShapeDesk::setLikeness(int step, int steps) {
    if (!like_) return;
    like_->step = step;
    like_->steps = steps;
    if (!like_->distance.empty()) chooseWithin();
}

void ShapeDesk::liken() {
    likener_.start([tiles = state_.shapes().tiles(),
                    beat = like_->beat](const Job& job) -> std::optional<Result<std::vector<float>>> {
        return pipeline::unlikeness(*tiles, beat, job);
    });
    Q_EMIT busyChanged();
}

void ShapeDesk::chooseWithin() {
    const float most = distanceAt(like_->step, like_->steps);
    std::vector<std::size_t> beats;
    for (std::size_t beat = 0; beat < like_->distance.size(); ++beat) {
        if (like_->distance[beat] <= most) beats.push_back(beat);
    }
    state_.review().choose(std::move(beats), ChosenBy::likeness,
                           tr("those like beat %1").arg(groupedNumber(like_->beat + 1)));
}

}  // namespace triptych::ui
