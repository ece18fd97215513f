// The border of the loadable inference module, reader's side: everything that needs LibTorch stands behind these
// interfaces and the laboratory's (laboratory.h), so that the window paints before LibTorch's shared objects are
// mapped. No Torch type, no exception and no global crosses it.
#pragma once

#include "core/domain/beat.h"
#include "core/domain/beat_map.h"
#include "core/domain/error.h"
#include "core/domain/explanation.h"
#include "core/domain/job.h"
#include "core/domain/near_beats.h"
#include "core/domain/prediction.h"
#include "core/domain/recording.h"
#include "core/domain/recording_answer.h"
#include "core/domain/time_clusters.h"
#include "core/inference/explanation_methods.h"
#include "core/inference/recording_analysis.h"
#include "core/inference/what_if.h"

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace triptych::inference {

// Called from the worker as batches finish: predictions of beats [first, first + part.size()).
using PartialResult = std::function<void(std::size_t first, const Predictions& part)>;

// One loaded model, of beats or of whole recordings. const and safe to share between threads; calls run on the caller's
// thread plus one more.
class Model {
public:
    virtual ~Model() = default;
    Model() = default;
    Model(const Model&) = delete;
    Model& operator=(const Model&) = delete;

    [[nodiscard]] virtual const ModelInfo& info() const = 0;

    // Of a model of beats: predictions for every beat of `beats` (of the analysed recording). `first_beat` is
    // classified first and the work goes outward from it, so a view fills from where the reader looks. What the model
    // sees of the leads is left in `analysis`, where explain() finds it; the model keeps nothing of a recording.
    // Errors: cancelled, model_mismatch.
    [[nodiscard]] virtual Result<Classification> classify(const RecordingAnalysis& analysis, const BeatList& beats,
                                                          const Job& job, std::size_t first_beat = 0,
                                                          const PartialResult& partial = {}) const = 0;

    // Attribution of the fused score of the request's class for one beat, over all inputs jointly.
    // Errors: out_of_range (beat, class), unsupported (the model lacks what the method needs), those of methodFor(),
    // cancelled.
    [[nodiscard]] virtual Result<Explanation> explain(const RecordingAnalysis& analysis, const BeatList& beats,
                                                      std::size_t beat, const ExplainRequest& request,
                                                      const Job& job) const = 0;

    // What the networks tell apart along a beat (docs/methods.md §7). Errors: out_of_range (beat), unsupported (nothing
    // was learnt of it for this model; a beat without a whole window), cancelled.
    [[nodiscard]] virtual Result<BeatClusters> clusters(const RecordingAnalysis& analysis, const BeatList& beats,
                                                        std::size_t beat, const Job& job) const;
    // The `count` beats of an index (beat_index.h) that the model takes for most alike, none of them of the record
    // itself. Errors: out_of_range (beat), not_found (the index), model_mismatch (another model's), malformed,
    // unsupported (a beat without a whole window), cancelled.
    [[nodiscard]] virtual Result<NearBeats> nearest(const RecordingAnalysis& analysis, const BeatList& beats,
                                                    std::size_t beat, const std::string& index_file, std::size_t count,
                                                    const Job& job) const;

    // Every beat as a point of a plane in which near ones are beats that the model takes for alike; costs as much as
    // classify(). Errors: unsupported (a model that shows nothing by which they are), cancelled.
    [[nodiscard]] virtual Result<BeatMap> beatMap(const RecordingAnalysis& analysis, const BeatList& beats,
                                                  const Job& job) const;

    // Of a model of whole recordings (info().task): its labels, stretch by stretch. Reads what the card asks for of
    // every lead that it names. Errors: unsupported (a model of beats), model_mismatch (leads that are missing, or in
    // no voltage), cancelled.
    [[nodiscard]] virtual Result<RecordingAnswer> judge(const RecordingAnalysis& analysis, const Job& job) const = 0;
    // Attribution of a label's score over all leads of the stretch that holds `time_s`. Errors: those of judge(); as
    // explain() has them.
    [[nodiscard]] virtual Result<Explanation> explainRecording(const RecordingAnalysis& analysis, double time_s,
                                                               const ExplainRequest& request, const Job& job) const = 0;

    // Probabilities of one beat as it is and with parts of its inputs masked, within 50 ms. Errors: out_of_range (the
    // beat), wrong_use (what this model is not given), unsupported (a model that cannot be asked so), cancelled.
    [[nodiscard]] virtual Result<WhatIfAnswer> whatIf(const RecordingAnalysis& analysis, const BeatList& beats,
                                                      std::size_t beat, const WhatIfRequest& request,
                                                      const Job& job) const;
    // The same of the stretch that holds `time_s`, by a model of whole recordings. Errors: likewise, those of judge().
    [[nodiscard]] virtual Result<WhatIfAnswer> whatIfRecording(const RecordingAnalysis& analysis, double time_s,
                                                               const WhatIfRequest& request, const Job& job) const;

    // What lies beside the weights and could not be used: it answers all the same, and explains less.
    [[nodiscard]] virtual std::vector<Warning> warnings() const { return {}; }

    // The same of a recording that is asked about once.
    [[nodiscard]] Result<Classification> classify(const Recording& recording, const BeatList& beats, const Job& job,
                                                  std::size_t first_beat = 0, const PartialResult& partial = {}) const {
        return classify(RecordingAnalysis(borrowed(recording)), beats, job, first_beat, partial);
    }
    [[nodiscard]] Result<Explanation> explain(const Recording& recording, const BeatList& beats, std::size_t beat,
                                              const ExplainRequest& request, const Job& job) const {
        return explain(RecordingAnalysis(borrowed(recording)), beats, beat, request, job);
    }

private:
    static RecordingPtr borrowed(const Recording& recording) { return {RecordingPtr(), &recording}; }
};

class Engine {
public:
    virtual ~Engine() = default;
    Engine() = default;
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    // Folder with card.json and weights.safetensors, or model.pt where the card says so: TorchScript is code, and is
    // refused unless `trust_code`. Errors: not_found, malformed, model_mismatch (shape, class count, hash), truncated,
    // refused (code that is not trusted).
    [[nodiscard]] virtual Result<std::shared_ptr<const Model>> load(const std::string& model_folder,
                                                                    bool trust_code = false) const = 0;
    // Everything that is wrong with a model's folder, in sentences; empty when nothing is. Code is looked into only
    // where it is trusted.
    [[nodiscard]] virtual std::vector<std::string> check(const std::string& model_folder, bool trust_code) const = 0;
    // "OpenBLAS 0.3.21, AVX-512", and a warning when the slow reference BLAS is active.
    [[nodiscard]] virtual std::string backend() const = 0;
    [[nodiscard]] virtual std::vector<Warning> warnings() const = 0;
};

// Loads the module (once per process; later calls return the same engine) from beside the executable, from
// ../lib/triptych, or from TRIPTYCH_MODULE. Thread-safe; takes ~0.3 s the first time: never call it on the GUI
// thread. Errors: not_found, malformed (it cannot be loaded, or was built against another border).
[[nodiscard]] Result<std::shared_ptr<const Engine>> loadEngine();

// A model folder that can be listed without loading LibTorch: its card alone is read.
struct ModelListing {
    std::string folder;
    ModelInfo info;
};
// Models in TRIPTYCH_MODELS (if set), beside the executable, in the installed data folder and in the user's own
// models folder; broken cards become warnings. The default model (product) comes first.
[[nodiscard]] std::vector<ModelListing> listModels(std::vector<Warning>* warnings = nullptr);
// By name, or by path to a folder. Errors: not_found, with the names there are.
[[nodiscard]] Result<ModelListing> findModel(const std::string& name_or_path);
// Reads and checks a card.json alone. Errors: not_found, malformed.
[[nodiscard]] Result<ModelInfo> readCard(const std::string& model_folder);

}  // namespace triptych::inference
