#include "core/inference/left_out.h"

#include "core/domain/annotation.h"

#include <vector>

namespace triptych::inference {
namespace {

std::string namesOf(const ModelInfo& model) {
    std::string out;
    for (const std::string& class_name : model.classes) out += (out.empty() ? "" : " ") + class_name;
    return out;
}

}  // namespace

void LeftOut::add(std::uint8_t code, std::int64_t beats) {
    const auto beat_class = beatClassOf(code, ClassMapping::literature);
    counts_[beat_class ? codeOf(*beat_class) : code] += beats;
}

void LeftOut::add(const LeftOut& other) {
    for (const auto& [code, beats] : other.counts_) counts_[code] += beats;
}

std::string LeftOut::inWords() const {
    std::vector<std::string> parts;
    // Classes first, in their own order; letters after them.
    for (std::size_t k = 0; k < kBeatClasses; ++k) {
        const auto beat_class = static_cast<BeatClass>(k);
        const auto found = counts_.find(codeOf(beat_class));
        if (found == counts_.end()) continue;
        parts.push_back(std::to_string(found->second) + " of class " + std::string(name(beat_class)));
    }
    for (const auto& [code, beats] : counts_) {
        if (beatClassOf(code, ClassMapping::literature)) continue;
        parts.push_back(std::to_string(beats) + " marked \"" + std::string(symbolOf(code)) + '"');
    }
    std::string out;
    for (const std::string& part : parts) out += (out.empty() ? "" : ", ") + part;
    return out;
}

std::optional<Warning> LeftOut::warning(const ModelInfo& model) const {
    if (counts_.empty()) return std::nullopt;
    return Warning{"beats that the model has no class for are left out of every figure (" + inWords() + "): it names " +
                       namesOf(model),
                   model.name};
}

Error LeftOut::nothingElse(const ModelInfo& model) const {
    const std::string found = counts_.empty() ? "the data holds no beat that it could be tested on"
                                              : "the data holds no beat of these classes (" + inWords() + ')';
    return {ErrorCode::model_mismatch, "the model names " + namesOf(model) + ", and " + found, model.name,
            "test it on beats of its classes"};
}

}  // namespace triptych::inference
