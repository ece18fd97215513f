#include "core/inference/cluster_checks.h"

#include "core/files/mapped_file.h"
#include "core/files/safetensors_layout.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <span>

namespace triptych::inference {
namespace {

// As the clusters' file holds them (core/explain/cluster_model.cpp).
constexpr std::size_t kFigures = 8;

}  // namespace

std::optional<ClusterChecks> clusterChecks(const std::string& model_folder, const std::string& model_hash) {
    const auto path = std::filesystem::path(model_folder) / kClustersFile;
    std::error_code status;
    if (!std::filesystem::exists(path, status)) return std::nullopt;
    const auto file = files::MappedFile::open(path.string());
    if (!file) return std::nullopt;
    const auto layout = files::readSafetensorsLayout(**file);
    if (!layout) return std::nullopt;
    const auto hash = layout->metadata.find("model_hash");
    const auto place = std::ranges::find(layout->tensors, "checks", &files::TensorPlace::name);
    if (hash == layout->metadata.end() || hash->second != model_hash || place == layout->tensors.end() ||
        place->type != files::TensorType::f32 || place->bytes != kFigures * sizeof(float))
        return std::nullopt;
    std::array<float, kFigures> of{};
    const bool read = (*file)->withBytes(place->offset, place->bytes, [&of](std::span<const std::byte> bytes) {
        std::memcpy(of.data(), bytes.data(), bytes.size());
    });
    if (!read || !std::ranges::all_of(of, [](float figure) { return std::isfinite(figure); })) return std::nullopt;
    ClusterChecks out;
    out.beats = static_cast<std::size_t>(std::max(0.0F, of[0]));
    out.records = static_cast<std::size_t>(std::max(0.0F, of[1]));
    out.stability = static_cast<double>(of[2]);
    out.agreement_of_seeds = static_cast<double>(of[3]);
    out.fidelity = static_cast<double>(of[4]);
    out.macro_f1 = static_cast<double>(of[5]);
    out.forest_auroc = static_cast<double>(of[6]);
    out.network_auroc = static_cast<double>(of[7]);
    return out;
}

}  // namespace triptych::inference
