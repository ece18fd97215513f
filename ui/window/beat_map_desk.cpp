#include "ui/window/beat_map_desk.h"

#include "ui/panels/beat_map_plot.h"
#include "ui/window/session.h"

#include <utility>

namespace triptych::ui {

BeatMapDesk::BeatMapDesk(BeatMapPlot& plot, Session& session)
    : QObject(&plot), plot_(plot), session_(session), maker_(*this, [this](std::optional<Result<BeatMap>> made) {
          if (!made) {
              plot_.setMap(nullptr);
          } else if (!*made) {
              plot_.setMap(nullptr, made->error().code == ErrorCode::cancelled
                                        ? QString()
                                        : QString::fromStdString(sentence(made->error())));
          } else {
              plot_.setMap(std::make_shared<const BeatMap>(std::move(**made)));
          }
      }) {
    connect(&session_, &Session::opened, this, &BeatMapDesk::forget);
    connect(&session_, &Session::closed, this, &BeatMapDesk::forget);
    connect(&session_, &Session::beatsChanged, this, &BeatMapDesk::forget);
    connect(&session_.classifier(), &Classifier::modelLoaded, this, &BeatMapDesk::forget);
    connect(&session_.classifier(), &Classifier::finished, this, [this] {
        forget();
        has_spoken_ = true;
        make();
    });
    connect(&plot_, &BeatMapPlot::wanted, this, &BeatMapDesk::make);
    has_spoken_ = session_.labels().modelHasFinished();
}

void BeatMapDesk::forget() {
    maker_.cancel();
    has_spoken_ = false;
    plot_.setMap(nullptr);
}

void BeatMapDesk::make() {
    const auto& model = session_.classifier().model();
    if (!has_spoken_ || plot_.map() || maker_.busy() || !plot_.isVisible()) return;
    if (!model || !session_.analysis() || !session_.beats() || session_.beats()->beats.empty()) return;
    plot_.setMap(nullptr, tr("The beats are being mapped…"));
    maker_.start([model, analysis = session_.analysis(),
                  beats = session_.beats()](const Job& job) -> std::optional<Result<BeatMap>> {
        return model->beatMap(*analysis, *beats, job);
    });
}

}  // namespace triptych::ui
