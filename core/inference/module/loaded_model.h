// A loaded bundle behind the public Model interface: classification in batches on two threads, and the way into the
// explanations.
#pragma once

#include "core/inference/engine.h"
#include "core/inference/module/bundle.h"

#include <memory>
#include <mutex>
#include <vector>

namespace triptych::inference {

class LoadedModel : public Model {
public:
    LoadedModel(Bundle bundle, std::vector<Warning> warnings)
        : bundle_(std::move(bundle)), warnings_(std::move(warnings)) {}

    [[nodiscard]] const ModelInfo& info() const override { return bundle_.card.info; }
    [[nodiscard]] const Bundle& bundle() const { return bundle_; }
    [[nodiscard]] Result<Classification> classify(const Recording& recording, const BeatList& beats, const Job& job,
                                                  std::size_t first_beat, const PartialResult& partial) const override;
    [[nodiscard]] Result<Explanation> explain(const Recording& recording, const BeatList& beats, std::size_t beat,
                                              const std::string& class_name, Method method,
                                              const Job& job) const override;

private:
    using Inputs = std::shared_ptr<const BeatInputs>;
    // What explanations of beat after beat of one recording would otherwise prepare again each time (20 ms).
    struct Prepared {
        std::shared_ptr<const SampleSource> source;  // held, so that no other recording can take its address
        std::size_t lead = 0;
        std::vector<std::int64_t> samples;
        Inputs inputs;
    };
    [[nodiscard]] Result<Inputs> inputsFor(const Recording& recording, const BeatList& beats, const Job& job) const;
    // Those of the beats' own lead first; of a second lead too, where the profile can use one and there is one.
    [[nodiscard]] Result<std::vector<Inputs>> inputsOfLeads(const Recording& recording, const BeatList& beats,
                                                            const Job& job) const;

    Bundle bundle_;
    std::vector<Warning> warnings_;
    mutable std::mutex guard_;  // of prepared_
    mutable Prepared prepared_;
};

}  // namespace triptych::inference
