// HDF5 files written by the library, for the tests of how a child process reads them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace triptych::test {

struct MadeDataset {
    std::string name;  // "ecg/lead2": groups are made
    std::vector<std::uint64_t> shape = {};
    std::vector<float> values = {};
    std::map<std::string, double> numbers = {};
    std::map<std::string, std::string> texts = {};
    bool packed = false;  // in chunks, by deflate
};

struct MadeHdf5 {
    std::vector<MadeDataset> datasets = {};
    std::map<std::string, double> numbers = {};  // attributes of the file
    std::vector<std::string> lead_names = {};    // as the dataset "leads"; none where empty
};

void writeHdf5(const std::filesystem::path& path, const MadeHdf5& made);

}  // namespace triptych::test
