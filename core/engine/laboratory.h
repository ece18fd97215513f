// The laboratory's side of the module: training, preparing, evaluation.
#pragma once

#include "core/inference/laboratory.h"

namespace triptych::engine {

class TrainingLaboratory : public inference::Laboratory {
public:
    [[nodiscard]] Result<ModelInfo> train(const inference::TrainRequest& request, const Job& job,
                                          const std::function<void(const std::string&)>& log) const override;
    [[nodiscard]] Result<inference::Prepared> prepare(const inference::PrepareRequest& request,
                                                      const Job& job) const override;
    [[nodiscard]] Result<inference::Evaluation> evaluate(const inference::EvaluateRequest& request,
                                                         const Job& job) const override;
    [[nodiscard]] Result<inference::Answers> answer(const inference::EvaluateRequest& request,
                                                    const Job& job) const override;
    [[nodiscard]] Result<void> studyFaithfulness(const inference::FaithfulnessRequest& request, const Job& job,
                                                 const inference::StudySink& sink) const override;
    [[nodiscard]] Result<inference::LearntExplanations> learnExplanations(
        const inference::LearnExplanationsRequest& request, const Job& job) const override;
    [[nodiscard]] Result<void> studyAttributions(const inference::AttributionStudyRequest& request, const Job& job,
                                                 const inference::AttributedSink& sink) const override;
    [[nodiscard]] Result<inference::LearntClusters> learnClusters(const inference::LearnClustersRequest& request,
                                                                  const Job& job) const override;
    [[nodiscard]] Result<ClusterChecks> askClusters(const inference::AskClustersRequest& request,
                                                    const Job& job) const override;
    [[nodiscard]] Result<inference::BeatIndexMade> indexBeats(const inference::BeatIndexRequest& request,
                                                              const Job& job) const override;
    [[nodiscard]] Result<inference::StudyMade> study(const inference::StudyRequest& request, const Job& job,
                                                     const std::function<void(const std::string&)>& log) const override;
    [[nodiscard]] std::vector<Warning> warnings() const override;
};

}  // namespace triptych::engine
