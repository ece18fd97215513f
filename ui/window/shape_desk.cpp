#include "ui/window/shape_desk.h"

#include "ui/panels/readable.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace triptych::ui {
namespace {

constexpr double kClosest = 0.01, kFarthest = 2;  // distances at the ends of the slider

}  // namespace

ShapeDesk::ShapeDesk(ShapeState& shapes, ReviewState& review, const RecordState& record, QObject* parent)
    : QObject(parent),
      shapes_(shapes),
      review_(review),
      record_(record),
      finder_(*this,
              [this](auto found) {
                  shapes_.setWorking(false);
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
    connect(&shapes_, &ShapeState::wanted, this, &ShapeDesk::seek);
    connect(&shapes_, &ShapeState::againAsked, this, &ShapeDesk::seek);
    connect(&shapes_, &ShapeState::mergeAsked, this, [this](std::size_t into, std::size_t other) {
        change(pipeline::merged(shapes_.tiles(), into, other), into < other ? into : into - 1);
    });
    connect(&shapes_, &ShapeState::splitAsked, this, &ShapeDesk::splitTile);
    connect(&shapes_, &ShapeState::takeOutAsked, this,
            [this](std::size_t beat) { change(pipeline::takenOut(shapes_.tiles(), beat), shapes_.chosen()); });
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
    shapes_.setWorking(false);
    shapes_.forget();
    Q_EMIT busyChanged();
}

void ShapeDesk::stop() {
    finder_.cancel();
    likener_.cancel();
    shapes_.setWorking(false);
    Q_EMIT busyChanged();
}

void ShapeDesk::setBeats(std::shared_ptr<const BeatList> beats) {
    forget();
    beats_ = std::move(beats);
    if (shapes_.isWanted()) seek();
}

void ShapeDesk::seek() {
    if (!recording_ || !beats_ || beats_->beats.empty()) return;
    shapes_.setWorking(true);
    finder_.start([recording = recording_, beats = beats_,
                   is_ecg = record_.ecgLeads()](const Job& job) -> std::optional<Result<pipeline::ShapeTilesPtr>> {
        const auto leads = pipeline::leadsForShapes(*recording, beats->lead, is_ecg, beats->beats.size());
        return pipeline::findShapeTiles(*recording, *beats, leads, job);
    });
    Q_EMIT busyChanged();
}

void ShapeDesk::change(pipeline::ShapeTilesPtr tiles, std::optional<std::size_t> chosen) {
    if (!tiles || tiles == shapes_.tiles()) return;
    shapes_.setTiles(std::move(tiles));
    shapes_.choose(chosen);
    if (like_ && like_->distance.empty()) liken();
}

void ShapeDesk::splitTile(std::size_t tile) {
    const auto parts = pipeline::split(shapes_.tiles(), tile);
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
    if (shapes_.tiles()) {
        liken();
    } else {
        Q_EMIT said(tr("The shapes are being compared…"));
        if (shapes_.isWanted()) seek();
        shapes_.want();
    }
}

void ShapeDesk::setLikeness(int step, int steps) {
    if (!like_) return;
    like_->step = step;
    like_->steps = steps;
    if (!like_->distance.empty()) chooseWithin();
}

void ShapeDesk::liken() {
    likener_.start(
        [tiles = shapes_.tiles(), beat = like_->beat](const Job& job) -> std::optional<Result<std::vector<float>>> {
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
    review_.choose(std::move(beats), ChosenBy::likeness, tr("those like beat %1").arg(groupedNumber(like_->beat + 1)));
}

}  // namespace triptych::ui
