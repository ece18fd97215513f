#include "core/inference/cluster_checks.h"

#include "core/files/mapped_file.h"
#include "core/files/safetensors_layout.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <filesystem>
#include <span>

namespace triptych::inference {
namespace {

// As the clusters' file holds them (core/explain/cluster_model.cpp).
constexpr std::size_t kFigures = 8;

constexpr float kMostBeats = 1e9F;

bool isCount(float figure) {
    return figure >= 0 && figure <= kMostBeats;
}

// Adjusted for chance, an agreement may lie a little below 0.
bool isFigure(float figure) {
    return figure >= -1 && figure <= 1;
}

}  // namespace

std::optional<ClusterChecks> checksOf(std::span<const float> figures) {
    if (figures.size() != kFigures || !isCount(figures[0]) || !isCount(figures[1]) ||
        !std::ranges::all_of(figures.subspan(2), isFigure))
        return std::nullopt;
    ClusterChecks out;
    out.beats = static_cast<std::size_t>(figures[0]);
    out.records = static_cast<std::size_t>(figures[1]);
    std::size_t next = 2;
    for (double* into :
         {&out.stability, &out.agreement_of_seeds, &out.fidelity, &out.macro_f1, &out.forest_auroc, &out.network_auroc})
        *into = static_cast<double>(figures[next++]);
    return out;
}

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
    return read ? checksOf(of) : std::nullopt;
}

}  // namespace triptych::inference
