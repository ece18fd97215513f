// What the reading process says of a file: its arrays, and what is said of them. child_arrays.h reads it.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace triptych::reader {

using Numbers = std::map<std::string, double>;
using Texts = std::map<std::string, std::vector<std::string>>;

struct Array {
    std::string name;
    std::vector<std::int64_t> shape;  // as people write it; the last axis is written out first
    int float_bits = 0;
    Numbers numbers;
    Texts texts;
};

struct Listing {
    std::vector<Array> arrays;
    Numbers numbers;
    Texts texts;
    std::vector<std::string> warnings;
};

// One sentence, without its full stop, for whoever opened the file. Caught in main.cpp, and nowhere else.
struct Fault : std::runtime_error {
    using std::runtime_error::runtime_error;
};

[[nodiscard]] std::string textOf(const Listing& listing);

// As many elements as were asked for, in pieces.
using Sink = std::function<void(const std::vector<double>& values)>;

Listing listHdf5(const std::string& path);
void readHdf5(const std::string& path, const std::string& name, std::int64_t first, std::int64_t count,
              const Sink& sink);
Listing listMatlab(const std::string& path);
void readMatlab(const std::string& path, const std::string& name, std::int64_t first, std::int64_t count,
                const Sink& sink);

}  // namespace triptych::reader
