// The walk through a DICOM data set's elements that dicom_guard.h speaks of. It owns nothing and allocates nothing, so
// that it may run over a mapped file.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace triptych::formats {

enum class DicomFault { none, truncated, bad_length, bad_vr, too_deep, too_many, encapsulated };

struct DicomWalk {
    static constexpr std::size_t kMostGroups = 64;

    struct Samples {
        std::int64_t offset = 0;
        std::int64_t bytes = 0;
        unsigned swap = 0;
    };

    DicomFault fault = DicomFault::none;
    std::uint32_t fault_tag = 0;
    std::int64_t fault_offset = 0;
    std::array<Samples, kMostGroups> samples{};
    std::size_t groups = 0;
};

// PS3.5 §7: walks the data set that is the whole of `bytes`.
void walkDicom(std::span<const std::byte> bytes, bool explicit_vr, bool big_endian, DicomWalk& walk);

}  // namespace triptych::formats
