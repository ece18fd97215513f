// Files of plain arrays (NumPy, MATLAB, HDF5): which of them are recordings, along which axis time runs, and how one
// becomes leads. The readers of the files say what arrays there are; everything that has to be guessed is guessed here.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/domain/recording.h"
#include "core/formats/open.h"
#include "core/text/said.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace triptych::formats {

struct ArrayInfo {
    std::string name;                                       // "ecg/lead2"; "" for the only one of a file
    std::vector<std::int64_t> shape;                        // the last axis is contiguous
    int float_bits = 0;                                     // 16, 32, 64; 0 of whole numbers
    std::map<std::string, double> numbers;                  // what is said of it: attributes that are one number
    std::map<std::string, std::vector<std::string>> texts;  // and those that are words
};

// What a file's reader gives. One thread.
class ArrayFile {
public:
    virtual ~ArrayFile() = default;
    ArrayFile() = default;
    ArrayFile(const ArrayFile&) = delete;
    ArrayFile& operator=(const ArrayFile&) = delete;

    // Of numbers, one element at least; a scalar has the shape {}.
    std::vector<ArrayInfo> arrays;
    // What is said of the whole file: its attributes, its single numbers ("fs"), its words.
    std::map<std::string, double> numbers;
    std::map<std::string, std::vector<std::string>> texts;
    std::vector<text::Said> warnings;

    // `count` elements of an array from `first` on, in the order of its shape.
    [[nodiscard]] virtual Result<std::vector<double>> read(std::size_t array, std::int64_t first, std::int64_t count,
                                                           const Job& job) = 0;
};

// Names of the recordings: "ecg", or "ecg[17]" where an array has one in each row. One that is named by nothing at all
// is called "recording".
[[nodiscard]] std::vector<std::string> recordsIn(const ArrayFile& file);

// Opens the one recording, or hints.record. `path` as it was given. The rate is hints.rate_hz, else what an attribute
// or a single number in the file says by a name like "fs". Errors: those of pickRecord; wrong_use with Wants::rate;
// refused (larger than is held in memory); those of read().
[[nodiscard]] Result<RecordingPtr> openArrays(ArrayFile& file, const std::string& path, const std::string& format,
                                              const Job& job, const OpenHints& hints);

}  // namespace triptych::formats
