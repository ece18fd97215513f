// A loaded bundle behind the public Model interface: where classification and explanation meet.
#pragma once

#include "core/explain/cluster_model.h"
#include "core/inference/engine.h"
#include "core/inference/module/bundle.h"

#include <memory>
#include <vector>

namespace triptych::engine {

class LoadedModel : public inference::Model {
public:
    // `warnings`: Model::warnings().
    // `clusters`: null where none were learnt; why they cannot be read.
    LoadedModel(inference::Bundle bundle, std::vector<Warning> warnings,
                Result<std::shared_ptr<const explain::ClusterModel>> clusters = {})
        : bundle_(std::move(bundle)), warnings_(std::move(warnings)), clusters_(std::move(clusters)) {}

    [[nodiscard]] const ModelInfo& info() const override { return bundle_.card.info; }
    [[nodiscard]] std::vector<Warning> warnings() const override { return warnings_; }
    [[nodiscard]] const inference::Bundle& bundle() const { return bundle_; }
    using Model::classify;
    using Model::explain;
    [[nodiscard]] Result<Classification> classify(const inference::RecordingAnalysis& analysis, const BeatList& beats,
                                                  const Job& job, std::size_t first_beat,
                                                  const inference::PartialResult& partial) const override;
    [[nodiscard]] Result<Explanation> explain(const inference::RecordingAnalysis& analysis, const BeatList& beats,
                                              std::size_t beat, const inference::ExplainRequest& request,
                                              const Job& job) const override;
    [[nodiscard]] Result<BeatClusters> clusters(const inference::RecordingAnalysis& analysis, const BeatList& beats,
                                                std::size_t beat, const Job& job) const override;
    [[nodiscard]] Result<NearBeats> nearest(const inference::RecordingAnalysis& analysis, const BeatList& beats,
                                            std::size_t beat, const std::string& index_file, std::size_t count,
                                            const Job& job) const override;
    [[nodiscard]] Result<BeatMap> beatMap(const inference::RecordingAnalysis& analysis, const BeatList& beats,
                                          const Job& job) const override;
    [[nodiscard]] Result<RecordingAnswer> judge(const inference::RecordingAnalysis& analysis,
                                                const Job& job) const override;
    [[nodiscard]] Result<Explanation> explainRecording(const inference::RecordingAnalysis& analysis, double time_s,
                                                       const inference::ExplainRequest& request,
                                                       const Job& job) const override;
    [[nodiscard]] Result<inference::WhatIfAnswer> whatIf(const inference::RecordingAnalysis& analysis,
                                                         const BeatList& beats, std::size_t beat,
                                                         const inference::WhatIfRequest& request,
                                                         const Job& job) const override;
    [[nodiscard]] Result<inference::WhatIfAnswer> whatIfRecording(const inference::RecordingAnalysis& analysis,
                                                                  double time_s,
                                                                  const inference::WhatIfRequest& request,
                                                                  const Job& job) const override;

private:
    // The inputs of a beat, which must be there. Errors: those of explain().
    [[nodiscard]] Result<std::shared_ptr<const inference::BeatInputs>> inputsOf(
        const inference::RecordingAnalysis& analysis, const BeatList& beats, std::size_t beat, const Job& job) const;
    // Errors: unsupported, where the model judges something else.
    [[nodiscard]] Result<void> judges(Task task) const;

    inference::Bundle bundle_;
    std::vector<Warning> warnings_;
    Result<std::shared_ptr<const explain::ClusterModel>> clusters_;
};

}  // namespace triptych::engine
