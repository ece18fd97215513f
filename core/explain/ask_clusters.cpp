#include "core/explain/ask_clusters.h"

#include "core/explain/asked_beat.h"
#include "core/explain/check_clusters.h"
#include "core/explain/cluster_model.h"
#include "core/inference/module/bundle.h"
#include "core/inference/module/studied_record.h"
#include "core/text/said.h"

#include <ATen/Parallel.h>
#include <torch/types.h>
#include <torch/utils.h>

namespace triptych::explain {

Result<ClusterChecks> askClusters(const inference::AskClustersRequest& request, const Job& job) {
    const torch::NoGradGuard guard;
    const auto bundle = inference::loadBundle(request.model_folder);
    if (!bundle) return std::unexpected(bundle.error());
    const ModelInfo& info = bundle->card.info;
    const auto model = loadClusters(request.model_folder, info.hash, info.classes.size());
    if (!model) return std::unexpected(model.error());
    if (*model == nullptr) {
        return fail(ErrorCode::unsupported, text::say("no clusters were learnt of model {1}", info.name),
                    request.model_folder, "learn them with study clusters");
    }
    at::set_num_threads(1);
    std::vector<std::string> records = request.learnt_from;
    records.insert(records.end(), request.asked.begin(), request.asked.end());
    ForestBeats beats;
    std::vector<torch::Tensor> features;
    std::vector<std::vector<double>> network;
    std::vector<std::optional<std::size_t>> fold(records.size());
    ClusterChecks out = (*model)->checks;
    out.uncertainty.clear();
    out.beats = 0;
    out.records = request.asked.size();
    std::vector<std::optional<std::size_t>> label;  // of the asked beats alone
    std::vector<double> weight;
    for (std::size_t r = 0; r < records.size(); ++r) {
        if (job.stopRequested()) return fail(ErrorCode::cancelled, "the clustering was stopped");
        job.progress(static_cast<double>(r) / static_cast<double>(records.size()), text::foreign(records[r]));
        const auto record = inference::readStudied(*bundle, request.data_folder, records[r], {job.stop, {}});
        if (!record) return std::unexpected(record.error());
        const bool is_asked = r >= request.learnt_from.size();
        if (is_asked) fold[r] = 0;
        const auto answers = inference::networkAnswers(*bundle, record->inputs);
        forAskedBeats(answers, info.classes.size(),
                      [&](std::size_t beat, std::size_t answer, double stands_for, std::size_t, std::size_t) {
                          AskedBeat of = askedBeat(*bundle, **model, *record, beat);
                          features.push_back(std::move(of.features));
                          beats.answer.push_back(answer);
                          beats.label.push_back(record->label[beat]);
                          beats.weight.push_back(stands_for);
                          beats.record.push_back(r);
                          if (!is_asked) return;
                          network.push_back(std::move(of.network));
                          label.push_back(record->label[beat]);
                          weight.push_back(stands_for);
                          ++out.beats;
                      });
    }
    if (out.beats == 0) return fail(ErrorCode::empty, "the records have no beats that a network answers");
    beats.features = torch::stack(features).contiguous();
    checkForest(beats, fold, info.classes.size(), 1, out);
    out.network_auroc = meanAuroc(network, label, weight);
    return out;
}

}  // namespace triptych::explain
