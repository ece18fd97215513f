#include "core/explain/learn_clusters.h"

#include "core/explain/asked_beat.h"
#include "core/explain/beat_moments.h"
#include "core/explain/check_clusters.h"
#include "core/explain/cluster_model.h"
#include "core/inference/module/fused_forward.h"
#include "core/inference/module/marked_record.h"
#include "core/inference/module/studied_record.h"
#include "core/statistics/random.h"
#include "core/text/said.h"

#include <ATen/Parallel.h>
#include <torch/types.h>
#include <torch/utils.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <numeric>

namespace triptych::explain {
namespace {

using inference::BatchInputs;
using inference::StudiedRecord;

constexpr std::size_t kFitted = 12;  // beats of each answer of each record, to fit clusters to
constexpr std::size_t kNoisy = 4;    // likewise, with noise
constexpr std::int64_t kWave = 50;   // samples of a cluster's mean wave
constexpr std::array<double, 3> kNoise_db = {24, 12, 6};
constexpr double kSaid = 0.7;       // deviations from all beats' mean that name a cluster of rows
constexpr std::size_t kSaidOf = 2;  // features
constexpr int kSeeds = 3;
constexpr std::int64_t kCompared = 20'000;  // moments that fits by other seeds are of

// What is known of a model's classes beats apart.
struct Learning {
    const inference::Bundle& bundle;
    ClusterModel model;
    ForestBeats forest;
    std::vector<torch::Tensor> features;          // [F] of the forest's beats
    std::vector<std::vector<double>> network;     // the networks' probabilities of the forest's beats
    torch::Tensor along_sum, row_sum, wave_sum;   // by cluster
    torch::Tensor rr_sum, rr_square, row_rr_sum;  // of the features of rhythm, over all and by the row's cluster
    std::vector<double> class_weight, wave_weight, row_weight;
    double all_weight = 0;
    std::vector<std::vector<double>> unsure;  // by level of noise, the clean one first
};

ClusterOptions ofMoments(std::uint64_t seed) {
    return {.fewest = 6, .most = 14, .stable = 0.8, .directions = 24, .spread_share = 0.3, .seed = seed};
}
ClusterOptions ofRows(std::uint64_t seed) {
    return {.fewest = 6, .most = 10, .stable = 0.8, .directions = 16, .spread_share = 0.3, .seed = seed};
}

// Moments and rows of up to `most` beats of each answer.
void addPoints(const inference::Bundle& bundle, const StudiedRecord& record,
               const std::vector<std::optional<std::size_t>>& answers, std::vector<torch::Tensor>& along,
               std::vector<torch::Tensor>& row) {
    for (std::size_t k = 0; k < bundle.card.info.classes.size(); ++k) {
        for (const std::size_t beat : inference::someAnswered(answers, k, kFitted)) {
            const auto of =
                momentsOf(bundle, inference::gather(bundle, record.inputs, beat, 1), record.inputs.profile());
            if (of.along.defined()) along.push_back(of.along[0]);
            if (of.row.defined()) row.push_back(of.row);
        }
    }
}

// The same beat with white noise on its trace, and its picture made anew.
BatchInputs noisy(const inference::Bundle& bundle, const StudiedRecord& record, const BatchInputs& clean,
                  std::size_t beat, double level_db) {
    BatchInputs out = clean;
    const auto power = clean.time[0][0].var(0, false).item<double>();
    auto noise = torch::empty({clean.time.size(2)});
    Random random(streamSeed(7, beat));
    for (std::int64_t i = 0; i < noise.size(0); ++i)
        noise[i] = std::sqrt(power * std::pow(10, -level_db / 10)) * random.normal();
    out.time = (clean.time + noise).contiguous();  // the second channel is the first less the typical beat
    if (!bundle.reads(inference::InputKind::time_frequency)) return out;
    out.time_frequency = torch::empty_like(clean.time_frequency);
    inference::pictureOf(record.inputs.profile(), inference::InputKind::time_frequency,
                         {out.time.data_ptr<float>(), static_cast<std::size_t>(out.time.numel())},
                         record.inputs.typicalTf(),
                         {out.time_frequency.data_ptr<float>(), static_cast<std::size_t>(out.time_frequency.numel())});
    return out;
}

void addWave(const torch::Tensor& trace, const torch::Tensor& shares, double weight, Learning& into) {
    const auto nearest = shares.argmax(1);
    for (std::int64_t moment = 0; moment < shares.size(0); ++moment) {
        const auto first = moment * static_cast<std::int64_t>(kMomentSamples) - kWave / 2;
        if (first < 0 || first + kWave > trace.size(0)) continue;
        const auto k = nearest[moment].item<std::int64_t>();
        into.wave_sum[k] += weight * trace.narrow(0, first, kWave);
        into.wave_weight[static_cast<std::size_t>(k)] += weight;
    }
}

void addBeat(const StudiedRecord& record, std::size_t beat, std::size_t answer, std::size_t record_at, double weight,
             bool with_noise, Learning& into) {
    const inference::Bundle& bundle = into.bundle;
    AskedBeat asked = askedBeat(bundle, into.model, record, beat);
    const BatchInputs& batch = asked.inputs;
    const auto& shares = asked.shares;
    const auto& row = asked.row;
    into.features.push_back(std::move(asked.features));
    into.forest.answer.push_back(answer);
    into.forest.label.push_back(record.label[beat]);
    into.forest.weight.push_back(weight);
    into.forest.record.push_back(record_at);
    into.network.push_back(std::move(asked.network));

    const auto of_class = static_cast<std::int64_t>(answer);
    into.along_sum.select(1, of_class) += weight * shares.mean(0);
    into.class_weight[answer] += weight;
    addWave(batch.time[0][0], shares, weight, into);
    if (row.defined()) {
        into.row_sum.select(1, of_class) += weight * row[0];
        const auto rr = batch.rr[0].to(torch::kDouble);
        into.rr_sum += weight * rr;
        into.rr_square += weight * rr.square();
        into.row_rr_sum += weight * torch::outer(row[0].to(torch::kDouble), rr);
        for (std::int64_t k = 0; k < row.size(1); ++k)
            into.row_weight[static_cast<std::size_t>(k)] += weight * row[0][k].item<double>();
        into.all_weight += weight;
    }
    if (!with_noise) return;
    into.unsure.front().push_back(uncertaintyOf(shares).mean().item<double>());
    for (std::size_t level = 0; level < kNoise_db.size(); ++level) {
        const auto spoilt = noisy(bundle, record, batch, beat, kNoise_db[level]);
        const auto of = softAssignment(into.model.along, momentsOf(bundle, spoilt, record.inputs.profile()).along[0]);
        into.unsure[level + 1].push_back(uncertaintyOf(of).mean().item<double>());
    }
}

// After what is unusual of its beats: "pre-RR / local RR low, …".
std::vector<std::string> rowNames(const Learning& of) {
    const auto names = inference::rrFeatureNames();
    const auto mean = of.rr_sum / of.all_weight;
    const auto deviation = (of.rr_square / of.all_weight - mean.square()).clamp_min(1e-12).sqrt();
    std::vector<std::string> out;
    for (std::size_t k = 0; k < of.row_weight.size(); ++k) {
        const auto z =
            (of.row_rr_sum[static_cast<std::int64_t>(k)] / std::max(1e-9, of.row_weight[k]) - mean) / deviation;
        std::vector<std::size_t> order(names.size());
        std::iota(order.begin(), order.end(), 0);
        const auto size = [&](std::size_t i) { return std::abs(z[static_cast<std::int64_t>(i)].item<double>()); };
        std::ranges::sort(order, std::ranges::greater(), size);
        std::string name;
        for (std::size_t i = 0; i < std::min(kSaidOf, order.size()) && size(order[i]) >= kSaid; ++i) {
            const bool high = z[static_cast<std::int64_t>(order[i])].item<double>() > 0;
            name += (name.empty() ? "" : ", ") +
                    (high ? text::say("{1} high", names[order[i]]) : text::say("{1} low", names[order[i]])).text();
        }
        out.push_back(name.empty() ? text::say("as usual").text() : name);
    }
    return out;
}

// [k × 4] how much of each cluster lies on P, QRS, T and none of them. Errors: those of the readers.
Result<torch::Tensor> coveredBy(const inference::Bundle& bundle, const ClusterModel& model, const std::string& folder,
                                const Job& job) {
    const auto records = inference::readMarkedBeats(bundle, folder, job);
    if (!records) return std::unexpected(records.error());
    auto out = torch::zeros({model.along.centres.size(0), 4});
    for (const auto& record : *records) {
        for (std::size_t beat = 0; beat < record.inputs.size(); ++beat) {
            if (record.inputs.usable()[beat] == 0) continue;
            const auto of =
                momentsOf(bundle, inference::gather(bundle, record.inputs, beat, 1), record.inputs.profile());
            const auto shares = softAssignment(model.along, of.along[0]);
            for (std::int64_t moment = 0; moment < shares.size(0); ++moment) {
                const double at_s =
                    record.inputs.windowStart_s(beat) +
                    static_cast<double>(moment * static_cast<std::int64_t>(kMomentSamples)) / inference::modelRate_hz();
                if (at_s < record.first_s || at_s > record.last_s) continue;
                const auto on = std::ranges::find_if(
                    record.waves, [&](const auto& wave) { return at_s >= wave.from_s && at_s <= wave.to_s; });
                out.select(1, on == record.waves.end() ? 3 : static_cast<std::int64_t>(on->wave)) += shares[moment];
            }
        }
    }
    return out / out.sum(1, true).clamp_min(1e-9);
}

void finish(Learning& of, std::size_t classes) {
    ClusterModel& model = of.model;
    for (std::size_t k = 0; k < classes; ++k) {
        const double weight = std::max(1e-9, of.class_weight[k]);
        of.along_sum.select(1, static_cast<std::int64_t>(k)) /= weight;
        if (model.row.defined()) of.row_sum.select(1, static_cast<std::int64_t>(k)) /= weight;
    }
    for (std::size_t k = 0; k < of.wave_weight.size(); ++k)
        of.wave_sum[static_cast<std::int64_t>(k)] /= std::max(1e-9, of.wave_weight[k]);
    model.along_share = of.along_sum;
    model.wave = of.wave_sum;
    if (model.row.defined()) {
        model.row_share = of.row_sum;
        model.names = rowNames(of);
    }
    for (const auto& level : of.unsure) {
        model.checks.uncertainty.push_back(std::accumulate(level.begin(), level.end(), 0.0) /
                                           std::max<double>(1, static_cast<double>(level.size())));
    }
    of.forest.features = torch::stack(of.features).contiguous();
    checkForest(of.forest, classes, 1, model.checks);
    model.checks.network_auroc = meanAuroc(of.network, of.forest.label, of.forest.weight);
}

}  // namespace

Result<inference::LearntClusters> learnClusters(const inference::LearnClustersRequest& request, const Job& job) {
    const torch::NoGradGuard guard;
    const auto bundle = inference::loadBundle(request.model_folder);
    if (!bundle) return std::unexpected(bundle.error());
    at::set_num_threads(1);
    const std::size_t classes = bundle->card.info.classes.size();
    const Job quiet{job.stop, {}};
    std::vector<torch::Tensor> along, row;
    std::vector<StudiedRecord> records;
    std::vector<std::vector<std::optional<std::size_t>>> answers;
    const auto tell = [&](double share, const std::string& what) { job.progress(share, text::foreign(what)); };
    const auto count = static_cast<double>(request.records.size());
    for (std::size_t r = 0; r < request.records.size(); ++r) {
        tell(0.4 * static_cast<double>(r) / count, request.records[r]);
        auto record = inference::readStudied(*bundle, request.data_folder, request.records[r], quiet);
        if (!record) return std::unexpected(record.error());
        answers.push_back(inference::networkAnswers(*bundle, record->inputs));
        addPoints(*bundle, *record, answers.back(), along, row);
        records.push_back(std::move(*record));
    }
    if (along.empty()) {
        return fail(ErrorCode::unsupported,
                    text::say("model {1} has no convolutions along the trace", bundle->card.info.name),
                    request.model_folder, "choose another model");
    }
    const auto points = torch::cat(along);
    Learning learning{*bundle, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}, 0, {}};
    auto fit = fitClusters(points, ofMoments(request.seed), quiet);
    if (!fit) return std::unexpected(fit.error());
    learning.model.along = std::move(*fit);
    if (!row.empty()) {
        auto of_row = fitClusters(torch::cat(row), ofRows(request.seed), quiet);
        if (!of_row) return std::unexpected(of_row.error());
        learning.model.row = std::move(*of_row);
    }
    ClusterChecks& checks = learning.model.checks;
    checks.stability = learning.model.along.stability;
    const auto k = learning.model.along.centres.size(0);
    const auto step = std::max<std::int64_t>(1, points.size(0) / kCompared);
    const auto seen = seenBy(learning.model.along, points.slice(0, 0, points.size(0), step));
    const auto own = nearestCentre(seen, learning.model.along.centres);
    for (int seed = 0; seed < kSeeds; ++seed) {
        const auto again = kMeans(seen, static_cast<std::size_t>(k), 10, 1000 + static_cast<std::uint64_t>(seed));
        checks.agreement_of_seeds += adjustedRand(own, nearestCentre(seen, again)) / kSeeds;
    }
    const auto n = static_cast<std::int64_t>(classes);
    const auto rows = learning.model.row.defined() ? learning.model.row.centres.size(0) : 0;
    learning.along_sum = torch::zeros({k, n});
    learning.row_sum = torch::zeros({rows, n});
    learning.wave_sum = torch::zeros({k, kWave});
    learning.wave_weight.resize(static_cast<std::size_t>(k));
    learning.row_weight.resize(static_cast<std::size_t>(rows));
    learning.class_weight.resize(classes);
    const auto features = static_cast<std::int64_t>(inference::rrFeatureNames().size());
    learning.rr_sum = torch::zeros({features}, torch::kDouble);
    learning.rr_square = torch::zeros({features}, torch::kDouble);
    learning.row_rr_sum = torch::zeros({rows, features}, torch::kDouble);
    learning.unsure.resize(kNoise_db.size() + 1);
    for (std::size_t r = 0; r < records.size(); ++r) {
        if (job.stopRequested()) return fail(ErrorCode::cancelled, "the clustering was stopped");
        tell(0.5 + 0.4 * static_cast<double>(r) / count, request.records[r]);
        forAskedBeats(answers[r], classes,
                      [&](std::size_t beat, std::size_t answer, double weight, std::size_t place, std::size_t of) {
                          const std::size_t every = std::max<std::size_t>(1, of / kNoisy);
                          addBeat(records[r], beat, answer, r, weight, place % every == 0, learning);
                      });
    }
    checks.beats = learning.forest.answer.size();
    checks.records = records.size();
    finish(learning, classes);
    if (!request.waves_folder.empty()) {
        auto covers = coveredBy(*bundle, learning.model, request.waves_folder, quiet);
        if (!covers) return std::unexpected(covers.error());
        learning.model.covers = *covers;
    }
    if (auto saved = saveClusters(request.output_folder, bundle->card.info.hash, learning.model); !saved)
        return std::unexpected(saved.error());
    std::error_code status;
    return inference::LearntClusters{
        clustersAlong(learning.model), clustersOfRow(learning.model), bundle->card.info.classes, checks,
        std::filesystem::file_size(std::filesystem::path(request.output_folder) / inference::kClustersFile, status)};
}

}  // namespace triptych::explain
