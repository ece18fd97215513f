#include "core/explain/study_faithfulness.h"

#include "core/explain/beat_subject.h"
#include "core/explain/explain.h"
#include "core/explain/faithfulness.h"
#include "core/explain/methods.h"
#include "core/inference/module/fitting_aids.h"
#include "core/inference/module/studied_record.h"
#include "core/statistics/information.h"
#include "core/statistics/random.h"
#include "core/text/said.h"

#include <ATen/Parallel.h>
#include <torch/types.h>

#include <algorithm>
#include <cmath>

namespace triptych::explain {
namespace {

using inference::StudiedBeat;
using inference::StudiedMap;

bool fits(const inference::MethodInfo& method, const Subject& subject) {
    return method.gives.maps && (!method.needs.convolution || subject.hasConvolution()) &&
           (!method.needs.attention || subject.hasAttention());
}

Result<std::vector<StudiedMap>> studyBeat(const Subject& subject, const Subject* other,
                                          const inference::ExplainRequest& asked, const Job& job) {
    const std::size_t windows = windowCount(subject);
    const auto drawn = drawnAreas(subject, windows, asked.seed, job);
    if (!drawn) return std::unexpected(drawn.error());
    const auto forgotten = subject.forgotten(streamSeed(asked.seed, 3));
    std::vector<StudiedMap> out;
    for (const Method& method : methods()) {
        if (!fits(*method.info, subject)) continue;
        inference::ExplainRequest request = asked;
        request.method = method.info->id;
        const auto explanation = method.explain(subject, request, job);
        if (!explanation) return std::unexpected(explanation.error());
        const auto relevance = windowRelevance(subject, *explanation, windows);
        if (relevance.empty()) continue;
        const auto tested = testRelevance(subject, relevance, *drawn, asked.seed, job);
        if (!tested) return std::unexpected(tested.error());
        StudiedMap map{std::string(method.info->id), tested->deletion_gain, tested->insertion_gain, tested->beaten};
        if (explanation->has_completeness) map.completeness = explanation->completeness_relative;
        if (forgotten) {
            const auto of_nothing = method.explain(*forgotten, request, job);
            if (!of_nothing) return std::unexpected(of_nothing.error());
            map.randomised_rho = mapCorrelation(*explanation, *of_nothing);
        }
        if (other != nullptr) {
            const auto second = method.explain(*other, request, job);
            if (!second) return std::unexpected(second.error());
            map.agreement = statistics::pearson(relevance, windowRelevance(*other, *second, windows));
        }
        out.push_back(std::move(map));
    }
    return out;
}

}  // namespace

Result<void> studyFaithfulness(const inference::FaithfulnessRequest& request, const Job& job,
                               const inference::StudySink& sink) {
    auto shipped = inference::loadBundle(request.model_folder);
    if (!shipped) return std::unexpected(shipped.error());
    at::set_num_threads(1);
    if (auto aids = inference::loadFittingAids(request.model_folder, shipped->card); aids)
        shipped->aids = std::move(*aids);
    const auto foldsIn = [&](const std::string& folder) -> Result<std::optional<inference::FoldModels>> {
        if (folder.empty()) return std::nullopt;
        auto opened = inference::FoldModels::open(*shipped, folder, request.data_folder, {job.stop, {}});
        if (!opened) return std::unexpected(opened.error());
        return std::move(*opened);
    };
    const auto folds = foldsIn(request.folds_folder);
    if (!folds) return std::unexpected(folds.error());
    const auto others = foldsIn(request.other_folds_folder);
    if (!others) return std::unexpected(others.error());
    const auto& classes = shipped->card.info.classes;
    for (std::size_t r = 0; r < request.records.size(); ++r) {
        const std::string& record = request.records[r];
        job.progress(static_cast<double>(r) / static_cast<double>(request.records.size()), text::foreign(record));
        const auto seen = inference::readStudied(*shipped, request.data_folder, record, {job.stop, {}});
        if (!seen) return std::unexpected(seen.error());
        const auto of_fold = *folds ? (*folds)->without(record) : nullptr;
        const auto other = *others ? (*others)->without(record) : *folds ? (*folds)->other(record) : nullptr;
        if (*folds && !of_fold) continue;  // every fold was trained with it, or none knows it
        const inference::Bundle& bundle = of_fold ? *of_fold : *shipped;
        const auto answers = inference::networkAnswers(bundle, seen->inputs);
        for (std::size_t k = 0; k < classes.size(); ++k) {
            for (const std::size_t beat : inference::someAnswered(answers, k, request.beats)) {
                if (request.known && request.known(record, beat)) continue;
                const auto subject = BeatSubject::of(bundle, seen->inputs, beat, Target{k, {}, {}}, "");
                if (!subject) return std::unexpected(subject.error());
                std::unique_ptr<BeatSubject> second;
                if (other) {
                    auto made = BeatSubject::of(*other, seen->inputs, beat, Target{k, {}, {}}, "");
                    if (!made) return std::unexpected(made.error());
                    second = std::move(*made);
                }
                inference::ExplainRequest asked;
                asked.class_name = classes[k];
                asked.seed = streamSeed(request.seed, beat);
                auto maps = studyBeat(**subject, second.get(), asked, {job.stop, {}});
                if (!maps) return std::unexpected(maps.error());
                const auto label = seen->label[beat];
                if (auto done = sink({record, beat, classes[k], label ? classes[*label] : "", std::move(*maps)}); !done)
                    return done;
            }
        }
    }
    return {};
}

}  // namespace triptych::explain
