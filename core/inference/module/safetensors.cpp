#include "core/inference/module/safetensors.h"

#include "core/files/atomic_file.h"

#include <torch/torch.h>
#include <nlohmann/json.hpp>

#include <bit>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>
#include <span>

namespace triptych::inference {
namespace {

static_assert(std::endian::native == std::endian::little, "safetensors data are little-endian");

constexpr std::uint64_t kLargestHeader = 16U << 20U;

struct DType {
    const char* name;
    torch::ScalarType type;
};
constexpr DType kTypes[] = {
    {"F32", torch::kFloat}, {"F16", torch::kHalf}, {"I64", torch::kLong}, {"I32", torch::kInt}, {"U8", torch::kByte}};

const DType* findType(const std::string& type_name) {
    for (const DType& type : kTypes) {
        if (type_name == type.name) return &type;
    }
    return nullptr;
}

const DType* findType(torch::ScalarType scalar) {
    for (const DType& type : kTypes) {
        if (scalar == type.type) return &type;
    }
    return nullptr;
}

Result<torch::Tensor> readTensor(const nlohmann::json& entry, const std::string& tensor_name,
                                 std::span<const char> data, const std::string& path) {
    const auto malformed = [&](const std::string& what) {
        return fail(ErrorCode::malformed, "tensor \"" + tensor_name + "\" " + what, path,
                    "get the file again or train the model anew");
    };
    if (!entry.is_object() || !entry.contains("dtype") || !entry.contains("shape") || !entry.contains("data_offsets") ||
        !entry["dtype"].is_string() || !entry["shape"].is_array() || !entry["data_offsets"].is_array() ||
        entry["data_offsets"].size() != 2) {
        return malformed("lacks dtype, shape or data_offsets");
    }
    const DType* type = findType(entry["dtype"].get<std::string>());
    if (type == nullptr)
        return malformed("has type " + entry["dtype"].get<std::string>() + ", and F32, F16, I64, I32 or U8 is read");
    std::vector<std::int64_t> shape;
    std::uint64_t elements = 1;
    for (const auto& side : entry["shape"]) {
        if (!side.is_number_unsigned()) return malformed("has a shape that is no list of whole numbers");
        const auto length = side.get<std::uint64_t>();
        if (length > data.size() || (length != 0 && elements > data.size() / length)) {
            return malformed("claims more elements than the file holds");
        }
        elements *= length;
        shape.push_back(static_cast<std::int64_t>(length));
    }
    for (const auto& offset : entry["data_offsets"]) {
        if (!offset.is_number_unsigned()) return malformed("has offsets that are no whole numbers");
    }
    const auto from = entry["data_offsets"][0].get<std::uint64_t>();
    const auto to = entry["data_offsets"][1].get<std::uint64_t>();
    if (from > to) return malformed("ends before it begins");
    if (to > data.size()) {
        return fail(ErrorCode::truncated, "the file ends inside tensor \"" + tensor_name + '"', path,
                    "get the file again or train the model anew");
    }
    if (to - from != elements * torch::elementSize(type->type)) return malformed("has a size that is not its shape's");
    torch::Tensor tensor = torch::empty(shape, type->type);
    if (to > from) std::memcpy(tensor.data_ptr(), data.data() + from, to - from);
    return tensor;
}

Result<std::string> readBytes(const std::string& path) {
    std::error_code status;
    if (!std::filesystem::exists(path, status)) {
        return fail(ErrorCode::not_found, "there is no such file", path, "check the model's folder");
    }
    std::ifstream file(path, std::ios::binary);
    if (!file || std::filesystem::is_directory(path, status)) {
        return fail(ErrorCode::not_readable, "the file cannot be read", path, "check its permissions");
    }
    std::string bytes(std::istreambuf_iterator<char>(file), {});
    return bytes;
}

}  // namespace

Result<TensorMap> readSafetensors(const std::string& path, std::map<std::string, std::string>* metadata) {
    const auto bytes = readBytes(path);
    if (!bytes) return std::unexpected(bytes.error());
    if (bytes->size() < 8) {
        return fail(ErrorCode::truncated,
                    "a safetensors file has at least 8 bytes, and this one has " + std::to_string(bytes->size()), path,
                    "get the file again or train the model anew");
    }
    std::uint64_t header_length = 0;
    std::memcpy(&header_length, bytes->data(), 8);
    if (header_length > kLargestHeader) {
        return fail(ErrorCode::malformed, "its header claims " + std::to_string(header_length) + " bytes", path,
                    "this is no safetensors file: choose another");
    }
    if (header_length > bytes->size() - 8) {
        return fail(ErrorCode::truncated, "the file ends inside its header", path,
                    "get the file again or train the model anew");
    }
    const auto header = nlohmann::json::parse(
        bytes->begin() + 8, bytes->begin() + 8 + static_cast<std::ptrdiff_t>(header_length), nullptr, false);
    if (!header.is_object()) {
        return fail(ErrorCode::malformed, "its header is no JSON object", path,
                    "this is no safetensors file: choose another");
    }
    const std::span<const char> data = std::span(*bytes).subspan(8 + header_length);
    TensorMap tensors;
    for (const auto& [tensor_name, entry] : header.items()) {
        if (tensor_name == "__metadata__") {
            for (const auto& [key, value] : entry.items()) {
                if (metadata != nullptr && value.is_string()) (*metadata)[key] = value.get<std::string>();
            }
            continue;
        }
        auto tensor = readTensor(entry, tensor_name, data, path);
        if (!tensor) return std::unexpected(tensor.error());
        tensors.emplace(tensor_name, std::move(*tensor));
    }
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
        header[tensor_name] = {{"dtype", type != nullptr ? type->name : "F32"},
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
