// What a GDF file says before its samples.
#pragma once

#include "core/domain/error.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace triptych::formats {

struct GdfChannel {
    std::string label;
    std::string unit;  // "" where the file names none
    double physical_minimum = 0;
    double physical_maximum = 0;
    double digital_minimum = 0;
    double digital_maximum = 0;
    std::int64_t samples_per_record = 0;
    int type = 0;   // as the file numbers it
    int bytes = 0;  // of a sample
};

struct GdfHeader {
    std::string version;  // "2.20"
    std::int64_t data_offset = 0;
    std::int64_t records = -1;  // -1: not stated
    double record_s = 0;
    std::int64_t record_bytes = 0;
    std::optional<std::string> start;
    std::vector<std::string> comments;
    std::vector<GdfChannel> channels;
};

inline constexpr std::int64_t kGdfHeader_bytes = 256;  // and as much for each channel

// Little-endian.
[[nodiscard]] std::uint64_t gdfWord(std::string_view bytes, std::size_t at, int count);

// How many bytes the header has, by its first 256.
[[nodiscard]] Result<std::int64_t> gdfHeaderBytes(std::string_view beginning, const std::string& where);
// `bytes`: the whole of it. Errors: malformed, unsupported (a type of sample that is not known).
[[nodiscard]] Result<GdfHeader> parseGdfHeader(std::string_view bytes, const std::string& where);

}  // namespace triptych::formats
