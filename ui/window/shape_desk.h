// Where the tiles of shapes come from: worked out in the background once somebody shows them or asks what is like a
// beat, changed as the reader asks, and thrown away with the beats that they are of.
#pragma once

#include "core/domain/beat.h"
#include "core/domain/error.h"
#include "core/domain/recording.h"
#include "core/pipeline/shape_tiles.h"
#include "ui/panes/background.h"
#include "ui/state/record_state.h"
#include "ui/state/review_state.h"
#include "ui/state/shape_state.h"

#include <QObject>
#include <QString>

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

namespace triptych::ui {

// GUI thread.
class ShapeDesk : public QObject {
    Q_OBJECT
public:
    ShapeDesk(ShapeState& shapes, ReviewState& review, const RecordState& record, QObject* parent = nullptr);
    ~ShapeDesk() override;

    void begin(RecordingPtr recording);
    void setBeats(std::shared_ptr<const BeatList> beats);
    void close();
    void stop();
    [[nodiscard]] bool isBusy() const { return finder_.busy() || likener_.busy(); }

    // Chooses what is like the beat at most by so much (0..1 of the way from the same to anything); later calls with
    // another step answer at once.
    void chooseLike(std::size_t beat, int step, int steps);
    void setLikeness(int step, int steps);
    // How alike beats are at a step: the distance of shapes (core/beats/shape_clusters.h).
    [[nodiscard]] static float distanceAt(int step, int steps);

Q_SIGNALS:
    void busyChanged();
    void failed(const QString& sentence);
    void said(const QString& sentence);

private:
    void seek();
    void forget();
    void change(pipeline::ShapeTilesPtr tiles, std::optional<std::size_t> chosen);
    void splitTile(std::size_t tile);
    void liken();
    void chooseWithin();

    ShapeState& shapes_;
    ReviewState& review_;
    const RecordState& record_;
    RecordingPtr recording_;
    std::shared_ptr<const BeatList> beats_;
    struct Like {
        std::size_t beat = 0;
        int step = 0, steps = 1;
        std::vector<float> distance;  // [beats]; empty: not known yet
    };
    std::optional<Like> like_;
    Latest<Result<pipeline::ShapeTilesPtr>> finder_;  // the lanes last: joined first
    Latest<Result<std::vector<float>>> likener_;
};

}  // namespace triptych::ui
