#include "core/explain/near_beats.h"

#include "core/explain/beat_embedding.h"
#include "core/inference/module/familiarity.h"
#include "core/inference/module/studied_record.h"
#include "core/statistics/order.h"
#include "core/statistics/random.h"
#include "core/text/lines.h"
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

constexpr std::size_t kAtOnce = 256;
constexpr std::size_t kFitted = 400;      // beats of a record that the directions are learnt from, at most
constexpr std::size_t kMeasured = 2'000;  // beats whose nearest in another record sets the unit of distance
constexpr const char* kHash = "model_hash";
constexpr const char* kRecords = "records";  // one a line

// What an index holds, as its tensors are called.
struct Index {
    torch::Tensor mean, projection;  // [D], [D × R]
    torch::Tensor points;            // [n × R]
    torch::Tensor record;            // [n] line of `records`
    torch::Tensor time_ms;           // [n]
    torch::Tensor code;              // [n] the annotator's
    double unit = 1;
    std::vector<std::string> records;
};

Error otherwise(const std::string& path) {
    return {ErrorCode::malformed, "this is no index of beats", path, "make it again with triptych-cli study nearest"};
}

Result<Index> readIndex(const std::string& path, const std::string& hash) {
    std::error_code status;
    if (path.empty() || !std::filesystem::exists(path, status)) {
        return fail(ErrorCode::not_found, "there is no index of beats to look in", path,
                    "make one from your copy of the data with triptych-cli study nearest");
    }
    std::map<std::string, std::string> metadata;
    const auto tensors = inference::readSafetensors(path, &metadata);
    if (!tensors) return std::unexpected(tensors.error());
    if (metadata[kHash] != hash) {
        return fail(ErrorCode::model_mismatch, "the index of beats was made by another model", path,
                    "make it again with triptych-cli study nearest");
    }
    Index out;
    for (const auto& [name, into] : {std::pair{"mean", &out.mean},
                                     {"projection", &out.projection},
                                     {"points", &out.points},
                                     {"record", &out.record},
                                     {"time_ms", &out.time_ms},
                                     {"code", &out.code}}) {
        const auto found = tensors->find(name);
        if (found == tensors->end()) return std::unexpected(otherwise(path));
        *into = found->second;
    }
    const auto unit = tensors->find("unit");
    out.records = text::linesOf(metadata[kRecords]);
    const std::int64_t n = out.points.dim() == 2 ? out.points.size(0) : 0;
    const bool whole = n > 0 && out.mean.dim() == 1 && out.projection.dim() == 2 &&
                       out.projection.size(0) == out.mean.size(0) && out.projection.size(1) == out.points.size(1) &&
                       out.record.numel() == n && out.time_ms.numel() == n && out.code.numel() == n &&
                       unit != tensors->end() && unit->second.numel() == 1 && out.record.scalar_type() == torch::kInt &&
                       out.time_ms.scalar_type() == torch::kInt && out.code.scalar_type() == torch::kByte &&
                       out.record.min().item<std::int64_t>() >= 0 &&
                       out.record.max().item<std::int64_t>() < static_cast<std::int64_t>(out.records.size());
    if (!whole) return std::unexpected(otherwise(path));
    out.unit = unit->second.to(torch::kFloat).item<double>();
    const bool finite = std::ranges::all_of(std::array{out.mean, out.projection, out.points}, [](const auto& tensor) {
        return torch::isfinite(tensor.to(torch::kFloat)).all().template item<bool>();
    });
    if (!finite || !std::isfinite(out.unit) || out.unit <= 0) return std::unexpected(otherwise(path));
    return out;
}

// Squared distances of points [m × R] to all [n × R].
torch::Tensor distances(const torch::Tensor& points, const torch::Tensor& all) {
    return (points.pow(2).sum(1, true) - 2 * torch::matmul(points, all.t()) + all.pow(2).sum(1).unsqueeze(0))
        .clamp_min(0);
}

// The median distance from drawn beats to the nearest beat of another record.
double unitOf(const torch::Tensor& points, const torch::Tensor& record) {
    Random random(1);
    std::vector<double> nearest;
    const auto n = static_cast<std::size_t>(points.size(0));
    for (std::size_t i = 0; i < std::min(kMeasured, n); ++i) {
        const auto at = static_cast<std::int64_t>(random.below(n));
        const auto away = distances(points.narrow(0, at, 1), points)[0].masked_fill(record == record[at], INFINITY);
        if (const double least = away.min().item<double>(); std::isfinite(least)) nearest.push_back(std::sqrt(least));
    }
    return nearest.empty() ? 1 : std::max(1e-6, statistics::median(std::move(nearest)));
}

}  // namespace

