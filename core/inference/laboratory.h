// The border of the loadable inference module, laboratory's side: training, preparing and evaluating. Readers' programs
// never ask for it.
#pragma once

#include "core/domain/beat.h"
#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/domain/prediction.h"
#include "core/inference/attribution_study.h"
#include "core/inference/beat_index.h"
#include "core/inference/cluster_study.h"
#include "core/inference/explanation_studies.h"
#include "core/inference/recording_analysis.h"
#include "core/inference/reliability.h"
#include "core/inference/study.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace triptych::inference {

struct TrainRequest {
    std::string configuration;  // "parity", "product", ...: a named configuration of the trainer
    // A folder of WFDB records with .atr beside them, or of the public heartbeat CSVs; one such CSV; or a prepared beat
    // file.
    std::string data_folder;
    std::string output_folder;  // card.json, weights.safetensors, checkpoint and log are written here
    std::uint64_t seed = 1;
    int threads = 2;
    int epochs = 0;            // 0: the configuration's own number
    bool fresh = false;        // ignore a checkpoint that lies in output_folder
    std::string part = "all";  // one branch by name, "fusion", or "all": lets branches train side by side
    std::string fold;          // "": the final split; "k/n": hold out the k-th of n groups of training records
    bool adasyn = false;       // make beats of rare classes up, in the training part alone (He et al. 2008)
    std::optional<double> class_weight_exponent;  // of the branches' loss, in place of the configuration's
    std::optional<int> patience;                  // likewise; 0: no early stopping
};

struct PrepareRequest {
    std::string configuration;
    std::string data_folder;  // as TrainRequest has it
    std::string output_file;  // safetensors, float16
};
struct Prepared {
    std::size_t beats = 0, records = 0;
    std::uintmax_t bytes = 0;
};

// Says of which beats a model's answers are withheld (Predictions::silence); the rooms that know stand above this one.
using Withhold =
    std::function<Result<void>(const RecordingAnalysis&, const BeatList&, Predictions& answers, const Job& job)>;

struct EvaluateRequest {
    std::string model_folder;
    std::string data_folder;
    std::string set;  // "test" (the card's), "validation"
    BeatOrigin beats = BeatOrigin::reference;
    std::vector<std::string> leave_out;  // records left out of the gross figures ("232")
    bool trust_code = false;             // as Engine::load has it
    std::string branch = {};             // Laboratory::answer: of this branch alone; empty: of the whole model
    // evaluate(), of records: beats without a class are in no table but the one that counts them as missed. Empty:
    // every beat has the networks' class.
    Withhold withhold = {};
};

// One row of an evaluation: counts and rates of a class over a set of beats.
struct ClassScore {
    std::string class_name;
    std::int64_t true_positive = 0, false_positive = 0, false_negative = 0;
    double sensitivity = 0, positive_predictivity = 0, f1 = 0;
};
struct ScoreTable {
    std::string title;  // "all records", "without 232", "record 208", "branch time"
    std::vector<ClassScore> classes;
    std::vector<std::int64_t> confusion;  // [K × K] rows are the truth
    std::int64_t beats = 0;
    double accuracy = 0, macro_f1 = 0, mcc = 0;
    std::vector<std::string> macro_over;  // the classes that macro_f1 averages
};
struct Evaluation {
    ModelInfo model;
    std::string set;
    std::vector<ScoreTable> gross;       // fused first, then each branch, then fused without the left-out records
    std::vector<ScoreTable> per_record;  // fused; empty where a set has no records (parity)
    // Fused, of the beats under each rhythm that the annotator names, by its name; of reference beats alone.
    std::vector<ScoreTable> per_rhythm;
    std::vector<std::int64_t> without_class;  // beats of each true class that were given none; empty: nobody was asked
    std::vector<std::string> left_out;  // records that the last of `gross` is without; empty: there is no such table
    Reliability reliability;            // fused
    std::vector<Warning> warnings;
};

