#include "tests/formats/hdf5/hdf5_files.h"

#include <hdf5.h>

#include <algorithm>

namespace triptych::test {
namespace {

void addNumber(hid_t object, const std::string& name, double value) {
    const hid_t space = H5Screate(H5S_SCALAR);
    const hid_t attribute = H5Acreate2(object, name.c_str(), H5T_IEEE_F64LE, space, H5P_DEFAULT, H5P_DEFAULT);
    H5Awrite(attribute, H5T_NATIVE_DOUBLE, &value);
    H5Aclose(attribute);
    H5Sclose(space);
}

void addText(hid_t object, const std::string& name, const std::string& value) {
    const hid_t space = H5Screate(H5S_SCALAR);
    const hid_t type = H5Tcopy(H5T_C_S1);
    H5Tset_size(type, value.size());
    const hid_t attribute = H5Acreate2(object, name.c_str(), type, space, H5P_DEFAULT, H5P_DEFAULT);
    H5Awrite(attribute, type, value.data());
    H5Aclose(attribute);
    H5Tclose(type);
    H5Sclose(space);
}

void addDataset(hid_t file, const MadeDataset& made) {
    const std::vector<hsize_t> shape(made.shape.begin(), made.shape.end());
    const hid_t space = H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr);
    const hid_t links = H5Pcreate(H5P_LINK_CREATE);
    H5Pset_create_intermediate_group(links, 1);
    const hid_t plan = H5Pcreate(H5P_DATASET_CREATE);
    if (made.packed) {
        std::vector<hsize_t> chunk(shape.size(), 10);
        for (std::size_t i = 0; i < chunk.size(); ++i) chunk[i] = std::min(chunk[i], shape[i]);
        H5Pset_chunk(plan, static_cast<int>(chunk.size()), chunk.data());
        H5Pset_deflate(plan, 6);
    }
    const hid_t dataset = H5Dcreate2(file, made.name.c_str(), H5T_IEEE_F32LE, space, links, plan, H5P_DEFAULT);
    H5Dwrite(dataset, H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, made.values.data());
    for (const auto& [name, value] : made.numbers) addNumber(dataset, name, value);
    for (const auto& [name, value] : made.texts) addText(dataset, name, value);
    H5Dclose(dataset);
    H5Pclose(plan);
    H5Pclose(links);
    H5Sclose(space);
}

}  // namespace

void writeHdf5(const std::filesystem::path& path, const MadeHdf5& made) {
    const hid_t file = H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
    for (const auto& [name, value] : made.numbers) addNumber(file, name, value);
    for (const MadeDataset& dataset : made.datasets) addDataset(file, dataset);
    if (!made.lead_names.empty()) {
        std::vector<const char*> names;
        for (const std::string& name : made.lead_names) names.push_back(name.c_str());
        const hsize_t count = names.size();
        const hid_t space = H5Screate_simple(1, &count, nullptr);
        const hid_t type = H5Tcopy(H5T_C_S1);
        H5Tset_size(type, H5T_VARIABLE);
        const hid_t dataset = H5Dcreate2(file, "leads", type, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
        H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, names.data());
        H5Dclose(dataset);
        H5Tclose(type);
        H5Sclose(space);
    }
    H5Fclose(file);
}

}  // namespace triptych::test
