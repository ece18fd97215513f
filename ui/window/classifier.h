// Asks a model about every beat, on its own lane: loads the inference module on first use, shows results as they come,
// stops at once.
#pragma once

#include "core/domain/beat.h"
#include "core/domain/prediction.h"
#include "core/inference/engine.h"
#include "core/pipeline/job_lane.h"
#include "core/pipeline/load_model.h"
#include "core/pipeline/partial_predictions.h"
#include "ui/window/mailbox.h"
#include "ui/window/model_loading.h"

#include <QObject>
#include <QString>
#include <QTimer>

#include <cstdint>
#include <memory>

namespace triptych::ui {

// GUI thread.
class Classifier : public QObject {
    Q_OBJECT
public:
    explicit Classifier(QObject* parent = nullptr);

    // Takes effect with the next classify(). Empty: the default model.
    void setModelName(const QString& name) { model_name_ = name; }
    [[nodiscard]] const QString& modelName() const { return model_name_; }
    // SHA-256 of the models made of code that may run.
    void setTrustedCode(std::vector<std::string> hashes) { trusted_code_ = std::move(hashes); }

    // Begins to load the model, for a classify() that will follow.
    void prepare();
    // Replaces whatever runs. The beats nearest `first_beat` are answered first.
    void classify(std::shared_ptr<const inference::RecordingAnalysis> analysis, std::shared_ptr<const BeatList> beats,
                  std::size_t first_beat);
    void stop();
    // The model of the next classify() judges whole recordings: judged() comes in place of advanced() and finished(),
    // and the list of beats may be empty.
    [[nodiscard]] bool judgesRecordings() const;
    // Stops, and lets go of what was said of the recording: soFar() is null.
    void forget();
    [[nodiscard]] bool isBusy() const { return busy_; }

    // The model of the last classify() that got so far; null before.
    [[nodiscard]] const std::shared_ptr<const inference::Model>& model() const { return loaded_.model; }
    [[nodiscard]] const QString& backend() const { return backend_; }
    [[nodiscard]] const std::vector<Warning>& engineWarnings() const { return loaded_.warnings; }
    // Beats answered so far in the running (or stopped) classification, and what was said of them. Null before the
    // first answer, and while another list of beats is waited for.
    [[nodiscard]] std::shared_ptr<const Classification> soFar() const;

Q_SIGNALS:
    void modelLoaded();
    void advanced();  // soFar() knows more beats; at most ten times a second
    void finished(const std::shared_ptr<const triptych::Classification>& classification);
    void judged(const std::shared_ptr<const triptych::RecordingAnswer>& answer);
    void failed(const triptych::Error& error);
    void progressed(double fraction, const QString& stage);

private:
    void takeModel(std::uint64_t run, pipeline::LoadedModel model);
    void show();
    void rest();
    void takePart(std::uint64_t run, std::size_t first, const Predictions& part);
    void takeResult(std::uint64_t run, Result<Classification> result);
    void takeAnswer(std::uint64_t run, Result<RecordingAnswer> answer);

    QString model_name_;
    std::vector<std::string> trusted_code_;
    QString loaded_name_;
    QString backend_;
    pipeline::LoadedModel loaded_;
    std::shared_ptr<const BeatList> beats_;
    pipeline::PartialPredictions partial_;
    bool busy_ = false;
    std::uint64_t run_ = 0;       // results of any other run are stale
    QTimer pause_;                // gathers parts, so that the window is not rebuilt for each batch
    bool gathered_ = false;       // there are some
    std::uint64_t lane_run_ = 0;  // touched by the lane's thread alone: the run that it works on
    ModelLoading loading_;
    Mailbox mailbox_{*this};
    pipeline::JobLane lane_;  // last: joined first
};

}  // namespace triptych::ui
