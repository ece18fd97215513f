#include "core/inference/module/engine_impl.h"

#include "core/inference/module/answers.h"
#include "core/inference/module/blas.h"
#include "core/inference/module/evaluate.h"
#include "core/inference/module/loaded_model.h"
#include "core/inference/module/reason.h"
#include "core/inference/module/training/prepared_beats.h"
#include "core/inference/module/training/train.h"
#include "core/inference/module/training/waves/train_waves.h"
#include "core/text/said.h"

#include <malloc.h>
#include <torch/torch.h>

namespace triptych::inference {

TorchEngine::TorchEngine() {
    // Activations of tens of MB would be mapped and unmapped for every layer: up to 2.4 times slower
    // (docs/performance.md).
    mallopt(M_MMAP_THRESHOLD, 1 << 30);
    mallopt(M_TRIM_THRESHOLD, 512 << 20);
}

Result<std::shared_ptr<const Model>> TorchEngine::load(const std::string& model_folder, bool trust_code) const {
    try {
        auto bundle = loadBundle(model_folder, trust_code);
        if (!bundle) return std::unexpected(bundle.error());
        return std::make_shared<const LoadedModel>(std::move(*bundle), warnings());
    } catch (const std::exception& thrown) {
        return fail(ErrorCode::internal, text::say("the inference library failed: {1}", reasonOf(thrown)), model_folder,
                    "get the model again");
    }
}

Result<ModelInfo> TorchEngine::train(const TrainRequest& request, const Job& job,
                                     const std::function<void(const std::string&)>& log) const {
    try {
        if (request.configuration == training::kWavesConfiguration) return training::trainWaves(request, job, log);
        return training::train(request, job, log);
    } catch (const std::exception& thrown) {
        return fail(ErrorCode::internal, text::say("the training library failed: {1}", reasonOf(thrown)),
                    request.output_folder, "run the same command again: it resumes from the last whole epoch");
    }
}

std::vector<std::string> TorchEngine::check(const std::string& model_folder, bool trust_code) const {
    std::vector<std::string> out;
    try {
        for (const Error& problem : bundleProblems(model_folder, trust_code)) out.push_back(sentence(problem));
    } catch (const std::exception& thrown) {
        out.push_back(text::say("the inference library failed: {1}", reasonOf(thrown)));
    }
    return out;
}

Result<Prepared> TorchEngine::prepare(const PrepareRequest& request, const Job& job) const {
    try {
        return training::prepare(request, job);
    } catch (const std::exception& thrown) {
        return fail(ErrorCode::internal, text::say("preparing the beats failed: {1}", reasonOf(thrown)),
                    request.output_file, "free memory or disk space");
    }
}

Result<Answers> TorchEngine::answer(const EvaluateRequest& request, const Job& job) const {
    try {
        return answerModel(request, job);
    } catch (const std::exception& thrown) {
        return fail(ErrorCode::internal, text::say("the inference library failed: {1}", reasonOf(thrown)),
                    request.model_folder, "get the model again");
    }
}

Result<Evaluation> TorchEngine::evaluate(const EvaluateRequest& request, const Job& job) const {
    try {
        return evaluateModel(request, warnings(), job);
    } catch (const std::exception& thrown) {
        return fail(ErrorCode::internal, text::say("the inference library failed: {1}", reasonOf(thrown)),
                    request.model_folder, "get the model again");
    }
}

std::string TorchEngine::backend() const {
    const Blas blas = activeBlas();
    const std::string torch = TORCH_VERSION;
    return blas.kernels.empty() ? text::say("LibTorch {1}, BLAS {2}", torch, blas.name)
                                : text::say("LibTorch {1}, BLAS {2} for {3}", torch, blas.name, blas.kernels);
}

std::vector<Warning> TorchEngine::warnings() const {
    const Blas blas = activeBlas();
    if (blas.outdated) {
        return {{text::say("OpenBLAS does not know this processor and computes with kernels for {1}, about five times "
                           "slower: unset OPENBLAS_CORETYPE, or set it to Haswell or SkylakeX",
                           blas.kernels),
                 "inference"}};
    }
    if (!blas.slow) return {};
    return {
        {text::say("the slow reference BLAS is active ({1}): install libopenblas0-pthread, up to thirty times faster",
                   blas.name),
         "inference"}};
}

}  // namespace triptych::inference
