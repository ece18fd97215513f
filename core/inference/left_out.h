// Labelled beats that a model cannot be judged by, for it does not name their class: counted, so that a figure says
// whom it leaves out.
#pragma once

#include "core/domain/beat_class.h"
#include "core/domain/error.h"
#include "core/domain/prediction.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace triptych::inference {

class LeftOut {
public:
    // Beats with a reference label, under its class where the machine-learning mapping has one, else under its letter.
    void add(std::uint8_t code, std::int64_t beats = 1);
    void add(const LeftOut& other);

    [[nodiscard]] const std::map<std::uint8_t, std::int64_t>& counts() const { return counts_; }  // by code
    // "120 of class S, 3 marked "?""; empty where nobody was left out.
    [[nodiscard]] std::string inWords() const;
    // That the model's figures are without them; nullopt where nobody was left out.
    [[nodiscard]] std::optional<Warning> warning(const ModelInfo& model) const;
    // Why nothing can be said of the model: every labelled beat was left out, or there was none.
    [[nodiscard]] Error nothingElse(const ModelInfo& model) const;

private:
    // A class is held by the code that stands for it (codeOf).
    std::map<std::uint8_t, std::int64_t> counts_;
};

}  // namespace triptych::inference
