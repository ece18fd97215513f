#include "ui/window/classifier.h"

#include "core/pipeline/silences.h"
#include "ui/window/progress_relay.h"

#include <chrono>
#include <optional>
#include <utility>

namespace triptych::ui {
namespace {

constexpr auto kPause = std::chrono::milliseconds(100);
// A copy of 100,000 beats' answers costs some milliseconds: longer lists are shown less often.
constexpr auto kLongPause = std::chrono::milliseconds(500);
constexpr std::size_t kManyBeats = 20'000;

}  // namespace

Classifier::Classifier(QObject* parent)
    : QObject(parent), lane_([this](const Error& error) {
          mailbox_.post([this, run = lane_run_, error] { takeResult(run, std::unexpected(error)); });
      }) {
    pause_.setSingleShot(true);
    connect(&pause_, &QTimer::timeout, this, [this] {
        if (std::exchange(gathered_, false)) show();
    });
}

void Classifier::prepare() {
    if (loaded_.model != nullptr && loaded_name_ == model_name_) return;
    loading_.begin(model_name_.toStdString(), trusted_code_);
}

void Classifier::classify(std::shared_ptr<const inference::RecordingAnalysis> analysis,
                          std::shared_ptr<const BeatList> beats, std::size_t first_beat) {
    const std::uint64_t run = ++run_;
    busy_ = true;
    rest();
    beats_ = beats;
    partial_ = pipeline::PartialPredictions(beats->beats.size());
    const bool same_model = loaded_.model != nullptr && loaded_name_ == model_name_;
    if (!same_model) loaded_ = {};
    loaded_name_ = model_name_;
    const std::string name = model_name_.toStdString();
    const ModelLoading::Coming coming = same_model ? ModelLoading::Coming() : loading_.begin(name, trusted_code_);

    lane_.run([this, run, analysis = std::move(analysis), beats = std::move(beats), first_beat, model = loaded_.model,
               name, coming](const Job& job) mutable {
        lane_run_ = run;
        const auto post = [this](Mailbox::Letter letter) { mailbox_.post(std::move(letter)); };
        const Job watched = relayed(job, mailbox_, [this, run](double fraction, const QString& stage) {
            if (run == run_ && busy_) Q_EMIT progressed(fraction, stage);
        });
        std::optional<pipeline::Silences> silences;
        if (model == nullptr) {
            watched.progress(0, "loading the model");
            silences = pipeline::readAhead(name, *analysis, *beats, {watched.stop, {}});
            const Result<pipeline::LoadedModel>& loaded = coming.get();
            if (!loaded) {
                post([this, run, error = loaded.error()] { takeResult(run, std::unexpected(error)); });
                return;
            }
            model = loaded->model;
            post([this, run, made = *loaded] { takeModel(run, made); });
        }
        if (model->info().task == Task::recording) {
            auto answer = std::make_shared<Result<RecordingAnswer>>(model->judge(*analysis, watched));
            post([this, run, answer] { takeAnswer(run, std::move(*answer)); });
            return;
        }
        const auto on_part = [&post, this, run](std::size_t first, const Predictions& part) {
            post([this, run, first, copy = std::make_shared<Predictions>(part)] { takePart(run, first, *copy); });
        };
        auto result = std::make_shared<Result<Classification>>(
            silences ? pipeline::classify(*model, *analysis, *beats, *silences, watched, first_beat, on_part)
                     : pipeline::classify(*model, *analysis, *beats, watched, first_beat, on_part));
        post([this, run, result] { takeResult(run, std::move(*result)); });
    });
}

void Classifier::rest() {
    pause_.stop();
    gathered_ = false;
}

void Classifier::stop() {
    ++run_;
    busy_ = false;
    rest();
    lane_.stop();
}

void Classifier::forget() {
    stop();
    beats_ = nullptr;
    partial_ = pipeline::PartialPredictions();
}

std::shared_ptr<const Classification> Classifier::soFar() const {
    if (partial_.knownCount() == 0 || loaded_.model == nullptr) return nullptr;
    auto made = std::make_shared<Classification>();
    made->model = loaded_.model->info();
    made->beats = *beats_;
    made->predictions = partial_.predictions();
    return made;
}

void Classifier::takeModel(std::uint64_t run, pipeline::LoadedModel model) {
    if (run != run_) return;
    loaded_ = std::move(model);
    backend_ = QString::fromStdString(loaded_.backend);
    Q_EMIT modelLoaded();
}

void Classifier::takeAnswer(std::uint64_t run, Result<RecordingAnswer> answer) {
    if (run != run_ || !busy_) return;
    busy_ = false;
    rest();
    if (!answer) {
        Q_EMIT failed(answer.error());
    } else {
        Q_EMIT judged(std::make_shared<const RecordingAnswer>(std::move(*answer)));
    }
}

bool Classifier::judgesRecordings() const {
    if (loaded_.model != nullptr && loaded_name_ == model_name_) return loaded_.model->info().task == Task::recording;
    const auto task = pipeline::taskOf(model_name_.toStdString());  // a card is a file of some kilobytes
    return task && *task == Task::recording;
}

void Classifier::takePart(std::uint64_t run, std::size_t first, const Predictions& part) {
    if (run != run_ || !partial_.merge(first, part)) return;
    gathered_ = pause_.isActive();
    if (!gathered_) show();  // the first at once: a reader waits for it
}

void Classifier::show() {
    pause_.start(beats_->beats.size() > kManyBeats ? kLongPause : kPause);
    Q_EMIT advanced();
}

void Classifier::takeResult(std::uint64_t run, Result<Classification> result) {
    if (run != run_ || !busy_) return;
    busy_ = false;
    rest();
    if (!result) {
        Q_EMIT failed(result.error());
        return;
    }
    Q_EMIT finished(std::make_shared<const Classification>(std::move(*result)));
}

}  // namespace triptych::ui
