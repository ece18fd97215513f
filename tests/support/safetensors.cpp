#include "tests/support/safetensors.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace triptych::test {

std::map<std::string, Tensor> readSafetensors(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    std::uint64_t header_length = 0;
    if (bytes.size() < sizeof header_length) throw std::runtime_error(path.string() + ": too short for a header");
    for (std::size_t i = 0; i < sizeof header_length; ++i)
        header_length |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
    if (header_length > bytes.size() - 8) throw std::runtime_error(path.string() + ": the header leaves the file");
    const auto header = nlohmann::json::parse(bytes.substr(8, header_length));
    const std::size_t data = 8 + header_length;

    std::map<std::string, Tensor> tensors;
    for (const auto& [name, entry] : header.items()) {
        if (name == "__metadata__" || entry.at("dtype") != "F32") continue;
        Tensor tensor;
        tensor.shape = entry.at("shape").get<std::vector<std::size_t>>();
        const auto offsets = entry.at("data_offsets").get<std::vector<std::size_t>>();
        std::size_t count = 1;
        for (const std::size_t extent : tensor.shape) count *= extent;
        if (offsets.size() != 2 || offsets[1] - offsets[0] != count * sizeof(float) || data + offsets[1] > bytes.size())
            throw std::runtime_error(path.string() + ": the tensor " + name + " does not fit its place");
        tensor.values.resize(count);
        std::memcpy(tensor.values.data(), bytes.data() + data + offsets[0], count * sizeof(float));
        tensors.emplace(name, std::move(tensor));
    }
    return tensors;
}

}  // namespace triptych::test
