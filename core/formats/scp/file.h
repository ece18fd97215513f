// The frame of an SCP-ECG file (EN 1064 §5.2-5.3): its length, checksums and sections, checked before any is read.
#pragma once

#include "core/domain/error.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace triptych::formats {

inline constexpr std::size_t kScpSections = 12;

// Little-endian numbers out of bytes; the caller has checked that they are there.
[[nodiscard]] unsigned scp8(std::span<const std::byte> bytes, std::size_t at);
[[nodiscard]] unsigned scp16(std::span<const std::byte> bytes, std::size_t at);
[[nodiscard]] int scpSigned16(std::span<const std::byte> bytes, std::size_t at);
[[nodiscard]] std::uint32_t scp32(std::span<const std::byte> bytes, std::size_t at);

struct ScpFile {
    std::string bytes;
    // Behind their headers; empty where the file has none.
    std::array<std::span<const std::byte>, kScpSections> sections;
    bool has_long_ecg = false;  // section 12 of EN 1064:2020, which is not read
    unsigned protocol = 0;      // of section 1 or 6: 13 is version 1.3
    std::vector<Warning> warnings;
};

[[nodiscard]] bool looksLikeScp(std::string_view beginning);

// `file.bytes` is set; the rest follows from it. A wrong checksum of a file whose length is right is a warning; where
// the length is wrong too, the file is refused. Errors: empty, malformed, truncated.
[[nodiscard]] Result<void> readScpFrame(ScpFile& file, const std::string& path);

}  // namespace triptych::formats
