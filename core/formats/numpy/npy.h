// One array as NumPy writes it (NEP 1): a line of Python that says its type and shape, and the bytes.
#pragma once

#include "core/domain/error.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace triptych::formats {

struct NpyHeader {
    char kind = 'f';  // as NumPy names it: f, i, u, b; U and S are words
    int bytes = 8;    // of one element
    bool is_big_endian = false;
    bool is_fortran = false;          // the first axis is contiguous
    std::vector<std::int64_t> shape;  // as written
    std::int64_t data_offset = 0;

    [[nodiscard]] bool isNumber() const { return kind != 'U' && kind != 'S'; }
    // Less than 2^62, which the parser sees to.
    [[nodiscard]] std::int64_t elements() const;
};

[[nodiscard]] bool sniffNpy(std::string_view beginning);

// `beginning`: the first 64 KiB of the file at least, or all of it. Errors: malformed, unsupported (complex numbers,
// records), refused (pickled Python objects, which are code).
[[nodiscard]] Result<NpyHeader> parseNpyHeader(std::string_view beginning, const std::string& where);

// Elements that `bytes` holds, as many as are whole.
[[nodiscard]] std::vector<double> numbersOf(const NpyHeader& header, std::string_view bytes);
// The words of an array of words, blanks at their ends left out.
[[nodiscard]] std::vector<std::string> wordsOf(const NpyHeader& header, std::string_view bytes);

// From an array whose first axis is contiguous to one whose last is; `shape` as written.
[[nodiscard]] std::vector<double> turned(const std::vector<double>& values, const std::vector<std::int64_t>& shape);

}  // namespace triptych::formats
