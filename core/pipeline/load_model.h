// From a model's name to a model that can be asked: the inference module is loaded on first use, on the caller's
// thread, which therefore is never the window's.
#pragma once

#include "core/domain/beat.h"
#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/inference/engine.h"
#include "core/inference/recording_analysis.h"
#include "core/pipeline/silences.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace triptych::pipeline {

struct LoadedModel {
    std::shared_ptr<const inference::Model> model;
    std::vector<Warning> warnings;  // of the engine (a slow BLAS) and of the model (Model::warnings)
    std::string backend;            // "OpenBLAS 0.3.21, AVX-512"
};

// What the model judges, by its card alone. Errors: not_found, malformed.
[[nodiscard]] Result<Task> taskOf(const std::string& name_or_path);

// `name_or_path` empty: the default model. Takes ~0.3 s the first time. Errors: not_found (no model, or none of this
// name), and those of inference::loadEngine and Engine::load (code that is not trusted: neither all code is, by
// `trust_code`, nor the file of this hash, by `trusted_hashes`).
[[nodiscard]] Result<LoadedModel> loadModel(const std::string& name_or_path, bool trust_code = false,
                                            const std::vector<std::string>& trusted_hashes = {});

// Finds what the model will ask of the recording for these beats, and leaves it with `analysis`. For a thread that has
// time while another one loads the model: needs no engine. Returns which of the beats have no class, for classify();
// what goes wrong (nullopt: that, no beats, or a model of whole recordings) the model meets again, and says.
[[nodiscard]] std::optional<Silences> readAhead(const std::string& name_or_path,
                                                const inference::RecordingAnalysis& analysis, const BeatList& beats,
                                                const Job& job);

}  // namespace triptych::pipeline
