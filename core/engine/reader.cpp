#include "core/engine/reader.h"

#include "core/engine/loaded_model.h"
#include "core/inference/card.h"
#include "core/inference/module/blas.h"
#include "core/inference/module/fitting_aids.h"
#include "core/inference/module/reason.h"
#include "core/text/said.h"

#include <torch/types.h>
#include <torch/version.h>

namespace triptych::engine {
namespace {

// Of what explanations rest on, beside the weights.
template <class Aids, class Clusters>
std::vector<Error> besideProblems(const Result<Aids>& aids, const Result<Clusters>& clusters) {
    std::vector<Error> out;
    if (!aids) out.push_back(aids.error());
    if (!clusters) out.push_back(clusters.error());
    return out;
}

}  // namespace

Result<std::shared_ptr<const inference::Model>> ReaderEngine::load(const std::string& model_folder,
                                                                   bool trust_code) const {
    try {
        auto bundle = inference::loadBundle(model_folder, trust_code);
        if (!bundle) return std::unexpected(bundle.error());
        // The model answers without what lies beside it.
        std::vector<Warning> warned;
        const ModelInfo& info = bundle->card.info;
        auto aids = inference::loadFittingAids(model_folder, bundle->card);
        if (aids) bundle->aids = std::move(*aids);
        auto clusters = explain::loadFittingClusters(model_folder, *bundle);
        for (const Error& problem : besideProblems(aids, clusters))
            warned.push_back({text::foreign(sentence(problem)), info.name});
        return std::make_shared<const LoadedModel>(std::move(*bundle), std::move(warned), std::move(clusters));
    } catch (const std::exception& thrown) {
        return fail(ErrorCode::internal, text::say("the inference library failed: {1}", inference::reasonOf(thrown)),
                    model_folder, "get the model again");
    }
}

std::vector<std::string> ReaderEngine::check(const std::string& model_folder, bool trust_code) const {
    std::vector<std::string> out;
    try {
        const auto wrong = inference::bundleProblems(model_folder, trust_code);
        for (const Error& problem : wrong) out.push_back(sentence(problem));
        const auto card = inference::readCardFile(model_folder);
        if (!card) return out;
        // Whether clusters are of the model's networks, only a whole model can tell.
        const auto bundle =
            wrong.empty() ? inference::loadBundle(model_folder, trust_code) : std::unexpected(wrong.front());
        const auto clusters = bundle ? explain::loadFittingClusters(model_folder, *bundle)
                                     : explain::loadClusters(model_folder, card->info.hash, card->info.classes.size());
        for (const Error& problem : besideProblems(inference::loadFittingAids(model_folder, *card), clusters))
            out.push_back(sentence(problem));
    } catch (const std::exception& thrown) {
        out.push_back(text::say("the inference library failed: {1}", inference::reasonOf(thrown)));
    }
    return out;
}

std::string ReaderEngine::backend() const {
    const inference::Blas blas = inference::activeBlas();
    const std::string torch = TORCH_VERSION;
    return blas.kernels.empty() ? text::say("LibTorch {1}, BLAS {2}", torch, blas.name)
                                : text::say("LibTorch {1}, BLAS {2} for {3}", torch, blas.name, blas.kernels);
}

std::vector<Warning> ReaderEngine::warnings() const {
    return blasWarnings();
}

std::vector<Warning> blasWarnings() {
    const inference::Blas blas = inference::activeBlas();
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

}  // namespace triptych::engine
