// The reader's side of the module: loads models and says what is wrong with them.
#pragma once

#include "core/inference/engine.h"

namespace triptych::engine {

class ReaderEngine : public inference::Engine {
public:
    [[nodiscard]] Result<std::shared_ptr<const inference::Model>> load(const std::string& model_folder,
                                                                       bool trust_code) const override;
    [[nodiscard]] std::vector<std::string> check(const std::string& model_folder, bool trust_code) const override;
    [[nodiscard]] std::string backend() const override;
    [[nodiscard]] std::vector<Warning> warnings() const override;
};

// Of the library that multiplies matrices: slow, or with kernels that are too old for the processor.
[[nodiscard]] std::vector<Warning> blasWarnings();

}  // namespace triptych::engine
