#include "core/engine/laboratory.h"

#include "core/engine/reader.h"
#include "core/explain/ask_clusters.h"
#include "core/explain/learn_clusters.h"
#include "core/explain/learn_explanations.h"
#include "core/explain/near_beats.h"
#include "core/explain/study_attributions.h"
#include "core/explain/study_faithfulness.h"
#include "core/inference/module/answers.h"
#include "core/inference/module/evaluate.h"
#include "core/inference/module/reason.h"
#include "core/inference/module/studies/study.h"
#include "core/inference/module/training/prepared_beats.h"
#include "core/inference/module/training/train.h"
#include "core/inference/module/training/waves/train_waves.h"
#include "core/text/said.h"

#include <utility>

namespace triptych::engine {
namespace {

using inference::reasonOf;

// What `ask` gives; where a library throws, a sentence: `failed` has its reason in its place.
template <class Ask>
auto guarded(const Ask& ask, text::Pattern<1> failed, const std::string& where, text::Said hint) -> decltype(ask()) {
    try {
        return ask();
    } catch (const std::exception& thrown) {
        return fail(ErrorCode::internal, text::say(failed, reasonOf(thrown)), where, std::move(hint));
    }
}

}  // namespace

Result<ModelInfo> TrainingLaboratory::train(const inference::TrainRequest& request, const Job& job,
                                            const std::function<void(const std::string&)>& log) const {
    namespace training = inference::training;
    return guarded(
        [&] {
            if (request.configuration == training::kWavesConfiguration) return training::trainWaves(request, job, log);
            return training::train(request, job, log);
        },
        "the training library failed: {1}", request.output_folder,
        "run the same command again: it resumes from the last whole epoch");
}

Result<inference::Prepared> TrainingLaboratory::prepare(const inference::PrepareRequest& request,
                                                        const Job& job) const {
    return guarded([&] { return inference::training::prepare(request, job); }, "preparing the beats failed: {1}",
                   request.output_file, "free memory or disk space");
}

Result<inference::Answers> TrainingLaboratory::answer(const inference::EvaluateRequest& request, const Job& job) const {
    return guarded([&] { return inference::answerModel(request, job); }, "the inference library failed: {1}",
                   request.model_folder, "get the model again");
}

Result<inference::Evaluation> TrainingLaboratory::evaluate(const inference::EvaluateRequest& request,
                                                           const Job& job) const {
    return guarded([&] { return inference::evaluateModel(request, warnings(), job); },
                   "the inference library failed: {1}", request.model_folder, "get the model again");
}

Result<void> TrainingLaboratory::studyFaithfulness(const inference::FaithfulnessRequest& request, const Job& job,
                                                   const inference::StudySink& sink) const {
    return guarded([&] { return explain::studyFaithfulness(request, job, sink); }, "the inference library failed: {1}",
                   request.model_folder, "get the model again");
}

Result<inference::LearntExplanations> TrainingLaboratory::learnExplanations(
    const inference::LearnExplanationsRequest& request, const Job& job) const {
    return guarded([&] { return explain::learnExplanations(request, job); }, "the inference library failed: {1}",
                   request.model_folder, "get the model again");
}

Result<void> TrainingLaboratory::studyAttributions(const inference::AttributionStudyRequest& request, const Job& job,
                                                   const inference::AttributedSink& sink) const {
    return guarded([&] { return explain::studyAttributions(request, job, sink); }, "the inference library failed: {1}",
                   request.model_folder, "get the model again");
}

Result<inference::LearntClusters> TrainingLaboratory::learnClusters(const inference::LearnClustersRequest& request,
                                                                    const Job& job) const {
    return guarded([&] { return explain::learnClusters(request, job); }, "the inference library failed: {1}",
                   request.model_folder, "get the model again");
}

Result<ClusterChecks> TrainingLaboratory::askClusters(const inference::AskClustersRequest& request,
                                                      const Job& job) const {
    return guarded([&] { return explain::askClusters(request, job); }, "the inference library failed: {1}",
                   request.model_folder, "get the model again");
}

Result<inference::BeatIndexMade> TrainingLaboratory::indexBeats(const inference::BeatIndexRequest& request,
                                                                const Job& job) const {
    return guarded([&] { return explain::indexBeats(request, job); }, "the inference library failed: {1}",
                   request.model_folder, "get the model again");
}

Result<inference::StudyMade> TrainingLaboratory::study(const inference::StudyRequest& request, const Job& job,
                                                       const std::function<void(const std::string&)>& log) const {
    return guarded([&] { return inference::studies::makeStudy(request, job, log); }, "the study failed: {1}",
                   request.output_folder, "give the same command again: it goes on with the part that is not done");
}

std::vector<Warning> TrainingLaboratory::warnings() const {
    return blasWarnings();
}

}  // namespace triptych::engine
