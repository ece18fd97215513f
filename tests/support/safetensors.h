// Just enough of the safetensors format to read reference tensors in tests: float32 only, the whole file in memory.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace triptych::test {

struct Tensor {
    std::vector<std::size_t> shape;  // outermost first
    std::vector<float> values;       // row-major
};

// Every F32 tensor of the file by name. Throws std::runtime_error with a sentence when the file is not one.
std::map<std::string, Tensor> readSafetensors(const std::filesystem::path& path);

}  // namespace triptych::test
