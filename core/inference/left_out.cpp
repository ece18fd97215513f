#include "core/inference/left_out.h"

#include "core/domain/annotation.h"
#include "core/text/said.h"

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
        parts.push_back(text::say("{1} of class {2}", found->second, std::string(name(beat_class))));
    }
    for (const auto& [code, beats] : counts_) {
        if (beatClassOf(code, ClassMapping::literature)) continue;
        parts.push_back(text::say("{1} marked \"{2}\"", beats, std::string(symbolOf(code))));
    }
    std::string out;
    for (const std::string& part : parts) out += (out.empty() ? "" : ", ") + part;
    return out;
}

std::optional<Warning> LeftOut::warning(const ModelInfo& model) const {
    if (counts_.empty()) return std::nullopt;
    return Warning{text::say("beats that the model has no class for are left out of every figure ({1}): it names {2}",
                             inWords(), namesOf(model)),
                   model.name};
}

Error LeftOut::nothingElse(const ModelInfo& model) const {
    const text::Said found = counts_.empty() ? "the data holds no beat that it could be tested on"
                                             : text::say("the data holds no beat of these classes ({1})", inWords());
    return {ErrorCode::model_mismatch, text::say("the model names {1}, and {2}", namesOf(model), found), model.name,
            "test it on beats of its classes"};
}

}  // namespace triptych::inference
