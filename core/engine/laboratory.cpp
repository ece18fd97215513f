#include "core/engine/laboratory.h"

#include "core/engine/reader.h"
#include "core/inference/module/answers.h"
#include "core/inference/module/evaluate.h"
#include "core/inference/module/reason.h"
#include "core/inference/module/training/prepared_beats.h"
#include "core/inference/module/training/train.h"
#include "core/inference/module/training/waves/train_waves.h"

namespace triptych::engine {
namespace {

using inference::reasonOf;

// What `ask` gives; where a library throws, a sentence that begins with `failed`.
template <class Ask>
auto guarded(const Ask& ask, const char* failed, const std::string& where, const char* hint) -> decltype(ask()) {
    try {
        return ask();
    } catch (const std::exception& thrown) {
        return fail(ErrorCode::internal, std::string(failed) + " failed: " + reasonOf(thrown), where, hint);
    }
}

}  // namespace

Result<ModelInfo> TrainingLaboratory::train(const inference::TrainRequest& request, const Job& job,
                                            const std::function<void(const std::string&)>& log) const {
    namespace training = inference::training;
    return guarded(
        [&] {
            if (request.configuration == training::kWavesConfiguration) return training::trainWaves(request, job, log);
            return training::train(request, job, log);
        },
        "the training library", request.output_folder,
        "run the same command again: it resumes from the last whole epoch");
}

Result<inference::Prepared> TrainingLaboratory::prepare(const inference::PrepareRequest& request,
                                                        const Job& job) const {
    return guarded([&] { return inference::training::prepare(request, job); }, "preparing the beats",
                   request.output_file, "free memory or disk space");
}

Result<inference::Answers> TrainingLaboratory::answer(const inference::EvaluateRequest& request, const Job& job) const {
    return guarded([&] { return inference::answerModel(request, job); }, "the inference library", request.model_folder,
                   "get the model again");
}

Result<inference::Evaluation> TrainingLaboratory::evaluate(const inference::EvaluateRequest& request,
                                                           const Job& job) const {
    return guarded([&] { return inference::evaluateModel(request, warnings(), job); }, "the inference library",
                   request.model_folder, "get the model again");
}

std::vector<Warning> TrainingLaboratory::warnings() const {
    return blasWarnings();
}

}  // namespace triptych::engine
