// A loaded bundle behind the public Model interface: classification in batches on two threads, and the way into the
// explanations.
#pragma once

#include "core/inference/engine.h"
#include "core/inference/module/bundle.h"

#include <memory>
#include <vector>

namespace triptych::inference {

class LoadedModel : public Model {
public:
    LoadedModel(Bundle bundle, std::vector<Warning> warnings)
        : bundle_(std::move(bundle)), warnings_(std::move(warnings)) {}

    [[nodiscard]] const ModelInfo& info() const override { return bundle_.card.info; }
    [[nodiscard]] const Bundle& bundle() const { return bundle_; }
    using Model::classify;
    using Model::explain;
    [[nodiscard]] Result<Classification> classify(const RecordingAnalysis& analysis, const BeatList& beats,
                                                  const Job& job, std::size_t first_beat,
                                                  const PartialResult& partial) const override;
    [[nodiscard]] Result<Explanation> explain(const RecordingAnalysis& analysis, const BeatList& beats,
                                              std::size_t beat, const ExplainRequest& request,
                                              const Job& job) const override;

private:
    using Inputs = std::shared_ptr<const BeatInputs>;
    // Those of the beats' own lead first; of a second lead too, where the profile can use one and there is one.
    [[nodiscard]] Result<std::vector<Inputs>> inputsOfLeads(const RecordingAnalysis& analysis, const BeatList& beats,
                                                            const Job& job) const;

    Bundle bundle_;
    std::vector<Warning> warnings_;
};

}  // namespace triptych::inference
