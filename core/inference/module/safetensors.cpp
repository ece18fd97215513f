#include "core/inference/module/safetensors.h"

#include "core/files/atomic_file.h"
#include "core/files/mapped_file.h"
#include "core/files/safetensors_layout.h"
#include "core/text/said.h"

#include <torch/types.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstring>
#include <exception>
#include <iterator>
#include <span>

namespace triptych::inference {
namespace {

using files::TensorPlace;
using files::TensorType;

struct DType {
    TensorType type;
    torch::ScalarType scalar;
};
constexpr DType kTypes[] = {{TensorType::f32, torch::kFloat},
                            {TensorType::f16, torch::kHalf},
                            {TensorType::i64, torch::kLong},
                            {TensorType::i32, torch::kInt},
                            {TensorType::u8, torch::kByte}};

torch::ScalarType torchType(TensorType type) {
    return std::ranges::find(kTypes, type, &DType::type)->scalar;
}

const DType* findType(torch::ScalarType scalar) {
    const auto* const found = std::ranges::find(kTypes, scalar, &DType::scalar);
    return found == std::end(kTypes) ? nullptr : found;
}

Result<torch::Tensor> readTensor(const files::MappedFile& file, const TensorPlace& place) {
    torch::Tensor tensor;
    try {
        tensor = torch::empty(place.shape, torchType(place.type));
    } catch (const std::exception&) {
        return fail(ErrorCode::io_failed, text::say("there is no memory for tensor \"{1}\"", place.name), file.path(),
                    "close other programs");
    }
    if (place.bytes == 0) return tensor;
    void* const to = tensor.data_ptr();
    const bool whole = file.withBytes(place.offset, place.bytes, [to](std::span<const std::byte> bytes) {
        std::memcpy(to, bytes.data(), bytes.size());
    });
    if (!whole) {
        return fail(ErrorCode::io_failed, "the file was cut while it was read", file.path(),
                    "get the file again or train the model anew");
    }
    return tensor;
}

}  // namespace

Result<TensorMap> readSafetensors(const std::string& path, std::map<std::string, std::string>* metadata) {
    const auto file = files::MappedFile::open(path);
    if (!file) return std::unexpected(file.error());
    auto layout = files::readSafetensorsLayout(**file);
    if (!layout) return std::unexpected(layout.error());
    TensorMap tensors;
    for (const TensorPlace& place : layout->tensors) {
        auto tensor = readTensor(**file, place);
        if (!tensor) return std::unexpected(tensor.error());
        tensors.emplace(place.name, std::move(*tensor));
    }
    if (metadata != nullptr) *metadata = std::move(layout->metadata);
    return tensors;
}

Result<void> writeSafetensors(const std::string& path, const TensorMap& tensors,
                              const std::map<std::string, std::string>& metadata) {
    nlohmann::json header = nlohmann::json::object();
    if (!metadata.empty()) header["__metadata__"] = metadata;
    std::string data;
    for (const auto& [tensor_name, tensor] : tensors) {
        const auto plain = tensor.detach().to(torch::kCPU).contiguous();
        const DType* type = findType(plain.scalar_type());
        const auto stored = type != nullptr ? plain : plain.to(torch::kFloat);
        const std::size_t from = data.size();
        data.append(static_cast<const char*>(stored.data_ptr()), static_cast<std::size_t>(stored.nbytes()));
        header[tensor_name] = {{"dtype", name(type != nullptr ? type->type : TensorType::f32)},
                               {"shape", stored.sizes().vec()},
                               {"data_offsets", {from, data.size()}}};
    }
    std::string text = header.dump();
    text.resize((text.size() + 7) / 8 * 8, ' ');  // the format asks for data aligned to 8 bytes
    std::uint64_t length = text.size();
    std::string bytes(8, '\0');
    std::memcpy(bytes.data(), &length, 8);
    bytes += text;
    bytes += data;
    return files::writeFile(path, std::as_bytes(std::span(bytes)), files::WriteMode::replace);
}

}  // namespace triptych::inference