// What a model says of every beat of a set, for comparing two models beat by beat.
struct Answers {
    ModelInfo model;
    std::vector<std::string> records;     // empty where the set has none (CSV)
    std::vector<std::uint32_t> record;    // [n] index into records; the same for all beats where there are none
    std::vector<std::uint32_t> beat;      // [n] number of the beat within its record
    std::vector<std::uint8_t> truth;      // [n] index into model.classes
    std::vector<std::uint8_t> predicted;  // [n] likewise
    std::vector<Warning> warnings;        // who was left out
};

class Laboratory {
public:
    virtual ~Laboratory() = default;
    Laboratory() = default;
    Laboratory(const Laboratory&) = delete;
    Laboratory& operator=(const Laboratory&) = delete;

    // Trains into request.output_folder, resuming from its checkpoint. `log` gets one human line per event.
    [[nodiscard]] virtual Result<ModelInfo> train(const TrainRequest& request, const Job& job,
                                                  const std::function<void(const std::string&)>& log) const = 0;
    // Writes the beats of a configuration into one file that trains without the recordings. Errors: those of the
    // readers, io_failed.
    [[nodiscard]] virtual Result<Prepared> prepare(const PrepareRequest& request, const Job& job) const = 0;
    [[nodiscard]] virtual Result<Evaluation> evaluate(const EvaluateRequest& request, const Job& job) const = 0;
    // The model's class for every beat of the set that evaluate() would score at reference beats (test_set.h).
    [[nodiscard]] virtual Result<Answers> answer(const EvaluateRequest& request, const Job& job) const = 0;
    // Every method's map of beats of every record, each tested; `sink` gets them as they are done. Errors: not_found (a
    // fold), model_mismatch, those of the readers and of the sink, cancelled.
    [[nodiscard]] virtual Result<void> studyFaithfulness(const FaithfulnessRequest& request, const Job& job,
                                                         const StudySink& sink) const = 0;
    // Learns what explanations of a model rest on, and writes it. Errors: likewise; io_failed.
    [[nodiscard]] virtual Result<LearntExplanations> learnExplanations(const LearnExplanationsRequest& request,
                                                                       const Job& job) const = 0;
    // One method's maps of beats of every record: do they add up, and what do they share with the signal? Errors:
    // likewise; wrong_use (no such method).
    [[nodiscard]] virtual Result<void> studyAttributions(const AttributionStudyRequest& request, const Job& job,
                                                         const AttributedSink& sink) const = 0;
    // Fits the clusters of a model's moments and checks them, and writes them. Errors: likewise; unsupported (a model
    // without convolutions along the trace).
    [[nodiscard]] virtual Result<LearntClusters> learnClusters(const LearnClustersRequest& request,
                                                               const Job& job) const = 0;
    // What the clusters that came with a model are worth on other records: fidelity, macro-F1 and AUROC of the asked
    // records, the rest as they were learnt. Errors: likewise; empty (no beats).
    [[nodiscard]] virtual Result<ClusterChecks> askClusters(const AskClustersRequest& request,
                                                            const Job& job) const = 0;
    // Makes the index in which Model::nearest() looks. Errors: likewise; empty (there are no beats).
    [[nodiscard]] virtual Result<BeatIndexMade> indexBeats(const BeatIndexRequest& request, const Job& job) const = 0;
    // Makes a study of the papers' (study_list.h), or goes on with one that was stopped, and writes its report. `log`
    // gets one human line per part. Errors: not_found (no such study), wrong_use, those of its data, io_failed,
    // cancelled.
    [[nodiscard]] virtual Result<StudyMade> study(const StudyRequest& request, const Job& job,
                                                  const std::function<void(const std::string&)>& log) const = 0;
    // As Engine::warnings() has them.
    [[nodiscard]] virtual std::vector<Warning> warnings() const = 0;
};

// Loads the module as loadEngine() does, with its errors.
[[nodiscard]] Result<std::shared_ptr<const Laboratory>> loadLaboratory();

}  // namespace triptych::inference
