// Explains the beat that the reader rests on: waits a moment, so that travelling through beats costs nothing, and drops
// the answer when the reader has moved on.
#pragma once

#include "core/domain/explanation.h"
#include "core/inference/engine.h"
#include "core/pipeline/why_sentence.h"
#include "ui/panes/background.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <optional>

namespace triptych::ui {

struct ExplainRequest {
    std::shared_ptr<const inference::Model> model;
    std::shared_ptr<const inference::RecordingAnalysis> analysis;
    std::shared_ptr<const BeatList> beats;
    std::size_t beat = 0;
    inference::ExplainRequest what;
    std::optional<double> at_s =
        {};                  // of a model of whole recordings: a time in the stretch; no beat is explained then
    double probability = 0;  // of the class that is explained
};

// GUI thread.
class Explainer : public QObject {
    Q_OBJECT
public:
    explicit Explainer(QObject* parent = nullptr);

    // Replaces any earlier request, running or waiting.
    void request(ExplainRequest request);
    void cancel();
    [[nodiscard]] bool isBusy() const { return rest_.isActive() || explanations_.busy(); }

Q_SIGNALS:
    // `why` null: no reasons could be given.
    void explained(const std::shared_ptr<const triptych::Explanation>& explanation,
                   const std::shared_ptr<const triptych::pipeline::Why>& why);
    void failed(const triptych::Error& error);
    void busyChanged();

private:
    void begin();
    struct Explained {
        std::shared_ptr<const Explanation> explanation;
        std::shared_ptr<const pipeline::Why> why;
    };
    [[nodiscard]] static Result<Explained> explain(const ExplainRequest& asked, const Job& job);
    void deliver(std::optional<Result<Explained>> result);

    ExplainRequest waiting_;
    QTimer rest_;
    Latest<Result<Explained>> explanations_;  // last: joined first
};

}  // namespace triptych::ui
