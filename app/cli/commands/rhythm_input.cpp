#include "app/cli/commands/rhythm_input.h"

#include "core/pipeline/load_model.h"
#include "core/pipeline/silences.h"
#include "core/text/said.h"

namespace triptych::cli {
namespace {

constexpr const char* kNone = "none";

Result<pipeline::ClassedBeats> classedBeats(const RhythmOptions& options, const inference::RecordingAnalysis& analysis,
                                            const LeadInput& input, std::vector<Warning>& warnings, const Job& job) {
    auto beats = beatsOf(analysis, input.lead, options.beats.value(), job);
    if (!beats) return std::unexpected(beats.error());
    if (options.beats.value() == BeatOrigin::reference) {
        return pipeline::classedBy(std::move(*beats), input.recording->annotation_sets.front().annotator);
    }
    pipeline::ClassedBeats by_shape{*beats, {}, {}, {}};
    if (options.model.name == kNone || (*beats)->beats.empty()) return by_shape;
    const auto loaded = pipeline::loadModel(options.model.name, options.model.trust_code);
    if (!loaded) {
        if (!options.model.name.empty()) return std::unexpected(loaded.error());
        warnings.push_back(
            {text::say("beats are told by their shape alone: {1}", loaded.error().what), loaded.error().where});
        return by_shape;
    }
    const auto classified = pipeline::classify(*loaded->model, analysis, **beats, job);
    if (!classified) return std::unexpected(classified.error());
    return pipeline::classedBy(*classified);
}

}  // namespace

void addRhythmOptions(CLI::App& command, RhythmOptions& options) {
    addFileOption(command, options.recording);
    addLeadOption(command, options.recording);
    addBeatsOption(command, options.beats);
    addModelOption(command, options.model);
    command.get_option("--model")->description(
        "Model that says which beats are N, S and V (default: the product model; \"none\": by their shape)");
}

Result<RhythmInput> readRhythm(const RhythmOptions& options, const Job& job) {
    RhythmInput out;
    auto input = openLead(options.recording, job);
    if (!input) return std::unexpected(input.error());
    out.input = std::move(*input);
    out.warnings = out.input.warnings;
    const inference::RecordingAnalysis analysis(out.input.recording);
    auto beats = classedBeats(options, analysis, out.input, out.warnings, job);
    if (!beats) return std::unexpected(beats.error());
    auto found = pipeline::findRhythm(analysis, std::move(*beats), job);
    if (!found) return std::unexpected(found.error());
    out.found = std::move(*found);
    out.warnings.insert(out.warnings.end(), out.found.warnings.begin(), out.found.warnings.end());
    return out;
}

}  // namespace triptych::cli