Result<inference::BeatIndexMade> indexBeats(const inference::BeatIndexRequest& request, const Job& job) {
    const torch::NoGradGuard guard;
    const auto bundle = inference::loadBundle(request.model_folder);
    if (!bundle) return std::unexpected(bundle.error());
    at::set_num_threads(1);
    std::vector<torch::Tensor> features, fitted, fitted_label;
    std::vector<std::int32_t> record_of, time_ms;
    std::vector<std::uint8_t> code;
    std::string names;
    for (std::size_t r = 0; r < request.records.size(); ++r) {
        const std::string& record = request.records[r];
        job.progress(static_cast<double>(r) / static_cast<double>(request.records.size()), text::foreign(record));
        const auto seen = inference::readStudied(*bundle, request.data_folder, record, {job.stop, {}});
        if (!seen) return std::unexpected(seen.error());
        names += (r == 0 ? "" : "\n") + record;
        std::vector<torch::Tensor> of_record;
        std::vector<std::int64_t> kept, labelled, label;
        for (std::size_t first = 0; first < seen->inputs.size(); first += kAtOnce) {
            if (job.stopRequested()) return fail(ErrorCode::cancelled, "indexing was stopped", request.output_file);
            const std::size_t count = std::min(kAtOnce, seen->inputs.size() - first);
            const auto of = embeddingFeatures(*bundle, inference::gather(*bundle, seen->inputs, first, count));
            if (!of.defined()) {
                return fail(ErrorCode::unsupported,
                            text::say("model {1} shows nothing by which beats are alike", bundle->card.info.name),
                            request.model_folder, "choose a model with convolutions");
            }
            of_record.push_back(of);
        }
        if (of_record.empty()) continue;
        const auto all = torch::cat(of_record);
        for (std::size_t beat = 0; beat < seen->inputs.size(); ++beat) {
            if (seen->inputs.usable()[beat] == 0) continue;
            if (seen->label[beat]) {
                labelled.push_back(static_cast<std::int64_t>(beat));
                label.push_back(static_cast<std::int64_t>(*seen->label[beat]));
            }
            kept.push_back(static_cast<std::int64_t>(beat));
            const Beat& at = seen->beats.beats[beat];
            record_of.push_back(static_cast<std::int32_t>(r));
            time_ms.push_back(
                static_cast<std::int32_t>(std::lround(1000 * static_cast<double>(at.sample) / seen->beats.rate_hz)));
            code.push_back(at.code);
        }
        features.push_back(all.index_select(0, torch::tensor(kept, torch::kLong)));
        // Evenly over the record, the rare classes too.
        std::vector<std::int64_t> some, some_label;
        const std::size_t step = std::max<std::size_t>(1, labelled.size() / kFitted);
        for (std::size_t i = 0; i < labelled.size(); ++i) {
            if (i % step != 0 && label[i] == 0) continue;
            some.push_back(labelled[i]);
            some_label.push_back(label[i]);
        }
        fitted.push_back(all.index_select(0, torch::tensor(some, torch::kLong)));
        fitted_label.push_back(torch::tensor(some_label, torch::kLong));
    }
    if (features.empty()) {
        return fail(ErrorCode::empty, "there are no beats to look in", request.data_folder,
                    "name the folder that holds mitdb and svdb");
    }
    const auto directions = inference::fitFamiliarity(torch::cat(fitted), torch::cat(fitted_label),
                                                      static_cast<std::int64_t>(bundle->card.info.classes.size()));
    const auto points = (torch::cat(features) - directions.mean).mm(directions.projection);
    const auto record = torch::tensor(record_of, torch::kInt);
    const inference::TensorMap tensors = {{"mean", directions.mean},
                                          {"projection", directions.projection},
                                          {"points", points.to(torch::kHalf)},
                                          {"record", record},
                                          {"time_ms", torch::tensor(time_ms, torch::kInt)},
                                          {"code", torch::tensor(code, torch::kByte)},
                                          {"unit", torch::tensor({static_cast<float>(unitOf(points, record))})}};
    std::error_code status;
    const std::filesystem::path file(request.output_file);
    if (file.has_parent_path()) std::filesystem::create_directories(file.parent_path(), status);
    if (auto done = inference::writeSafetensors(request.output_file, tensors,
                                                {{kHash, bundle->card.info.hash}, {kRecords, names}});
        !done)
        return std::unexpected(done.error());
    return inference::BeatIndexMade{record_of.size(), request.records.size(), std::filesystem::file_size(file, status)};
}

Result<NearBeats> nearestOf(const inference::Bundle& bundle, const inference::BeatInputs& inputs, std::size_t beat,
                            const std::string& index_file, std::size_t count, const std::string& but) {
    const torch::NoGradGuard guard;
    const auto index = readIndex(index_file, bundle.card.info.hash);
    if (!index) return std::unexpected(index.error());
    if (inputs.usable()[beat] == 0) {
        return fail(ErrorCode::unsupported, text::say("beat {1} has no whole window for the model to see", beat), {},
                    "choose a beat that is no edge of the recording");
    }
    const auto features = embeddingFeatures(bundle, inference::gather(bundle, inputs, beat, 1));
    if (!features.defined() || features.size(1) != index->mean.size(0)) return std::unexpected(otherwise(index_file));
    const auto point = (features - index->mean).mm(index->projection);
    auto away = distances(point, index->points.to(torch::kFloat))[0];
    // "svdb/801" is called 801 in its own header.
    const auto own = std::ranges::find_if(index->records, [&](const std::string& record) {
        return !but.empty() && (record == but || record.ends_with('/' + but));
    });
    if (own != index->records.end())
        away = away.masked_fill(index->record == static_cast<std::int32_t>(own - index->records.begin()), INFINITY);
    const auto most = std::min<std::int64_t>(static_cast<std::int64_t>(count), away.size(0));
    const auto [least, which] = away.topk(most, 0, false, true);
    NearBeats out;
    out.of_beats = static_cast<std::size_t>(away.size(0));
    out.of_records = index->records.size();
    for (std::int64_t i = 0; i < most; ++i) {
        const double distance = std::sqrt(least[i].item<double>()) / index->unit;
        if (!std::isfinite(distance)) break;
        const auto at = which[i];
        out.beats.push_back(
            {index->records[static_cast<std::size_t>(index->record[at.item<std::int64_t>()].item<std::int64_t>())],
             index->time_ms[at.item<std::int64_t>()].item<double>() / 1000,
             std::string(symbolOf(index->code[at.item<std::int64_t>()].item<std::uint8_t>())), distance});
    }
    return out;
}

}  // namespace triptych::explain
