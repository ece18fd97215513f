#include "tests/formats/numpy/numpy_files.h"

#include "tests/formats/record_files.h"

#include <bit>

namespace triptych::test {
std::string npyFile(const std::string& type, const std::string& shape, const std::string& data, bool fortran) {
    std::string head =
        "{'descr': '" + type + "', 'fortran_order': " + (fortran ? "True" : "False") + ", 'shape': " + shape + ", }";
    while ((head.size() + 11) % 64 != 0) head += ' ';
    head += '\n';
    return std::string("\x93NUMPY\1\0", 8) + littleEndian(head.size(), 2) + head + data;
}

std::string floatBytes(const std::vector<float>& values) {
    std::string out;
    for (const float value : values) out += littleEndian(std::bit_cast<std::uint32_t>(value), 4);
    return out;
}

std::string doubleBytes(const std::vector<double>& values) {
    std::string out;
    for (const double value : values) out += littleEndian(std::bit_cast<std::uint64_t>(value), 8);
    return out;
}

std::string shortBytes(const std::vector<int>& values) {
    std::string out;
    for (const int value : values) out += littleEndian(static_cast<std::uint64_t>(value), 2);
    return out;
}

}  // namespace triptych::test
