#include "core/inference/module/training/prepared_beats.h"

#include "core/inference/class_mapping.h"
#include "core/inference/module/safetensors.h"
#include "core/inference/module/training/beat_source.h"
#include "core/inference/module/training/configurations.h"
#include "core/text/numbers.h"

#include <torch/types.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <set>

namespace triptych::inference::training {
namespace {

constexpr const char* kFormat = "triptych prepared beats 1";

std::int64_t rows(const BeatDataset& dataset) {
    return static_cast<std::int64_t>(dataset.size());
}

template <class T>
torch::Tensor borrowed(const std::vector<T>& values, std::vector<std::int64_t> shape, torch::ScalarType type) {
    return torch::from_blob(const_cast<T*>(values.data()), shape, type);  // read alone, and not kept
}

template <class T>
bool take(const TensorMap& tensors, const char* key, std::vector<std::int64_t> shape, torch::ScalarType type,
          std::vector<T>& into) {
    const auto found = tensors.find(key);
    if (found == tensors.end() || found->second.sizes() != at::IntArrayRef(shape)) return false;
    if (found->second.is_floating_point() != torch::isFloatingType(type)) return false;
    const auto plain = found->second.to(type).contiguous();
    const auto* begin = static_cast<const T*>(plain.data_ptr());
    into.assign(begin, begin + plain.numel());
    return true;
}

Error malformed(text::Said what, const std::string& path) {
    return {ErrorCode::malformed, std::move(what), path, "prepare the beats again"};
}

Result<std::vector<Source>> sourcesOf(const std::string& text, const std::string& path) {
    const auto json = nlohmann::json::parse(text, nullptr, false);
    std::vector<Source> out;
    try {
        for (const auto& entry : json) {
            out.push_back({entry.at("record").get<std::string>(),
                           entry.at("lead").get<std::string>(),
                           entry.at("analysis_lead").get<bool>(),
                           {},
                           entry.at("database").get<std::string>(),
                           entry.at("test").get<bool>(),
                           entry.value("made", false),
                           entry.value("atria", entry.value("made", false)),
                           entry.value("not_ventricular", false),
                           entry.value("share", 1.0F)});
        }
    } catch (const nlohmann::json::exception&) {
        return std::unexpected(malformed("its list of records cannot be read", path));
    }
    return out;
}

// Earlier files only say how many classes they have: N S V F Q, the first of these, or PTB's two.
bool takeClasses(const std::map<std::string, std::string>& metadata, BeatDataset& dataset) {
    const auto entry = [&](const char* key) {
        const auto found = metadata.find(key);
        return found == metadata.end() ? std::string() : found->second;
    };
    try {
        if (metadata.contains("class_names")) {
            nlohmann::json::parse(entry("class_names")).get_to(dataset.class_names);
            for (const auto& [code, beats] :
                 nlohmann::json::parse(entry("left_out")).get<std::map<std::uint8_t, std::int64_t>>())
                dataset.left_out.add(code, beats);
        } else {
            const auto count = text::wholeNumber<std::size_t>(entry("classes"));
            if (!count || *count > kBeatClasses) return false;
            const auto names = *count == kPtbNames.size() ? std::span<const std::string_view>(kPtbNames)
                                                          : std::span<const std::string_view>(kBeatClassNames);
            dataset.class_names.assign(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(*count));
        }
    } catch (const nlohmann::json::exception&) {
        return false;
    }
    return std::ranges::all_of(dataset.class_names, isClassName);
}

}  // namespace

Result<void> writePrepared(const std::string& path, const BeatDataset& dataset) {
    const std::int64_t n = rows(dataset);
    const auto cells = static_cast<std::int64_t>(dataset.shape.timeSize());
    TensorMap tensors;
    tensors["time"] = borrowed(dataset.time, {n, cells}, torch::kFloat).to(torch::kHalf);
    tensors["label"] = borrowed(dataset.label, {n}, torch::kByte);
    tensors["beat"] = borrowed(dataset.beat, {n}, torch::kInt);
    tensors["source"] = torch::empty({n}, torch::kInt);
    std::copy(dataset.source.begin(), dataset.source.end(), tensors["source"].data_ptr<std::int32_t>());
    if (dataset.shape.rr > 0) {
        tensors["rr"] = borrowed(dataset.rr, {n, static_cast<std::int64_t>(dataset.shape.rr)}, torch::kFloat);
        tensors["pre_rr_s"] = borrowed(dataset.pre_rr_s, {n}, torch::kFloat);
    }
    nlohmann::json sources = nlohmann::json::array();
    for (const Source& source : dataset.sources) {
        sources.push_back({{"record", source.record},
                           {"lead", source.lead},
                           {"analysis_lead", source.analysis_lead},
                           {"database", source.database},
                           {"test", source.test},
                           {"made", source.made},
                           {"atria", source.atria},
                           {"not_ventricular", source.not_ventricular},
                           {"share", source.share}});
    }
    std::vector<float> typical;
    for (const Source& source : dataset.sources) {
        typical.insert(typical.end(), source.typical_tf.begin(), source.typical_tf.end());
    }
    const auto sides = static_cast<std::int64_t>(dataset.sources.size());
    if (!typical.empty()) {
        tensors["typical_tf"] =
            borrowed(typical, {sides, static_cast<std::int64_t>(typical.size()) / sides}, torch::kFloat);
    }
    return writeSafetensors(path, tensors,
                            {{"format", kFormat},
                             {"profile", std::string(name(dataset.profile))},
                             {"conditioning", std::string(name(dataset.conditioning))},
                             {"classes", std::to_string(dataset.classes())},
                             {"class_names", nlohmann::json(dataset.class_names).dump()},
                             {"left_out", nlohmann::json(dataset.left_out.counts()).dump()},
                             {"sources", sources.dump()}});
}

Result<BeatDataset> readPrepared(const std::string& path) {
    std::map<std::string, std::string> metadata;
    const auto tensors = readSafetensors(path, &metadata);
    if (!tensors) return std::unexpected(tensors.error());
    if (metadata["format"] != kFormat) return std::unexpected(malformed("this is no file of prepared beats", path));
    const auto profile = profileOf(metadata["profile"]);
    if (!profile) return std::unexpected(malformed(profile.error().what, path));
    auto sources = sourcesOf(metadata["sources"], path);
    if (!sources) return std::unexpected(sources.error());
    BeatDataset dataset;
    dataset.profile = *profile;
    const auto conditioning = conditioningOf(metadata["conditioning"]);
    if (!conditioning) return std::unexpected(malformed(conditioning.error().what, path));
    dataset.conditioning = *conditioning;
    dataset.shape = shapeOf(*profile);
    if (!takeClasses(metadata, dataset)) return std::unexpected(malformed("its list of classes cannot be read", path));
    dataset.sources = std::move(*sources);

    const auto labels = tensors->find("label");
    const std::int64_t n = labels != tensors->end() ? labels->second.numel() : 0;
    const auto cells = static_cast<std::int64_t>(dataset.shape.timeSize());
    const auto sides = static_cast<std::int64_t>(dataset.sources.size());
    std::vector<std::int32_t> source;
    bool whole = take(*tensors, "label", {n}, torch::kByte, dataset.label) &&
                 take(*tensors, "time", {n, cells}, torch::kFloat, dataset.time) &&
                 take(*tensors, "beat", {n}, torch::kInt, dataset.beat) &&
                 take(*tensors, "source", {n}, torch::kInt, source);
    if (dataset.shape.rr > 0) {
        whole = whole &&
                take(*tensors, "rr", {n, static_cast<std::int64_t>(dataset.shape.rr)}, torch::kFloat, dataset.rr) &&
                take(*tensors, "pre_rr_s", {n}, torch::kFloat, dataset.pre_rr_s);
    }
    const auto typical = tensors->find("typical_tf");
    const bool has_typical = *profile == Profile::product;
    whole = whole && has_typical == (typical != tensors->end());
    if (whole && has_typical) {
        const auto plane = static_cast<std::int64_t>(dataset.shape.tf_rows * dataset.shape.tf_columns);
        std::vector<float> all;
        whole = take(*tensors, "typical_tf", {sides, plane}, torch::kFloat, all);
        for (std::int64_t s = 0; whole && s < sides; ++s) {
            dataset.sources[static_cast<std::size_t>(s)].typical_tf.assign(all.begin() + s * plane,
                                                                           all.begin() + (s + 1) * plane);
        }
    }
    if (!whole) return std::unexpected(malformed("a part of the prepared beats is missing or of another length", path));
    const bool known =
        std::all_of(source.begin(), source.end(), [&](std::int32_t of) { return of >= 0 && of < sides; });
    const bool labelled = std::all_of(dataset.label.begin(), dataset.label.end(),
                                      [&](std::uint8_t label) { return label < dataset.classes(); });
    const bool finite = std::all_of(dataset.time.begin(), dataset.time.end(), [](float v) { return std::isfinite(v); });
    if (!known || !labelled || !finite) {
        return std::unexpected(malformed("the prepared beats hold a label, a record or a sample that cannot be", path));
    }
    dataset.source.assign(source.begin(), source.end());
    return dataset;
}

Result<Prepared> prepare(const PrepareRequest& request, const Job& job) {
    const auto configuration = findConfiguration(request.configuration);
    if (!configuration) return std::unexpected(configuration.error());
    const auto dataset = loadBeats({request.data_folder, configuration->records, configuration->profile,
                                    configuration->classes, configuration->all_leads, configuration->made_atria,
                                    configuration->conditioning, configuration->spoilt_copies, configuration->strips},
                                   job);
    if (!dataset) return std::unexpected(dataset.error());
    if (auto written = writePrepared(request.output_file, *dataset); !written) return std::unexpected(written.error());
    std::set<std::string> records;
    for (const Source& source : dataset->sources) records.insert(source.record);
    std::error_code status;
    return Prepared{dataset->size(), records.size(), std::filesystem::file_size(request.output_file, status)};
}

}  // namespace triptych::inference::training
