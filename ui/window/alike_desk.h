// Asks the model what it takes for alike, along the selected beat and among the reader's own data, and puts the answers
// where panes read them.
#pragma once

#include "core/inference/engine.h"
#include "ui/panes/background.h"
#include "ui/state/alike_state.h"
#include "ui/state/model_state.h"

#include <QObject>

#include <functional>
#include <memory>
#include <optional>

namespace triptych::ui {

// GUI thread. Follows the explanation that is shown, while the reader wants it.
class AlikeDesk : public QObject {
    Q_OBJECT
public:
    // Whom to ask about which beat. Null: nobody can be asked.
    struct Subject {
        std::shared_ptr<const inference::Model> model;
        std::shared_ptr<const inference::RecordingAnalysis> analysis;
        std::shared_ptr<const BeatList> beats;
        std::size_t beat = 0;
    };
    // Writes into `alike` whenever the explanation of `model` is another.
    AlikeDesk(const ModelState& model, AlikeState& alike, std::function<std::optional<Subject>()> subject,
              QObject* parent = nullptr);

    [[nodiscard]] bool isBusy() const { return answers_.busy(); }

private:
    struct Answer {
        Result<BeatClusters> clusters;
        Result<NearBeats> nearest;
    };
    void ask();
    void deliver(std::optional<Answer> answer);

    const ModelState& model_;
    AlikeState& alike_;
    std::function<std::optional<Subject>()> subject_;
    Latest<Answer> answers_;  // last: joined first
};

}  // namespace triptych::ui
