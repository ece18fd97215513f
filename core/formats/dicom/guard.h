// The shape of a DICOM file, walked before any of it is believed: DCMTK follows whatever nesting and lengths a file
// claims, so a file must prove both first. Also finds where the samples lie, which DCMTK does not tell.
#pragma once

#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/files/mapped_file.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace triptych::formats {

// PS3.10: a preamble of 128 bytes and "DICM"; or a bare data set, as older systems wrote it.
[[nodiscard]] bool looksLikeDicom(std::string_view beginning);

// The Waveform Data of one item of the Waveform Sequence. Byte i of the samples, counted as in little endian, is byte
// i ^ swap of the value (PS3.5 §7.3: a value of words is swapped word by word).
struct DicomSamples {
    std::int64_t offset = 0;  // in DicomBytes
    std::int64_t bytes = 0;   // 0: the item has none
    unsigned swap = 0;
};

// Bytes that hold the data set: the file itself, or what a deflated one inflates to.
struct DicomBytes {
    std::shared_ptr<const files::MappedFile> file;
    std::shared_ptr<const std::vector<std::byte>> inflated;  // null where the file is not deflated
};

struct DicomLayout {
    DicomBytes bytes;
    std::int64_t dataset_offset = 0;  // in bytes
    bool explicit_vr = true;
    bool big_endian = false;
    std::vector<DicomSamples> samples;  // per item of the Waveform Sequence
};

// Errors: malformed (no DICOM; a length that leaves its container; a value representation that there is not), refused
// (nested deeper or with more elements than a waveform can have; inflates without end), unsupported (a transfer syntax
// for images; no waveform), cancelled, truncated.
[[nodiscard]] Result<DicomLayout> checkDicom(const std::shared_ptr<const files::MappedFile>& file, const Job& job);

}  // namespace triptych::formats
