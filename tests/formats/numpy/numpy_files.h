// NumPy's arrays made byte by byte, for tests and as seeds of the fuzzers.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace triptych::test {

// `type` as NumPy writes it ("<f4"), `shape` as Python does ("(3, 2)"); `data` as it lies in the file.
std::string npyFile(const std::string& type, const std::string& shape, const std::string& data, bool fortran = false);

// Little-endian.
std::string floatBytes(const std::vector<float>& values);
std::string doubleBytes(const std::vector<double>& values);
std::string shortBytes(const std::vector<int>& values);

}  // namespace triptych::test
