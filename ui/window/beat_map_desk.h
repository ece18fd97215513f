// Where the map of the beats comes from: asked of the model on a lane of its own, once it has spoken of every beat and
// somebody looks, and thrown away with the beats or the model that it is of.
#pragma once

#include "core/domain/beat_map.h"
#include "core/domain/error.h"
#include "ui/panes/background.h"

#include <QObject>

#include <memory>

namespace triptych::ui {

class BeatMapPlot;
class Session;

// GUI thread. Belongs to the plot.
class BeatMapDesk : public QObject {
    Q_OBJECT
public:
    BeatMapDesk(BeatMapPlot& plot, Session& session);

    [[nodiscard]] bool isBusy() const { return maker_.busy(); }

private:
    void forget();
    void make();

    BeatMapPlot& plot_;
    Session& session_;
    bool has_spoken_ = false;        // the model, of every beat
    Latest<Result<BeatMap>> maker_;  // last: joined first
};

}  // namespace triptych::ui
