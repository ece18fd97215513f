#include "core/explain/cluster_model.h"

#include "core/explain/beat_moments.h"
#include "core/inference/input_kinds.h"
#include "core/inference/module/fitting_aids.h"
#include "core/inference/module/fused_forward.h"
#include "core/inference/module/safetensors.h"
#include "core/text/lines.h"
#include "core/text/said.h"

#include <torch/types.h>
#include <torch/utils.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <utility>

namespace triptych::explain {
namespace {

using inference::TensorMap;

constexpr const char* kHash = "model_hash";
constexpr const char* kNames = "row_names";  // one a line
constexpr std::size_t kNamed = 4;            // P, QRS, T, and none of them
// A cluster is named after the wave on which so much of it usually lies, and so many times as much as of clusters on
// average. Several may bear one name: what tells them apart is their number.
constexpr double kCovers = 0.3, kTimes = 1.5;
constexpr double kBetween = 0.5;  // of what has no such wave, on none of them

std::vector<float> plain(const torch::Tensor& tensor) {
    const auto flat = tensor.to(torch::kFloat).contiguous();
    return {flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel()};
}

void put(const std::string& name, const ClusterFit& fit, TensorMap& into) {
    if (!fit.defined()) return;
    into[name + ".mean"] = fit.mean;
    into[name + ".deviation"] = fit.deviation;
    into[name + ".directions"] = fit.directions.contiguous();
    into[name + ".centres"] = fit.centres.contiguous();
    into[name + ".spread"] = torch::tensor({static_cast<float>(fit.spread)});
}

torch::Tensor taken(const TensorMap& from, const std::string& name) {
    const auto found = from.find(name);
    return found == from.end() ? torch::Tensor() : found->second;
}

// Rounding leaves sums of shares a little beside 0 and 1.
bool isShare(const torch::Tensor& of) {
    return of.numel() == 0 || ((of >= -1e-3) & (of <= 1 + 1e-3)).all().item<bool>();
}

// What the networks answer at moments of a beat of silence.
BeatMoments momentsOfSilence(const inference::Bundle& bundle) {
    const inference::InputShape shape = inference::shapeOf(bundle.card.profile);
    inference::BatchInputs silence;
    using inference::InputKind;
    for (const auto& [kind, into] : {std::pair{InputKind::time, &silence.time},
                                     {InputKind::time_frequency, &silence.time_frequency},
                                     {InputKind::scalogram, &silence.scalogram},
                                     {InputKind::frequency, &silence.frequency},
                                     {InputKind::neighbours, &silence.neighbours}}) {
        auto sides = inference::dimensions(shape, kind);
        if (sides.empty()) continue;
        sides.insert(sides.begin(), 1);
        *into = torch::zeros(sides);
    }
    return momentsOf(bundle, silence, bundle.card.profile);
}

bool fits(const ClusterModel& model, const BeatMoments& moments) {
    return moments.along.defined() && moments.along.size(2) == model.along.mean.size(0) &&
           (!model.row.defined() || (moments.row.defined() && moments.row.size(1) == model.row.mean.size(0)));
}

// False where it is there and does not fit together.
bool take(const std::string& name, const TensorMap& from, ClusterFit& fit) {
    fit.centres = taken(from, name + ".centres");
    if (!fit.centres.defined()) return true;
    fit.mean = taken(from, name + ".mean");
    fit.deviation = taken(from, name + ".deviation");
    fit.directions = taken(from, name + ".directions");
    const auto spread = taken(from, name + ".spread");
    if (!fit.mean.defined() || !fit.deviation.defined() || !fit.directions.defined() || !spread.defined()) return false;
    if (fit.centres.dim() != 2 || fit.mean.dim() != 1 || fit.directions.dim() != 2 || spread.numel() != 1) return false;
    fit.spread = spread.to(torch::kFloat).item<double>();
    return fit.centres.size(0) > 1 && fit.spread > 0 && fit.deviation.sizes() == fit.mean.sizes() &&
           fit.deviation.min().item<double>() > 0 && fit.directions.size(0) == fit.mean.size(0) &&
           fit.directions.size(1) == fit.centres.size(1);
}

std::array<std::string, kNamed> waveNames() {
    return {"P", "QRS", "T", text::say("between").text()};
}

std::string nameOf(const std::vector<float>& covers, const std::vector<float>& usual) {
    if (covers.size() != kNamed || usual.size() != kNamed) return {};
    std::string name;
    double most = kTimes;
    for (std::size_t wave = 0; wave + 1 < kNamed; ++wave) {
        const auto share = static_cast<double>(covers[wave]);
        const double times = share / std::max(1e-6, static_cast<double>(usual[wave]));
        if (share < kCovers || times < most) continue;
        most = times;
        name = waveNames()[wave];
    }
    const bool between = name.empty() && static_cast<double>(covers.back()) >= kBetween;
    return between ? waveNames().back() : name;
}

}  // namespace

Result<std::shared_ptr<const ClusterModel>> loadClusters(const std::string& model_folder, const std::string& hash,
                                                         std::size_t classes) {
    const std::string path = (std::filesystem::path(model_folder) / inference::kClustersFile).string();
    std::error_code status;
    if (!std::filesystem::exists(path, status)) return std::shared_ptr<const ClusterModel>();
    std::map<std::string, std::string> metadata;
    const auto tensors = inference::readSafetensors(path, &metadata);
    if (!tensors) return std::unexpected(tensors.error());
    const text::Said again("make it again with triptych-cli study clusters");
    if (metadata[kHash] != hash)
        return fail(ErrorCode::model_mismatch, "the clusters were learnt for other weights", path, again);
    for (const auto& [name, tensor] : *tensors) {
        if (tensor.scalar_type() != torch::kFloat || !inference::isLearntSize(tensor))
            return fail(ErrorCode::malformed, text::say("\"{1}\" holds values that no training gives", name), path,
                        again);
    }
    auto out = std::make_shared<ClusterModel>();
    out->wave = taken(*tensors, "wave");
    out->along_share = taken(*tensors, "along.share");
    out->row_share = taken(*tensors, "row.share");
    out->covers = taken(*tensors, "covers");
    out->names = text::linesOf(metadata[kNames]);
    const auto checks = taken(*tensors, "checks"), uncertainty = taken(*tensors, "uncertainty");
    const auto told = checks.defined() ? inference::checksOf(plain(checks)) : std::nullopt;
    bool whole = take("along", *tensors, out->along) && take("row", *tensors, out->row) && out->along.defined() &&
                 out->wave.defined() && out->wave.dim() == 2 && out->along_share.defined() && told &&
                 uncertainty.defined() && isShare(uncertainty);
    if (whole) {
        const auto k = out->along.centres.size(0), n = static_cast<std::int64_t>(classes);
        const auto fits = [&](const torch::Tensor& share, std::int64_t rows, std::int64_t columns) {
            return share.dim() == 2 && share.size(0) == rows && share.size(1) == columns && isShare(share);
        };
        whole =
            out->wave.size(0) == k && out->wave.size(1) > 0 && fits(out->along_share, k, n) &&
            (!out->covers.defined() || fits(out->covers, k, 4)) &&
            (!out->row.defined() || (out->row_share.defined() && fits(out->row_share, out->row.centres.size(0), n)));
    }
    if (!whole) return fail(ErrorCode::malformed, "the clusters do not fit together", path, again);
    out->checks = *told;
    for (const float mean : plain(uncertainty)) out->checks.uncertainty.push_back(static_cast<double>(mean));
    return out;
}

Result<std::shared_ptr<const ClusterModel>> loadFittingClusters(const std::string& model_folder,
                                                                const inference::Bundle& bundle) {
    const ModelInfo& info = bundle.card.info;
    auto model = loadClusters(model_folder, info.hash, info.classes.size());
    if (!model || !*model || fits(**model, momentsOfSilence(bundle))) return model;
    return fail(ErrorCode::model_mismatch, "the clusters were learnt for other networks",
                (std::filesystem::path(model_folder) / inference::kClustersFile).string(),
                "make it again with triptych-cli study clusters");
}

Result<void> saveClusters(const std::string& folder, const std::string& hash, const ClusterModel& model) {
    TensorMap tensors;
    put("along", model.along, tensors);
    put("row", model.row, tensors);
    tensors["wave"] = model.wave;
    tensors["along.share"] = model.along_share;
    if (model.row_share.defined()) tensors["row.share"] = model.row_share;
    if (model.covers.defined()) tensors["covers"] = model.covers;
    const ClusterChecks& of = model.checks;
    std::vector<float> checks{static_cast<float>(of.beats), static_cast<float>(of.records)};
    for (const double figure :
         {of.stability, of.agreement_of_seeds, of.fidelity, of.macro_f1, of.forest_auroc, of.network_auroc})
        checks.push_back(static_cast<float>(figure));
    tensors["checks"] = torch::tensor(checks);
    tensors["uncertainty"] = torch::tensor(std::vector<float>(of.uncertainty.begin(), of.uncertainty.end()));
    std::string names;
    for (const std::string& name : model.names) names += (names.empty() ? "" : "\n") + name;
    std::error_code status;
    std::filesystem::create_directories(folder, status);
    return inference::writeSafetensors((std::filesystem::path(folder) / inference::kClustersFile).string(), tensors,
                                       {{kHash, hash}, {kNames, names}});
}

std::vector<BeatCluster> clustersAlong(const ClusterModel& model) {
    std::vector<BeatCluster> out;
    const auto usual = model.covers.defined() ? plain(model.covers.mean(0)) : std::vector<float>();
    for (std::int64_t k = 0; k < model.along.centres.size(0); ++k) {
        BeatCluster cluster{{}, {}, plain(model.wave[k]), plain(model.along_share[k])};
        if (model.covers.defined()) cluster.covers = plain(model.covers[k]);
        cluster.name = nameOf(cluster.covers, usual);
        out.push_back(std::move(cluster));
    }
    return out;
}

std::vector<BeatCluster> clustersOfRow(const ClusterModel& model) {
    std::vector<BeatCluster> out;
    if (!model.row.defined()) return out;
    for (std::int64_t k = 0; k < model.row.centres.size(0); ++k) {
        const auto at = static_cast<std::size_t>(k);
        out.push_back({at < model.names.size() ? model.names[at] : "", {}, {}, plain(model.row_share[k])});
    }
    return out;
}

Result<BeatClusters> clustersOf(const inference::Bundle& bundle, const ClusterModel* model,
                                const inference::BeatInputs& inputs, std::size_t beat) {
    const torch::NoGradGuard guard;
    const std::string& name = bundle.card.info.name;
    if (model == nullptr) {
        return fail(ErrorCode::unsupported, text::say("no clusters were learnt for model {1}", name), name,
                    "learn them with triptych-cli study clusters");
    }
    if (inputs.usable()[beat] == 0) {
        return fail(ErrorCode::unsupported, text::say("beat {1} has no whole window for the model to see", beat), name,
                    "choose a beat that is no edge of the recording");
    }
    const auto moments = momentsOf(bundle, inference::gather(bundle, inputs, beat, 1), inputs.profile());
    if (!fits(*model, moments)) {
        return fail(ErrorCode::model_mismatch, "the clusters were learnt for other networks", name,
                    "make them again with triptych-cli study clusters");
    }
    const auto shares = softAssignment(model->along, moments.along[0]);
    BeatClusters out;
    for (std::int64_t i = 0; i < shares.size(0); ++i) {
        out.time_s.push_back(inputs.windowStart_s(beat) +
                             static_cast<double>(i * static_cast<std::int64_t>(kMomentSamples)) /
                                 inference::modelRate_hz());
    }
    out.share = plain(shares);
    out.uncertainty = plain(uncertaintyOf(shares));
    out.clusters = clustersAlong(*model);
    out.wave_rate_hz = inference::modelRate_hz();
    if (model->row.defined()) out.row_share = plain(softAssignment(model->row, moments.row)[0]);
    out.row = clustersOfRow(*model);
    out.classes = bundle.card.info.classes;
    out.checks = model->checks;
    return out;
}

}  // namespace triptych::explain
