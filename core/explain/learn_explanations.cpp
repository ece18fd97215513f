#include "core/explain/learn_explanations.h"

#include "core/explain/beat_subject.h"
#include "core/explain/explain.h"
#include "core/explain/methods.h"
#include "core/inference/module/explanation_aids.h"
#include "core/inference/module/studied_record.h"
#include "core/text/said.h"

#include <ATen/Parallel.h>
#include <torch/types.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>

namespace triptych::explain {
namespace {

using inference::BatchInputs;

constexpr std::size_t kMeanBeats = 200;  // of a class of a record: one patient's thousands are not the class
constexpr double kStrong = 0.99;

struct Mean {
    std::map<std::string, torch::Tensor> sum;  // by input, [K × …]
    std::vector<std::size_t> beats;
};

void addBeat(const inference::Bundle& bundle, const inference::BeatInputs& inputs, std::size_t beat, std::size_t label,
             Mean& into) {
    const BatchInputs one = inference::gather(bundle, inputs, beat, 1);
    for (const auto& [name, value] : {std::pair{"time", &one.time},
                                      {"time_frequency", &one.time_frequency},
                                      {"scalogram", &one.scalogram},
                                      {"frequency", &one.frequency},
                                      {"rr", &one.rr},
                                      {"neighbours", &one.neighbours}}) {
        if (!value->defined()) continue;
        auto& sum = into.sum[name];
        if (!sum.defined()) {
            auto sides = value->sizes().vec();
            sides[0] = static_cast<std::int64_t>(into.beats.size());
            sum = torch::zeros(sides, torch::kDouble);
        }
        sum[static_cast<std::int64_t>(label)] += (*value)[0];
    }
    ++into.beats[label];
}

// Beats of `label`, evenly over the record.
void addRecord(const inference::Bundle& bundle, const inference::StudiedRecord& record, Mean& into) {
    for (std::size_t k = 0; k < into.beats.size(); ++k) {
        std::vector<std::optional<std::size_t>> labels = record.label;
        for (std::size_t i = 0; i < labels.size(); ++i)
            if (record.inputs.usable()[i] == 0) labels[i].reset();
        for (const std::size_t beat : inference::someAnswered(labels, k, kMeanBeats))
            addBeat(bundle, record.inputs, beat, k, into);
    }
}

// Means by class; a class without beats has the first one's.
std::map<std::string, torch::Tensor> meansOf(const Mean& mean) {
    std::map<std::string, torch::Tensor> out;
    for (const auto& [name, sum] : mean.sum) {
        std::vector<torch::Tensor> rows;
        for (std::size_t k = 0; k < mean.beats.size(); ++k) {
            const std::size_t of = mean.beats[k] > 0 ? k : 0;
            rows.push_back(sum[static_cast<std::int64_t>(of)] /
                           std::max<double>(1, static_cast<double>(mean.beats[of])));
        }
        out[name] = torch::stack(rows).to(torch::kFloat);
    }
    return out;
}

using Sizes = std::map<std::string, std::map<std::string, std::vector<float>>>;  // by method and input

Result<void> measure(const inference::Bundle& bundle, const inference::BeatInputs& inputs, std::size_t beat,
                     const std::string& of_class, Sizes& sizes, const Job& job) {
    for (const inference::MethodInfo& method : inference::explanationMethods()) {
        inference::ExplainRequest request;
        request.method = method.id;
        request.class_name = of_class;
        const auto explained = explainBeat(bundle, inputs, beat, request, job);
        if (!explained) {
            if (explained.error().code == ErrorCode::unsupported) continue;
            return std::unexpected(explained.error());
        }
        for (const Attribution& input : explained->inputs) {
            auto& into = sizes[request.method][input.input];
            for (const float value : input.values) into.push_back(std::abs(value));
        }
    }
    return {};
}

}  // namespace

Result<inference::LearntExplanations> learnExplanations(const inference::LearnExplanationsRequest& request,
                                                        const Job& job) {
    auto bundle = inference::loadBundle(request.model_folder);
    if (!bundle) return std::unexpected(bundle.error());
    at::set_num_threads(1);
    const auto& classes = bundle->card.info.classes;
    const Job quiet{job.stop, {}};
    Mean mean{{}, std::vector<std::size_t>(classes.size(), 0)};
    std::vector<inference::StudiedRecord> records;
    for (std::size_t r = 0; r < request.records.size(); ++r) {
        job.progress(0.5 * static_cast<double>(r) / static_cast<double>(request.records.size()),
                     text::foreign(request.records[r]));
        auto record = inference::readStudied(*bundle, request.data_folder, request.records[r], quiet);
        if (!record) return std::unexpected(record.error());
        addRecord(*bundle, *record, mean);
        records.push_back(std::move(*record));
    }
    auto aids = std::make_shared<inference::ExplanationAids>();
    aids->class_means = meansOf(mean);
    bundle->aids = aids;

    std::optional<inference::FoldModels> folds;
    if (!request.folds_folder.empty()) {
        auto opened = inference::FoldModels::open(*bundle, request.folds_folder, request.data_folder, quiet);
        if (!opened) return std::unexpected(opened.error());
        folds = std::move(*opened);
    }
    inference::LearntExplanations out{classes, mean.beats, 0, 0};
    Sizes sizes;
    for (std::size_t r = 0; r < records.size(); ++r) {
        job.progress(0.5 + 0.5 * static_cast<double>(r) / static_cast<double>(records.size()),
                     text::foreign(request.records[r]));
        const auto of_fold = folds ? folds->without(request.records[r]) : nullptr;
        const inference::Bundle& answering = of_fold ? *of_fold : *bundle;
        const auto answers = inference::networkAnswers(answering, records[r].inputs);
        for (std::size_t k = 0; k < classes.size(); ++k) {
            for (const std::size_t beat : inference::someAnswered(answers, k, request.scale_beats)) {
                if (auto done = measure(answering, records[r].inputs, beat, classes[k], sizes, quiet); !done)
                    return std::unexpected(done.error());
                ++out.scale_beats;
            }
        }
    }
    auto learnt = std::make_shared<inference::ExplanationAids>(*aids);
    for (auto& [method, inputs] : sizes) {
        for (auto& [input, values] : inputs) {
            const auto at =
                values.begin() + static_cast<std::ptrdiff_t>(kStrong * static_cast<double>(values.size() - 1));
            std::ranges::nth_element(values, at);
            learnt->scales[method][input] = *at;
        }
    }
    if (auto saved = inference::saveExplanationAids(request.output_folder, bundle->card.info.hash, *learnt); !saved)
        return std::unexpected(saved.error());
    std::error_code status;
    out.bytes = std::filesystem::file_size(std::filesystem::path(request.output_folder) / inference::kAidsFile, status);
    return out;
}

}  // namespace triptych::explain
