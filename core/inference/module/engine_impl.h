// The engine that the module hands out: models, training and evaluation behind the public interface.
#pragma once

#include "core/inference/engine.h"

namespace triptych::inference {

class TorchEngine : public Engine {
public:
    TorchEngine();
    [[nodiscard]] Result<std::shared_ptr<const Model>> load(const std::string& model_folder,
                                                            bool trust_code) const override;
    [[nodiscard]] std::vector<std::string> check(const std::string& model_folder, bool trust_code) const override;
    [[nodiscard]] Result<ModelInfo> train(const TrainRequest& request, const Job& job,
                                          const std::function<void(const std::string&)>& log) const override;
    [[nodiscard]] Result<Prepared> prepare(const PrepareRequest& request, const Job& job) const override;
    [[nodiscard]] Result<Answers> answer(const EvaluateRequest& request, const Job& job) const override;
    [[nodiscard]] Result<Evaluation> evaluate(const EvaluateRequest& request, const Job& job) const override;
    [[nodiscard]] std::string backend() const override;
    [[nodiscard]] std::vector<Warning> warnings() const override;
};

}  // namespace triptych::inference
