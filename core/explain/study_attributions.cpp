#include "core/explain/study_attributions.h"

#include "core/explain/beat_subject.h"
#include "core/explain/methods.h"
#include "core/inference/module/fitting_aids.h"
#include "core/inference/module/studied_record.h"
#include "core/inference/signal_information.h"
#include "core/statistics/random.h"
#include "core/text/said.h"

#include <ATen/Parallel.h>

#include <algorithm>

namespace triptych::explain {
namespace {

const Method* methodCalled(const std::string& id) {
    const auto found = std::ranges::find_if(methods(), [&](const Method& method) { return method.info->id == id; });
    return found == methods().end() ? nullptr : &*found;
}

}  // namespace

Result<void> studyAttributions(const inference::AttributionStudyRequest& request, const Job& job,
                               const inference::AttributedSink& sink) {
    inference::ExplainRequest asked;
    asked.method = request.method;
    const auto info = inference::methodFor(asked);
    if (!info) return std::unexpected(info.error());
    const Method* const method = methodCalled(std::string((*info)->id));
    auto bundle = inference::loadBundle(request.model_folder);
    if (!bundle) return std::unexpected(bundle.error());
    at::set_num_threads(1);
    if (auto aids = inference::loadFittingAids(request.model_folder, bundle->card); aids)
        bundle->aids = std::move(*aids);
    const auto& classes = bundle->card.info.classes;
    const Job quiet{job.stop, {}};
    for (std::size_t r = 0; r < request.records.size(); ++r) {
        const std::string& record = request.records[r];
        job.progress(static_cast<double>(r) / static_cast<double>(request.records.size()), text::foreign(record));
        const auto seen = inference::readStudied(*bundle, request.data_folder, record, quiet);
        if (!seen) return std::unexpected(seen.error());
        const auto answers = inference::networkAnswers(*bundle, seen->inputs);
        for (std::size_t k = 0; k < classes.size(); ++k) {
            for (const std::size_t beat : inference::someAnswered(answers, k, request.beats)) {
                const auto subject = BeatSubject::of(*bundle, seen->inputs, beat, Target{k, {}, {}}, "");
                if (!subject) return std::unexpected(subject.error());
                asked.class_name = classes[k];
                asked.seed = streamSeed(request.seed, beat);
                const auto explained = method->explain(**subject, asked, quiet);
                if (!explained) return std::unexpected(explained.error());
                inference::AttributedBeat out;
                out.record = record;
                out.beat = beat;
                out.answer = classes[k];
                if (explained->has_completeness) out.completeness = explained->completeness_relative;
                out.steps = explained->steps;
                if (const auto shared = inference::signalInformation(*explained)) out.trained = *shared;
                if (const auto forgotten = (*subject)->forgotten(streamSeed(request.seed, 3))) {
                    const auto of_nothing = method->explain(*forgotten, asked, quiet);
                    if (!of_nothing) return std::unexpected(of_nothing.error());
                    if (const auto shared = inference::signalInformation(*of_nothing)) out.shuffled = *shared;
                }
                if (auto done = sink(out); !done) return done;
            }
        }
    }
    return {};
}

}  // namespace triptych::explain
